import type { EnterpriseKey, TicketNumber } from '../ids.ts';
import { inboxOfWouldBe, wouldBeNumber } from '../shadow/would.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import type { Heard, RecentMessage, Situation } from './heard.ts';
import type { House } from './house.ts';
import { reporterOf } from './people.ts';

/** The sender's latest, as `Situation.mine` holds them. */
const MINE = 3;
const OF_A_UNIT = 2;

/**
 * The situation as it would be had the bot spoken: with the tickets it would have opened of what it heard in silence. They know
 * what was heard since, and nothing of what officials would have done with them.
 */
export function withEcho(house: House, heard: Heard, situation: Situation): Situation {
  const { echo, member } = situation;
  if (!echo) return situation;
  const mine = echo.tickets.filter((ticket) => isHis(house, heard, ticket));
  const open = echo.tickets.filter((ticket) => ticket.sourceChat === heard.chat.id && OPEN_STATES.has(ticket.state));
  const ofUnit = member?.department ? open.filter((ticket) => ticket.department === member.department) : [];
  return {
    ...situation,
    mine: newest([...mine, ...situation.mine]).slice(0, MINE),
    ofMyDepartment:
      situation.ofMyDepartment.length + ofUnit.length === 0 ? [] : newest([...ofUnit, ...situation.ofMyDepartment]).slice(0, OF_A_UNIT),
    recent: situation.recent.map((message) => recentIn(message, echo)),
    nearby: newest([...open, ...situation.nearby]),
    ours: member?.enterprise ? newest([...ofEnterprise(echo, member.enterprise), ...situation.ours]).slice(0, MINE) : situation.ours,
    ...quotedIn(situation, echo),
    original: originalIn(situation, echo),
  };
}

function isHis({ directory }: House, heard: Heard, ticket: Ticket): boolean {
  if (!heard.sender) return false;
  const { reporter } = reporterOf(heard.chat.channel, heard.sender, directory);
  const his = ticket.reporter;
  return his.member === null ? his.channel === reporter.channel && his.wireId === reporter.wireId : his.member === reporter.member;
}

const newest = (tickets: readonly Ticket[]): readonly Ticket[] =>
  tickets.toSorted((a, b) => Date.parse(b.receivedAt) - Date.parse(a.receivedAt));

type Echo = NonNullable<Situation['echo']>;

const ofEnterprise = ({ tickets }: Echo, enterprise: EnterpriseKey): readonly Ticket[] =>
  tickets.filter((ticket) => ticket.enterprise === enterprise);

/** What would have become of a message of the chat: in silence all of them are let pass. */
function recentIn(message: RecentMessage, echo: Echo): RecentMessage {
  const heard = echo.heard.find((one) => one.inbox === message.inbox);
  const ticket = heard === undefined ? null : belonging(echo, message.inbox);
  if (heard === undefined) return message;
  const role = ticket !== null && ticket.number === wouldBeNumber(message.inbox) ? 'report' : 'supplement';
  return {
    ...message,
    outcome: heard.outcome,
    links: ticket === null ? message.links : [...message.links, { ticket: ticket.number, role }],
  };
}

/** The would-be ticket that a message of the chat belongs to. */
function belonging(echo: Echo, inbox: number | null): Ticket | null {
  const to = echo.heard.find((one) => one.inbox === inbox)?.belongsTo ?? inbox;
  return echo.tickets.find((ticket) => inboxOfWouldBe(ticket.number) === to) ?? null;
}

function quotedIn({ quoted, quotedTickets }: Situation, echo: Echo): Pick<Situation, 'quoted' | 'quotedTickets'> {
  const ticket = quoted === null ? null : belonging(echo, quoted.inbox);
  if (quoted === null || ticket === null) return { quoted, quotedTickets };
  return { quoted: { ...quoted, tickets: [...quoted.tickets, ticket.number] }, quotedTickets: [...quotedTickets, ticket] };
}

function originalIn({ original }: Situation, echo: Echo): Situation['original'] {
  const ticket = original === null ? null : belonging(echo, original.inbox);
  if (original === null || ticket === null) return original;
  const role = ticket.number === wouldBeNumber(original.inbox) ? 'report' : 'supplement';
  return {
    ...original,
    outcome: role === 'report' ? 'ticketed' : 'attached',
    links: [...original.links, { ticket: ticket.number, role }],
    tickets: [...original.tickets, ticket],
    reportPieces: original.reportPieces + 1,
  };
}

/** The would-be tickets that a step may ask for. */
export function wouldBeTickets({ echo }: Situation, numbers: readonly TicketNumber[]): readonly Ticket[] {
  return (echo?.tickets ?? []).filter((ticket) => numbers.includes(ticket.number));
}
