export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string; readonly me: boolean }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'ticket'; readonly text: string; readonly number: number };

export interface Names {
  readonly me: string;
  /** Everybody who may stand after an @ here; the bot too. */
  readonly all: readonly string[];
}

const LINK = /https?:\/\/[\w.~!$&'()*+,;=:@%/?#[\]-]+/;
const TICKET = /#(\d{1,7})(?!\d)/;

/** Cuts a message into what is shown differently. Nothing here becomes markup: the page shows each piece as text. */
export function segmentsOf(text: string, names: Names): Segment[] {
  const segments: Segment[] = [];
  const pattern = new RegExp([LINK.source, mentionPattern(names.all), TICKET.source].filter(Boolean).join('|'), 'gu');
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const found = trimmed(match[0]);
    if (match.index > at) segments.push({ kind: 'text', text: text.slice(at, match.index) });
    segments.push(segmentOf(found, names));
    at = match.index + found.length;
  }
  if (at < text.length) segments.push({ kind: 'text', text: text.slice(at) });
  return segments;
}

function segmentOf(found: string, names: Names): Segment {
  if (found.startsWith('@')) return { kind: 'mention', text: found, me: found.slice(1) === names.me };
  if (found.startsWith('#')) return { kind: 'ticket', text: found, number: Number(found.slice(1)) };
  return { kind: 'link', text: found, href: found };
}

/** Longest first, so that 王国栋 is not taken for 王国. */
function mentionPattern(names: readonly string[]): string {
  const sorted = names.filter((name) => name !== '').toSorted((a, b) => b.length - a.length);
  return sorted.length === 0 ? '' : `@(?:${sorted.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|')})`;
}

/** A full stop after an address belongs to the sentence. */
function trimmed(found: string): string {
  return found.startsWith('http') ? found.replace(/[.,;:!?')\]]+$/, '') : found;
}
