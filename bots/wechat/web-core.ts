/**
 * wechat4u's core made fit to live in a process that must go on. As it comes it
 *  - logs the account out on the phone whenever it stops, so that every restart of ours would ask for a new scan;
 *  - restarts itself after a bad minute, which its puppet takes for a second login and throws outside any call;
 *  - throws outside any call where a handler fails on one odd message, which ends the process;
 *  - logs itself out when anybody writes it three pairs of moons.
 * Here it reports instead, and whoever started it decides.
 */
export interface WebCore {
  state: unknown;
  readonly CONF: { readonly STATE: { readonly logout: unknown } };
  retryPollingId: NodeJS.Timeout | number;
  checkPollingId: NodeJS.Timeout | number;
  request: (config: object) => Promise<unknown>;
  start: () => unknown;
  restart: () => unknown;
  stop: () => void;
  syncPolling: () => void;
  checkPolling: () => void;
  sync: () => Promise<unknown>;
  syncCheck: () => Promise<unknown>;
  emit: (event: string, ...args: unknown[]) => unknown;
  on: (event: string, listener: (...args: unknown[]) => void) => unknown;
  listeners: (event: string) => ((...args: unknown[]) => unknown)[];
  removeAllListeners: (event: string) => unknown;
}

const methods = [
  'request',
  'start',
  'restart',
  'stop',
  'syncPolling',
  'checkPolling',
  'sync',
  'syncCheck',
  'emit',
  'on',
  'listeners',
  'removeAllListeners',
];
const events = ['uuid', 'user-avatar', 'login', 'logout', 'contacts-updated', 'message'];
const threeMoons = /^(.\udf1a\u0020\ud83c.){3}$/;

export function isWebCore(value: unknown): value is WebCore {
  return typeof value === 'object' && value !== null && methods.every((name) => typeof Reflect.get(value, name) === 'function');
}

export interface WebReports {
  /** The session is gone without the account being logged out: start again. */
  lost(reason: string): void;
  failed(reason: string): void;
  /** Its puppet's own handling of this message failed; the message itself is there. */
  unhandled(messageId: string): void;
}

/** Returns how to end it: no logout, no request left open, nothing said any more. */
export function tame(core: WebCore, reports: WebReports): () => void {
  const ended = new AbortController();
  let loggedOut = false;

  const ask = core.request;
  core.request = (config) => ask({ ...config, signal: ended.signal });
  for (const name of ['sync', 'syncCheck'] as const) {
    const call = core[name].bind(core);
    core[name] = () =>
      call().catch((error: unknown) => {
        loggedOut = error instanceof Error && error.message === 'already logout';
        throw error;
      });
  }
  core.stop = () => {
    quiet(core);
    if (loggedOut) core.emit('logout');
    else reports.lost('it stopped itself');
  };
  core.restart = () => {
    quiet(core);
    reports.lost('it no longer hears from WeChat');
  };
  for (const event of events) guard(core, event, reports);
  core.removeAllListeners('error');
  core.on('error', (error) => reports.failed(error instanceof Error ? error.message : 'unknown error'));

  return () => {
    quiet(core);
    for (const event of [...events, 'error']) core.removeAllListeners(event);
    core.on('error', () => undefined);
    const nothing = (): void => undefined;
    Object.assign(core, { start: nothing, restart: nothing, stop: nothing, syncPolling: nothing, checkPolling: nothing });
    ended.abort();
  };
}

function quiet(core: WebCore): void {
  clearTimeout(core.retryPollingId);
  clearTimeout(core.checkPollingId);
  core.state = core.CONF.STATE.logout;
}

/** Handlers are the puppet's, some async: what they throw must not be thrown at nobody. */
function guard(core: WebCore, event: string, reports: WebReports): void {
  const handlers = core.listeners(event);
  core.removeAllListeners(event);
  for (const handler of handlers) {
    core.on(event, (...args) => {
      const handling = new Promise((resolve) => {
        resolve(handler.apply(core, args));
      });
      if (event === 'message') disarm(args[0]);
      handling.catch((error: unknown) => {
        reports.failed(`${event}: ${error instanceof Error ? error.message : 'unknown error'}`);
        const id: unknown = event === 'message' ? fieldOf(args[0], 'MsgId') : undefined;
        if (typeof id === 'string' && id !== '') reports.unhandled(id);
      });
    });
  }
}

/** The core looks for its switch after its listeners ran: with a space behind them, the moons are words like others. */
function disarm(message: unknown): void {
  const content: unknown = fieldOf(message, 'Content');
  if (typeof message === 'object' && message !== null && typeof content === 'string' && threeMoons.test(content))
    Reflect.set(message, 'Content', `${content} `);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
