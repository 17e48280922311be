import type { TicketNumber } from '../ids.ts';
import type { Understanding } from '../understand/port.ts';
import { answer, type CommandCall, commandStep, settled } from './command-step.ts';
import type { MessageRole } from './effects.ts';
import type { Heard, HeardMessage, Situation } from './heard.ts';
import type { House, Step } from './house.ts';

/** Something somebody of the public says, with all that is known when it is judged. */
export interface Talk {
  readonly house: House;
  readonly heard: Heard;
  readonly body: HeardMessage;
  readonly situation: Situation;
  /** Said to the bot: by name, or alone with it. */
  readonly addressed: boolean;
  readonly understood: Understanding;
  /** Said of a ticket, by its number or by quote, and not to be put on it. */
  readonly ofTicket?: boolean;
}

/** Runs a command that nobody called by its word: plain talk came to it. In the group nothing is echoed that all have just read. */
export function run(talk: Talk, name: string, implied: TicketNumber | null, how: Partial<CommandCall> = {}): Step {
  const { house, heard, situation, body } = talk;
  return commandStep(house, heard, situation, {
    found: { name, restText: body.text, how: 'bare', loose: true },
    implied,
    talk: true,
    quietRefusal: !talk.addressed,
    ...how,
  });
}

/** On record with the ticket; nobody needs to be told. */
export function attach(talk: Talk, ticket: TicketNumber, role: MessageRole): Step {
  return settled(talk.house, talk.heard, talk.situation, (draft) => {
    draft.link(ticket, role, talk.heard.id);
    return draft.effects('attached', role);
  });
}

export function ignored(talk: Talk, reason: string): Step {
  return settled(talk.house, talk.heard, talk.situation, (draft) => draft.effects('ignored', reason));
}

/** Spoken to, with nothing to do: one line on what it can do. In the group only those who called it hear from it. */
export function smallTalk(talk: Talk, thanks: boolean): Step {
  const { house, heard, situation, addressed } = talk;
  if (!addressed) return ignored(talk, 'small talk');
  if (thanks) return ignored(talk, 'thanks');
  return settled(house, heard, situation, (draft) => {
    const call = heard.chat.kind === 'private' ? '' : `@${house.directory.botName} `;
    answer(draft, heard, `在。生产经营上有难处，直接说就行；要看用法，请发“${call}帮助”。`);
    return draft.effects('answered', 'spoken to');
  });
}

export function percent(understood: Understanding): string {
  return `${understood.intent} ${Math.round(understood.confidence * 100)}%`;
}

/** The department is plain from the words alone. */
export function clearMatter(house: House, understood: Understanding): boolean {
  return (understood.candidates[0]?.score ?? 0) >= house.routing.direct;
}
