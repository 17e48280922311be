import type { Reporter } from '../../core/ticket/ticket.ts';
import type { Db } from './client.ts';
import { reporterKey } from './rows.ts';

/**
 * Every key a person's tickets may stand under: what he reported before he was bound stands under the wire he spoke on, and
 * must not vanish from 我的工单 with the binding.
 */
export async function reporterKeysOf(db: Db, reporter: Pick<Reporter, 'member' | 'channel' | 'wireId'>): Promise<string[]> {
  const own = reporterKey(reporter);
  if (reporter.member === null) return [own];
  const bound = await db.identity.findMany({ where: { memberId: reporter.member }, select: { channel: true, wireId: true } });
  return [own, ...bound.map(({ channel, wireId }) => reporterKey({ member: null, channel, wireId }))];
}
