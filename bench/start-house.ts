import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type HouseOrder, Ready } from './wire.ts';

export interface RunningHouse {
  readonly url: string;
  readonly floorUrl: string;
  stop(): Promise<void>;
}

export async function startHouse(order: HouseOrder): Promise<RunningHouse> {
  const execArgv = [...process.execArgv, '--expose-gc'];
  const child = fork(fileURLToPath(new URL('house.ts', import.meta.url)), [JSON.stringify(order)], { execArgv });
  const ended = once(child, 'exit');
  const told = await Promise.race([once(child, 'message'), ended.then(() => null)]);
  if (told === null) throw new Error('the house under test ended before it listened');
  const { url, floorUrl } = Ready.parse(told[0]);
  return {
    url,
    floorUrl,
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
