import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readParams } from './body.ts';
import { createFaults, refusalOf } from './faults.ts';
import { createMethods } from './methods.ts';
import type { Method } from './params.ts';
import { ApiRefusal, type WireUpdate, type WireUser } from './types.ts';
import { createUpdateQueue } from './updates.ts';
import { createWebhookDelivery } from './webhook.ts';
import { createWorld, type WorldOptions } from './world.ts';

export interface BotApiOptions extends WorldOptions {
  readonly token?: string;
  readonly bot?: Partial<WireUser>;
  /** How long a webhook that failed waits; Telegram starts at a second. */
  readonly webhookRetryMs?: number;
  /** How long an idle connection stays open; a caller that keeps connections may meet its end just as it asks. */
  readonly keepAliveMs?: number;
}

export interface ReceivedCall {
  readonly method: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Telegram's Bot API over HTTP on loopback, with its rules about offsets, webhooks, limits and refusals. */
export async function startBotApiServer(options: BotApiOptions = {}) {
  const token = options.token ?? '123456:TEST-token_of_the_bot';
  const world = createWorld({ id: 123456, is_bot: true, first_name: '小汇', username: 'huicui_bot', ...options.bot }, options);
  const hook = createWebhookDelivery(() => updates, options.webhookRetryMs ?? 50);
  const updates = createUpdateQueue(() => hook.wake());
  const answered = new Map<string, Record<string, unknown>>();
  const commands: { current: readonly { command: string; description: string }[] } = { current: [] };
  const faults = createFaults();
  const calls: ReceivedCall[] = [];
  const methods = createMethods({ world, updates, hook, answered, commands });

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  if (options.keepAliveMs !== undefined) server.keepAliveTimeout = options.keepAliveMs;
  let port = 0;

  async function listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    port = addressOf(server.address()).port;
  }

  async function unlisten(): Promise<void> {
    updates.close();
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, file, given, rest = ''] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
    if (given === undefined) return answer(response, 404, { ok: false, error_code: 404, description: 'Not Found' });
    if (given !== token) return refuse(response, new ApiRefusal(401, 'Unauthorized'));
    return file ? sendFile(response, rest) : callMethod(rest, request, response, url);
  }

  async function callMethod(name: string, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const params = await readParams(request, url);
    calls.push({ method: name, fields: params.fields });
    const method = methods.get(name.toLowerCase());
    if (method === undefined) return refuse(response, new ApiRefusal(404, 'Not Found: method not found'));
    await perform(name, () => method({ ...params, gone: gone.signal }), response);
  }

  async function perform(name: string, run: () => ReturnType<Method>, response: ServerResponse): Promise<void> {
    const fault = faults.take(name);
    if (fault?.kind === 'drop') return void response.destroy();
    if (fault?.kind === 'status' && fault.code >= 500) return void response.writeHead(fault.code).end('<html>trouble</html>');
    const planned = fault === null ? null : refusalOf(fault);
    if (planned !== null) return refuse(response, planned);
    try {
      const result = await run();
      if (fault?.kind === 'accept-then-drop') return void response.destroy();
      if (fault?.kind === 'accept-then-reset') return void response.socket?.resetAndDestroy();
      if (fault?.kind === 'garbled') return void response.writeHead(200).end('<html>sign in to this network</html>');
      if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
      answer(response, 200, { ok: true, result });
    } catch (error) {
      refuse(response, error instanceof ApiRefusal ? error : new ApiRefusal(400, `Bad Request: ${String(error)}`));
    }
  }

  async function sendFile(response: ServerResponse, path: string): Promise<void> {
    const fault = faults.take('file');
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    if (fault?.kind === 'drop') return void response.destroy();
    const found = [...world.files.values()].find((one) => one.path === path);
    if (found === undefined) return refuse(response, new ApiRefusal(404, 'Not Found'));
    response.writeHead(fault?.kind === 'status' ? fault.code : 200, { 'content-type': 'application/octet-stream' }).end(found.content);
  }

  await listen();
  return {
    token,
    root: () => `http://127.0.0.1:${port}`,
    world,
    updates,
    hook,
    faults,
    answered,
    commands,
    calls: (method: string) => calls.filter((call) => call.method.toLowerCase() === method.toLowerCase()),
    /** The wire is cut: nothing listens, connections are closed. `listen` mends it, on the same port. */
    unlisten,
    listen,
    /** Delivers what this update says once more: by webhook as the same update, by polling under a new id. */
    async again(update: WireUpdate): Promise<void> {
      if (hook.state() !== null) return hook.again(update);
      const { update_id: _old, ...content } = update;
      updates.push(content);
    },
    async close(): Promise<void> {
      await hook.close();
      await unlisten();
    },
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, { code, message, parameters }: ApiRefusal): void {
  answer(response, code, { ok: false, error_code: code, description: message, ...(parameters ? { parameters } : {}) });
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address;
}
