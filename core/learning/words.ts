import type { Directory } from '../directory.ts';
import { unreachable } from '../errors.ts';
import { momentText } from '../report/shanghai.ts';
import { departmentName, memberName } from '../report/words.ts';
import { summarize } from '../understand/summary.ts';
import { type Comparison, type FigureName, type Figures, mistakesOf, wholeOf, worseIn } from './compare.ts';
import { NIGHT } from './due.ts';
import type { LabelKind } from './label.ts';
import type { Correction, EarsVersion, Learning, VersionState } from './view.ts';

export const KIND_NAMES: Readonly<Record<LabelKind, string>> = {
  transfer: '转办',
  return: '退单',
  dispatch: '派单',
  close: '办结',
  open: '立单',
  dismiss: '不是诉求',
  verdict: '影子点评',
  merge: '合并',
  split: '拆分',
};

const FIGURE_NAMES: Readonly<Record<FigureName, string>> = {
  recall: '听出诉求',
  falseProblems: '误当诉求',
  department: '首选单位正确',
  intent: '意图正确',
};
const FIGURES: readonly FigureName[] = ['recall', 'falseProblems', 'department', 'intent'];

export const versionName = (id: number): string => (id === 0 ? '自带版本' : `第 ${id} 版`);

interface Reader {
  readonly directory: Directory;
  readonly now: Date;
}

/** 学习: what was learnt, from how much, and what came of it. */
export function learningText(learning: Learning, reader: Reader): string {
  const { current, versions, corrections } = learning;
  const listening = versions.find((one) => one.id === current);
  const refused = versions.filter((one) => one.id !== current && one.state !== 'retired');
  return [
    listening === undefined
      ? '【学习】现在用的是自带版本，还没有采用过学到的版本。'
      : `【学习】现在用的是${versionName(current)}（${momentText(listening.madeAt, reader.now)}，学了 ${listening.labels} 条消息）。`,
    ...(listening === undefined ? [] : comparisonLines(listening.comparison)),
    labelsLine(learning, reader.now),
    ...(corrections.length === 0 ? [] : ['最近的更正：', ...corrections.map((one) => correctionLine(one, reader))]),
    ...(refused.length === 0 ? [] : ['没有采用的：', ...refused.map((one) => refusedLine(one, reader))]),
    nextLine(learning, reader.now),
  ].join('\n');
}

/** Old → new, on messages that neither was trained on. */
export function comparisonLines(comparison: Comparison): readonly string[] {
  const { before, after } = wholeOf(comparison);
  const { office, exam } = comparison;
  const slices = `本单位留出 ${messages(office.after)} 条、自带考题 ${messages(exam.after)} 条`;
  return [`与${versionName(comparison.against)}对照（${slices}，都没有参加训练）：`, figuresLine(before, after)];
}

/** The same for each of the two slices. */
export function sliceLines({ office, exam }: Comparison): readonly string[] {
  return [`本单位：${figuresLine(office.before, office.after)}`, `自带考题：${figuresLine(exam.before, exam.after)}`];
}

function figuresLine(before: Figures, after: Figures): string {
  return FIGURES.map((name) => `${FIGURE_NAMES[name]} ${before[name].n}/${before[name].of} → ${after[name].n}/${after[name].of}`).join(
    '；',
  );
}

const messages = ({ intent, department }: Comparison['office']['after']): number => Math.max(intent.of, department.of);

function labelsLine({ kinds, since }: Learning, now: Date): string {
  if (since === null) return '还没有可以学的更正：转办、退单、派单、立单、值班席的 0，都会记下来。';
  const total = kinds.reduce((sum, one) => sum + one.n, 0);
  return `${momentText(since, now)}以来记下 ${total} 条：${kinds.map(({ kind, n }) => `${KIND_NAMES[kind]} ${n}`).join('、')}。`;
}

function correctionLine({ kind, ticket, text, sensitive, department, notDepartment, at }: Correction, { directory, now }: Reader): string {
  const words = sensitive ? '（敏感事项，不显示内容）' : summarize(text) || '（图片或文件）';
  const unit = (code: typeof department) => departmentName(directory, code);
  const lesson =
    department === null
      ? notDepartment === null
        ? ''
        : `：不归${unit(notDepartment)}`
      : notDepartment === null
        ? `：${unit(department)}`
        : `：${unit(notDepartment)} → ${unit(department)}`;
  return `${momentText(at, now)} ${KIND_NAMES[kind]} ${ticket === null ? '' : `#${ticket} `}${words}${lesson}`;
}

function refusedLine({ id, comparison, state, reason, decidedBy, decidedAt }: EarsVersion, { directory, now }: Reader): string {
  const when = `${versionName(id)}（${momentText(decidedAt, now)}）：`;
  if (state === 'candidate') return `${when}做好时用的版本已经换了，先放着没有采用。`;
  if (reason !== null) return `${when}${memberName(directory, decidedBy) ?? '管理员'}${reason}`;
  return `${when}${worseLine(comparison)}，没有采用。`;
}

/** 听出诉求 12/12 → 11/12, 比原来差. */
export function worseLine(comparison: Comparison): string {
  const { before, after } = wholeOf(comparison);
  const parts = worseIn(comparison).map((name) =>
    name === 'mistakes'
      ? `错处合计 ${mistakesOf(before)} → ${mistakesOf(after)}`
      : `${FIGURE_NAMES[name]} ${before[name].n}/${before[name].of} → ${after[name].n}/${after[name].of}`,
  );
  return parts.length === 0 ? '不比原来差' : `${parts.join('；')}，比原来差`;
}

function nextLine({ state, current }: Learning, now: Date): string {
  const back = current === 0 ? '' : '要退回上一版，发“学习 回退 理由”。';
  if (state.orderedAt !== null) return `${momentText(state.orderedAt, now)}要求的训练正在做，做完会告诉您。${back}`;
  if (state.heldAt !== null) return `${momentText(state.heldAt, now)}回退以后夜间不再训练；要重新开始，发“学习 训练”。${back}`;
  const failed = state.error === null ? '' : '上一次训练没有做成，已经记录，今晚再试。';
  return `${failed}每天 ${NIGHT} 学一次，不比现在用的差才采用。${back}`;
}

/** Said to whoever ordered a training. */
export function outcomeText(outcome: EarsVersion | 'nothing' | 'failed'): string {
  if (outcome === 'failed') return '【学习】这次没有做成，已经记录，请告诉管理员。现在用的版本不受影响。';
  if (outcome === 'nothing') return '【学习】没有新的更正可学，仍用现在的版本。';
  const { id, labels, comparison, state } = outcome;
  const head = `【学习】${versionName(id)}做好了，学了 ${labels} 条消息。`;
  switch (state) {
    case 'adopted':
      return [head, ...comparisonLines(comparison), '不比原来差，已经采用，下一条消息起生效。'].join('\n');
    case 'candidate':
      return [head, ...comparisonLines(comparison), '做的时候用的版本换了，先放着没有采用。'].join('\n');
    case 'refused':
    case 'retired':
      return [head, ...comparisonLines(comparison), `${worseLine(comparison)}，没有采用，仍用现在的版本。`].join('\n');
    default:
      return unreachable(state);
  }
}

const STATE_NAMES: Readonly<Record<VersionState, string>> = {
  adopted: '正在用',
  retired: '用过，已被替换',
  candidate: '没有采用：做的时候用的版本换了',
  refused: '没有采用',
};

/** One version as one line, for the terminal. */
export function versionLine({ id, madeAt, labels, state, reason, comparison }: EarsVersion, now: Date): string {
  const why = reason ?? (state === 'refused' ? worseLine(comparison) : null);
  return `${versionName(id)}　${momentText(madeAt, now)}　学了 ${labels} 条　${STATE_NAMES[state]}${why === null ? '' : `：${why}`}`;
}
