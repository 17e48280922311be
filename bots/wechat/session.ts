import { ScanStatus, type Wechaty } from 'wechaty';
import type { Clock } from '../../core/clock.ts';
import { HouseError } from '../../core/errors.ts';
import type { Log } from './log.ts';
import { buildBot, reachable } from './puppet.ts';
import type { QrState } from './qr.ts';
import type { WechatSettings } from './settings.ts';
import { pause, within } from './wait.ts';
import { isOutage, webSessionLost } from './wire-errors.ts';

export interface Outage {
  /** When the wire was last heard; null: it is not known. */
  readonly from: Date | null;
  readonly to: Date;
}

export interface SessionHooks {
  /** Registers what the channel listens to; called once, before the first start. */
  wire(bot: Wechaty): void;
  qrChanged(state: QrState): void;
  /** Logged in, for the first time or again. `outage`: what may have been missed since it was last heard. */
  loggedIn(outage: Outage | null): void;
}

export interface Session {
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly bot: () => Wechaty;
  /** Ours on the wire, kept when the session drops, so that our own late messages are still known as ours. */
  readonly selfId: () => string | null;
  readonly ready: () => boolean;
  qr(): QrState;
  /** When the wire was last heard. */
  aliveAt(): Date | null;
  /** A call showed that the connection is gone: recovery need not wait for the watch-dog. */
  readonly failedCall: (reason: string) => void;
}

export interface SessionParts {
  readonly settings: WechatSettings;
  readonly log: Log;
  readonly clock: Clock;
  readonly puppet: Wechaty['puppet'] | null;
  /** From an earlier process; `undefined`: there was none. */
  readonly lastAlive: Date | null | undefined;
  readonly hooks: SessionHooks;
}

const shakenMs = 2_000;
/** What was said so long before we last heard the wire may still have been on its way to us: a busy or frozen process hears late. */
export const ON_THE_WAY_MS = 10_000;

/**
 * Keeps one WeChat session alive. `bot.start()` resolves even when the puppet server is down, and after the server dies the
 * client goes on saying it is logged in: so only `login` counts as ready, and an error that speaks of the connection, or
 * silence where heartbeats are due, starts recovery: wait for the port, stop, start, until logged in or asked to scan.
 */
export function createSession(parts: SessionParts): Session {
  const { settings, log, clock, hooks } = parts;
  const stopping = new AbortController();
  let bot: Wechaty | null = null;
  let state: QrState = { kind: 'none' };
  let selfId: string | null = null;
  let aliveAt: Date | null = parts.lastAlive ?? null;
  /** Set while what is said may be missed; `undefined`: nothing is missed. */
  let missingSince: Date | null | undefined = parts.lastAlive;
  let lastBeat = performance.now();
  let stateSince = performance.now();
  let bringing: Promise<void> | null = null;
  /** The connection failed since the last start began. */
  let shaken = false;
  let watchdog: NodeJS.Timeout | undefined;

  // Web WeChat rides out short failures by itself, without losing its place; restarting it would lose what came meanwhile.
  const ridesOut = settings.puppet === 'wechaty-puppet-wechat4u';
  const isLost = (error: Error): boolean => (ridesOut ? error.message.includes(webSessionLost) : isOutage(error));

  const running = (): Wechaty => {
    if (bot === null) throw new HouseError('wechat-not-started', '微信通道尚未启动。');
    return bot;
  };

  function setState(next: QrState): void {
    state = next;
    stateSince = performance.now();
    hooks.qrChanged(next);
  }

  function beat(): void {
    lastBeat = performance.now();
    if (state.kind === 'logged-in') aliveAt = clock.now();
  }

  function wireDown(reason: string): void {
    if (state.kind === 'logged-in') {
      missingSince = aliveAt;
      log.warn({ reason, since: aliveAt }, 'wechat: the session is down');
    }
    // A code shown before is void too.
    if (state.kind !== 'none') setState({ kind: 'none' });
  }

  function loggedIn(id: string, name: string): void {
    selfId = id;
    const to = clock.now();
    const outage = missingSince === undefined ? null : { from: missingSince && new Date(missingSince.getTime() - ON_THE_WAY_MS), to };
    missingSince = undefined;
    setState({ kind: 'logged-in', name });
    beat();
    log.info({ outage }, 'wechat: logged in');
    hooks.loggedIn(outage);
  }

  function listen(on: Wechaty): void {
    on.on('heartbeat', beat);
    on.puppet.on('message', beat);
    on.on('login', (user) => loggedIn(user.id, user.name()));
    on.on('logout', (_user, reason) => {
      wireDown(`logged out: ${reason ?? ''}`);
    });
    on.on('scan', (text, status) => {
      beat();
      if (status === ScanStatus.Scanned || status === ScanStatus.Confirmed) return setState({ kind: 'scanned' });
      if (text !== '' && (state.kind !== 'scan' || state.text !== text)) setState({ kind: 'scan', text });
    });
    on.on('error', (error) => {
      if (stopping.signal.aborted) return;
      const err = error.message.split('\n')[0]?.slice(0, 300) ?? '';
      if (isLost(error)) return suspect(err);
      log.warn({ err }, 'wechat: the wire reported an error');
    });
    hooks.wire(on);
  }

  function suspect(reason: string): void {
    if (stopping.signal.aborted) return;
    shaken = true;
    wireDown(reason);
    if (bringing === null) bringUp(true);
  }

  /** One at a time: an error while coming up is met by coming up again. */
  function bringUp(again: boolean): void {
    bringing = comeUp(again).finally(() => {
      bringing = null;
      lastBeat = performance.now();
    });
  }

  async function comeUp(again: boolean): Promise<void> {
    const on = running();
    for (let attempt = again ? 1 : 0; !stopping.signal.aborted; attempt += 1) {
      await portOpens();
      if (stopping.signal.aborted) return;
      if (attempt > 0) await quietly('stopping', on.stop());
      shaken = false;
      await quietly('starting', on.start());
      if (await settled()) return;
      log.warn({ attempt }, 'wechat: neither logged in nor asked to scan; starting again');
      await pause(Math.min(1_000 * 2 ** attempt, 30_000), stopping.signal);
    }
  }

  async function portOpens(): Promise<void> {
    const { puppet, endpoint } = settings;
    if (puppet !== 'wechaty-puppet-service' || endpoint === null) return;
    for (let told = false; !stopping.signal.aborted && !(await reachable(endpoint)); told = true) {
      if (!told) log.warn({ endpoint }, 'wechat: the puppet server does not answer; waiting for it');
      await pause(300, stopping.signal);
    }
  }

  /** Up: logged in, or showing a code for somebody to scan. A failing connection is given little time to prove itself. */
  async function settled(): Promise<boolean> {
    const begun = performance.now();
    const left = (): number => begun + (shaken ? Math.min(shakenMs, settings.limits.loginMs) : settings.limits.loginMs) - performance.now();
    while (!stopping.signal.aborted && left() > 0) {
      if (state.kind !== 'none') return true;
      await pause(50, stopping.signal);
    }
    return false;
  }

  async function quietly(what: string, work: Promise<void>): Promise<void> {
    try {
      await within(20_000, what, work);
    } catch (error) {
      log.warn({ err: String(error) }, `wechat: ${what} failed`);
    }
  }

  function watch(): void {
    const silence = performance.now() - lastBeat;
    if (silence > settings.limits.silenceMs) return suspect(`no heartbeat for ${Math.round(silence / 1000)} s`);
    // Logged out, and no code to scan follows.
    if (state.kind === 'none' && performance.now() - stateSince > settings.limits.loginMs) suspect('no login and no code to scan');
  }

  return {
    async start() {
      bot = await buildBot(settings, parts.puppet);
      listen(bot);
      bringUp(false);
      watchdog = setInterval(watch, Math.min(5_000, settings.limits.silenceMs));
    },
    async stop() {
      stopping.abort();
      clearInterval(watchdog);
      if (bot === null) return;
      await within(2_500, 'stopping', bot.stop()).catch((error: unknown) =>
        log.warn({ err: String(error) }, 'wechat: stopping was cut short'),
      );
    },
    bot: running,
    failedCall(reason) {
      if (!ridesOut) suspect(reason);
    },
    selfId: () => selfId,
    ready: () => state.kind === 'logged-in',
    qr: () => state,
    aliveAt: () => aliveAt,
  };
}
