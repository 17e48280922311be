import { dutyChat } from '../core/conversation/people.ts';
import { shanghaiDate } from '../core/deadlines/shanghai.ts';
import { STEP_LABEL, Step } from '../core/deadlines/steps.ts';
import { unreachable } from '../core/errors.ts';
import type { Finding } from '../prisma/store/audit.ts';
import { isOutage } from '../prisma/store/index.ts';
import type { Workshop } from './house.ts';

/** A clock may be late by a sweep and a busy moment; by more, and somebody is told. */
const GRACE_MS = 60_000;
/** A finding is told when the next look, a minute later, finds it still there. */
const AGAIN_MS = 50_000;
/** Of a fault that strikes everything at once the desk is told by so many examples. */
const TOLD_AT_ONCE = 20;

/**
 * Proves from the rows alone, beside the engine and not through it, that no open ticket lacks a next step and that none is overdue
 * unseen. What it finds alarms the duty desk, and stands in the metrics until it is gone.
 */
export async function audit(shop: Workshop): Promise<void> {
  const { store, clock, queues, log } = shop;
  const now = clock.now();
  const found = await store.audit.look(now, GRACE_MS).catch((error: unknown) => failed(shop, now, error));
  for (const { ticket, fault, detail } of found)
    log.error({ ticket, fault, detail }, 'the auditor found a clock that does not keep its promise');
  const untold = await store.audit.untold(new Date(now.getTime() - AGAIN_MS));
  if (untold.length === 0) return;
  const desk = dutyChat(await store.directory.current());
  if (!desk) return;
  for (const [at, finding] of untold.entries()) {
    // Of a fault that strikes everything at once the desk reads some, and how many more there are.
    const text =
      at < TOLD_AT_ONCE - 1 || untold.length <= TOLD_AT_ONCE
        ? words(finding)
        : `【时限巡检】另有 ${untold.length - at} 件也有问题，请告诉管理员。`;
    await store.outbox.tell({ dedupeKey: `audit.${finding.id}`, chat: desk.id, kind: 'audit', text }, now);
    if (at >= TOLD_AT_ONCE - 1 && untold.length > TOLD_AT_ONCE) break;
  }
  queues.hint(`deliver-${desk.channel}`, desk.channel);
}

/** An auditor that cannot look is itself a finding: once a day. An outage is none, everything waits for its end alike. */
async function failed({ store, log }: Workshop, now: Date, error: unknown): Promise<readonly Finding[]> {
  if (isOutage(error)) throw error;
  log.error({ error: error instanceof Error ? error.message : String(error) }, 'the auditor could not look');
  const desk = dutyChat(await store.directory.current());
  const text = '【时限巡检】今天的巡检没能进行，超时的单子可能没有人发现，请告诉管理员。';
  if (desk) await store.outbox.tell({ dedupeKey: `audit.failed.${shanghaiDate(now)}`, chat: desk.id, kind: 'audit', text }, now);
  return [];
}

function words({ ticket, fault, detail }: Finding): string {
  return `【时限巡检】#${ticket}：${what(fault, detail)}。请人工跟进这一件，并告诉管理员。`;
}

function what(fault: Finding['fault'], detail: string): string {
  switch (fault) {
    case 'no-next-step':
      return '在办，但没有下一步的提醒';
    case 'not-fired':
      return '到点该做的事没有做';
    case 'unreadable':
      return '时限记录读不出来';
    case 'overdue-unseen': {
      const step = Step.safeParse(detail.split(' ')[0]);
      return `${step.success ? STEP_LABEL[step.data] : ''}已超时，但没有提醒过任何人`;
    }
    default:
      return unreachable(fault);
  }
}
