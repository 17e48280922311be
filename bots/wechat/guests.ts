import { type Friendship, type RoomInvitation, types } from 'wechaty';
import type { Identities } from './identity.ts';
import type { Log } from './log.ts';
import type { WechatSettings } from './settings.ts';
import { within } from './wait.ts';

/** Who may pull the bot into a room, or befriend it: whom the office listed, nobody by name. */
export function createGuests(settings: WechatSettings, identities: Identities, log: Log) {
  const allowed = new Set(settings.inviters);

  async function invited(invitation: RoomInvitation): Promise<void> {
    const inviter = await invitation.inviter();
    if (!(await identities.names(inviter)).some((name) => allowed.has(name))) {
      log.warn({ inviter: inviter.id }, 'wechat: an invitation from somebody not listed was left unanswered');
      return;
    }
    await invitation.accept();
    log.info({ inviter: inviter.id }, 'wechat: an invitation was accepted');
  }

  async function befriended(friendship: Friendship): Promise<void> {
    if (friendship.type() !== types.Friendship.Receive) return;
    const contact = friendship.contact().id;
    if (!settings.acceptFriends) return log.info({ contact }, 'wechat: a friend request waits for a person to answer it');
    await friendship.accept();
    log.info({ contact }, 'wechat: a friend request was accepted');
  }

  const logged = (what: string, work: Promise<void>): void => {
    within(settings.limits.fetchMs, what, work).catch((error: unknown) => log.error({ err: String(error) }, `wechat: ${what} failed`));
  };

  return {
    invited: (invitation: RoomInvitation): void => logged('answering an invitation', invited(invitation)),
    befriended: (friendship: Friendship): void => logged('answering a friend request', befriended(friendship)),
  };
}
