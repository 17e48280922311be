import { createHash } from 'node:crypto';
import type { Contact, Message, Room, Wechaty } from 'wechaty';
import type { ChatRef, InboundBody, InboundEnvelope, PersonRef } from '../../core/channel.ts';
import { type Decoded, decode, valid, type WireMessage, wechat } from './decode.ts';
import type { Identities } from './identity.ts';
import type { Log } from './log.ts';
import { earlier, type Relay } from './relay.ts';
import type { Rooms } from './rooms.ts';
import type { Outage } from './session.ts';
import { pause, within } from './wait.ts';

export interface IntakeParts {
  readonly bot: () => Wechaty;
  readonly selfId: () => string | null;
  readonly identities: Identities;
  readonly rooms: Rooms;
  readonly gatherer: { chatOf(message: Message): Promise<ChatRef>; gather(message: Message, chat: ChatRef): Promise<WireMessage> };
  readonly relay: Relay;
  readonly lookupMs: number;
  readonly now: () => Date;
  /** Something was said then, and where and what will never be known. */
  readonly missed: (from: Date) => void;
  readonly log: Log;
}

const triesToLoad = 3;
const rememberedSenders = 5_000;
/** Of an id that a wire made up. */
const LOGGED = 300;

/**
 * Puts what the wire tells into its chat's line, in the order told. wechaty's own `message` event comes after each
 * message's look-ups, so a slow one is overtaken; the puppet's comes in order and carries an id only. Ids are looked up side
 * by side, take their places one after the other, and only then are decoded, chat by chat.
 */
export function createIntake(parts: IntakeParts) {
  const { identities, rooms, relay, log } = parts;
  const senders = new Map<string, PersonRef>();
  const stopping = new AbortController();
  /** When what is still looked up was heard: it stands in no line yet. */
  const unplaced = new Map<symbol, Date>();
  let lastPlaced: Promise<void> = Promise.resolve();

  function inOrder<T>(looking: Promise<T>, place: (found: T) => void, what: string, dropped: (at: Date) => void = () => {}): void {
    const id = Symbol(what);
    const at = parts.now();
    unplaced.set(id, at);
    looking.catch(() => undefined);
    lastPlaced = lastPlaced.then(async () => {
      try {
        place(await looking);
      } catch (error) {
        log.error({ err: String(error) }, `wechat: ${what} was dropped`);
        // Stopped in the middle of it, it stays on the list, and the next start tells of it.
        if (stopping.signal.aborted) return;
        dropped(at);
      }
      unplaced.delete(id);
    });
  }

  /** With its room and people loaded, or not at all: asked again, because it is not delivered again. */
  async function load(id: string): Promise<{ message: Message; chat: ChatRef }> {
    for (let tried = 1; ; tried += 1) {
      try {
        const message = await within(parts.lookupMs, 'reading a message', parts.bot().Message.find({ id }));
        if (message === undefined) throw new Error(`the wire does not give message ${id}`);
        return { message, chat: await within(parts.lookupMs, 'reading a chat', parts.gatherer.chatOf(message)) };
      } catch (error) {
        if (tried >= triesToLoad || stopping.signal.aborted) throw error;
        await pause(250 * tried, stopping.signal);
      }
    }
  }

  function heard(id: string): void {
    const at = parts.now();
    const place = ({ message, chat }: { message: Message; chat: ChatRef }): void =>
      relay.push(chat.wireId, async () => kept(await decodedOrGap(message, chat, at), id));
    inOrder(load(id), place, `message ${id}`, parts.missed);
  }

  /** What cannot be read after all is a hole in this chat, and is told as one. */
  async function decodedOrGap(message: Message, chat: ChatRef, heardAt: Date): Promise<Decoded> {
    try {
      const result = await decoded(message, chat);
      if (!('malformed' in result)) return result;
      log.error({ message: message.id.slice(0, LOGGED), chat: chat.wireId, err: result.dropped }, 'wechat: a message could not be read');
    } catch (error) {
      log.error({ message: message.id.slice(0, LOGGED), chat: chat.wireId, err: String(error) }, 'wechat: a message could not be read');
    }
    const body = { kind: 'gap' as const, from: heardAt, to: parts.now() };
    return valid({ channel: wechat, chat, sender: null, key: `g:${message.id}`.slice(0, 512), at: heardAt, body });
  }

  async function decoded(message: Message, chat: ChatRef): Promise<Decoded> {
    return withTrueSender(decode(await parts.gatherer.gather(message, chat)));
  }

  /**
   * Only who wrote a message can recall it, and some puppets name the wrong one or ourselves as recalling; whose message it
   * was, we heard.
   */
  function withTrueSender(result: Decoded): Decoded {
    if (!('envelope' in result)) return result;
    const { envelope } = result;
    if (envelope.body.kind === 'message' && envelope.sender !== null) remember(envelope.body.messageId, envelope.sender);
    if (envelope.body.kind !== 'recall') return result;
    const sender = senders.get(envelope.body.messageId);
    if (sender !== undefined) return { envelope: { ...envelope, sender } };
    return envelope.sender?.wireId === parts.selfId() ? { dropped: 'our own recall' } : result;
  }

  function remember(messageId: string, sender: PersonRef): void {
    senders.set(messageId, sender);
    const [first] = senders.keys();
    if (senders.size > rememberedSenders && first !== undefined) senders.delete(first);
  }

  function kept(result: Decoded, what: string): InboundEnvelope[] {
    if ('envelope' in result) return [result.envelope];
    const at = 'malformed' in result ? 'warn' : 'debug';
    log[at]({ what: what.slice(0, LOGGED), reason: result.dropped }, 'wechat: not handed on');
    return [];
  }

  function tell(chat: ChatRef, key: string, body: InboundBody, at: Date | null, sender: PersonRef | null, since?: Date): void {
    relay.push(chat.wireId, async () => kept(valid({ channel: wechat, chat, sender, key, at, body }), key), since);
  }

  return {
    heard,
    joined(room: Room, people: readonly Contact[], inviter: Contact, at: Date): void {
      const looking = async () => ({
        chat: await rooms.chatOf(room),
        sender: await identities.person(inviter),
        people: await Promise.all(people.filter((one) => one.id !== parts.selfId()).map((one) => identities.person(one))),
      });
      const place = (found: Awaited<ReturnType<typeof looking>>): void => {
        if (found.people.length === 0) return log.info({ room: found.chat.wireId }, 'wechat: the bot joined a room');
        const who = createHash('sha256')
          .update(
            found.people
              .map((one) => one.wireId)
              .sort()
              .join('\n'),
          )
          .digest('hex')
          .slice(0, 16);
        tell(found.chat, `j:${at.getTime()}:${who}`, { kind: 'joined', people: found.people }, at, found.sender);
      };
      inOrder(within(parts.lookupMs, 'reading newcomers', looking()), place, 'a join');
    },
    renamed(room: Room, topic: string, at: Date): void {
      const looking = async () => rooms.renamed(room, topic);
      inOrder(
        looking(),
        (change) => {
          if (change !== null)
            tell(
              change.from,
              `x:${at.getTime()}:${change.to.wireId}`.slice(0, 512),
              { kind: 'migrated', toWireId: change.to.wireId },
              at,
              null,
            );
        },
        'a change of topic',
      );
    },
    gap(chat: ChatRef, outage: Outage): void {
      const key = `g:${outage.from?.getTime() ?? ''}-${outage.to.getTime()}`;
      // Until it is stored, what it tells of is not told: after a crash it must begin there again.
      tell(chat, key, { kind: 'gap', from: outage.from, to: outage.to }, outage.to, null, outage.from ?? outage.to);
    },
    /** Since when the oldest that is still looked up waits. */
    oldest: () => [...unplaced.values()].reduce<Date | null>(earlier, null),
    /** Resolves when everything told so far stands in its line. */
    placed: () => lastPlaced,
    stop: () => stopping.abort(),
  };
}

export type Intake = ReturnType<typeof createIntake>;
