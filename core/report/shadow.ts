import type { ReadResults } from '../commands/command.ts';
import { seesAll } from '../permission/scope.ts';
import type { About } from './about.ts';
import { given, type Made, type Maker } from './made.ts';
import type { Days } from './period.ts';
import { rateText } from './rate.ts';
import type { ReportRequest } from './request.ts';
import { type ShadowFigures, shadowFigures, shadowSheets } from './shadow-sheets.ts';

type Request = Extract<ReportRequest, { kind: 'shadow' }> | Extract<ReportRequest, { kind: 'scheduled' }>;

/** Lines of one week of 61 people are some thousands; what is left out is said. */
const MOST_ROWS = 10_000;

/** 旁听表: what was heard in silence, what the bot would have made of it, and what the desk says of that. */
export const shadowMaker: Maker<Request> = {
  reads: ({ days: { from, to } }, about) => (mayRead(about) || isDesk(about) ? [{ read: 'shadowSheet', from, to, limit: MOST_ROWS }] : []),
  make(request, data, about) {
    const { days } = request;
    if (isDesk(about)) return { ...NOTHING, text: summary('旁听', days, figuresOf(data)) };
    if (!mayRead(about)) return { ...NOTHING, text: '抱歉，您现在看不了旁听表。' };
    const sheet = given(data, 'shadowSheet');
    const figures = shadowFigures(sheet.counts);
    const title = request.kind === 'scheduled' ? request.title : '旁听表';
    const wanted = request.kind === 'shadow' || request.formats.includes('xlsx');
    return {
      ...NOTHING,
      text: summary(title, days, figures),
      name: `${title}_${days.from}_${days.to}`,
      sheets: wanted && figures.heard > 0 ? shadowSheets(sheet, figures, days, about) : [],
    };
  },
};

const NOTHING: Made = { text: '', name: '', picture: null, sheets: [], document: null };

/** The words are people's: for whoever sees all, alone. */
const mayRead = ({ chat, member }: About): boolean => chat.kind === 'private' && seesAll(member);
const isDesk = ({ chat }: About): boolean => chat.role === 'duty';

function figuresOf(data: ReadResults): ShadowFigures {
  return shadowFigures(given(data, 'shadowSheet').counts);
}

function summary(title: string, { label }: Days, figures: ShadowFigures): string {
  const { heard, ticketed, asked, spoke, missed, butted, misrouted, undecided, right, judged } = figures;
  if (heard === 0) return `【${title}】${label}：没有旁听到消息。`;
  return [
    `【${title}】${label}：听到 ${heard} 条，本会立单 ${ticketed} 件、请研判 ${asked} 件、另外开口 ${spoke} 次。`,
    `值班席判过 ${judged} 条，判对 ${rateText(right, judged)}；漏掉 ${missed} 件，不该开口的 ${butted} 条，单位或别处判错的 ${misrouted} 条，没判的 ${undecided} 条。`,
  ].join('\n');
}
