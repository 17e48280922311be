import { readSheet } from 'read-excel-file/node';
import { noHints } from '../../app/replay/stage.ts';
import type { Store } from '../../prisma/store/index.ts';
import type { Workshop } from '../../workers/house.ts';
import { makeReports } from '../../workers/report.ts';
import { quietLog } from './quiet-log.ts';
import type { Town } from './town.ts';

export interface Arrived {
  readonly chat: string;
  readonly text: string;
  readonly files: readonly { readonly name: string; readonly mime: string; readonly content: Uint8Array }[];
}

/** The workers that make reports, on a town's database and by its time. */
export function workshopOf(town: Town, over: Partial<Workshop> = {}): Workshop {
  const { config, stage } = town;
  return {
    store: stage.store,
    config,
    clockwork: stage.clockwork,
    queues: noHints,
    clock: { now: town.now },
    log: quietLog,
    crash: () => {},
    model: null,
    ears: stage.ears,
    ...over,
  };
}

/** Makes what waits, sends it, and answers with what arrived because of it. */
export async function reportsArrive(town: Town, store: Store = town.stage.store): Promise<readonly Arrived[]> {
  const before = town.stage.said.length;
  await makeReports(workshopOf(town, { store }));
  await town.stage.settle();
  return town.stage.said.slice(before).map(({ chat, message }) => ({ chat, text: message.text, files: message.media }));
}

export const isPng = (content: Uint8Array): boolean => Buffer.from(content.subarray(0, 8)).equals(Buffer.from('89504e470d0a1a0a', 'hex'));

/** The rows of a sheet as a spreadsheet program reads them, the header first. */
export async function rowsOf(content: Uint8Array, sheet: string): Promise<readonly (readonly unknown[])[]> {
  return readSheet(Buffer.from(content), sheet);
}
