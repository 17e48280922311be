import type { DepartmentCode } from '../ids.ts';
import type { Urgency } from '../ticket/ticket.ts';
import type { Candidate, Understanding } from '../understand/port.ts';
import type { ModelPolicy } from './policy.ts';

/** However sure a model says it is, so much it may be wrong: no answer of its takes all weight from what the local ears heard. */
const DOUBT = 0.1;

/**
 * Both readings as one, in a log-linear pool: p ∝ local^(1−w) · model^w, over the departments and "none of them". A department
 * that the local ears give no weight (`least`), or that the directory does not know, stays out whatever the model says of it.
 */
export function pooled(
  local: readonly Candidate[],
  model: readonly Candidate[],
  codes: ReadonlySet<DepartmentCode>,
  { weight, least }: Pick<ModelPolicy, 'weight' | 'least'>,
): readonly Candidate[] {
  const sumOf = (all: readonly Candidate[]): number => all.reduce((sum, one) => sum + one.score, 0);
  const said = Math.max(1, sumOf(model));
  const heard = Math.max(1, sumOf(local));
  const modelOf = (department: DepartmentCode): number => doubted((model.find((one) => one.department === department)?.score ?? 0) / said);
  const pool = (mine: number, its: number): number => mine ** (1 - weight) * its ** weight;
  const standing = local
    .filter((one) => one.score >= least && codes.has(one.department))
    .map(({ department, score }) => ({ department, raw: pool(score / heard, modelOf(department)) }));
  const rest =
    1 - standing.reduce((sum, { department }) => sum + (local.find((one) => one.department === department)?.score ?? 0), 0) / heard;
  const elsewhere = 1 - sumOf(model.filter((one) => standing.some(({ department }) => department === one.department))) / said;
  const total = standing.reduce((sum, one) => sum + one.raw, pool(Math.max(0, rest), doubted(Math.max(0, elsewhere))));
  if (!(total > 0)) return [];
  return standing.map(({ department, raw }) => ({ department, score: raw / total })).sort((a, b) => b.score - a.score);
}

const doubted = (share: number): number => DOUBT + (1 - 2 * DOUBT) * Math.min(1, share);

const STEPS: readonly Urgency[] = ['normal', 'urgent', 'critical'];

/**
 * The urgency a model's word may raise a ticket to; null: it stays. Never down, one step at most, and only where the words it
 * points at stand in the text (`urgencyWords` holds no others) and tell of harm or of a near date: a model that cries wolf at
 * everything would otherwise set every clock of the office on edge.
 */
export function raisedUrgency(current: Urgency, model: Pick<Understanding, 'urgency' | 'urgencyWords'>): Urgency | null {
  const from = STEPS.indexOf(current);
  if (STEPS.indexOf(model.urgency) <= from || !model.urgencyWords.some((word) => HARM.test(word))) return null;
  return STEPS[from + 1] ?? null;
}

/** 急急急, urgent!!!: a cry for haste is no sign; these are. */
const HARM =
  /停[产工电水气业机]|断[电水气供]|[漏泄冒渗溢]|倒灌|淹|塌|裂|起火|着火|冒烟|爆|中毒|触电|受?伤|死|困在|报废|烂|变质|毁|违约|滞纳|罚款|查封|冻结|扣[押留]|开庭|交期|到期|截止|过期|来不及|今[天晚夜]|明[天早]|后天|[一两二三123]天[内后]|月底|小时/;

export type Difference = 'intent' | 'department' | 'urgency' | 'sensitive';

/** In what the model read the message otherwise. */
export function differencesOf(local: Understanding, model: Understanding): readonly Difference[] {
  const differs: Difference[] = [];
  if (local.intent !== model.intent) differs.push('intent');
  if (local.candidates[0]?.department !== model.candidates[0]?.department) differs.push('department');
  if (local.urgency !== model.urgency) differs.push('urgency');
  if (local.sensitive !== model.sensitive) differs.push('sensitive');
  return differs;
}
