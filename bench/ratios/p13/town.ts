import type { startBotApi } from '../../../test/support/bot-api/driver.ts';
import { PROBLEMS } from '../../problems.ts';

export type BotApi = Awaited<ReturnType<typeof startBotApi>>;

/** Telegram's ids are large, and the peer takes a small one for a ticket's number. */
const FIRST_ID = 700_000_001;

export interface Citizen {
  readonly id: number;
  readonly name: string;
}

/** Everybody writes once: whoever writes again within minutes gets no receipt from the peer. */
export const citizens = (count: number): readonly Citizen[] =>
  Array.from({ length: count }, (_, at) => ({ id: FIRST_ID + at, name: `企业${String(at + 1).padStart(5, '0')}` }));

/** As if each had pressed Start long ago: the bot may write to him. */
export function settle({ world }: BotApi, people: readonly Citizen[]): void {
  for (const { id, name } of people) {
    world.users.set(id, { id, is_bot: false, first_name: name });
    world.addChat({ id, type: 'private', first_name: name });
  }
}

/** His problem, of one of many kinds, reaches Telegram now. */
export function writes({ world, updates }: BotApi, { id, name }: Citizen): void {
  const state = world.chats.get(id);
  if (state === undefined) throw new Error(`nobody of this id: ${id}`);
  const from = { id, is_bot: false, first_name: name, language_code: 'zh' };
  updates.push({ message: world.addMessage(state, from, { text: PROBLEMS[id % PROBLEMS.length] ?? '' }) });
}
