import { announcesRelay, relays } from '../understand/turns.ts';
import { burstOf, openBurst } from './burst.ts';
import { settled } from './command-step.ts';
import type { Heard, HeardMessage, Situation } from './heard.ts';
import type { House, Step } from './house.ts';
import { ageOf, ownMessages } from './recent.ts';
import { clearMatter, type Talk } from './talk.ts';

/** Somebody who speaks for an enterprise begins with whose matter it is, and comes to it within this time. */
const BEGUN_MS = 5 * 60 * 1000;

/**
 * An official or a commissioner who brings the trouble of an enterprise that is not in the room: 我联系的广沅电缆有个事. Only with such
 * words, for else what officials tell of is their own work. null: he does not.
 */
export function relayed(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step | null {
  const begun = ownMessages(heard, situation).some((one) => ageOf(one, heard) < BEGUN_MS && one.links.length === 0 && relays(one.text));
  if (body.quote || !(begun || relays(body.text))) return null;
  const understood = house.interpreter.understand({ text: body.text, speaker: 'public', media: body.media });
  const talk: Talk = { house, heard, body, situation, addressed: body.mentionsBot, understood };
  const burst = burstOf(talk);
  const read = [burst.understood, understood].find((one) => one.intent === 'problem' && one.confidence >= house.triage.open);
  if (read !== undefined && clearMatter(house, read)) return openBurst(talk, burst, read);
  return announcesRelay(body.text)
    ? settled(house, heard, situation, (draft) => draft.effects('ignored', 'a matter is still to come'))
    : null;
}
