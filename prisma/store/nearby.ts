import type { ChatInfo } from '../../core/directory.ts';
import type { EnterpriseKey } from '../../core/ids.ts';
import { OPEN_STATES, type Ticket } from '../../core/ticket/ticket.ts';
import type { Db } from './client.ts';
import { latestOf } from './latest.ts';
import { ticketOf } from './rows.ts';

const OPEN = [...OPEN_STATES];
/** As far back, and as many, as what somebody says now may be the same matter as. */
const NEARBY_MS = 3 * 24 * 60 * 60 * 1000;
const NEARBY = 30;
const OF_ENTERPRISE = 3;

/** What is open here and was reported lately, the newest first. */
export async function openIn(db: Db, chat: ChatInfo, now: Date): Promise<Ticket[]> {
  const rows = await db.ticket.findMany({
    where: { sourceChat: chat.id, state: { in: OPEN }, receivedAt: { gte: new Date(now.getTime() - NEARBY_MS) } },
    orderBy: { receivedAt: 'desc' },
    take: NEARBY,
  });
  return rows.map(ticketOf);
}

/** The enterprise's latest, open or over: a colleague speaks of them too. */
export async function ofEnterprise(db: Db, enterprise: EnterpriseKey | null): Promise<Ticket[]> {
  return enterprise === null ? [] : latestOf(db, 'enterprise', [enterprise], OF_ENTERPRISE);
}
