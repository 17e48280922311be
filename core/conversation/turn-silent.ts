import type { DirectoryChange, Effects } from './effects.ts';
import type { Heard, Situation } from './heard.ts';
import type { House } from './house.ts';
import { actorOf, dutyChat } from './people.ts';

type Turn = Extract<DirectoryChange, { kind: 'shadow' }>;

/** 旁听 开 and 旁听 关 hold from this very message on: nothing of it is said in the group, the desk is told, and it is on record. */
export function turned(house: House, heard: Heard, situation: Situation, effects: Effects): Effects {
  const turns = effects.directory.filter((change) => change.kind === 'shadow');
  if (turns.length === 0) return effects;
  const silent = turns.filter((turn) => turn.on).map((turn) => turn.chat);
  return {
    ...effects,
    outbox: [...effects.outbox.filter((draft) => !silent.includes(draft.chat)), ...turns.flatMap((turn) => announced(house, heard, turn))],
    audit: [
      ...effects.audit,
      ...turns.map((turn) => ({
        actor: actorOf(heard, situation.member),
        action: 'shadow',
        object: `chat ${turn.chat}`,
        chat: heard.chat.id,
        allowed: true,
        detail: turn.on ? 'on' : 'off',
      })),
    ],
  };
}

function announced({ directory }: House, heard: Heard, { chat: id, on, by }: Turn): Effects['outbox'] {
  const chat = directory.chats.find((one) => one.id === id);
  const desk = dutyChat(directory, chat?.channel);
  if (!desk || desk.id === heard.chat.id) return [];
  const who = directory.members.find((one) => one.id === by)?.name ?? '';
  const title = chat?.title ?? '工作群';
  const text = on
    ? `【旁听】${who}已让机器人在“${title}”只听不说：本来会怎么办、怎么说，发到这里，请判对错。`
    : `【旁听】${who}已关闭“${title}”的旁听：从下一条消息起机器人正常受理、答话。`;
  return [
    {
      dedupeKey: `shadow.turn.${heard.id}.${id}`,
      chat: desk.id,
      ticket: null,
      kind: 'shadow-turn',
      text,
      mentions: [],
      quoteOf: null,
      buttons: [],
      mediaOf: [],
      files: [],
      urgent: false,
      heldUntil: null,
    },
  ];
}
