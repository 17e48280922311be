import type { SceneResult } from '../../app/replay/result.ts';
import type { Gold } from './gold.ts';

type GoldTicket = Gold['gold']['tickets'][number];
type FoundTicket = SceneResult['tickets'][number];

/** One scene, counted. Sums of these over a file are its figures. */
export interface SceneScore {
  readonly id: string;
  /** New tickets: in the answer, opened, and matched with one another. */
  readonly wanted: number;
  readonly opened: number;
  readonly matched: number;
  readonly department: number;
  readonly urgency: number;
  readonly endState: number;
  /** Messages that belong to a ticket: how many, and how many are on it. */
  readonly owned: number;
  readonly ownedRight: number;
  /** Messages that belong to none: how many, and how many were left alone. */
  readonly free: number;
  readonly freeRight: number;
  readonly reopens: number;
  readonly reopensRight: number;
  readonly reopensWrong: number;
  /** Tickets opened in a scene that holds none. */
  readonly needless: number;
  readonly groupSentences: number;
  readonly wrong: readonly string[];
}

/** Plain counting, so that every figure can be checked by hand from what is printed. */
export function scoreScene(gold: Gold, found: SceneResult): SceneScore {
  const wanted = gold.gold.tickets.filter((one) => !one.pre_existing);
  const opened = found.tickets.filter((one) => one.pre === null);
  const pairs = match(wanted, opened);
  const keysOf = keysByNumber(found, pairs);
  const matched = wanted.filter((one) => pairs.has(one.key) || coveredByMerge(one, pairs));
  const wrong: string[] = [];
  const messages = Object.entries(gold.gold.messages).map(([id, answer]) => {
    const number = found.messages[id]?.ticket ?? null;
    const keys = number === null ? [] : (keysOf.get(number) ?? []);
    const allowed = answer.tickets.flatMap((key) => [key, ...(gold.gold.tickets.find((one) => one.key === key)?.merge_ok_with ?? [])]);
    const right = answer.tickets.length === 0 ? number === null : keys.some((key) => allowed.includes(key));
    if (!right) wrong.push(sentenceOf(gold, id, answer, found, keys));
    return { owned: answer.tickets.length > 0, right };
  });
  const reopens = scoreReopens(gold, found, wrong);
  for (const one of wanted) if (!matched.includes(one)) wrong.push(`missed ticket ${one.key} (${one.dept})`);
  const paired = new Set([...pairs.values()].map((one) => one.number));
  for (const one of opened)
    if (!paired.has(one.number)) wrong.push(`needless ticket #${one.number} (${one.department}): ${one.messages.join(' ')}`);
  for (const [key, one] of pairs) {
    const answer = wanted.find((ticket) => ticket.key === key);
    if (answer && !departmentRight(answer, one)) wrong.push(`${key} went to ${one.department}, not ${answer.dept}`);
    if (answer && !urgencyRight(answer, one)) wrong.push(`${key} urgent: ${one.urgent}, should be ${answer.urgent}`);
  }
  const on = (judge: (answer: GoldTicket, one: FoundTicket) => boolean) =>
    wanted.filter((answer) => {
      const one = pairs.get(answer.key);
      return one !== undefined && judge(answer, one);
    }).length;
  return {
    id: gold.id,
    wanted: wanted.length,
    opened: opened.length,
    matched: matched.length,
    department: on(departmentRight),
    urgency: on(urgencyRight),
    endState: on((answer, one) => answer.end_state === undefined || answer.end_state === one.state),
    owned: messages.filter((one) => one.owned).length,
    ownedRight: messages.filter((one) => one.owned && one.right).length,
    free: messages.filter((one) => !one.owned).length,
    freeRight: messages.filter((one) => !one.owned && one.right).length,
    ...reopens,
    needless: wanted.length === 0 ? opened.length : 0,
    groupSentences: found.said.filter((one) => one.chat === 'work').length,
    wrong,
  };
}

export interface Figures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly owned: number;
  readonly all: number;
  readonly sentencesPerTicket: number;
}

export function figuresOf(scores: readonly SceneScore[]): Figures {
  const sum = (read: (one: SceneScore) => number) => scores.reduce((total, one) => total + read(one), 0);
  const matched = sum((one) => one.matched);
  // Two answers that may be one are found by one ticket: it is right once for each.
  const opened = sum((one) => Math.max(one.opened, one.matched));
  const precision = ratio(matched, opened);
  const recall = ratio(
    matched,
    sum((one) => one.wanted),
  );
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    owned: ratio(
      sum((one) => one.ownedRight),
      sum((one) => one.owned),
    ),
    all: ratio(
      sum((one) => one.ownedRight + one.freeRight),
      sum((one) => one.owned + one.free),
    ),
    sentencesPerTicket: ratio(
      sum((one) => one.groupSentences),
      // What comes back has its receipt too.
      sum((one) => one.opened + one.reopensRight + one.reopensWrong),
    ),
  };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** The pair that shares most messages first. A ticket split in two is found once, and its other half is needless. */
function match(wanted: readonly GoldTicket[], opened: readonly FoundTicket[]): Map<string, FoundTicket> {
  const shared = wanted.flatMap((answer) =>
    opened.map((one) => ({ key: answer.key, one, common: one.messages.filter((id) => answer.message_ids.includes(id)).length })),
  );
  const pairs = new Map<string, FoundTicket>();
  const taken = new Set<number>();
  for (const { key, one, common } of shared.toSorted((a, b) => b.common - a.common)) {
    if (common === 0 || pairs.has(key) || taken.has(one.number)) continue;
    pairs.set(key, one);
    taken.add(one.number);
  }
  return pairs;
}

function coveredByMerge(answer: GoldTicket, pairs: ReadonlyMap<string, FoundTicket>): boolean {
  return answer.merge_ok_with.some((key) => pairs.get(key)?.messages.some((id) => answer.message_ids.includes(id)) === true);
}

function keysByNumber(found: SceneResult, pairs: ReadonlyMap<string, FoundTicket>): Map<number, string[]> {
  const keys = new Map<number, string[]>();
  for (const one of found.tickets) if (one.pre !== null) keys.set(one.number, [one.pre]);
  for (const [key, one] of pairs) keys.set(one.number, [...(keys.get(one.number) ?? []), key]);
  return keys;
}

function departmentRight(answer: GoldTicket, one: FoundTicket): boolean {
  return one.department === answer.dept || (one.department !== null && answer.alt.includes(one.department));
}

function urgencyRight(answer: GoldTicket, one: FoundTicket): boolean {
  return answer.urgent === undefined || answer.urgent === one.urgent;
}

function scoreReopens(gold: Gold, found: SceneResult, wrong: string[]) {
  const required = gold.gold.tickets.flatMap((one) => one.reopen_at.map((id) => `${one.key} at ${id}`));
  const done = found.tickets.flatMap((one) => (one.pre === null ? [] : one.reopened_at.map((id) => `${one.pre} at ${id}`)));
  const right = required.filter((one) => done.includes(one));
  const extra = done.filter((one) => !required.includes(one));
  for (const one of required) if (!done.includes(one)) wrong.push(`not reopened: ${one}`);
  for (const one of extra) wrong.push(`reopened without need: ${one}`);
  return { reopens: required.length, reopensRight: right.length, reopensWrong: extra.length };
}

function sentenceOf(
  gold: Gold,
  id: string,
  answer: { as: string; tickets: readonly string[] },
  found: SceneResult,
  keys: readonly string[],
): string {
  const message = gold.messages.find((one) => one.id === id);
  const fate = found.messages[id];
  const where = fate === undefined || fate.ticket === null ? '' : `#${fate.ticket}(${keys.join(',') || 'unmatched'})`;
  const wanted = answer.tickets.length === 0 ? '' : ` on ${answer.tickets.join(',')}`;
  return `${id} ${message?.sender}「${message?.text}」 is ${fate?.as}${where}, should be ${answer.as}${wanted}`;
}
