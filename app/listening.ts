import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../core/config.ts';
import type { Log } from '../core/log.ts';
import { parseLessons } from '../core/understand/lessons.ts';
import type { Listening } from '../core/understand/local.ts';
import { type Ears, type Lesson, packEars, trainEars, unpackEars } from '../core/understand/model/ears.ts';
import type { Segment } from '../core/understand/model/features.ts';
import { Question } from '../core/understand/question.ts';
import type { Store } from '../prisma/store/index.ts';
import { segmentOf } from '../workers/ears/segment.ts';
import { createEarsSource, type EarsSource, type Shipped } from '../workers/ears/source.ts';
import { keep, kept } from './kept.ts';
import { shippedOrders } from './orders.ts';

type Office = Pick<Config, 'departments' | 'enterprises' | 'bot'>;

/** Moves whenever the same lessons would give other ears: how a text is read, or how it is learnt. */
const EARS_FORMAT = 5;

/** The common dictionary, with the office's own words in it: 原产地证 is one word here. */
export function createSegment({ departments }: Pick<Config, 'departments'>): Segment {
  return segmentOf(userWords(departments));
}

function userWords(departments: Config['departments']): string {
  const words = departments.flatMap((one) => [one.name, ...one.aliases, ...one.words]);
  return [...new Set(words.filter((word) => /^[一-龥]{2,8}$/.test(word)))].map((word) => `${word} 1000 n\n`).join('');
}

/** Every lesson that ships, in the order of its files. */
export function shippedLessons(root: string): Lesson[] {
  return lessonFiles(root).flatMap(({ name, text }) => parseLessons(text, `corpus/lessons/${name}`));
}

/** The office's own list is a lesson too: each matter and each plain word of a unit says whose it is, and nothing else. */
export function directoryLessons({ departments }: Pick<Config, 'departments'>): Lesson[] {
  return departments.flatMap(({ code, matters, words }) => {
    const parts = matters.flatMap((matter) => matter.split(/[、与和及()（）]/)).filter((part) => part.length > 1);
    return [...parts, ...words].map((text) => ({ text, intent: null, department: code, urgent: null }));
  });
}

function lessonFiles(root: string): { readonly name: string; readonly text: string }[] {
  const dir = join(root, 'corpus/lessons');
  const names = readdirSync(dir).filter((name) => name.endsWith('.tsv'));
  return names.toSorted().map((name) => ({ name, text: readFileSync(join(dir, name), 'utf8') }));
}

/** The messages of the exams with their answers. None may be missing: without them no version could be told from a worse one. */
export function shippedExam(root: string): Question[] {
  const dir = join(root, 'corpus/exam');
  const names = existsSync(dir) ? readdirSync(dir).filter((name) => /^messages.*\.jsonl$/.test(name)) : [];
  const lines = names.toSorted().flatMap((name) => readFileSync(join(dir, name), 'utf8').split('\n'));
  return lines.filter((line) => line.trim() !== '').map((line) => Question.parse(JSON.parse(line)));
}

/** The ears of a process: the shipped ones, or the version that the office's corrections made of them. */
export function earsOf(root: string, config: Office, store: Pick<Store, 'ears'>, log: Log): EarsSource {
  const shipped: Shipped = {
    listening: shippedListening(root, config),
    lessons: () => [...shippedLessons(root), ...directoryLessons(config)],
    exam: () =>
      shippedExam(root).map(({ text, intent, dept, alt }) => ({ text, intent, departments: dept === null ? [] : [dept, ...alt] })),
    hash: () => corpusHash(root, config),
    words: userWords(config.departments),
  };
  return createEarsSource(shipped, (version) => store.ears.bytes(version), log);
}

/** Kept for the life of the process: a replay opens a house for every scene. */
const heard = new Map<string, Listening>();

/**
 * What the house knows before any office taught it anything: learnt from the lessons that ship, or taken from the file that
 * was kept when they were learnt last. Learning takes half a minute; the file is made by the build, so that a start does not wait.
 */
export function shippedListening(root: string, config: Office): () => Listening {
  return () => {
    const corpus = corpusHash(root, config);
    const known = heard.get(corpus);
    if (known) return known;
    const segment = createSegment(config);
    const file = join(root, 'dist/ears', `${corpus}.bin`);
    const ears = kept(file, unpackEars) ?? learn([...shippedLessons(root), ...directoryLessons(config)], segment, file);
    const listening = { segment, ears, orders: shippedOrders(root, config) };
    heard.set(corpus, listening);
    return listening;
  };
}

/** Names the lessons together with everything else that decides what is learnt from them. */
function corpusHash(root: string, { departments }: Pick<Config, 'departments'>): string {
  const hash: Hash = createHash('sha256')
    .update(`ears ${EARS_FORMAT}\n`)
    .update(JSON.stringify(departments.map(({ code, name, aliases, matters, words }) => [code, name, aliases, matters, words])));
  for (const { name, text } of lessonFiles(root)) hash.update(`${name}\n`).update(text);
  return hash.digest('hex').slice(0, 16);
}

/** What was learnt is read back from its packed form, so that the first start and every later one hear alike. */
function learn(lessons: readonly Lesson[], segment: Segment, file: string): Ears {
  const packed = packEars(trainEars(lessons, segment));
  keep(file, packed);
  return unpackEars(packed);
}
