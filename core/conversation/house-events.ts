import type { InboundBody, PersonRef } from '../channel.ts';
import { settled } from './command-step.ts';
import type { Heard, Situation } from './heard.ts';
import type { House, Step } from './house.ts';
import { dutyChat } from './people.ts';

/** Newcomers of the work group are greeted once in their life, however often they come and go. */
export function joinedStep(house: House, heard: Heard, people: readonly PersonRef[], situation: Situation): Step {
  return settled(house, heard, situation, (draft) => {
    if (heard.chat.role !== 'work' || house.greeting === '') return draft.effects('ignored', 'somebody joined');
    for (const person of people) {
      const text = house.greeting.replaceAll('{name}', person.name).replaceAll('{bot}', house.directory.botName);
      draft.say({ key: `greet.${heard.chat.id}.${person.wireId}`, chat: heard.chat, kind: 'greeting', text });
    }
    return draft.effects('answered', 'greeted');
  });
}

/** What may have been lost upstream while a channel was away is said to the duty desk, never hidden. */
export function gapStep(house: House, heard: Heard, gap: Extract<InboundBody, { kind: 'gap' }>, situation: Situation): Step {
  return settled(house, heard, situation, (draft) => {
    const desk = dutyChat(house.directory, heard.chat.channel);
    if (!desk) return draft.effects('parked', 'a gap, and no duty desk to tell');
    const from = gap.from ? clock(gap.from) : '此前';
    const text = `【断线提醒】${heard.chat.title ?? heard.chat.channel}：${from} 至 ${clock(gap.to)} 与平台断开，这段时间群里的消息可能没有收到，请翻看群聊，有诉求的请引用后发“立单”。`;
    draft.say({ key: `gap.${heard.id}`, chat: desk, kind: 'gap', text, urgent: true });
    return draft.effects('answered', 'the duty desk was told of a gap');
  });
}

function clock(at: Date): string {
  return at.toLocaleString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
}
