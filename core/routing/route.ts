import type { Directory, Member } from '../directory.ts';
import type { DepartmentCode, EnterpriseKey, MemberId } from '../ids.ts';
import type { Candidate } from '../understand/port.ts';
import { activeMember, departmentName, departmentOf, enterpriseOf, postingOf, presentMember, standIn } from './lookup.ts';

/** `routing` of config/bot.yaml. */
export interface RouteThresholds {
  /** Score from which the best department gets it straight. */
  readonly direct: number;
  /** How far ahead of the second it must be, unless the second is sure as well. */
  readonly margin: number;
  /** Score from which the second is named 协办. */
  readonly cohandler: number;
}

export interface RouteInput {
  /** Best first. */
  readonly candidates: readonly Candidate[];
  readonly enterprise: EnterpriseKey | null;
  readonly directory: Directory;
  readonly thresholds: RouteThresholds;
}

export type RouteDecision =
  | {
      readonly kind: 'dispatch';
      readonly department: DepartmentCode;
      readonly handler: MemberId | null;
      readonly commissioner: MemberId | null;
      readonly cohandlers: readonly DepartmentCode[];
      readonly reason: string;
    }
  /** The duty desk is asked. */
  | { readonly kind: 'triage'; readonly suggested: DepartmentCode | null; readonly reason: string };

interface Choice {
  readonly department: DepartmentCode;
  readonly cohandlers: readonly DepartmentCode[];
  readonly reason: string;
}

/** Who gets a new ticket, and why in words. */
export function route(input: RouteInput): RouteDecision {
  const { directory, enterprise } = input;
  const candidates = input.candidates.filter(({ department }) => departmentOf(directory, department) !== null);
  const clear = byMatter(candidates, input.thresholds, directory);
  const choice = clear ?? underLead(candidates, input) ?? fallback(candidates, directory);
  if (choice === null) return { kind: 'triage', ...unsure(candidates, directory) };
  const { handler, commissioner, note } = assign(choice.department, enterprise, directory);
  return { kind: 'dispatch', ...choice, handler, commissioner, reason: note ? `${choice.reason}；${note}` : choice.reason };
}

/**
 * Who has it in hand within a department, for a ticket of this enterprise: the commissioner where he leads, else whoever is on
 * duty. The duty desk's own choice of a department goes through here too.
 */
export function assign(
  department: DepartmentCode,
  enterprise: EnterpriseKey | null,
  directory: Directory,
): { readonly handler: MemberId | null; readonly commissioner: MemberId | null; readonly note: string | null } {
  const onDuty = presentMember(directory, departmentOf(directory, department)?.onDuty ?? null)?.id ?? null;
  const posted = commissionerOf(enterprise, directory);
  if (posted === null) return { handler: onDuty, commissioner: null, note: null };
  const { member, leads } = posted;
  const whose = `${enterpriseOf(directory, enterprise)?.name ?? '该企业'}的特派员${member.name}`;
  if (leads) return { handler: standIn(directory, member.id), commissioner: member.id, note: `由${whose}牵头协调` };
  return { handler: onDuty, commissioner: member.id, note: `同时告知${whose}` };
}

function byMatter(candidates: readonly Candidate[], thresholds: RouteThresholds, directory: Directory): Choice | null {
  const [top, second] = candidates;
  if (top === undefined || top.score < thresholds.direct) return null;
  const secondScore = second?.score ?? 0;
  if (top.score - secondScore < thresholds.margin && secondScore < thresholds.direct) return null;
  const name = departmentName(directory, top.department);
  if (second === undefined || secondScore < thresholds.cohandler) {
    return { department: top.department, cohandlers: [], reason: `内容属于${name}的职责（把握 ${percent(top)}）` };
  }
  const secondName = departmentName(directory, second.department);
  return {
    department: top.department,
    cohandlers: [second.department],
    reason: `内容属于${name}的职责（把握 ${percent(top)}），也涉及${secondName}（${percent(second)}），由${secondName}协办`,
  };
}

/** A commissioner who leads takes it even where the matter is not clear: finding the right door is his duty. */
function underLead(candidates: readonly Candidate[], { enterprise, directory, thresholds }: RouteInput): Choice | null {
  const posted = commissionerOf(enterprise, directory);
  if (posted === null || !posted.leads) return null;
  const [top] = candidates;
  if (top !== undefined && top.score >= thresholds.cohandler) {
    const name = departmentName(directory, top.department);
    return { department: top.department, cohandlers: [], reason: `可能属于${name}的职责（把握 ${percent(top)}），请特派员核定` };
  }
  const own = departmentOf(directory, posted.member.department);
  if (own === null) return null;
  return { department: own.code, cohandlers: [], reason: `承办单位不明确，先到特派员的派出单位${own.name}` };
}

/** Nothing of it is in any department's matters: the 推进办 takes it, nothing is dropped. */
function fallback(candidates: readonly Candidate[], directory: Directory): Choice | null {
  if (candidates.length > 0) return null;
  const office = directory.departments.find((department) => department.fallback);
  if (office === undefined) return null;
  return { department: office.code, cohandlers: [], reason: `没有对应到哪个部门的职责，由${office.name}兜底` };
}

function unsure(candidates: readonly Candidate[], directory: Directory): { suggested: DepartmentCode | null; reason: string } {
  const [top, second] = candidates;
  if (top === undefined) return { suggested: null, reason: '没有对应到哪个部门的职责，请值班席确定承办单位' };
  const guess = [top, ...(second === undefined ? [] : [second])]
    .map((candidate) => `${departmentName(directory, candidate.department)}（${percent(candidate)}）`)
    .join('或');
  return { suggested: top.department, reason: `可能是${guess}，把握不够，请值班席确定承办单位` };
}

function commissionerOf(enterprise: EnterpriseKey | null, directory: Directory): { member: Member; leads: boolean } | null {
  const posting = postingOf(directory, enterprise);
  const member = activeMember(directory, posting?.member ?? null);
  return posting === null || member === null ? null : { member, leads: posting.leads };
}

function percent(candidate: Candidate): string {
  return `${Math.round(candidate.score * 100)}%`;
}
