import { madeOf, readsFor } from '../../../core/report/making.ts';
import { resolvePeriod } from '../../../core/report/period.ts';
import type { ReportRequest } from '../../../core/report/request.ts';
import { ledgerOf } from '../../../prisma/store/ledger.ts';
import { NOW } from '../lives.ts';
import { DOZENS, type Item } from './item.ts';

const MANAGER = 'lian-peilin';
const days = (period: string) => {
  const found = resolvePeriod(period, NOW);
  if (found === null) throw new Error(period);
  return found;
};
const sender = { channel: 'scene', wireId: MANAGER };

/** What pictures, sheets and papers are drawn from: read and put together, without the drawing. */
export const figures: readonly Item[] = [
  made('picture of 看板', { kind: 'board' }),
  made('picture and sheet of 统计 上月', { kind: 'stats', days: days('last_month'), department: null }),
  made('picture of 排名 上月', { kind: 'ranking', days: days('last_month') }),
  made('picture of 超时', { kind: 'overdue', department: null }),
  made('导出 在办', { kind: 'export', what: 'open', department: null, days: null, sender }),
  made('导出 超时', { kind: 'export', what: 'overdue', department: null, days: null, sender }),
  made('导出 台账 昨天', { kind: 'export', what: 'ledger', department: null, days: days('range:11-23..11-23'), sender }),
  made('daily report', {
    kind: 'scheduled',
    report: 'daily',
    title: '每日专报',
    days: days('range:11-23..11-23'),
    formats: ['png', 'xlsx', 'docx'],
  }),
  made('weekly report', { kind: 'scheduled', report: 'weekly', title: '周报', days: days('last_week'), formats: ['png', 'xlsx', 'docx'] }),
  made('monthly report', {
    kind: 'scheduled',
    report: 'monthly',
    title: '月报',
    days: days('last_month'),
    formats: ['png', 'xlsx', 'docx'],
  }),
  {
    name: 'the ledger of a day',
    group: 'figures',
    times: DOZENS,
    run: async ({ db }) => void (await ledgerOf(db, '2026-10-20')),
  },
];

function made(name: string, request: ReportRequest): Item {
  return {
    name,
    group: 'figures',
    async run(house) {
      const about = await house.about(MANAGER, `dm:${MANAGER}`);
      madeOf(request, await house.store.reads(readsFor(request, about), NOW), about);
    },
  };
}
