import { randomBytes, randomInt } from 'node:crypto';
import net from 'node:net';
import { type Host, spawnHost } from './host-process.ts';
import type { Command, Said } from './protocol.ts';

export interface FarSideOptions {
  readonly tls?: boolean;
  /** Logs in as soon as a client starts it; false: the test scans and logs in. */
  readonly login?: boolean;
  readonly botName?: string;
}

export interface FarPerson {
  readonly id: string;
  readonly name: string;
}

/** wechaty's numbers for the kinds of message. */
export const kinds = { attachment: 1, audio: 2, image: 6, text: 7, recalled: 13, video: 15 } as const;

type Without<T> = T extends Command ? Omit<T, 'server'> : never;

let host: Promise<Host> | null = null;
let servers = 0;

/** One process serves test after test: starting it is what takes long. After a kill the next one starts afresh. */
async function sharedHost(): Promise<Host> {
  if (host === null || !(await host).alive()) host = spawnHost();
  return host;
}

/** WeChat as the channel meets it: a puppet server on a port of its own, people and rooms behind it, a ledger of what the bot said. */
export async function openFarSide(options: FarSideOptions = {}) {
  const server = `s${(servers += 1)}`;
  const port = await freePort();
  const token = `insecure_${randomBytes(16).toString('hex')}`;
  const people = new Map<string, FarPerson & { alias: string; weixin: string }>();
  const rooms = new Map<string, { id: string; topic: string; members: string[] }>();
  const said: Said[] = [];
  const accepted: string[] = [];
  let messages = 0;
  let current = await attach();

  async function attach(): Promise<Host> {
    const to = await sharedHost();
    to.onReport((report) => {
      if (report.tells === 'said' && report.server === server) said.push(report.said);
      if (report.tells === 'accepted' && report.server === server) accepted.push(report.invitation);
    });
    const { tls = false, login = true, botName = '小汇' } = options;
    await to.tell({ do: 'open', server, port, token, tls, botName, login });
    for (const person of people.values()) await to.tell({ do: 'contact', server, ...person });
    for (const room of rooms.values()) await to.tell({ do: 'room', server, ...room });
    return to;
  }

  const tell = (command: Without<Command>): Promise<void> => current.tell({ ...command, server });

  async function message(
    facts: { from: string; chat: string; type?: number; text?: string } & Partial<
      Pick<Extract<Command, { do: 'message' }>, 'id' | 'mentions' | 'file' | 'timestamp'>
    >,
  ) {
    messages += 1;
    const id = facts.id ?? `${server}-m${messages}-${randomBytes(4).toString('hex')}`;
    await enter(facts.chat, facts.from);
    const whole = { type: kinds.text, text: '', mentions: [], file: null, timestamp: Date.now(), ...facts, id };
    await tell({ do: 'message', ...whole });
    return id;
  }

  /** Whoever speaks in a room is in it. */
  async function enter(chat: string, person: string): Promise<void> {
    const room = rooms.get(chat);
    if (room === undefined || room.members.includes(person)) return;
    room.members.push(person);
    await tell({ do: 'room', ...room });
  }

  return {
    endpoint: `127.0.0.1:${port}`,
    token,
    said,
    accepted,
    rooms,
    people,
    tell,
    message,
    enter,
    async person(name: string, more: { id?: string; alias?: string; weixin?: string } = {}): Promise<FarPerson> {
      const person = { id: more.id ?? `wxid_${server}_${people.size + 1}`, name, alias: more.alias ?? '', weixin: more.weixin ?? '' };
      people.set(person.id, person);
      await tell({ do: 'contact', ...person });
      return { id: person.id, name };
    },
    async room(topic: string, members: readonly FarPerson[] = [], id = `${server}r${rooms.size + 1}@chatroom`): Promise<string> {
      const room = { id, topic, members: ['wxid_bot', ...members.map((one) => one.id)] };
      rooms.set(id, room);
      await tell({ do: 'room', ...room });
      return id;
    },
    /** As a power cut does: no goodbye, no flush. */
    kill: () => current.kill('SIGKILL'),
    /** Alive and deaf, as behind a firewall that drops packets. */
    freeze: () => current.kill('SIGSTOP'),
    thaw: () => current.kill('SIGCONT'),
    async restart() {
      current = await attach();
    },
    async close() {
      if (current.alive()) await tell({ do: 'close' });
    },
  };
}

export type FarSide = Awaited<ReturnType<typeof openFarSide>>;

/** Below the range outgoing connections are given: whoever asks a dead server's port again and again must not end up on it. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
