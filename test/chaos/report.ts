import type { Surroundings } from '../../bench/surroundings.ts';
import type { Result } from './drill.ts';

const SHOWN = 8;

/** @param around null: it does not matter where it ran */
export function inWords(around: Surroundings | null, { order, bars, figures, points, seconds, passed, folder }: Result): string {
  const lines = [
    ...(around === null
      ? []
      : [`${around.date}, commit ${around.commit}, Node ${around.node}, ${around.machine}, load ${around.loadAtStart} at the start`]),
    `seed ${order.seed}: ${order.messages} messages, ${order.chats} chats, ${order.kills} kills, queues in ${order.backend}; ` +
      `${seconds.offering} s offering, ${seconds.draining} s until at rest`,
    '',
    ...Object.entries(figures).map(([name, n]) => `${name.padEnd(36)}${String(n).padStart(8)}`),
    ...Object.entries(points).map(([name, n]) => `${`died at ${name}`.padEnd(36)}${String(n).padStart(8)}`),
    '',
  ];
  for (const { name, failures } of bars) {
    lines.push(`${failures.length === 0 ? 'ok  ' : 'FAIL'} ${name}${failures.length === 0 ? '' : `: ${failures.length}`}`);
    for (const failure of failures.slice(0, SHOWN)) lines.push(`       ${failure}`);
  }
  lines.push('', passed ? 'every promise was kept' : `NOT EVERY PROMISE WAS KEPT; logs and database are in ${folder}`);
  return lines.join('\n');
}
