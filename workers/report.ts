import type { OutboundMedia } from '../core/channel.ts';
import { directoryAt } from '../core/directory.ts';
import { HouseError } from '../core/errors.ts';
import type { About } from '../core/report/about.ts';
import type { Made } from '../core/report/made.ts';
import { madeOf, readsFor } from '../core/report/making.ts';
import { isOutage, type Store } from '../prisma/store/index.ts';
import type { WaitingReport } from '../prisma/store/report.ts';
import type { Workshop } from './house.ts';
import { renderDocument } from './report/document.ts';
import { renderBlock, renderPicture } from './report/picture.ts';
import { renderWorkbook } from './report/workbook.ts';

export const REPORT = 'report';
/** One at a time in a process: drawing is work, and receipts come before pictures. */
const CONCURRENCY = 1;
const AT_ONCE = 20;
/** After so many failures whoever asked is told that there will be no picture. */
const GIVE_UP_AFTER = 3;

/** A hint makes one; the sweep makes whatever waits. */
export async function startReports(shop: Workshop): Promise<void> {
  await shop.queues.work(REPORT, CONCURRENCY, async (key) => {
    await makeReport(shop, key);
  });
}

/** Makes what waits, the oldest first; what fails is left for the next turn. @returns how many were made */
export async function makeReports(shop: Workshop): Promise<number> {
  let made = 0;
  for (const key of await shop.store.reports.waiting(AT_ONCE)) if (await makeReport(shop, key)) made += 1;
  return made;
}

async function makeReport(shop: Workshop, key: string): Promise<boolean> {
  const { store, clock, queues, log } = shop;
  let alike: string | null = null;
  try {
    const making = await store.reports.make(key, clock.now(), async (report) => {
      const made = await composed(shop, report);
      // Everybody who sees all gets the same morning's figures: drawn once, kept once.
      alike = report.request.kind === 'scheduled' ? JSON.stringify([made.picture, made.sheets, made.document]) : null;
      const kept = alike === null ? undefined : drawn.get(store)?.get(alike);
      return kept === undefined ? { text: made.text, files: await filesOf(made), kept: [] } : { text: made.text, files: [], kept };
    });
    if (making.kind === 'taken') return false;
    if (alike !== null) remember(store, alike, making.files);
    queues.hint(`deliver-${making.channel}`, making.channel);
    return true;
  } catch (error) {
    // The database is away: nothing is counted, the sweep comes back.
    if (isOutage(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    log.error({ report: key, error: reason }, 'a report could not be made');
    const giveUp = { after: GIVE_UP_AFTER, text: key.startsWith('ask.') ? NOT_DRAWN : NOT_REPORTED };
    const channel = await store.reports.failed(key, reason, giveUp, clock.now());
    if (channel !== null) queues.hint(`deliver-${channel}`, channel);
    return false;
  }
}

/** Files of the latest scheduled reports by what is in them, of each database. */
const drawn = new WeakMap<Store, Map<string, readonly number[]>>();
const REMEMBERED = 8;

function remember(store: Store, alike: string, files: readonly number[]): void {
  const known = drawn.get(store) ?? new Map<string, readonly number[]>();
  drawn.set(store, known.set(alike, files));
  const [oldest] = known.keys();
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
}

const NOT_DRAWN = '抱歉，刚才要的图和文件没能做出来，文字里的数字不受影响；需要的话请再发一次，仍不行请告诉值班席。';
const NOT_REPORTED = '抱歉，今天的定时报告没能做出来，已经记录；急用请发“看板”或“统计”，并告诉值班席。';

async function composed(shop: Workshop, report: WaitingReport): Promise<Made> {
  const { store, clock, config, clockwork } = shop;
  const now = clock.now();
  const directory = directoryAt(await store.directory.current(), now);
  const chat = directory.chats.find((one) => one.id === report.chat);
  if (chat === undefined) throw new HouseError('report-chat', '要送去的群或私聊已经不在了。', { cause: report.key });
  const member = directory.members.find((one) => one.active && one.id === report.reader) ?? null;
  const { request } = report;
  const sender = request.kind === 'export' ? request.sender : { channel: chat.channel, wireId: '' };
  const about: About = { now, directory, chat, clockwork, member, sender, categories: config.categories, prefix: config.bot.prefix };
  return madeOf(request, await store.reads(readsFor(request, about), now), about);
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The picture first: it is what is looked at. */
async function filesOf({ name, picture, sheets, document }: Made): Promise<OutboundMedia[]> {
  const files: OutboundMedia[] = [];
  if (picture !== null) files.push({ kind: 'image', name: `${name}.png`, mime: 'image/png', content: await renderPicture(picture) });
  if (sheets.length > 0) files.push({ kind: 'file', name: `${name}.xlsx`, mime: XLSX, content: await renderWorkbook(sheets) });
  if (document === null) return files;
  const { blocks, ...paper } = document;
  const pictures: Uint8Array[] = [];
  for (const block of blocks) pictures.push(await renderBlock(block));
  files.push({ kind: 'file', name: `${name}.docx`, mime: DOCX, content: await renderDocument({ ...paper, pictures }) });
  return files;
}
