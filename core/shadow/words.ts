import type { Directory } from '../directory.ts';
import type { DepartmentCode, InboxId } from '../ids.ts';
import { departmentName } from '../routing/lookup.ts';
import { URGENCY_LABEL } from '../ticket/labels.ts';
import type { Label, ShadowIntent, Would } from './would.ts';

export const INTENT_LABEL: Readonly<Record<ShadowIntent, string>> = {
  problem: '诉求',
  question: '咨询',
  followup: '跟进',
  chitchat: '闲聊',
  notice: '通知',
  ad: '广告',
  official_reply: '官方答复',
  command: '指令',
  not_problem: '不是诉求',
};

/** How a message heard in silence is named, here and in answers: 对 m45. */
export const codeOf = (inbox: InboxId): string => `m${inbox}`;

const shown = (score: number): string => `${Math.round(score * 100)}%`;

/** What the bot would have done, in one sentence. `touched`: real tickets it would have changed. */
export function didWords(would: Would, touched: readonly number[], directory: Directory): string {
  if (touched.length > 0) return `会记到 ${touched.map((number) => `#${number}`).join('、')} 上（没有记，需要的话请人工办）。`;
  switch (would.outcome) {
    case 'ticketed':
      return `会受理，${wouldGo(would, directory)}${sure(would, directory)}，${URGENCY_LABEL[would.urgency]}。`;
    case 'parked':
      return `拿不准是不是诉求，会请值班席研判${would.department === null ? '' : `，建议${departmentName(directory, would.department)}`}${sure(would, directory)}。`;
    case 'attached':
      return would.belongsTo === null ? '会记到已有的单子上。' : `会并入 ${codeOf(would.belongsTo)} 那一件。`;
    case 'answered':
      return '会答话。';
    case 'ignored':
      return '不会作声。';
    default:
      return would.outcome satisfies never;
  }
}

function wouldGo({ ticket }: Would, directory: Directory): string {
  const department = ticket?.department ?? null;
  return department === null ? '请值班席定单位' : `派给${departmentName(directory, department)}`;
}

/** `（诉求 92%；住建局 61%、综合执法局 20%）`. */
function sure({ intent, confidence, candidates }: Would, directory: Directory): string {
  const first = intent === null || confidence === null ? [] : [`${INTENT_LABEL[intent]} ${shown(confidence)}`];
  const units = candidatesWords(candidates, directory);
  const all = units === '' ? first : [...first, units];
  return all.length === 0 ? '' : `（${all.join('；')}）`;
}

const SHOWN_CANDIDATES = 3;

export function candidatesWords(candidates: Would['candidates'], directory: Directory): string {
  return candidates
    .slice(0, SHOWN_CANDIDATES)
    .map(({ department, score }) => `${departmentName(directory, department)} ${shown(score)}`)
    .join('、');
}

/** The sentences the public would have read. */
export function saidWords({ says }: Pick<Would, 'says'>): string {
  return says.flatMap(({ where, text }) => (text === null ? [] : [`会在${where}说：“${text}”`])).join('\n');
}

export const howToAnswer = (inbox: InboxId): string =>
  `判得对请回“对 ${codeOf(inbox)}”，不对请回“不对 ${codeOf(inbox)}”加单位名，或加“不是诉求”“是诉求”。`;

/** What a label says, for the answer and the sheet. */
export function labelWords({ intent, department, urgency }: Label, directory: Directory): string {
  const unit = (code: DepartmentCode | null) => (code === null ? [] : [`归${departmentName(directory, code)}`]);
  const what = intent === null ? [] : [intent === 'not_problem' ? INTENT_LABEL[intent] : `是${INTENT_LABEL[intent]}`];
  return [...what, ...unit(department), ...(urgency === null || urgency === 'normal' ? [] : [URGENCY_LABEL[urgency]])].join('，');
}
