import type { Wechaty } from 'wechaty';
import type { Channel, OutboundMessage, PersonRef, SendOutcome } from '../../core/channel.ts';
import { encode, type Named, type Part } from './encode.ts';
import type { Identities } from './identity.ts';
import type { Log } from './log.ts';
import type { Rooms } from './rooms.ts';
import { TimedOut, within } from './wait.ts';
import { faultOf } from './wire-errors.ts';

export interface SendParts {
  readonly bot: () => Wechaty;
  readonly ready: () => boolean;
  /** Told when a send shows that the connection is gone, so that recovery does not wait for the watch-dog. */
  readonly suspect: (reason: string) => void;
  readonly identities: Identities;
  readonly rooms: Rooms;
  readonly sendMs: number;
  readonly lookupMs: number;
  readonly log: Log;
}

const again = { offlineMs: 5_000, slowerMs: 10 * 60_000 } as const;

/**
 * A retry is answered only where nothing can have left: no session, no connection, or the wire's own no. Everything else
 * that fails is unknown, also when words went out and the file behind them did not: WeChat has no key to send by twice.
 */
export function createSend(parts: SendParts): Channel['send'] {
  const { identities, rooms, log } = parts;

  async function target(chat: { wireId: string; kind: 'group' | 'private' }): Promise<string | null> {
    return chat.kind === 'group' ? rooms.rawId(chat.wireId) : identities.rawId(chat.wireId);
  }

  /** A mention reaches its person only as a member, under the name he has in that room; else the name is just written. */
  async function named(roomId: string, message: OutboundMessage): Promise<Named[]> {
    if (message.mentions.length === 0) return [];
    const { puppet } = parts.bot();
    const members = await within<string[]>(parts.lookupMs, 'listing members', puppet.roomMemberList(roomId)).catch((): string[] => []);
    const one = async (person: PersonRef): Promise<Named> => {
      try {
        const rawId = (await identities.rawId(person.wireId)) ?? person.wireId;
        if (!members.includes(rawId)) return { rawId: null, name: person.name };
        const member = await within(parts.lookupMs, 'reading a member', puppet.roomMemberPayload(roomId, rawId));
        return { rawId, name: member.roomAlias || member.name || person.name };
      } catch {
        return { rawId: null, name: person.name };
      }
    };
    return Promise.all(message.mentions.map(one));
  }

  /** The puppet's own calls, not `room.say`: that one looks the sent message up afterwards, and fails though it was sent. */
  async function say(id: string, part: Part): Promise<string | null> {
    const { puppet } = parts.bot();
    const work = part.kind === 'text' ? puppet.messageSendText(id, part.text, [...part.mentions]) : puppet.messageSendFile(id, part.file());
    return (await within(parts.sendMs, 'sending', Promise.resolve(work))) || null;
  }

  function failed(error: unknown, sent: number, all: number): SendOutcome {
    const reason = error instanceof TimedOut ? error.message : faultOf(error).reason;
    if (sent > 0) return { kind: 'unknown', reason: `${sent} of ${all} parts were sent; then: ${reason}` };
    if (error instanceof TimedOut) return { kind: 'unknown', reason };
    return outcomeOf(error);
  }

  function outcomeOf(error: unknown): SendOutcome {
    const fault = faultOf(error);
    if ('down' in fault && fault.down) parts.suspect(fault.reason);
    switch (fault.kind) {
      case 'not-sent':
        return { kind: 'retry', afterMs: again.offlineMs, scope: 'channel', reason: fault.reason };
      case 'too-often':
        return { kind: 'retry', afterMs: again.slowerMs, scope: 'channel', reason: fault.reason };
      case 'refused':
        return { kind: 'refused', code: fault.code, reason: fault.reason };
      case 'unknown':
        return { kind: 'unknown', reason: fault.reason };
    }
  }

  async function sayAll(id: string, all: readonly Part[]): Promise<SendOutcome> {
    let messageId: string | null = null;
    for (const [sent, part] of all.entries()) {
      try {
        const saidId = await say(id, part);
        if (sent === 0) messageId = saidId;
      } catch (error) {
        return failed(error, sent, all.length);
      }
    }
    return { kind: 'sent', messageId };
  }

  async function find(chat: { wireId: string; kind: 'group' | 'private' }): Promise<{ id: string } | SendOutcome> {
    try {
      const id = await target(chat);
      return id === null
        ? { kind: 'refused', code: `${chat.kind}-not-found`, reason: `no such chat in this login: ${chat.wireId}` }
        : { id };
    } catch (error) {
      // Only looking up failed: nothing was sent, whatever the error.
      const fault = faultOf(error);
      if ('down' in fault && fault.down) parts.suspect(fault.reason);
      return { kind: 'retry', afterMs: again.offlineMs, scope: 'channel', reason: fault.reason };
    }
  }

  return async (chat, message) => {
    if (message.text.trim() === '' && message.media.length === 0) return { kind: 'refused', code: 'empty', reason: 'nothing to say' };
    if (!parts.ready()) return { kind: 'retry', afterMs: again.offlineMs, scope: 'channel', reason: 'not logged in' };
    const found = await find(chat);
    if (!('id' in found)) return found;
    const mentions = chat.kind === 'group' ? await named(found.id, message) : [];
    const outcome = await sayAll(found.id, encode(message, mentions));
    log.debug({ outbox: message.id, chat: chat.wireId, outcome: outcome.kind }, 'wechat: sent');
    return outcome;
  };
}
