import type { TicketEvent } from '../../core/ticket/events.ts';
import { OPEN_STATES, type TicketState } from '../../core/ticket/ticket.ts';
import type { Db } from '../../prisma/store/client.ts';
import { eventOf, ticketOf } from '../../prisma/store/rows.ts';
import { memberKey } from './cast.ts';
import type { Said } from './channel.ts';
import { keyOf, type Scene, type SceneMessage } from './scene.ts';

interface Fate {
  readonly as: string;
  readonly ticket: number | null;
}

export interface SceneResult {
  readonly id: string;
  readonly tickets: readonly {
    readonly number: number;
    readonly pre: string | null;
    readonly reporter: string;
    readonly enterprise: string | null;
    readonly department: string | null;
    readonly urgent: boolean;
    readonly state: 'open' | 'closed' | 'withdrawn';
    readonly messages: readonly string[];
    readonly attached: readonly string[];
    readonly reopened_at: readonly string[];
  }[];
  readonly messages: Readonly<Record<string, Fate>>;
  readonly said: readonly { readonly chat: string; readonly to?: string; readonly text: string; readonly after: string }[];
}

const OWN_ROLES: ReadonlySet<string> = new Set(['report', 'supplement', 'duplicate', 'correction']);

/** Read from the database, not from what the run believes it did. */
export async function resultOf(db: Db, scene: Scene, said: readonly (Said & { after: string })[]): Promise<SceneResult> {
  const [rows, heard, links, events, enterprises] = await Promise.all([
    db.ticket.findMany({ orderBy: { number: 'asc' } }),
    db.inbox.findMany({ orderBy: { id: 'asc' } }),
    db.ticketMessage.findMany({ orderBy: { inboxId: 'asc' } }),
    db.ticketEvent.findMany({ where: { type: { in: ['reopened', 'rework'] } }, orderBy: { id: 'asc' } }),
    db.enterprise.findMany(),
  ]);
  const saidIn = new Map(scene.messages.map((message) => [keyOf(message), message.id]));
  const sceneId = new Map(heard.map((row) => [row.id, saidIn.get(row.key)]));
  const ids = (roles: (role: string) => boolean, number: number) =>
    links.flatMap((link) => {
      const id = sceneId.get(link.inboxId);
      return link.ticket === number && roles(link.role) && id !== undefined && scene.messages.some((one) => one.id === id) ? [id] : [];
    });
  const personOf = (wireId: string) => scene.people.find((person) => memberKey(person.id) === wireId)?.id ?? wireId;

  const tickets = rows.map(ticketOf).map((ticket) => ({
    number: ticket.number,
    pre: scene.pre_tickets.find((one) => one.no === ticket.number)?.key ?? null,
    reporter: personOf(ticket.reporter.wireId),
    enterprise: enterprises.find((one) => one.key === ticket.enterprise)?.name ?? null,
    department: ticket.department,
    urgent: ticket.urgency !== 'normal',
    state: shownState(ticket.state),
    messages: ids((role) => OWN_ROLES.has(role), ticket.number),
    attached: ids((role) => !OWN_ROLES.has(role), ticket.number),
    reopened_at: events.map(eventOf).flatMap((event: TicketEvent) => {
      const id = event.ticket === ticket.number && event.cause !== null ? sceneId.get(BigInt(event.cause)) : undefined;
      return id === undefined ? [] : [id];
    }),
  }));
  return { id: scene.id, tickets, messages: fates(scene, heard, links), said: said.map((one) => sentence(one, personOf)) };
}

function fates(
  scene: Scene,
  heard: readonly { id: bigint; key: string; outcome: string | null }[],
  links: readonly { ticket: number; inboxId: bigint; role: string }[],
): SceneResult['messages'] {
  const fateOf = (message: SceneMessage): Fate => {
    const row = heard.find((one) => one.key === keyOf(message));
    const link = links.find((one) => one.inboxId === row?.id);
    if (link) return { as: link.role, ticket: link.ticket };
    const spoken = row?.outcome === 'answered' || row?.outcome === 'parked' ? row.outcome : 'none';
    return { as: spoken, ticket: null };
  };
  return Object.fromEntries(scene.messages.map((message): [string, Fate] => [message.id, fateOf(message)]));
}

function sentence({ chat, message, after }: Said & { after: string }, personOf: (wireId: string) => string): SceneResult['said'][number] {
  const to = chat.startsWith('dm:') ? personOf(chat.slice(3)) : message.mentions[0] && personOf(message.mentions[0].wireId);
  return { chat, ...(to ? { to } : {}), text: message.text, after };
}

function shownState(state: TicketState): 'open' | 'closed' | 'withdrawn' {
  if (state === 'withdrawn') return 'withdrawn';
  return OPEN_STATES.has(state) ? 'open' : 'closed';
}
