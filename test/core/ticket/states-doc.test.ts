import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import { decide } from '../../../core/ticket/decide.ts';
import { stamp } from '../../../core/ticket/fold.ts';
import { STATE_LABEL, VERB_LABEL } from '../../../core/ticket/labels.ts';
import { type Ticket, TicketState } from '../../../core/ticket/ticket.ts';
import { BY_BI, COMMANDS, inState, live, NOW, NUMBER } from './samples.ts';

/** Every command in every guise that leads somewhere else: 差评 beside a good rating, a close with and without a note. */
const ASKED: readonly { readonly label: string; readonly command: TicketCommand }[] = [
  ...Object.values(COMMANDS).map((command) => ({ label: VERB_LABEL[command.verb], command })),
  { label: '签收失效', command: { verb: 'escalate', rung: { ...COMMANDS.escalate.rung, step: 'contact', rung: 'lapse', act: 'lapse' } } },
  { label: '差评重办', command: { verb: 'rate', rating: { attitude: 1, quality: 1, effect: 1, comment: null } } },
];

/** What the ladder climbs on. */
const CLOCKED: TicketCommand = { ...COMMANDS.clock, clocks: COMMANDS.clock.clocks.map((clock) => ({ ...clock, step: 'contact' })) };

/** Every state, and those whose past decides where they go: contacted before 挂账, returned once before, with a clock that runs. */
const TICKETS: readonly (Ticket | null)[] = [
  null,
  ...TicketState.options.map(inState),
  live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.contact, COMMANDS.suspend).ticket,
  live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.claim, CLOCKED).ticket,
  ...[[], [COMMANDS.claim], [COMMANDS.contact]].map(
    (more) => live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.return, COMMANDS.dispatch, ...more).ticket,
  ),
];

/** `from --> to` with the verbs that lead there, from the code. */
function edgesOfCode(): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const ticket of TICKETS) {
    for (const { label, command } of ASKED) {
      const decision = decide(ticket, command, NOW);
      if (!decision.ok) continue;
      const to = stamp(ticket, decision.events, { number: NUMBER, actor: BY_BI, cause: null, now: NOW }).ticket.state;
      if (to === ticket?.state) continue;
      const edge = `${ticket?.state ?? '[*]'} --> ${to}`;
      edges.set(edge, (edges.get(edge) ?? new Set()).add(label));
    }
  }
  return edges;
}

function edgesOfDiagram(diagram: string): Map<string, Set<string>> {
  const edges = [...diagram.matchAll(/^ *(\S+ --> \S+): (.+)$/gm)];
  return new Map(edges.map(([, edge = '', verbs = '']) => [edge, new Set(verbs.split('、'))]));
}

const doc = readFileSync(new URL('../../../docs/ticket-states.md', import.meta.url), 'utf8');
const diagram = /```mermaid\n([\s\S]*?)```/.exec(doc)?.[1] ?? '';

describe('docs/ticket-states.md', () => {
  it('draws exactly the edges of the code, with their verbs', () => {
    expect(edgesOfCode().size).toBeGreaterThan(20);
    expect(edgesOfDiagram(diagram)).toEqual(edgesOfCode());
  });

  it('names every state as the code and the office do', () => {
    for (const state of TicketState.options) expect(diagram).toContain(`  ${state}: ${STATE_LABEL[state]} ${state}\n`);
  });

  it('draws nothing else', () => {
    const rest = diagram.split('\n').filter((line) => line !== '' && !/^ {2}\S+ --> \S+: .+$/.test(line) && !/^ {2}[a-z]+: .+$/.test(line));
    expect(rest).toEqual(['stateDiagram-v2']);
  });
});
