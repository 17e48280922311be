import { settleAsked } from './asked.ts';
import { newDraft } from './command-step.ts';
import type { Heard, Situation } from './heard.ts';
import { type House, NOTHING_NEEDED, type Step } from './house.ts';
import type { Answered } from './office-thread.ts';
import { openTicket } from './opening.ts';

/** The house was unsure and asked the desk; an official took it up in the meantime. So it is a matter, and his unit's. */
export function openAnswered(house: House, heard: Heard, situation: Situation, { asked, pieces }: Answered): Step {
  return {
    needs: { ...NOTHING_NEEDED, numbers: 1 },
    settle({ numbers: [number] }) {
      const draft = newDraft(house, heard, situation);
      const department = situation.member?.department ?? null;
      if (number === undefined || department === null) return draft.effects('ignored', 'no number, or nobody to have it');
      const text = pieces
        .map((one) => one.text.trim())
        .filter((one) => one !== '')
        .join('\n');
      const report = {
        inbox: asked.inbox,
        chat: heard.chat.id,
        channel: heard.chat.channel,
        sender: { wireId: asked.senderWireId ?? '', name: asked.senderName ?? '' },
        text,
        receivedAt: new Date(asked.at),
      };
      const others = pieces.filter((one) => one.inbox !== asked.inbox);
      draft.pieces(
        number,
        others.filter((one) => one.media > 0).map((one) => one.inbox),
      );
      const understood = house.interpreter.understand({ text, speaker: 'public', media: 0 });
      openTicket(house, draft, report, understood, number, {
        code: department,
        reason: `${situation.member?.name ?? '经办人'}在群里回应，立单时指定`,
        byDesk: false,
      });
      for (const one of others) draft.link(number, one.text.trim() === '' ? 'supplement' : 'report', one.inbox);
      for (const one of pieces) settleAsked(draft, one, number, { house, heard });
      draft.link(number, 'official_reply', heard.id);
      return draft.effects('attached', 'an official answered what the desk was asked about');
    },
  };
}
