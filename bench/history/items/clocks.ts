import { SCENE } from '../../../app/replay/channel.ts';
import { ChatId, InboxId } from '../../../core/ids.ts';
import { audit } from '../../../workers/audit.ts';
import { fireDueTimers, wakeAhead } from '../../../workers/clock.ts';
import { handOverLeaves } from '../../../workers/leave.ts';
import { orderDueReports } from '../../../workers/schedule.ts';
import type { House } from '../house.ts';
import { DUE_AT, NOW } from '../lives.ts';
import { DOZENS, type Item } from './item.ts';

const DUE = 100;
const dueClock = { now: () => DUE_AT };

/** @param addDue puts so many tickets into a house that are due at `DUE_AT` */
export function clocks(addDue: (house: House, copies: number) => Promise<void>): Item[] {
  return [
    {
      name: 'a sweep, nothing due',
      group: 'clock',
      times: DOZENS,
      async run({ shop }) {
        if ((await fireDueTimers(shop)) !== 0) throw new Error('something was due');
      },
    },
    {
      name: `a sweep, ${DUE} due`,
      group: 'clock',
      before: (house) => addDue(house, DUE),
      async run({ shop }) {
        if ((await fireDueTimers({ ...shop, clock: dueClock })) !== DUE) throw new Error('not all that was due was found');
      },
    },
    { name: 'wake-ups ahead', group: 'clock', times: DOZENS, run: ({ shop }) => wakeAhead(shop) },
    {
      name: "the auditor's look",
      group: 'clock',
      times: 5,
      run: ({ shop }) => audit(shop),
      async after({ store }) {
        const { findings } = await store.audit.state(NOW);
        if (findings > 0) throw new Error(`the auditor found ${findings} faults`);
      },
    },
    { name: 'timers and findings counted', group: 'clock', times: DOZENS, run: async ({ store }) => void (await store.audit.state(NOW)) },
  ];
}

/** What is asked every second or so by every process, whether or not anything happens. */
export const sweeps: readonly Item[] = [
  { name: 'inbox: what waits', group: 'sweeps', times: DOZENS, run: ({ understander }) => understander.sweep() },
  {
    name: 'what one person says in a minute',
    group: 'sweeps',
    run: async ({ store, db }) => {
      const last = await db.inbox.findFirstOrThrow({ orderBy: { id: 'desc' } });
      const minute = new Date(Math.floor(NOW.getTime() / 60_000) * 60_000);
      const asked = { sender: last.senderWireId ?? '', name: '', minute, allowed: 100_000, atOnce: 100_000 };
      await store.flood.setAside(ChatId.parse(last.chatId), [asked], InboxId.parse(Number(last.id)), NOW);
    },
  },
  {
    name: 'outbox: nothing to send',
    group: 'sweeps',
    times: DOZENS,
    before: ({ deliverer }) => deliverer.pump(),
    run: ({ deliverer }) => deliverer.pump(),
  },
  {
    name: 'outbox: held ones let out',
    group: 'sweeps',
    times: DOZENS,
    run: ({ store }) => store.outbox.release(SCENE, NOW, new Date(NOW.getTime() + 60_000)),
  },
  {
    name: 'outbox: chats that are due',
    group: 'sweeps',
    times: DOZENS,
    run: async ({ store }) => void (await store.outbox.dueChats(SCENE, NOW, 50)),
  },
  {
    name: "outbox: a chat's next",
    group: 'sweeps',
    times: DOZENS,
    run: async ({ store }) => void (await store.outbox.peek(ChatId.parse(1), NOW, 30)),
  },
  { name: 'outbox: left in flight', group: 'sweeps', times: DOZENS, run: ({ deliverer }) => deliverer.recover(false) },
  {
    name: 'files that came late',
    group: 'sweeps',
    times: DOZENS,
    run: async ({ store }) => void (await store.lateMedia.wanted(SCENE, 0, 20)),
  },
  {
    name: 'what /metrics tells of what waits',
    group: 'sweeps',
    times: DOZENS,
    run: async ({ store }) => void (await store.pulse.take(NOW, '2026-03-10', [SCENE])),
  },
  { name: 'leaves that begin', group: 'sweeps', times: DOZENS, run: async ({ shop }) => void (await handOverLeaves(shop)) },
  { name: 'reports that wait', group: 'sweeps', times: DOZENS, run: async ({ store }) => void (await store.reports.waiting(20)) },
  { name: 'reports that are due', group: 'sweeps', times: DOZENS, run: async ({ shop }) => void (await orderDueReports(shop)) },
];
