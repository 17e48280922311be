import { type Chance, chanceOf } from '../../app/simulate/random.ts';
import type { CrashPoint } from '../../core/crash.ts';
import { MORE, TALK, TROUBLES } from './texts.ts';

export type Worker = 'worker-1' | 'worker-2';
export type Target = 'bots' | Worker;
export const TARGETS: readonly Target[] = ['bots', 'worker-1', 'worker-2'];
/** A connection with a proxy in it: whose, to what. */
export type LinkName = 'telegram' | `${'postgres' | 'redis'}:${Target}`;
export const FULL_TABLES = ['inbox', 'outbox', 'ticket', 'ticket_event'] as const;

export interface PlannedChat {
  readonly wire: 'telegram' | 'wechat';
  /** `room`: of people nobody knows, in an office's own room. */
  readonly kind: 'group' | 'private' | 'room';
}

export interface PlannedMessage {
  readonly chat: number;
  /** `new`: somebody never seen before. A number: one of the chat's regulars. */
  readonly speaker: 'new' | number;
  readonly text: string;
  /** It must come to a ticket of its own. */
  readonly opens: boolean;
  /** The wire tells it a second time. */
  readonly twice: boolean;
}

export type Fault =
  | { readonly kind: 'kill'; readonly target: Target; readonly downMs: number }
  /** From here on, the target's next start dies there. Not a fault by itself: it counts when it strikes. */
  | { readonly kind: 'arm'; readonly target: Target; readonly point: CrashPoint; readonly at: string }
  | { readonly kind: 'kill-server'; readonly server: 'postgres' | 'redis'; readonly downMs: number }
  | { readonly kind: 'freeze'; readonly target: Target; readonly ms: number }
  /** Neither forwarded nor closed, then reset. */
  | { readonly kind: 'half-open'; readonly link: LinkName; readonly ms: number }
  /** The connections that are there are dead and nobody is told; new ones work. */
  | { readonly kind: 'stranded'; readonly link: LinkName }
  | { readonly kind: 'flushall' }
  /** SQLSTATE 53100 for every write to the table. */
  | { readonly kind: 'full'; readonly table: (typeof FULL_TABLES)[number]; readonly ms: number };

export interface Placed {
  /** Before this message. */
  readonly before: number;
  readonly fault: Fault;
}

export interface Order {
  readonly seed: number;
  readonly messages: number;
  readonly chats: number;
  readonly kills: number;
  readonly backend: 'redis' | 'postgres';
}

export interface Schedule {
  readonly chats: readonly PlannedChat[];
  readonly messages: readonly PlannedMessage[];
  readonly faults: readonly Placed[];
}

const REGULARS = 6;

/** The same order gives the same schedule: faults lie at counts of messages and never at a time of day. */
export function scheduleOf(order: Order): Schedule {
  const chance = chanceOf(order.seed);
  const chats = chatsOf(order.chats);
  return {
    chats,
    messages: messagesOf(order.messages, chats, chance.of('messages')),
    faults: order.kills === 0 ? [] : faultsOf(order, chance.of('faults')),
  };
}

function chatsOf(count: number): PlannedChat[] {
  return Array.from({ length: count }, (_, at) => {
    // WeChat's account says fifteen things a minute in all its rooms together: it gets few of them.
    if (at === 1) return { wire: 'wechat', kind: 'group' };
    if (at % 20 === 5) return { wire: 'wechat', kind: 'room' };
    return { wire: 'telegram', kind: at % 6 === 3 ? 'private' : 'group' };
  });
}

function messagesOf(count: number, chats: readonly PlannedChat[], chance: Chance): PlannedMessage[] {
  return Array.from({ length: count }, () => {
    const at = chance.between(0, chats.length - 1);
    const chat = chats[at];
    const twice = chat?.wire === 'telegram' && chance.happens(0.03);
    const kind = chance.weighted({ trouble: 60, talk: 20, more: 10, again: 10 });
    if (kind === 'trouble' && chat?.kind === 'group')
      return { chat: at, speaker: 'new', text: chance.pick(TROUBLES), opens: true, twice } as const;
    const text = kind === 'talk' ? chance.pick(TALK) : kind === 'more' ? chance.pick(MORE) : chance.pick(TROUBLES);
    return { chat: at, speaker: chat?.kind === 'private' ? 0 : chance.between(0, REGULARS - 1), text, opens: false, twice };
  });
}

/** Where each of the named points is met: by which process, on which wire. */
const ARMS: readonly { readonly target: Target; readonly point: CrashPoint; readonly place: string; readonly most: number }[] = [
  { target: 'bots', point: 'inbox-stored', place: 'inbox-stored', most: 4 },
  { target: 'worker-1', point: 'effects-written', place: 'effects-written', most: 20 },
  { target: 'bots', point: 'send-taken', place: 'send-taken@telegram', most: 10 },
  { target: 'bots', point: 'wire-accepted', place: 'wire-accepted@telegram', most: 10 },
  { target: 'bots', point: 'inbox-stored', place: 'inbox-stored', most: 4 },
  { target: 'worker-2', point: 'effects-written', place: 'effects-written', most: 20 },
  { target: 'bots', point: 'send-taken', place: 'send-taken', most: 20 },
  { target: 'bots', point: 'wire-accepted', place: 'wire-accepted@webchat', most: 20 },
  { target: 'bots', point: 'inbox-stored', place: 'inbox-stored', most: 4 },
  { target: 'worker-1', point: 'effects-written', place: 'effects-written', most: 20 },
  { target: 'bots', point: 'send-taken', place: 'send-taken@wechat', most: 1 },
  { target: 'bots', point: 'wire-accepted', place: 'wire-accepted@wechat', most: 1 },
];

/** Spread over the whole run, each kind over it evenly: a fifth kills a server, the rest mostly dies at a named point. */
function faultsOf({ messages, kills, backend }: Order, chance: Chance): Placed[] {
  const servers = Math.max(1, Math.floor(kills / 5));
  const arms = Math.max(1, Math.round((kills - servers) * 0.6));
  const plain = kills - servers - arms;
  const placed: Placed[] = [];
  const spread = (count: number, make: (at: number) => readonly Fault[], atOnce = 0) => {
    for (let at = 0; at < count; at += 1) {
      // Not in the last tenth: what falls last is to be seen on its feet again under load.
      const before = Math.floor((messages * 0.9 * (at + 0.2 + 0.6 * chance.next())) / count);
      for (const fault of make(at)) placed.push({ before: at < atOnce ? 0 : before, fault });
    }
  };
  spread(
    arms,
    (at) => {
      const arm = ARMS[at % ARMS.length];
      if (arm === undefined) return [];
      const { target, point, place, most } = arm;
      return [{ kind: 'arm', target, point, at: `${place}:${chance.between(1, Math.min(most, Math.ceil(messages / 60)))}` }];
      // The first of two processes are there from the start.
    },
    2,
  );
  spread(plain, (at) => [
    { kind: 'kill', target: at % 3 === 0 ? 'bots' : at % 3 === 1 ? 'worker-1' : 'worker-2', downMs: downtime(chance) },
  ]);
  spread(servers, (at) => {
    const server = backend === 'redis' && at % 3 === 1 ? 'redis' : 'postgres';
    return [{ kind: 'kill-server', server, downMs: downtime(chance) }];
  });
  const others = Math.ceil(kills / 2);
  spread(others, (at) => [otherFault(at, backend, chance)]);
  return placed.toSorted((a, b) => a.before - b.before);
}

function downtime(chance: Chance): number {
  return chance.between(0, 2_500);
}

function otherFault(at: number, backend: Order['backend'], chance: Chance): Fault {
  const target = chance.pick(TARGETS);
  switch (at % 6) {
    case 0:
      return { kind: 'full', table: chance.pick(FULL_TABLES), ms: chance.between(300, 1_500) };
    case 1:
      return { kind: 'half-open', link: `postgres:${target}`, ms: chance.between(1_000, 6_000) };
    case 2:
      return { kind: 'freeze', target, ms: chance.between(1_000, 5_000) };
    case 3:
      return backend === 'redis' ? { kind: 'flushall' } : { kind: 'half-open', link: 'telegram', ms: chance.between(1_000, 4_000) };
    case 4:
      return { kind: 'half-open', link: backend === 'redis' ? `redis:${target}` : 'telegram', ms: chance.between(1_000, 6_000) };
    default:
      return { kind: 'stranded', link: chance.happens(0.3) ? 'telegram' : `postgres:${target}` };
  }
}
