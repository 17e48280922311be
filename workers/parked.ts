import { dutyChat } from '../core/conversation/people.ts';
import type { Workshop } from './house.ts';

/** Shows the duty desk what was parked after failures, once each; what an ended process left unshown is found again here. */
export async function showParked(shop: Workshop): Promise<void> {
  const { store, clock, queues } = shop;
  const untold = await store.inbox.untold(clock.now());
  if (untold.length === 0) return;
  const directory = await store.directory.current();
  for (const { id, chat: chatId, sender } of untold) {
    const chat = directory.chats.find((candidate) => candidate.id === chatId);
    const desk = chat && dutyChat(directory, chat.channel);
    if (!desk) continue;
    const where = chat.title ?? (chat.kind === 'private' ? '私聊' : '群里');
    const text = `【请看一看】${where} ${sender ?? ''} 的一条消息没能处理（编号 m${id}），已存着没有丢，请到群里看原话，需要的话引用它发“立单”。`;
    await store.outbox.tell({ dedupeKey: `parked.${id}`, chat: desk.id, kind: 'parked', text }, clock.now());
    queues.hint(`deliver-${desk.channel}`, desk.channel);
  }
}
