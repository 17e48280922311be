import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from './cpu.ts';
import type { Running, Side } from './side.ts';
import type { BotApi } from './town.ts';
import { type HouseOrder, HouseSays } from './wire.ts';

const START_MS = 60_000;

/** Our house, in a process of its own, with everything `npm start` runs but for the page. */
export function houseSide(backend: 'postgres' | 'redis'): Side {
  return {
    name: 'house',
    isReceipt: (text) => text.includes('已受理 #'),
    start: (api, people) =>
      startHouse({ token: api.token, apiRoot: api.root(), backend, people: [...people], groups: officeGroups(api) }, api),
  };
}

/** Groups of the office that Telegram can give a house: the duty desk's and one for each department. */
const GROUPS = 40;

function officeGroups(api: BotApi): number[] {
  return Array.from({ length: GROUPS }, (_, at) => api.group({ title: `办公群${at + 1}` }).id);
}

async function startHouse(order: HouseOrder, api: BotApi): Promise<Running> {
  const child = fork(fileURLToPath(new URL('house.ts', import.meta.url)), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  child.send(order);
  const said = async () => {
    const told = await Promise.race([once(child, 'message'), ended.then(() => null)]);
    if (told === null) throw new Error('the house under test ended');
    return HouseSays.parse(told[0]);
  };
  const { postmaster } = await said();
  await polls(api);
  return {
    async tickets() {
      const answer = said();
      child.send({ kind: 'count' });
      return (await answer).tickets;
    },
    cpuSeconds: () => cpuSeconds([child.pid ?? 0, postmaster]),
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}

export async function polls(api: BotApi): Promise<void> {
  for (const end = performance.now() + START_MS; performance.now() < end; ) {
    if (api.updates.polling()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it does not ask for updates');
}
