import type { Department, Enterprise } from '../../directory.ts';
import type { DepartmentCode } from '../../ids.ts';
import { departmentsNamed, enterprisesNamed, type Span } from '../names.ts';
import { daySpans } from '../periods.ts';
import { otherTickets, ticketMentions } from '../tickets.ts';

/** Whose names are told apart from words; left out, none are. */
export interface Names {
  readonly departments: readonly Department[];
  readonly enterprises: readonly Enterprise[];
  /** The speaker's own unit: where a case is, never where it is sent. */
  readonly own?: DepartmentCode | null;
}

/**
 * A sentence with its names taken out, so that one pattern covers all of them: `T` tickets (a list is one), `D` units, `O` the speaker's own, `E`
 * enterprises, `Y` a length of time. Folded text holds no capitals, so none of them can be typed.
 */
export interface Template {
  readonly text: string;
  readonly tickets: number;
  /** Further numbers behind those: 12号销号，13号延期 says two things, and neither may be taken for the other. */
  readonly others: number;
  readonly units: number;
}

interface Marked extends Span {
  readonly as: 'T' | 'D' | 'O' | 'E' | 'Y';
}

export function templateOf(folded: string, names: Names | undefined): Template {
  const tickets = ticketMentions(folded);
  const enterprises = names === undefined ? [] : enterprisesNamed(folded, names.enterprises);
  const units = names === undefined ? [] : departmentsNamed(folded, names.departments, enterprises);
  const marked: Marked[] = [];
  const mark = (as: Marked['as'], spans: readonly Span[]): void => {
    for (const { from, to } of spans) if (marked.every((one) => to <= one.from || from >= one.to)) marked.push({ from, to, as });
  };
  mark('T', tickets);
  mark('E', enterprises);
  mark(
    'O',
    units.filter((one) => one.value === names?.own),
  );
  mark('D', units);
  mark('Y', daySpans(folded));
  let text = '';
  let from = 0;
  for (const one of marked.toSorted((a, b) => a.from - b.from)) {
    text += folded.slice(from, one.from) + one.as;
    from = one.to;
  }
  text += folded.slice(from);
  return {
    // 13和14, 国土、规划: one list is one thing said.
    text: text
      .replace(/T(?:\s*[、,和跟与及同还有\s]*\s*T)+/g, 'T')
      .replace(/D(?:局|办|分局|中心|部门)?(?:\s*[、,和跟与及同还有\s]*\s*D)+/g, 'D')
      .replace(/\s+/g, ' ')
      .trim(),
    tickets: tickets.length,
    others: otherTickets(folded, tickets),
    units: units.filter((one) => one.value !== names?.own).length,
  };
}
