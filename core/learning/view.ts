import type { DepartmentCode, MemberId, TicketNumber } from '../ids.ts';
import type { Comparison } from './compare.ts';
import type { LabelKind } from './label.ts';

/** candidate: kept beside, another version listened when it was done. refused: worse, or taken back by a person. retired: replaced by a better one. */
export type VersionState = 'candidate' | 'adopted' | 'refused' | 'retired';

export interface EarsVersion {
  readonly id: number;
  readonly madeAt: string;
  /** Messages of the office it learnt from. */
  readonly labels: number;
  readonly state: VersionState;
  readonly comparison: Comparison;
  /** Why people or a new shipment put it away; null: the comparison says it all. */
  readonly reason: string | null;
  /** Who took it back; null: nobody, or whoever sits at the machine. */
  readonly decidedBy: MemberId | null;
  readonly decidedAt: string;
}

export interface Correction {
  readonly kind: LabelKind;
  readonly ticket: TicketNumber | null;
  readonly text: string;
  /** Touchy: its words are not shown again. */
  readonly sensitive: boolean;
  readonly department: DepartmentCode | null;
  readonly notDepartment: DepartmentCode | null;
  readonly at: string;
}

export interface LearningState {
  /** When training last ended; null: never. */
  readonly ranAt: string | null;
  /** Since a version was taken back: until somebody orders training, nights pass without it. */
  readonly heldAt: string | null;
  /** A manager's order that is still to be carried out. */
  readonly orderedAt: string | null;
  /** What the last training failed of; null: it did not. */
  readonly error: string | null;
}

/** All that 学习 shows. */
export interface Learning {
  /** 0: the shipped one. */
  readonly current: number;
  /** What a 回退 would go back to. */
  readonly before: number;
  /** The latest ones, newest first; the current one is among them. */
  readonly versions: readonly EarsVersion[];
  readonly kinds: readonly { readonly kind: LabelKind; readonly n: number }[];
  /** When the first label was given; null: there is none. */
  readonly since: string | null;
  /** The latest, newest first. */
  readonly corrections: readonly Correction[];
  readonly state: LearningState;
}
