import type { Wechaty } from 'wechaty';
import type { Capabilities, Channel, Receive } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { HouseError } from '../../core/errors.ts';
import { wechat } from './decode.ts';
import { createGather } from './gather.ts';
import { createGuests } from './guests.ts';
import { createIdentities } from './identity.ts';
import { createIntake, type Intake } from './intake.ts';
import type { Log } from './log.ts';
import { createPresence } from './presence.ts';
import { type QrState, terminalQr } from './qr.ts';
import { createRelay, earlier } from './relay.ts';
import { createRooms, type Rooms } from './rooms.ts';
import { createSend } from './send.ts';
import { createSession, type Outage, type Session } from './session.ts';
import type { WechatSettings } from './settings.ts';

export interface WechatChannel extends Channel {
  /** The login code to show, or how the login stands. */
  qr(): QrState;
}

export interface WechatParts {
  readonly log: Log;
  readonly clock: Clock;
  /** Where the login code is shown; absent: on the page only. */
  readonly print?: (text: string) => void;
  readonly onLogin?: (name: string) => void;
  /** A puppet already made, instead of the one the settings name. */
  readonly puppet?: Wechaty['puppet'];
}

/** What was told already is told again by a process that died within this time of it. */
const savePresenceMs = 5_000;
const drainMs = 1_500;

/**
 * WeChat through wechaty. Ids: see `identity.ts` and `rooms.ts` (what lasts across logins and what does not). Receiving: see
 * `relay.ts` (the wire has no acknowledgement). Sending: see `send.ts` (no idempotency key). Outages: see `session.ts`.
 * Which rooms are ours is the house's to decide, by title: every room is handed on.
 */
export function createWechatChannel(settings: WechatSettings, parts: WechatParts): WechatChannel {
  const { log, clock } = parts;
  const presence = createPresence(settings.memoryFile, log);
  let hand: Receive = async () => {
    throw new HouseError('wechat-not-started', '微信通道尚未启动。');
  };
  // One for all sessions: what was heard in one that was let go is stored before what the next one hears in the same chat.
  const relay = createRelay(
    (batch) => hand(batch),
    () => clock.now(),
    log,
  );
  let running: Running | null = null;

  async function start(receive: Receive): Promise<void> {
    if (running !== null) throw new HouseError('wechat-started-twice', '微信通道已经启动。');
    const { kind, kept } = await presence.load();
    hand = receive;
    const starting = assemble(kind === 'fresh' ? undefined : kept.aliveAt, kept.owners);
    await starting.session.start();
    running = starting;
  }

  function assemble(lastAlive: Date | null | undefined, owners: Readonly<Record<string, string>>): Running {
    const { lookupMs, sendMs } = settings.limits;
    const bot = (): Wechaty => session.bot();
    const selfId = (): string | null => session.selfId();
    const identities = createIdentities(bot, lookupMs, log);
    const rooms = createRooms(bot, lookupMs, log, owners);
    const gatherer = createGather({ bot, selfId, identities, rooms, settings, log });
    const missed = (from: Date): void => gaps.after({ from, to: clock.now() });
    const intake = createIntake({ bot, selfId, identities, rooms, gatherer, relay, lookupMs, now: () => clock.now(), missed, log });
    const guests = createGuests(settings, identities, log);
    const gaps = createGaps(rooms, intake, settings.rooms, log);
    const session: Session = createSession({
      settings,
      log,
      clock,
      puppet: parts.puppet ?? null,
      lastAlive,
      hooks: {
        wire(on) {
          on.puppet.on('message', ({ messageId }) => intake.heard(messageId));
          on.on('room-join', (room, people, inviter, at) => intake.joined(room, people, inviter, at ?? clock.now()));
          on.on('room-topic', (room, topic, _old, _changer, at) => intake.renamed(room, topic, at ?? clock.now()));
          on.on('room-leave', (room, people) => {
            if (people.some((one) => one.id === selfId())) rooms.left(room.id);
          });
          on.on('room-invite', guests.invited);
          on.on('friendship', guests.befriended);
          // wechat4u knows its rooms only some time after the login.
          on.on('ready', () => gaps.look(true));
        },
        qrChanged(state) {
          if (state.kind === 'scan')
            void terminalQr(state.text).then(parts.print, (error: unknown) => log.error({ err: String(error) }, 'wechat: no code to show'));
          if (state.kind === 'logged-in') parts.onLogin?.(state.name);
        },
        loggedIn(outage) {
          identities.forget();
          rooms.forget();
          gaps.after(outage);
          // At once: a process that dies before the first turn of the clock below would have been there for nobody.
          void save();
        },
      },
    });
    const send = createSend({ bot, ready: session.ready, suspect: session.failedCall, identities, rooms, sendMs, lookupMs, log });
    const save = async (): Promise<void> => {
      const aliveAt = [intake.oldest(), relay.oldest(), gaps.untold()].reduce(earlier, session.aliveAt());
      // Never heard yet: then there is nothing that could have been missed.
      if (aliveAt !== null) await presence.save({ aliveAt, owners: rooms.owners() });
    };
    const saving = setInterval(() => void save(), savePresenceMs);
    return { session, intake, send, save, saving, fetchMedia: gatherer.fetchMedia };
  }

  async function stop(): Promise<void> {
    if (running === null) return;
    const { session, intake, save, saving } = running;
    running = null;
    clearInterval(saving);
    intake.stop();
    await relay.drain(drainMs);
    await save();
    await session.stop();
  }

  return {
    name: wechat,
    capabilities: capabilitiesOf(settings),
    start,
    stop,
    async send(chat, message) {
      if (running === null) return { kind: 'retry', afterMs: 5_000, scope: 'channel', reason: 'the channel is not running' };
      return running.send(chat, message);
    },
    fetchMedia: async (ref) => running?.fetchMedia(ref) ?? null,
    ready: () => running?.session.ready() ?? false,
    qr: () => running?.session.qr() ?? { kind: 'none' },
  };
}

interface Running {
  readonly session: Session;
  readonly intake: Intake;
  readonly send: Channel['send'];
  readonly save: () => Promise<void>;
  readonly saving: NodeJS.Timeout;
  readonly fetchMedia: (ref: string) => Promise<Uint8Array | null>;
}

function capabilitiesOf(settings: WechatSettings): Capabilities {
  return {
    // Written into the text, see `encode.ts`.
    quote: true,
    mention: true,
    buttons: false,
    edits: false,
    recalls: true,
    media: { kinds: ['image', 'file', 'voice', 'video'], maxBytes: settings.limits.maxMediaBytes },
    // WeChat takes more; beyond this people no longer read it, and web WeChat starts to refuse.
    textLimit: 2_000,
    pushWindowMs: null,
    pace: { ...settings.pace, perChatPerMinute: Math.min(settings.pace.perChatPerMinute, settings.pace.perMinute), fold: true },
    idempotentSend: false,
  };
}

/** After an outage, each of our rooms is told once, as soon as it is known to be there. */
function createGaps(rooms: Rooms, intake: Intake, topics: readonly string[], log: Log) {
  let open: { readonly outage: Outage; readonly told: Set<string>; whole: boolean } | null = null;

  async function tell(): Promise<void> {
    await rooms.refresh();
    if (open === null) return;
    for (const chat of rooms.owned(topics)) {
      if (open.told.has(chat.wireId)) continue;
      open.told.add(chat.wireId);
      intake.gap(chat, open.outage);
    }
  }

  /** @param whole no further room is to be waited for */
  const look = (whole = false): void => {
    const { outage } = open ?? {};
    const looked = tell().then(() => {
      if (open !== null && whole && open.outage === outage) open.whole = true;
    });
    looked.catch((error: unknown) =>
      log.error({ err: String(error), outage: open?.outage ?? null }, 'wechat: rooms could not be listed, so no gap could be told'),
    );
  };

  const untold = (): Date | null => (open === null || open.whole || open.told.size > 0 ? null : open.outage.from);

  return {
    look,
    /** Since when something may have been missed of which no room has been told. */
    untold,
    after(outage: Outage | null): void {
      // What nobody was told of yet is told with it.
      const from = outage === null || outage.from === null ? null : earlier(untold(), outage.from);
      open = outage === null ? null : { outage: { ...outage, from }, told: new Set(), whole: false };
      look();
    },
  };
}
