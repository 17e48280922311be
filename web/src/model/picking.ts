import type { PeopleGroup } from '../../../bots/webchat/api.ts';
import { matching } from './mention.ts';

/** The groups with whoever fits the words; groups of nobody are left out. */
export function whoFits(groups: readonly PeopleGroup[], words: string, chosen: string): PeopleGroup[] {
  const wanted = words.trim();
  return groups
    .filter((group) => chosen === 'all' || group.id === chosen)
    .map((group) => ({ ...group, people: wanted === '' ? group.people : matching(group.people, wanted, group.people.length) }))
    .filter((group) => group.people.length > 0);
}
