import { readFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { type Document, type ErrorCode, isMap, isNode, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { checkConfig } from '../core/config/check.ts';
import { explainIssue } from '../core/config/explain.ts';
import type { Problem } from '../core/config/problem.ts';
import { type Config, type ConfigFileName, ConfigFiles } from '../core/config.ts';
import { HouseError } from '../core/errors.ts';

export type { Config };

/** A problem where an editor can jump to it. */
export interface LocatedProblem {
  /** As the terminal shows it, e.g. `config/people.yaml`. */
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly remedy: string;
}

export type ConfigReading =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly LocatedProblem[] };

/** Reads an office's `config/`; with anything wrong, a `bad-config` that lists every problem found. */
export function loadConfig(dir: string): Config {
  const reading = readConfig(dir);
  if (reading.ok) return reading.config;
  throw new HouseError('bad-config', ['配置有误，请改正后再启动：', ...reading.problems.map(problemLine)].join('\n'));
}

export function problemLine({ file, line, what, remedy }: LocatedProblem): string {
  return `${file}:${line} ${what}。${remedy}。`;
}

/** Schemas first; the rules across files only once every file is well-formed, so nothing is reported twice. */
export function readConfig(dir: string): ConfigReading {
  const texts = new Map(fileNames().map((name) => [name, new ConfigText(dir, name)]));
  const locate = (problems: readonly Problem[]) =>
    problems.flatMap((problem) => texts.get(problem.file)?.locate(problem) ?? []).toSorted(byPlace);

  const syntax = [...texts.values()].flatMap((text) => text.problems);
  const parsed = ConfigFiles.safeParse(Object.fromEntries([...texts].map(([name, text]) => [name, text.value])));
  if (!parsed.success) {
    const broken = new Set(syntax.map(({ file }) => file));
    const schema = parsed.error.issues.flatMap((issue) => {
      const file = fileNames().find((name) => name === issue.path[0]);
      const text = file && texts.get(file);
      // A file that could not even be read has said so already.
      if (!file || !text || broken.has(text.shown)) return [];
      return explainIssue(file, { ...issue, path: issue.path.slice(1) }, text.value);
    });
    return { ok: false, problems: [...syntax, ...locate(schema)].toSorted(byPlace) };
  }
  if (syntax.length > 0) return { ok: false, problems: syntax };
  const problems = locate(checkConfig(parsed.data));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: parsed.data };
}

function fileNames(): readonly ConfigFileName[] {
  return ConfigFiles.keyof().options;
}

function byPlace(a: LocatedProblem, b: LocatedProblem): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}

/** One file: its value, and where in its text each part of the value stands. */
class ConfigText {
  readonly shown: string;
  readonly value: unknown;
  readonly problems: readonly LocatedProblem[];
  readonly #lines = new LineCounter();
  readonly #document: Document | null;

  constructor(dir: string, name: ConfigFileName) {
    const path = join(dir, `${name}.yaml`);
    this.shown = shownPath(path);
    const text = readText(path);
    if (text === null) {
      this.#document = null;
      this.problems = [
        { file: this.shown, line: 1, what: '没有这个文件，或无法读取', remedy: '请放回这个文件（可从发布包的 config/ 复制）' },
      ];
      return;
    }
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    this.#document = document;
    const [error] = document.errors;
    // Only the first: the others are mostly its echoes further down.
    this.problems = error ? [{ file: this.shown, line: this.#lines.linePos(error.pos[0]).line, ...syntaxWords(error.code) }] : [];
    if (!error) this.value = document.toJS();
  }

  locate({ path, what, remedy }: Problem): LocatedProblem {
    return { file: this.shown, line: this.#lineOf(path), what, remedy };
  }

  /** The line of the deepest part of `path` that exists: a missing key is shown at the entry that lacks it. */
  #lineOf(path: readonly (string | number)[]): number {
    let node: unknown = this.#document?.contents;
    let offset = 0;
    for (const step of path) {
      const [place, inner] = descend(node, step);
      if (!place?.range) break;
      offset = place.range[0];
      node = inner;
    }
    return this.#lines.linePos(offset).line || 1;
  }
}

/** The node that marks where `step` begins (a map's key, a list's item), and the node below it. */
function descend(node: unknown, step: string | number): readonly [Node | null, unknown] {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isNode(key) && String(key) === String(step));
    return [pair && isNode(pair.key) ? pair.key : null, pair?.value];
  }
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step];
    return [isNode(item) ? item : null, item];
  }
  return [null, undefined];
}

function syntaxWords(code: ErrorCode): Pick<LocatedProblem, 'what' | 'remedy'> {
  if (code === 'DUPLICATE_KEY') return { what: '同一项写了两次', remedy: '请只保留一个' };
  if (code === 'TAB_AS_INDENT') return { what: '用了 Tab 缩进', remedy: '请改成空格' };
  return { what: '从这里起读不懂（不是合格的 YAML）', remedy: '请检查这一行和上一行的缩进、冒号后的空格、引号和括号' };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') || isAbsolute(near) ? path : near;
}
