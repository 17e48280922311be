import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { directoryAt } from '../../core/directory.ts';
import { HouseError } from '../../core/errors.ts';
import type { About } from '../../core/report/about.ts';
import { madeOf, readsFor } from '../../core/report/making.ts';
import type { ReportRequest } from '../../core/report/request.ts';
import type { Workshop } from '../../workers/house.ts';
import { renderDocument } from '../../workers/report/document.ts';
import { renderBlock, renderPicture } from '../../workers/report/picture.ts';
import { renderWorkbook } from '../../workers/report/workbook.ts';
import { SCENE } from '../replay/channel.ts';

export interface MonthReport {
  readonly text: string;
  /** Paths: pictures, the workbook, the document. */
  readonly files: readonly string[];
}

/** The report that a manager would get of the run, made by the house's own makers, written where it can be looked at. */
export async function monthReport(
  { store, config, clockwork }: Workshop,
  days: readonly string[],
  now: Date,
  out: string,
): Promise<MonthReport> {
  const directory = directoryAt(await store.directory.current(), now);
  const member = directory.members.find((one) => one.roles.includes('manager')) ?? null;
  const own = directory.identities.find((one) => one.member === member?.id)?.privateChat;
  const chat = directory.chats.find((one) => one.id === own);
  if (chat === undefined) throw new HouseError('no-manager', '人员名录里没有能看全部报表的人。');
  const sender = { channel: SCENE, wireId: chat.wireId };
  const about: About = { now, directory, chat, clockwork, member, sender, categories: config.categories, prefix: config.bot.prefix };
  const [from = '', to = from] = [days[0], days.at(-1)];
  const span = { from, to, label: `${from} 至 ${to}` };
  const month: ReportRequest = { kind: 'scheduled', report: 'monthly', title: '月报', days: span, formats: ['png', 'xlsx', 'docx'] };
  const made = async (request: ReportRequest) => madeOf(request, await store.reads(readsFor(request, about), now), about);
  const [report, board] = [await made(month), await made({ kind: 'board' })];

  mkdirSync(out, { recursive: true });
  const files: string[] = [];
  const keep = (name: string, content: Uint8Array): void => {
    const path = join(out, name);
    writeFileSync(path, content);
    files.push(path);
  };
  if (board.picture !== null) keep(`${board.name}.png`, await renderPicture(board.picture));
  if (report.picture !== null) keep(`${report.name}.png`, await renderPicture(report.picture));
  if (report.sheets.length > 0) keep(`${report.name}.xlsx`, await renderWorkbook(report.sheets));
  if (report.document !== null) {
    const { blocks, ...paper } = report.document;
    const pictures: Uint8Array[] = [];
    for (const block of blocks) pictures.push(await renderBlock(block));
    keep(`${report.name}.docx`, await renderDocument({ ...paper, pictures }));
  }
  return { text: report.text, files };
}
