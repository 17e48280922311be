import { join } from 'node:path';
import { loadConfig } from '../../app/config.ts';
import { adder, cleared, type Filled, filled, livedModels, opened } from './databases.ts';
import type { House } from './house.ts';
import { allItems } from './items/index.ts';
import { measure, type Result } from './measure.ts';
import type { Server } from './server.ts';

export interface Histories {
  readonly small: number;
  readonly large: number;
  readonly rounds: number;
  readonly repeats: number;
  /** Items whose group and name match. */
  readonly only: RegExp;
}

export const WARM_UP = 2;

/** Two databases, one with a short history and one with a long one, asked the same things in turn. */
export async function measureHistories(
  server: Server,
  root: string,
  { small, large, rounds, repeats, only }: Histories,
  told: (what: string) => void,
): Promise<{ readonly sizes: readonly Filled[]; readonly results: readonly Result[] }> {
  const config = loadConfig(join(root, 'config'));
  const reporters = config.people.filter((person) => person.roles.includes('entrepreneur')).length;
  const reports = (WARM_UP + rounds) * repeats;
  if (reports > reporters) throw new Error(`${reports} reports by ${reporters} people: each reports once; ask for fewer rounds or samples`);
  await server.tune('filling');
  const models = await livedModels(server, root, config);
  told('one life of each kind is lived');
  const sizes: Filled[] = [];
  for (const tickets of [small, large]) {
    sizes.push(await filled(server, tickets, models, (what) => told(`${tickets} tickets: ${what}`)));
  }
  await server.tune('as delivered');
  const urls = new Map<House, string>();
  for (const size of sizes) urls.set(await opened(server, size, config), server.url(size.name));
  const items = allItems(adder((house) => urls.get(house) ?? '', models)).map((group) =>
    group.some((item) => only.test(`${item.group} ${item.name}`)) ? group : [],
  );
  const results = await measure([...urls.keys()], items, { rounds, warmUp: WARM_UP, repeats }, cleared, told);
  for (const house of urls.keys()) await house.close();
  return { sizes, results };
}
