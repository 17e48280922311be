import { permit, rolesOf } from '../permission/permit.ts';
import { answerOf } from '../shadow/verdict.ts';
import { codeOf } from '../shadow/words.ts';
import { answer, commandStep, settled } from './command-step.ts';
import type { Heard, HeardMessage, Situation } from './heard.ts';
import type { House, Step } from './house.ts';

/** 对 m45, or 不对 环保局 under what the desk was shown. null: it is no such answer, as 对 alone is said all day. */
export function shadowReply(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step | null {
  const right = permit({ roles: rolesOf(situation.member), command: 'shadow', chatRole: heard.chat.role, relation: 'none' });
  if (!right.ok || heard.chat.role === 'work') return null;
  const said = answerOf(body.text);
  if (said === null) return null;
  const { quoted } = situation;
  const about = said.inboxes.length > 0 ? '' : quotedCode(situation);
  if (about === null) {
    if (quoted?.shadow !== true) return null;
    // A bundle of such lines.
    return settled(house, heard, situation, (draft) => {
      answer(draft, heard, '这里面有好几件，请写上编号，例如：对 m45，不对 m46 环保局');
      return draft.effects('answered', 'shadow: which of several');
    });
  }
  return commandStep(house, heard, situation, {
    found: { name: 'shadow', restText: `${body.text} ${about}`.trim(), how: 'bare', loose: false },
    implied: null,
  });
}

/** The message that the quoted line is about; null: it quotes no such line. */
function quotedCode({ quoted }: Situation): string | null {
  return quoted?.shadow === true && quoted.inbox !== null ? codeOf(quoted.inbox) : null;
}
