import type { Department } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';
import { chancesOf, type Trained } from './model/classifier.ts';
import type { Row } from './model/rows.ts';
import { normalize } from './normalize.ts';
import type { Candidate } from './port.ts';

/** What the scorer needs of a department; every `Department` of the directory fits. */
export type DepartmentWords = Pick<Department, 'code' | 'name' | 'fullName' | 'aliases' | 'matters' | 'words'>;

export interface DepartmentScorer {
  /** Probabilities, best first; empty where nothing in the text speaks for anybody. */
  rank(folded: string): readonly Candidate[];
}

/** A word of one letter says little; long ones are seldom said by chance. */
const weightOf = (length: number): number => (length === 1 ? 0.4 : Math.min(1 + 0.3 * (length - 2), 2.2));
const NAME_WEIGHT = 1.15;
/** A pair of characters out of a longer phrase: people seldom repeat a phrase to the letter. */
const PAIR_WEIGHT = 0.28;
/** Matters are official headings, said in part more often than whole. */
const LONGEST_GRAM = 12;
// Pairs with these are glue between the words of any matter.
const GLUE =
  /[的了不没我你他她它是有在人来去一这那个上下到要就都也和与及或被给把得着过吗呢啊怎么办理好谁哪什请能可会多少大小太很再还从为以等对向\s\d]/;
/** Pairs that any department's matters hold. */
const COMMON: ReadonlySet<string> = new Set([
  '领导',
  '企业',
  '公司',
  '项目',
  '单位',
  '工作',
  '问题',
  '情况',
  '政策',
  '部门',
  '专项',
  '材料',
  '系统',
  '许可',
  '管理',
  '服务',
  '认定',
  '补贴',
  '资金',
  '奖励',
  '检查',
  '中心',
  '登记',
  '变更',
  '申报',
  '审批',
  '通知',
  '生产',
  '工程',
  '建设',
  '技术',
  '设备',
  '安排',
  '公共',
  '人员',
  '费用',
  '政府',
  '区域',
  '标准',
]);
// How sharply scores turn into probabilities, and the score that "none of them" has.
const SHARPNESS = 1.15;
const BACKGROUND = 0.35;
const LEAST = 0.03;

interface Posting {
  readonly department: number;
  readonly weight: number;
}

/** `工业用地指标与供地` → 工业用地指标, 供地: the parts people say. */
function phrasesOf(matter: string): string[] {
  const whole = normalize(matter).replace(/\s+/g, '');
  const parts = whole.split(/[、,/()（）与及和]/).filter((part) => part.length >= 2);
  return [...new Set([...parts, ...(whole.length <= LONGEST_GRAM && !/[、,/()]/.test(whole) ? [whole] : [])])];
}

function pairs(phrase: string): string[] {
  if (phrase.length < 3) return [];
  return Array.from({ length: phrase.length - 1 }, (_, at) => phrase.slice(at, at + 2)).filter(
    (pair) => !GLUE.test(pair) && !COMMON.has(pair),
  );
}

/** Grams of one department with their weights before rarity counts. */
function gramsOf(department: DepartmentWords): Map<string, number> {
  const grams = new Map<string, number>();
  const put = (gram: string, weight: number): void => {
    if (gram !== '' && gram.length <= LONGEST_GRAM) grams.set(gram, Math.max(grams.get(gram) ?? 0, weight));
  };
  const phrases = [...department.matters.flatMap(phrasesOf), ...department.words.map((word) => normalize(word).replace(/\s+/g, ''))];
  for (const phrase of phrases) {
    for (const pair of pairs(phrase)) put(pair, PAIR_WEIGHT);
  }
  for (const phrase of phrases) put(phrase, weightOf(phrase.length));
  for (const name of [department.name, department.fullName, ...department.aliases]) put(normalize(name), NAME_WEIGHT);
  return grams;
}

/** Weights by gram: what few departments claim counts more. */
function index(departments: readonly DepartmentWords[]): ReadonlyMap<string, readonly Posting[]> {
  const postings = new Map<string, Posting[]>();
  for (const [at, department] of departments.entries()) {
    for (const [gram, weight] of gramsOf(department)) {
      const list = postings.get(gram) ?? [];
      list.push({ department: at, weight });
      postings.set(gram, list);
    }
  }
  const most = Math.log(1 + departments.length);
  return new Map(
    [...postings].map(([gram, list]) => [
      gram,
      list.map((one) => ({ ...one, weight: (one.weight * Math.log(1 + departments.length / list.length)) / most })),
    ]),
  );
}

export function createDepartmentScorer(departments: readonly DepartmentWords[]): DepartmentScorer {
  const postings = index(departments);
  const reach = reachOf(postings.keys());
  return {
    rank(folded) {
      const scores = score(folded.replace(/\s+/g, ''), { postings, reach, count: departments.length });
      return probabilities(scores, departments);
    },
  };
}

/** How long the longest gram is that begins with these two characters (or is this one): most texts' pairs begin none. */
function reachOf(grams: Iterable<string>): ReadonlyMap<string, number> {
  const reach = new Map<string, number>();
  for (const gram of grams) {
    const head = gram.slice(0, 2);
    reach.set(head, Math.max(reach.get(head) ?? 0, gram.length));
  }
  return reach;
}

interface Grams {
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  readonly reach: ReadonlyMap<string, number>;
  readonly count: number;
}

/** Each gram counts once, however often it is said: shouting is not evidence. */
function score(text: string, { postings, reach, count }: Grams): Float64Array {
  const scores = new Float64Array(count);
  const seen = new Set<string>();
  const hear = (gram: string): void => {
    const list = postings.get(gram);
    if (list === undefined || seen.has(gram)) return;
    seen.add(gram);
    for (const one of list) scores[one.department] = (scores[one.department] ?? 0) + one.weight;
  };
  for (let from = 0; from < text.length; from += 1) {
    if (reach.has(text.charAt(from))) hear(text.charAt(from));
    const longest = Math.min(reach.get(text.slice(from, from + 2)) ?? 0, text.length - from);
    for (let length = 2; length <= longest; length += 1) hear(text.slice(from, from + length));
  }
  return scores;
}

function probabilities(scores: Float64Array, departments: readonly DepartmentWords[]): readonly Candidate[] {
  // The fifth word for a department says less than the first, or a long story would drown the unit that should help.
  const raised = [...scores].map((one) => (one > 0 ? Math.exp(SHARPNESS * 2 * Math.log1p(one)) : 0));
  const total = raised.reduce((sum, one) => sum + one, Math.exp(SHARPNESS * BACKGROUND));
  if (!Number.isFinite(total)) return [];
  return departments
    .map((one, at): { department: DepartmentCode; score: number } => ({ department: one.code, score: (raised[at] ?? 0) / total }))
    .filter((one) => one.score >= LEAST)
    .sort((a, b) => b.score - a.score)
    .slice(0, 5);
}

/** How much the office's own words count beside what examples taught. */
const WORDS_COUNT = 0.15;
/** What the words say of a unit they do not point to. */
const UNSAID = 0.02;
/** A unit that no example speaks of is known by its words alone. */
const UNTAUGHT = 0.5;
const MOST_CANDIDATES = 5;
const SILENT = UNSAID ** WORDS_COUNT;

/** A text as the classifier's row and as the scorer's ranking, and how likely it is anybody's matter. */
interface Said {
  readonly row: Row;
  readonly words: readonly Candidate[];
  readonly matter: number;
}

/** Both opinions as one, of the directory's units alone: what the office adds to a unit's words counts from the next message on. */
export function createPool(trained: Trained, codes: readonly DepartmentCode[]): (said: Said) => readonly Candidate[] {
  const places = codes.map((code) => trained.labels.indexOf(code));
  return ({ row, words, matter }) => {
    const taught = chancesOf(row, trained);
    const weights = codes.map((code, at) => {
      const said = words.find((one) => one.department === code)?.score ?? 0;
      const place = places[at] ?? -1;
      const learnt = place < 0 ? said * UNTAUGHT : (taught[place] ?? 0);
      return learnt * (said === 0 ? SILENT : (said + UNSAID) ** WORDS_COUNT);
    });
    const total = weights.reduce((sum, one) => sum + one, 0);
    if (total === 0) return [];
    return codes
      .map((department, at): Candidate => ({ department, score: ((weights[at] ?? 0) / total) * matter }))
      .filter((one) => one.score >= LEAST)
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_CANDIDATES);
  };
}
