import type { House } from '../house.ts';
import { answers } from './answers.ts';
import { clocks, sweeps } from './clocks.ts';
import { figures } from './figures.ts';
import type { Item } from './item.ts';
import { learning } from './learning.ts';
import { messages } from './messages.ts';
import { webchat } from './webchat.ts';

/**
 * Everything that is measured, in groups that are gone through as one: a message of a ticket's life wants the one before it.
 * @param addDue puts so many tickets into a house that are due at `DUE_AT`
 */
export function allItems(addDue: (house: House, copies: number) => Promise<void>): readonly (readonly Item[])[] {
  const alone = [...answers, ...figures, ...clocks(addDue), ...sweeps, ...learning, ...webchat];
  return [messages(), ...alone.map((item) => [item])];
}
