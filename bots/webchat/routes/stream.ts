import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HouseError } from '../../../core/errors.ts';
import type { WebchatMessage } from '../../../prisma/store/webchat.ts';
import type { News } from '../api.ts';
import { toMessage } from '../encode.ts';
import type { HubEvent } from '../hub.ts';
import type { Desk } from '../ports.ts';
import { roomFor, roomsOf, type Viewer } from '../rooms.ts';
import { signedIn, tokenOf, whoIs } from '../sessions.ts';

/**
 * Numbers of the change sequence are taken before they are visible, so one below the last seen may appear after it.
 * Catching up begins this far back; the page drops what it has, by (id, change).
 */
const OVERLAP = 256;
const CATCH_UP_LIMIT = 1_000;
/** A reader this far behind is cut off and comes back through the database instead of filling our memory. */
const BACKLOG_BYTES = 4 * 1024 * 1024;

const Since = z.coerce.number().int().nonnegative();

/** Server-sent events: first what happened since `Last-Event-ID`, then everything as it happens. */
export function streamRoutes(app: FastifyInstance, desk: Desk): void {
  const { settings } = desk;
  const open = new Map<string, number>();

  app.get('/api/stream', { exposeHeadRoute: false }, async (request, reply) => {
    const viewer = await signedIn(request, desk);
    const session = tokenOf(request, settings.demo) ?? '';
    const already = open.get(session) ?? 0;
    if (already >= settings.streams) throw new HouseError('too_many', '打开的页面太多了，请先关掉几个。');
    open.set(session, already + 1);
    reply.raw.on('close', () => {
      const left = (open.get(session) ?? 1) - 1;
      if (left > 0) open.set(session, left);
      else open.delete(session);
    });
    const since = Since.safeParse(request.headers['last-event-id']);
    reply.hijack();
    const out = reply.raw;
    out.writeHead(200, { ...headersOf(reply.getHeaders()), 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    out.write('retry: 1000\n\n');
    await live(viewer, since.success ? since.data : null, request, out, desk);
  });
}

async function live(viewer: Viewer, since: number | null, request: FastifyRequest, out: ServerResponse, desk: Desk): Promise<void> {
  const { hub, settings, streams, log } = desk;
  // Listens before it reads, and tells the two in this order: nothing falls between them.
  let told: Promise<void> = Promise.resolve();
  const tell = (job: () => Promise<void>): void => {
    told = told.then(job).catch((err: unknown) => {
      log.warn({ err }, 'a live stream of the web chat broke off');
      end();
    });
  };
  const stillHere = async (): Promise<void> => {
    const now = await whoIs(request, desk);
    if (now?.key === viewer.key) out.write(': here\n\n');
    else end();
  };
  const heartbeat = setInterval(() => tell(stillHere), settings.heartbeatMs).unref();
  const unsubscribe = hub.subscribe((event) => tell(() => relay(event, viewer, out, desk)));
  function end(): void {
    clearInterval(heartbeat);
    unsubscribe();
    streams.delete(end);
    out.end();
  }
  streams.add(end);
  out.on('close', end);
  if (since !== null) tell(() => catchUp(viewer, since, out, desk));
}

async function catchUp(viewer: Viewer, since: number, out: ServerResponse, { store, directory }: Desk): Promise<void> {
  const rooms = roomsOf(viewer, await directory()).map((room) => room.wireId);
  const missed = await store.changes(rooms, Math.max(0, since - OVERLAP), CATCH_UP_LIMIT + 1);
  if (missed.length > CATCH_UP_LIMIT) return write(out, null, { type: 'reset' });
  for (const message of missed) writeMessage(out, message, viewer);
}

async function relay(event: HubEvent, viewer: Viewer, out: ServerResponse, { directory }: Desk): Promise<void> {
  if (event.kind === 'read') {
    if (event.reader === viewer.key) write(out, null, { type: 'read', chat: event.chat, lastReadId: event.lastReadId });
    return;
  }
  // Asked each time: who lost a role since the stream was opened hears no more of its group.
  const known = await directory();
  const member = viewer.member && known.members.find((one) => one.key === viewer.key && one.active);
  if (viewer.member && !member) return;
  if (roomFor({ ...viewer, member: member ?? null }, event.message.chat, known)) writeMessage(out, event.message, viewer);
}

function writeMessage(out: ServerResponse, message: WebchatMessage, viewer: Viewer): void {
  write(out, message.change, { type: 'message', message: toMessage(message, viewer.key) });
}

function write(out: ServerResponse, id: number | null, news: News): void {
  if (out.writableLength > BACKLOG_BYTES) out.destroy();
  if (out.destroyed || out.writableEnded) return;
  out.write(`${id === null ? '' : `id: ${id}\n`}data: ${JSON.stringify(news)}\n\n`);
}

function headersOf(headers: Readonly<Record<string, number | string | string[] | undefined>>): Record<string, number | string | string[]> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
