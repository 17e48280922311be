import { createHash } from 'node:crypto';
import { shanghaiDate } from '../deadlines/shanghai.ts';
import type { DepartmentCode, InboxId } from '../ids.ts';
import { CORRECTIONS, type Label, type LabelIntent } from './label.ts';

/** More than this of one person's acts in a day teach nothing: whoever is careless, or worse, is outvoted. */
export const DAILY_LIMIT = 40;
/** One in so many of the office's messages is never trained on: by it versions are compared. */
const OFFICE_SHARE = 5;
/** One in so many that were only agreed to is trained on. */
const AGREED_SHARE = 2;

/** A label with what was said, read when it is needed and kept nowhere else. */
export interface LabelledText {
  readonly label: Label;
  readonly text: string;
  /** Who said it, as far as two messages of one person can be told from those of two. */
  readonly voice: string;
}

/** What all labels of one message come to. */
export interface OfficeLesson {
  readonly inbox: InboxId;
  readonly text: string;
  readonly voice: string;
  readonly intent: LabelIntent | null;
  readonly department: DepartmentCode | null;
  readonly urgent: boolean | null;
  /** Somebody set it right; otherwise it was only agreed to, which counts less. */
  readonly corrected: boolean;
}

export interface Taught {
  readonly lessons: readonly OfficeLesson[];
  /** Acts over somebody's daily limit. */
  readonly overLimit: number;
}

/** Labels in the order they were given; of contradicting ones the later wins. */
export function lessonsOf(labelled: readonly LabelledText[]): Taught {
  const acts = new Map<string, number>();
  const byMessage = new Map<InboxId, OfficeLesson>();
  let overLimit = 0;
  for (const { label, text, voice } of labelled) {
    const day = `${label.by} ${shanghaiDate(label.at)}`;
    const count = (acts.get(day) ?? 0) + 1;
    acts.set(day, count);
    if (count > DAILY_LIMIT) {
      overLimit += 1;
      continue;
    }
    const { inbox } = label;
    const before = byMessage.get(inbox) ?? { inbox, text, voice, intent: null, department: null, urgent: null, corrected: false };
    byMessage.set(inbox, after(before, label));
  }
  const lessons = [...byMessage.values()].filter((one) => one.intent !== null || one.department !== null || one.urgent !== null);
  return { lessons: lessons.filter((one) => one.text.trim() !== ''), overLimit };
}

function after(before: OfficeLesson, { kind, intent, department, notDepartment, urgent }: Label): OfficeLesson {
  // Given back, it is nobody's until a person says whose it is.
  const left = before.department === notDepartment ? null : before.department;
  return {
    ...before,
    intent: intent ?? before.intent,
    // What is no problem is no unit's.
    department: intent === 'other' ? null : (department ?? left),
    urgent: urgent ?? before.urgent,
    corrected: before.corrected || CORRECTIONS.has(kind),
  };
}

/** What somebody set right counts; of what was only agreed to, every other message: the house must not learn its own habits. */
export function counts(lesson: Pick<OfficeLesson, 'inbox' | 'corrected'>): boolean {
  return lesson.corrected || share(`agreed ${lesson.inbox}`, AGREED_SHARE);
}

/** The same messages for ever, whatever else is learnt: a version is never compared by what an earlier one was trained on. */
export function isHeldOut(lesson: Pick<OfficeLesson, 'inbox'>): boolean {
  return share(`inbox ${lesson.inbox}`, OFFICE_SHARE);
}

function share(what: string, of: number): boolean {
  return createHash('sha256').update(what).digest().readUInt32BE(0) % of === 0;
}
