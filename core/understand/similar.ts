import { normalize } from './normalize.ts';

/** Of these every second sentence is made: alone they say nothing of what it is about. */
const COMMON = new Set(
  '我们 你们 他们 这个 那个 什么 怎么 一下 没有 还没 还是 已经 现在 今天 昨天 明天 上午 下午 早上 晚上 领导 老师 老板 各位 大家 谢谢 麻烦 帮忙 一个 两个 几个 时候 知道 看看 可以 不能 能不 不了 了吗 的事 的问 问题 情况 单子 公司 企业 厂里 我家 这边 那边 就是 不是 是不 有人 没人 了没 了一 的那 个事 事情 个单 么样 吗我 了我 了还 了还 请问 不用 好了'.split(
    ' ',
  ),
);
const STOP = /[的了吗呢吧啊呀么哈嘛哦这那我你他她它们咱俺就也都还又再很太是在有没不和跟与把被给让去来到说个]/;

/** Open tickets of a busy group are compared with everything said there: their texts are read once. In order of use, the oldest goes first. */
const read = new Map<string, ReadonlySet<string>>();
const MOST_READ = 2000;

/** Two-character grams that say what a text is about. */
export function gramsOf(text: string): ReadonlySet<string> {
  const known = read.get(text);
  const grams = known ?? gramsIn(text);
  if (known) read.delete(text);
  read.set(text, grams);
  const [oldest] = read.keys();
  if (read.size > MOST_READ && oldest !== undefined) read.delete(oldest);
  return grams;
}

function gramsIn(text: string): ReadonlySet<string> {
  const grams = new Set<string>();
  for (const run of normalize(text)
    .replace(/\[[^\]\s]{1,8}\]/g, ' ')
    .match(/[\p{Script=Han}]+|[a-z0-9]{2,}/gu) ?? []) {
    if (/^[a-z0-9]/.test(run)) grams.add(run);
    else for (let at = 0; at + 2 <= run.length; at += 1) put(grams, run.slice(at, at + 2));
  }
  return grams;
}

function put(grams: Set<string>, gram: string): void {
  if (COMMON.has(gram) || STOP.test(gram.charAt(0)) || STOP.test(gram.charAt(1))) return;
  grams.add(gram);
}

/**
 * How much of what is said is about the same thing, 0…1: shared grams against the shorter of both, so that a short remark on a long
 * report counts. A single shared gram is half a sign, unless it is all that is said.
 */
export function similarity(one: string, other: string): number {
  return likeness(one, other).share;
}

/** With how many grams are shared: three of them are no accident, however long the text is. */
export function likeness(one: string, other: string): { readonly share: number; readonly shared: number } {
  const [a, b] = [gramsOf(one), gramsOf(other)];
  const [short, long] = a.size <= b.size ? [a, b] : [b, a];
  if (short.size === 0) return { share: 0, shared: 0 };
  const shared = [...short].filter((gram) => long.has(gram)).length;
  const share = shared / Math.min(Math.max(short.size, 2), 12);
  return { share: Math.min(1, shared === 1 && short.size > 2 ? share / 2 : share), shared };
}
