import { departmentName } from '../routing/lookup.ts';
import { resolveDestination } from '../routing/resolve.ts';
import type { Understanding } from '../understand/port.ts';
import { answer, settled } from './command-step.ts';
import type { Step } from './house.ts';
import { dutyChat } from './people.ts';
import { clearMatter, smallTalk, type Talk } from './talk.ts';

/**
 * A question of general procedure, asked of the bot: nobody is stuck in it, so it is no ticket. It is passed on to the department in
 * charge, and the duty desk keeps it open until somebody has looked at it.
 */
export function consult(talk: Talk, understood: Understanding): Step {
  const { house, heard, situation, body } = talk;
  const { directory } = house;
  const desk = dutyChat(directory, heard.chat.channel);
  const department = clearMatter(house, understood) ? (understood.candidates[0]?.department ?? null) : null;
  if (!desk && department === null) return smallTalk(talk, false);
  return settled(house, heard, situation, (draft) => {
    const name = department === null ? null : departmentName(directory, department);
    const words = body.text.length > 240 ? `${body.text.slice(0, 240).toWellFormed()}…` : body.text;
    const head = `【咨询】${heard.chat.title ?? '群里'} ${heard.sender?.name ?? ''}：`;
    const shown = understood.sensitive ? '（内容不便在群里显示，请私聊本人）' : words;
    const { chats } = department === null ? { chats: [] } : resolveDestination({ to: 'department', code: department }, null, directory);
    for (const chat of chats) {
      draft.say({
        key: `consult.m${heard.id}.${chat.id}`,
        chat,
        kind: 'consult',
        text: `${head}${shown}\n是一般咨询，没有立单，请直接答复本人。`,
      });
    }
    if (desk) {
      draft.triage({ kind: 'ask', inbox: heard.id, ticket: null, suggested: department, pieces: [] });
      const passed = name === null ? '' : `已转${name}。`;
      const yes = name === null ? '1 立单' : `1 立单派给${name}`;
      draft.say({
        key: `triage.m${heard.id}`,
        chat: desk,
        kind: 'triage-message',
        text: `${head}${shown}\n${passed}没有立单。若是具体办事遇阻，请引用本条回复：${yes}；已有人答复回 0。`,
      });
    }
    answer(draft, heard, `已转${name ?? '值班席'}，请他们答复您。`);
    return draft.effects(desk ? 'parked' : 'answered', 'a question, passed on');
  });
}
