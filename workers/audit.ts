import { dutyChat } from '../core/conversation/people.ts';
import { STEP_LABEL, Step } from '../core/deadlines/steps.ts';
import { unreachable } from '../core/errors.ts';
import type { Finding } from '../prisma/store/audit.ts';
import type { Workshop } from './house.ts';

/** A clock may be late by a sweep and a busy moment; by more, and somebody is told. */
const GRACE_MS = 60_000;
/** Of a fault that strikes everything at once the desk is told by so many examples. */
const TOLD_AT_ONCE = 20;

/**
 * Proves from the rows alone, beside the engine and not through it, that no open ticket lacks a next step and that none is overdue
 * unseen. What it finds alarms the duty desk, and stands in the metrics until it is gone.
 */
export async function audit(shop: Workshop): Promise<void> {
  const { store, clock, queues, log } = shop;
  const now = clock.now();
  const found = await store.audit.look(now, GRACE_MS);
  for (const { ticket, fault, detail } of found)
    log.error({ ticket, fault, detail }, 'the auditor found a clock that does not keep its promise');
  const untold = await store.audit.untold();
  if (untold.length === 0) return;
  const desk = dutyChat(await store.directory.current());
  if (!desk) return;
  for (const finding of untold.slice(0, TOLD_AT_ONCE)) {
    await store.outbox.tell({ dedupeKey: `audit.${finding.id}`, chat: desk.id, kind: 'audit', text: words(finding) }, now);
  }
  queues.hint(`deliver-${desk.channel}`, desk.channel);
}

function words({ ticket, fault, detail }: Finding): string {
  return `【时限巡检】#${ticket}：${what(fault, detail)}。请人工跟进这一件，并告诉管理员。`;
}

function what(fault: Finding['fault'], detail: string): string {
  switch (fault) {
    case 'no-next-step':
      return '在办，但没有下一步的提醒';
    case 'not-fired':
      return '到点的提醒没有发出';
    case 'overdue-unseen': {
      const step = Step.safeParse(detail.split(' ')[0]);
      return `${step.success ? STEP_LABEL[step.data] : ''}已超时，但没有提醒过任何人`;
    }
    default:
      return unreachable(fault);
  }
}
