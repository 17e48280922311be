import type { Ticket } from '../ticket/ticket.ts';
import { hangOn } from './burst.ts';
import { newDraft } from './command-step.ts';
import type { Draft } from './draft.ts';
import type { RecentMessage } from './heard.ts';
import type { Step } from './house.ts';
import { dutyChat, reporterOf } from './people.ts';
import { rethink } from './rethink.ts';
import type { Talk } from './talk.ts';

/**
 * He tells of what is already on record: no second ticket; his words are on it, and he is told of its progress too.
 *
 * @param anew what his words come to by themselves: a ticket that was closed at this moment takes nobody in, and he is heard all the same
 */
export function joinStep(talk: Talk, ticket: Ticket, pieces: readonly RecentMessage[], anew: Step): Step {
  const { house, heard, situation, body } = talk;
  return {
    needs: { ...anew.needs, tickets: [...new Set([ticket.number, ...anew.needs.tickets])] },
    settle(found) {
      const draft = newDraft(house, heard, situation);
      const current = found.tickets.find((one) => one.number === ticket.number);
      const byItself = () => anew.settle({ ...found, tickets: found.tickets.filter((one) => anew.needs.tickets.includes(one.number)) });
      if (!current) return byItself();
      const text = [...pieces.map((one) => one.text), body.text].filter((one) => one.trim() !== '').join('\n');
      const { reporter, member } = reporterOf(heard.chat.channel, heard.sender ?? { wireId: '', name: '' }, house.directory);
      const enterprise = member?.enterprise ?? null;
      const reason = enterprise !== null && enterprise === current.enterprise ? '同一企业说的是同一件事' : '说的是同一起情况';
      const media = body.media + pieces.reduce((sum, one) => sum + one.media, 0);
      const refusal = draft.act(current, current.number, { verb: 'join', inbox: heard.id, reporter, enterprise, text, media, reason });
      if (refusal !== null) return byItself();
      draft.link(current.number, 'duplicate', heard.id);
      hangOn(draft, pieces, current.number, talk);
      rethink(house, draft, current.number, situation.recent, text);
      return draft.effects('attached', `the same as #${current.number}`);
    },
  };
}

/** Perhaps the same: each has its ticket, and the desk may put them together with one press. */
export function mentionLikeness({ house, heard }: Talk, draft: Draft, ticket: Ticket): void {
  const desk = dutyChat(house.directory, heard.chat.channel);
  const opened = draft.openedNumber;
  if (!desk || opened === null || ticket.sensitive) return;
  draft.say({
    key: `like.${heard.id}`,
    chat: desk,
    kind: 'likeness',
    ticket: opened,
    text: `#${opened} 与 #${ticket.number} 可能是同一件事：\n#${ticket.number} ${ticket.summary}\n是同一件请发“合并 ${opened} 到 ${ticket.number}”；不是就不用管。`,
    buttons: [[{ label: `合并到 #${ticket.number}`, data: `merge ${opened} 到 ${ticket.number}` }]],
  });
}
