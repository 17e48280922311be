import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** README, CONTRIBUTING and everything under docs/. */
export function documents(): string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((file) => join('docs', file));
  const top = readdirSync(ROOT);
  return [...top, ...docs].filter((file) => file.endsWith('.md')).toSorted();
}

export function headings(text: string): number[] {
  return withoutCode(text).flatMap((line) => /^(#+) /.exec(line)?.[1]?.length ?? []);
}

/** Without their comments: those are in the document's language. */
export function codeBlocks(text: string): string[] {
  const blocks = [...text.matchAll(/^( *)```\w*\n([\s\S]*?)^ *```$/gm)];
  return blocks.map(([, indent = '', code = '']) =>
    code
      .split('\n')
      .map((line) => line.slice(indent.length).replace(/\s+#.*$/, ''))
      .join('\n'),
  );
}

/** Each row as its number of cells and what stands in it as code: the rest is language. */
export function tableRows(text: string): { cells: number; code: string[] }[] {
  const rows = withoutCode(text).filter((line) => line.startsWith('|'));
  return rows.map((line) => ({ cells: line.split('|').length - 2, code: spans(line) }));
}

export function spans(line: string): string[] {
  return [...line.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** Code spans of the first cells of the table that stands under this heading of its first column. */
export function firstColumn(text: string, heading: string): string[] {
  const lines = withoutCode(text);
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  const after = lines.slice(start + 2);
  const end = after.findIndex((line) => !line.startsWith('|'));
  return after.slice(0, end).flatMap((line) => spans(line.split('|')[1] ?? ''));
}

/** Links of a document to files of ours that are not there. */
export function brokenLinks(file: string): string[] {
  const targets = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const found = path === '' ? file : relative(ROOT, join(ROOT, dirname(file), path));
    if (!existsSync(join(ROOT, found))) return true;
    return anchor !== undefined && statSync(join(ROOT, found)).isFile() && !anchors(read(found)).includes(anchor);
  });
}

function anchors(text: string): string[] {
  return withoutCode(text).flatMap((line) => {
    const title = /^#+ (.*)$/.exec(line)?.[1];
    return title === undefined
      ? []
      : title
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-');
  });
}

function withoutCode(text: string): string[] {
  return text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').split('\n');
}
