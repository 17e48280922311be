import type { Contact, Wechaty } from 'wechaty';
import { z } from 'zod';
import type { PersonRef } from '../../core/channel.ts';
import { personRef } from './decode.ts';
import type { Log } from './log.ts';
import { within } from './wait.ts';

/**
 * Who is who across logins.
 *
 * Puppets on the phone protocols (padlocal, most puppet services) name people `wxid_…` and rooms `…@chatroom`: these last.
 * Web WeChat (wechat4u, here or behind a service) gives `@…` and `@@…`, which are new at every login. For those we use,
 * best first:
 *  - `alias:<备注>`: the remark that the office wrote for this contact on the bot's account. Nobody else can set it. Only
 *    contacts that are friends can have one.
 *  - `weixin:<微信号>`: the person's own WeChat id, unique in WeChat; the web protocol tells it of few people.
 *  - else the session's id. It ends with the login, and what was bound to it must be bound again: a right lost is safer
 *    than a right given to whoever takes somebody's display name. Display names are never used.
 * So on wechat4u an office befriends its officials and writes a remark for each. A remark given to two people names nobody.
 * Once a session's id has been resolved it stays so until the next login, even if the remark is changed meanwhile.
 */
export function isSessionId(id: string): boolean {
  return id.startsWith('@');
}

/** Which of the two a puppet fills is its own affair. */
const OwnIds = z.object({ weixin: z.string().catch(''), handle: z.string().catch('') });

export interface Identities {
  person(contact: Contact, roomName?: string | null): Promise<PersonRef>;
  wireId(contact: Contact): Promise<string>;
  /** All that this contact can be listed by in the settings; no display name is among them. */
  names(contact: Contact): Promise<string[]>;
  /** The id to use on the wire now; null: not met in this session and not among the contacts. */
  rawId(wireId: string): Promise<string | null>;
  /** A new login: all session ids are void. */
  forget(): void;
}

export function createIdentities(bot: () => Wechaty, lookupMs: number, log: Log): Identities {
  const lasting = new Map<string, string>();
  const sessionOf = new Map<string, string>();
  const met = new Set<string>();

  async function wireId(contact: Contact): Promise<string> {
    met.add(contact.id);
    if (!isSessionId(contact.id)) return contact.id;
    const known = lasting.get(contact.id);
    if (known !== undefined) return known;
    const found = await lastingId(contact).catch((error: unknown) => {
      log.warn({ contact: contact.id, err: String(error) }, 'wechat: a contact could not be read');
      return null;
    });
    if (found === null) return contact.id;
    lasting.set(contact.id, found);
    sessionOf.set(found, contact.id);
    return found;
  }

  async function lastingId(contact: Contact): Promise<string | null> {
    const alias = (await contact.alias()) ?? '';
    if (alias !== '' && (await alone({ alias }, contact.id))) return `alias:${alias}`.slice(0, 256);
    const { weixin } = await ownIds(contact);
    return weixin !== '' && (await alone({ weixin }, contact.id)) ? `weixin:${weixin}`.slice(0, 256) : null;
  }

  /** Where the search fails, the name is not trusted: better no lasting id than somebody else's. */
  async function alone(query: { alias: string } | { weixin: string }, id: string): Promise<boolean> {
    try {
      const bearers = await within(lookupMs, 'searching contacts', bot().puppet.contactSearch(query));
      const others = bearers.filter((bearer) => bearer !== id);
      if (others.length > 0)
        log.warn({ contact: id, bearers: bearers.length }, 'wechat: a remark or id that several contacts bear names nobody');
      return others.length === 0;
    } catch (error) {
      log.warn({ contact: id, err: String(error) }, 'wechat: contacts could not be searched');
      return false;
    }
  }

  async function ownIds(contact: Contact): Promise<z.infer<typeof OwnIds>> {
    return OwnIds.parse(await within(lookupMs, 'reading a contact', bot().puppet.contactPayload(contact.id)));
  }

  async function rawId(wanted: string): Promise<string | null> {
    const session = sessionOf.get(wanted);
    if (session !== undefined) return session;
    if (met.has(wanted)) return wanted;
    const [field, name] = splitLasting(wanted);
    const query = field === null ? null : field === 'alias' ? { alias: name } : { weixin: name };
    const { puppet } = bot();
    if (query === null) {
      const friends = await within(lookupMs, 'listing contacts', puppet.contactList());
      return friends.includes(wanted) ? wanted : null;
    }
    const bearers = await within(lookupMs, 'searching contacts', puppet.contactSearch(query));
    const [only] = bearers;
    if (only === undefined || bearers.length > 1) return null;
    lasting.set(only, wanted);
    sessionOf.set(wanted, only);
    return only;
  }

  return {
    wireId,
    rawId,
    async names(contact) {
      const { weixin, handle } = await ownIds(contact);
      const names = [contact.id, await wireId(contact), (await contact.alias()) ?? '', weixin, handle];
      return names.filter((name) => name !== '');
    },
    async person(contact, roomName) {
      return personRef(await wireId(contact), roomName || contact.name());
    },
    forget() {
      lasting.clear();
      sessionOf.clear();
      for (const id of met) if (isSessionId(id)) met.delete(id);
    },
  };
}

function splitLasting(wireId: string): ['alias' | 'weixin' | null, string] {
  if (wireId.startsWith('alias:')) return ['alias', wireId.slice('alias:'.length)];
  if (wireId.startsWith('weixin:')) return ['weixin', wireId.slice('weixin:'.length)];
  return [null, wireId];
}
