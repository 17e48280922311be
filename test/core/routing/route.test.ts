import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Directory } from '../../../core/directory.ts';
import { assign, type RouteDecision, route } from '../../../core/routing/index.ts';
import { BI, CONG, DIRECTORY, dept, firm, SUI } from './world.ts';

const THRESHOLDS = { direct: 0.5, margin: 0.15, cohandler: 0.3 };

function routed(
  scores: Readonly<Record<string, number>>,
  enterprise: string | null = null,
  directory: Directory = DIRECTORY,
): RouteDecision {
  const candidates = Object.entries(scores).map(([code, score]) => ({ department: dept(code), score }));
  return route({ candidates, enterprise: enterprise === null ? null : firm(enterprise), directory, thresholds: THRESHOLDS });
}

describe('by matter', () => {
  it('goes straight to the department that is sure, and to whoever is on duty there', () => {
    expect(routed({ environment: 0.82, planning: 0.1 })).toEqual({
      kind: 'dispatch',
      department: 'environment',
      handler: BI,
      commissioner: null,
      cohandlers: [],
      reason: '内容属于环保局的职责（把握 82%）',
    });
  });

  it('names the second 协办 where two are touched', () => {
    expect(routed({ environment: 0.6, planning: 0.35 })).toMatchObject({
      kind: 'dispatch',
      cohandlers: ['planning'],
      reason: '内容属于环保局的职责（把握 60%），也涉及规划局（35%），由规划局协办',
    });
  });

  it('takes a close second for 协办 where both are sure', () => {
    expect(routed({ environment: 0.8, planning: 0.75 })).toMatchObject({
      kind: 'dispatch',
      department: 'environment',
      cohandlers: ['planning'],
    });
  });

  it.each([
    { why: 'the first is not sure enough', scores: { environment: 0.49, planning: 0.1 } },
    { why: 'the second is too close to tell', scores: { environment: 0.5, planning: 0.45 } },
  ])('asks the duty desk where $why', ({ scores }) => {
    const decision = routed(scores);
    expect(decision).toMatchObject({ kind: 'triage', suggested: 'environment' });
    expect(decision.reason).toMatch(/^可能是环保局（\d+%）或规划局（\d+%），把握不够，请值班席确定承办单位$/);
  });

  it('keeps to the thresholds exactly', () => {
    expect(routed({ environment: 0.5 }).kind).toBe('dispatch');
    expect(routed({ environment: 0.5, planning: 0.34 })).toMatchObject({ kind: 'dispatch', cohandlers: ['planning'] });
    expect(routed({ environment: 0.5, planning: 0.29 })).toMatchObject({ kind: 'dispatch', cohandlers: [] });
  });

  it('leaves the 推进办 what nobody’s matters hold', () => {
    expect(routed({})).toMatchObject({ kind: 'dispatch', department: 'office', reason: '没有对应到哪个部门的职责，由推进办兜底' });
  });

  it('asks the duty desk where there is no 推进办 either', () => {
    const directory = { ...DIRECTORY, departments: DIRECTORY.departments.filter((one) => !one.fallback) };
    expect(routed({}, null, directory)).toMatchObject({ kind: 'triage', suggested: null });
  });

  it('does not send anything to a department that left the directory', () => {
    expect(routed({ abolished: 0.9 })).toMatchObject({ department: 'office' });
  });

  it('does not hand it to somebody on duty who has left', () => {
    const members = DIRECTORY.members.map((one) => (one.id === BI ? { ...one, active: false } : one));
    expect(routed({ environment: 0.9 }, null, { ...DIRECTORY, members })).toMatchObject({ department: 'environment', handler: null });
  });
});

describe('by enterprise', () => {
  it('tells the posted commissioner, and leaves the lead with whoever is on duty', () => {
    expect(routed({ environment: 0.9 }, 'shungan-tackle')).toMatchObject({
      handler: BI,
      commissioner: CONG,
      reason: '内容属于环保局的职责（把握 90%）；同时告知顺竿钓具的特派员丛玉洁',
    });
  });

  it('gives the lead to the commissioner who leads', () => {
    expect(routed({ environment: 0.9 }, 'lanqi-fishing')).toMatchObject({
      department: 'environment',
      handler: SUI,
      commissioner: SUI,
      reason: '内容属于环保局的职责（把握 90%）；由蓝鳍渔具的特派员隋丽娜牵头协调',
    });
  });

  it('lets him find the right door where the matter is not clear', () => {
    expect(routed({ environment: 0.4, planning: 0.35 }, 'lanqi-fishing')).toMatchObject({
      kind: 'dispatch',
      department: 'environment',
      handler: SUI,
    });
    expect(routed({ environment: 0.2 }, 'lanqi-fishing')).toMatchObject({ kind: 'dispatch', department: 'commerce', handler: SUI });
    expect(routed({}, 'lanqi-fishing')).toMatchObject({ kind: 'dispatch', department: 'commerce', handler: SUI });
  });

  it('asks the duty desk for an enterprise whose commissioner is only told', () => {
    expect(routed({ environment: 0.4 }, 'shungan-tackle').kind).toBe('triage');
  });

  it('forgets a commissioner who has left', () => {
    const members = DIRECTORY.members.map((one) => (one.id === SUI ? { ...one, active: false } : one));
    expect(routed({ environment: 0.9 }, 'lanqi-fishing', { ...DIRECTORY, members })).toMatchObject({ handler: BI, commissioner: null });
  });

  it('knows nobody for an enterprise without a posting', () => {
    expect(assign(dept('environment'), firm('tangu-composite'), DIRECTORY)).toEqual({ handler: BI, commissioner: null, note: null });
  });

  it('gives the duty desk’s own choice the same hands', () => {
    expect(assign(dept('planning'), firm('lanqi-fishing'), DIRECTORY)).toEqual({
      handler: SUI,
      commissioner: SUI,
      note: '由蓝鳍渔具的特派员隋丽娜牵头协调',
    });
  });
});

describe('whatever the scores', () => {
  it('decides, gives its reason in words, and never names a department twice', () => {
    const scores = fc.dictionary(
      fc.constantFrom('environment', 'planning', 'finance', 'office', 'abolished'),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    const enterprise = fc.constantFrom(null, 'lanqi-fishing', 'shungan-tackle', 'nobody-knows');
    fc.assert(
      fc.property(scores, enterprise, (unsorted, key) => {
        const sorted = Object.fromEntries(Object.entries(unsorted).toSorted((a, b) => b[1] - a[1]));
        const decision = routed(sorted, key);
        expect(decision.reason).toMatch(/\p{Script=Han}{4}/u);
        if (decision.kind === 'dispatch') {
          expect(decision.cohandlers).not.toContain(decision.department);
          expect(DIRECTORY.departments.map((one) => one.code)).toContain(decision.department);
        }
      }),
    );
  });
});
