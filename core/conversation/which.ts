import type { Ticket } from '../ticket/ticket.ts';
import { answer, settled } from './command-step.ts';
import type { Step } from './house.ts';
import { privateChatOf } from './people.ts';
import { ignored, type Talk } from './talk.ts';
import { askDutyDesk } from './triage-step.ts';

const SHOWN = 4;

/** It may be about several of his: he is asked once, alone. In the group nothing is said; where he cannot be asked alone, nothing at all. */
export function askWhich(talk: Talk, tickets: readonly Ticket[]): Step {
  const { house, heard, situation, body, addressed, understood } = talk;
  const alone = privateChatOf(heard, situation.member, house.directory);
  const own = tickets.filter((ticket) => situation.mine.some((one) => one.number === ticket.number)).slice(0, SHOWN);
  const [first] = own;
  // Alone with us, of what colleagues reported: which, they know and not he, so a person asks them.
  if (first === undefined && heard.chat.kind === 'private' && situation.member !== null)
    return askDutyDesk(house, heard, situation, {
      text: body.text,
      pieces: [],
      understood,
      why: 'about one of several of his colleagues’',
    });
  if (first === undefined || (!alone && !addressed)) return ignored(talk, 'about one of several, and he cannot be asked alone');
  return settled(house, heard, situation, (draft) => {
    if (!alone) {
      answer(draft, heard, `请写上单号再说一次，例如“补充 ${first.number} ……”。`, true);
      return draft.effects('answered', 'asked which is meant');
    }
    const list = own.map((ticket) => `#${ticket.number} ${ticket.summary}`);
    const words = body.text.length > 60 ? `${body.text.slice(0, 60).toWellFormed()}…` : body.text;
    const text = [`您刚才说的“${words}”，是指哪一张？请带单号回一句，例如“补充 ${first.number} ……”：`, ...list].join('\n');
    draft.say({ key: `which.${heard.id}`, chat: alone, kind: 'answer', text });
    return draft.effects('answered', 'asked which is meant');
  });
}
