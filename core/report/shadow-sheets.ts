import { candidatesWords, codeOf, INTENT_LABEL, labelWords } from '../shadow/words.ts';
import type { HeardInShadow } from '../shadow/would.ts';
import { URGENCY_LABEL } from '../ticket/labels.ts';
import { mask } from '../understand/mask.ts';
import type { About } from './about.ts';
import type { Sheet, SheetCell, SheetColumn } from './figures.ts';
import type { Days } from './period.ts';
import type { ShadowCount, ShadowSheet } from './reads.ts';
import { departmentName, memberName } from './words.ts';

export interface ShadowFigures {
  readonly heard: number;
  /** Would have become tickets; judged, and right. */
  readonly ticketed: number;
  readonly ticketedJudged: number;
  readonly ticketedRight: number;
  /** The desk would have been asked. */
  readonly asked: number;
  /** Would have spoken besides: an answer, a greeting. */
  readonly spoke: number;
  /** Let pass, and it was for us. */
  readonly missed: number;
  /** Would have been heard of, and it was nothing for us. */
  readonly butted: number;
  /** Wrong otherwise: the unit, the urgency, or nobody said what. */
  readonly misrouted: number;
  /** Would have been heard of, and nobody has said whether that is right. */
  readonly undecided: number;
  readonly judged: number;
  readonly right: number;
}

type Judged = Pick<ShadowCount, 'outcome' | 'speaks' | 'right' | 'forUs'>;

const acts = ({ outcome, speaks }: Judged): boolean => outcome === 'ticketed' || outcome === 'parked' || speaks;
const isMissed = (one: Judged): boolean => !acts(one) && one.right === false && one.forUs;
const isButted = (one: Judged, known: boolean): boolean => acts(one) && one.right === false && !one.forUs && known;

export function shadowFigures(counts: readonly ShadowCount[]): ShadowFigures {
  const sum = (which: (one: ShadowCount) => boolean) => counts.filter(which).reduce((all, one) => all + one.n, 0);
  const missed = sum(isMissed);
  const butted = sum((one) => isButted(one, one.labelled));
  const wrong = sum((one) => one.right === false);
  const ticketed = (one: ShadowCount) => one.outcome === 'ticketed';
  return {
    heard: sum(() => true),
    ticketed: sum(ticketed),
    ticketedJudged: sum((one) => ticketed(one) && one.right !== null),
    ticketedRight: sum((one) => ticketed(one) && one.right === true),
    asked: sum((one) => one.outcome === 'parked'),
    spoke: sum((one) => acts(one) && one.outcome !== 'ticketed' && one.outcome !== 'parked'),
    missed,
    butted,
    misrouted: wrong - missed - butted,
    undecided: sum((one) => acts(one) && one.right === null),
    judged: sum((one) => one.right !== null),
    right: sum((one) => one.right === true),
  };
}

const judgedAs = ({ outcome, speaks, verdict }: HeardInShadow): Judged & { readonly known: boolean } => ({
  outcome,
  speaks,
  right: verdict === null ? null : verdict.right,
  forUs: verdict?.intent === 'problem' || verdict?.intent === 'question' || verdict?.intent === 'followup',
  known: verdict !== null && verdict.intent !== null,
});

/** The sum first, then what convinces or does not, then all that was let pass, so that what was missed can be found in it. */
export function shadowSheets({ rows }: ShadowSheet, figures: ShadowFigures, days: Days, about: About): readonly Sheet[] {
  const of = (which: (one: ReturnType<typeof judgedAs>) => boolean) => rows.filter((row) => which(judgedAs(row)));
  const list = (name: string, some: readonly HeardInShadow[], note: string) => listSheet(name, some, [note], about);
  const cut = rows.length < figures.heard ? `只列 ${rows.length} 条，请缩小范围再看其余的。` : '';
  const mark = '发现漏掉的，请发“不对 编号 是诉求 单位名”，例如：不对 m45 是诉求 环保局。';
  return [
    sumSheet(figures, days),
    list(
      '会立单',
      of((one) => one.outcome === 'ticketed' || one.outcome === 'parked'),
      '含拿不准、会请值班席研判的。',
    ),
    list(
      '会开口',
      of((one) => one.speaks && one.outcome !== 'ticketed' && one.outcome !== 'parked'),
      '立单之外，会在群里或私聊里答话的。',
    ),
    list('漏掉的', of(isMissed), '本会放过，值班席说是诉求的。'),
    list(
      '不该开口的',
      of((one) => isButted(one, one.known)),
      '本会立单、研判或答话，值班席说不是诉求的。',
    ),
    list(
      '没判的',
      of((one) => acts(one) && one.right === null),
      '本会有动作，还没有人判对错的。',
    ),
    list(
      '放过的',
      of((one) => !acts(one)),
      `${mark}${cut}`,
    ),
  ];
}

const percentColumn: SheetColumn = { title: '比率', kind: 'percent' };

function sumSheet(figures: ShadowFigures, { label }: Days): Sheet {
  const { heard, ticketed, ticketedJudged, ticketedRight, asked, spoke, missed, butted, misrouted, undecided, judged, right } = figures;
  const acted = ticketed + asked + spoke;
  const line = (name: string, n: number, of: number | null, what: string): SheetCell[] => [
    name,
    n,
    of,
    of === null || of === 0 ? null : n / of,
    what,
  ];
  return {
    name: '合计',
    columns: [
      { title: '项目', kind: 'text' },
      { title: '数 n', kind: 'number' },
      { title: '总数 N', kind: 'number' },
      percentColumn,
      { title: '说明', kind: 'text', width: 60 },
    ],
    rows: [
      line('听到', heard, null, '旁听的群（和旁听的私聊）里的每一条，含编辑、撤回、进群'),
      line('会立单', ticketed, heard, '占听到的'),
      line('会请值班席研判', asked, heard, '占听到的'),
      line('会另外开口', spoke, heard, '占听到的；答话、问候，不立单'),
      line('判过', judged, heard, '占听到的'),
      line('判对', right, judged, '占判过的'),
      line('立单判对', ticketedRight, ticketedJudged, '占会立单且判过的；单位错也算不对'),
      line('漏掉', missed, ticketedRight + missed, '占“立单判对”与“漏掉”之和；只有翻看“放过的”才能发现，没标的不等于没漏'),
      line('不该开口', butted, acted - undecided, '占会有动作且判过的'),
      line('单位或别处判错', misrouted, judged, '占判过的；是诉求而单位、紧急程度不对，或只说了不对'),
      line('没判', undecided, acted, '占会有动作的'),
    ],
    notes: [`${label}。旁听时没有真单：看不到部门办理之后的话（答复、办结、评价），本会立的单三天后不再拿来对照。`],
  };
}

const COLUMNS: readonly SheetColumn[] = [
  { title: '编号', kind: 'text' },
  { title: '时间', kind: 'moment' },
  { title: '群', kind: 'text' },
  { title: '谁', kind: 'text' },
  { title: '原话', kind: 'text', width: 50 },
  { title: '本会', kind: 'text' },
  { title: '判断', kind: 'text' },
  { title: '单位', kind: 'text' },
  { title: '候选', kind: 'text' },
  { title: '紧急程度', kind: 'text' },
  { title: '会说的话', kind: 'text', width: 50 },
  { title: '判定', kind: 'text' },
  { title: '应为', kind: 'text' },
  { title: '谁判的', kind: 'text' },
  { title: '何时判的', kind: 'moment' },
];

const DID: Readonly<Record<HeardInShadow['outcome'], string>> = {
  ticketed: '立单',
  parked: '请研判',
  attached: '并入已有的',
  answered: '答话',
  ignored: '放过',
};

function listSheet(name: string, rows: readonly HeardInShadow[], notes: readonly string[], about: About): Sheet {
  return { name, columns: COLUMNS, rows: rows.map((row) => cellsOf(row, about)), notes: [`共 ${rows.length} 条。`, ...notes] };
}

/** Numbers of phones, cards and plates are nobody's business here; names and words are for whoever sees all, alone. */
function cellsOf(row: HeardInShadow, { directory }: About): readonly SheetCell[] {
  const { verdict, intent, confidence } = row;
  const said = row.says.flatMap(({ where, text }) => (text === null ? [] : [`${where}：${mask(text).text}`]));
  const told = [...new Set(row.says.flatMap(({ where, text }) => (text === null ? [where] : [])))];
  return [
    codeOf(row.inbox),
    row.at,
    row.where,
    row.who,
    mask(row.text).text,
    DID[row.outcome],
    intent === null ? '' : `${INTENT_LABEL[intent]}${confidence === null ? '' : ` ${Math.round(confidence * 100)}%`}`,
    row.department === null ? '' : departmentName(directory, row.department),
    candidatesWords(row.candidates, directory),
    URGENCY_LABEL[row.urgency],
    [...said, ...(told.length === 0 ? [] : [`另会通知：${told.join('、')}`])].join('\n'),
    verdict === null ? '' : verdict.right ? '对' : '不对',
    verdict === null || verdict.right ? '' : labelWords(verdict, directory),
    verdict === null ? '' : (memberName(directory, verdict.by) ?? ''),
    verdict?.at ?? null,
  ];
}
