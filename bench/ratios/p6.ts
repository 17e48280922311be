import { checkpoint } from './feed.ts';
import { type OpenHouse, openedWith, openModels } from './open-tickets.ts';
import type { Context, Measured, Ratio, Round } from './ratio.ts';
import { median } from './statistics.ts';

const FEW = 1000;
const DUE = 100;
const SAMPLES = 7;
/** What takes a millisecond is measured by the dozen. */
const DOZENS = 25;
const MOST = 1.1;

export const p6: Ratio = {
  id: 'P6',
  what: 'a sweep of the clock with 100,000 tickets open ÷ with 1,000 open',
  aim: `≤ ${MOST}`,
  async run(context) {
    await openModels(context);
    const few = await openedWith(context, FEW);
    const many = await openedWith(context, context.size.timers);
    try {
      return await inTurn(context, few, many);
    } finally {
      await few.close();
      await many.close();
    }
  },
};

async function inTurn(context: Context, few: OpenHouse, many: OpenHouse): Promise<Measured> {
  const due: Round[] = [];
  const nothing: Round[] = [];
  for (let round = -1; round < context.rounds; round += 1) {
    const times = { few: [] as number[], many: [] as number[], fewIdle: [] as number[], manyIdle: [] as number[] };
    await checkpoint(few.url);
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      for (const side of sample % 2 === 0 ? (['few', 'many'] as const) : (['many', 'few'] as const)) {
        const house = side === 'few' ? few : many;
        times[`${side}Idle`].push(await timed(house, 0, DOZENS));
        await house.addDue(DUE);
        times[side].push(await timed(house, DUE, 1));
        await house.removeAdded();
      }
    }
    if (round < 0) continue;
    due.push(roundOf(times.few, times.many));
    nothing.push(roundOf(times.fewIdle, times.manyIdle));
    context.told(`P6, round ${round + 1}: 100 due ×${due.at(-1)?.value.toFixed(2)}, nothing due ×${nothing.at(-1)?.value.toFixed(2)}`);
  }
  const holds = (middle: number) => middle <= MOST;
  return {
    lines: [
      { of: `${DUE} due`, unit: '×', rounds: due, holds },
      { of: 'nothing due', unit: '×', rounds: nothing, holds },
    ],
    notes: [`${context.size.timers} ÷ ${FEW} open tickets; ${SAMPLES} sweeps of each a round, in turn`],
  };
}

async function timed(house: OpenHouse, due: number, times: number): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < times; i += 1) {
    const fired = await house.sweep();
    if (fired !== due) throw new Error(`${fired} tickets were handled and not ${due}`);
  }
  return (performance.now() - began) / times;
}

function roundOf(few: readonly number[], many: readonly number[]): Round {
  const sides = { 'ms, few open': median(few), 'ms, many open': median(many) };
  return { value: sides['ms, many open'] / sides['ms, few open'], sides };
}
