import { type Message, type Room, types, type Wechaty } from 'wechaty';
import { z } from 'zod';
import type { ChatRef, InboundMedia } from '../../core/channel.ts';
import { mediaKinds, type WireMessage } from './decode.ts';
import type { Identities } from './identity.ts';
import { isSessionId } from './identity.ts';
import type { Log } from './log.ts';
import type { Rooms } from './rooms.ts';
import type { WechatSettings } from './settings.ts';
import { cut, uncut } from './text.ts';
import { within } from './wait.ts';

export interface GatherParts {
  readonly bot: () => Wechaty;
  readonly selfId: () => string | null;
  readonly identities: Identities;
  readonly rooms: Rooms;
  readonly settings: WechatSettings;
  readonly log: Log;
}

/** Asks the wire for everything that decoding needs. What cannot be had in time is left out, and the message goes on. */
export function createGather(parts: GatherParts) {
  const { identities, rooms, settings, log } = parts;
  const { lookupMs } = settings.limits;

  async function orElse<T>(what: string, message: Message, work: Promise<T>, instead: T): Promise<T> {
    try {
      return await within(lookupMs, what, work);
    } catch (error) {
      log.warn({ message: message.id, err: String(error) }, `wechat: ${what} failed`);
      return instead;
    }
  }

  async function chatOf(message: Message): Promise<ChatRef> {
    const room = message.room();
    if (room !== undefined) return rooms.chatOf(room);
    const own = message.talker().id === parts.selfId();
    const other = own ? (message.listener() ?? message.talker()) : message.talker();
    const person = await identities.person(other);
    return { wireId: person.wireId, kind: 'private', title: person.name };
  }

  async function members(message: Message, room: Room | undefined, text: string): Promise<WireMessage['members']> {
    if (room === undefined || !text.includes('@')) return [];
    const everybody = (await room.memberAll()).filter((one) => one.id !== parts.selfId());
    return Promise.all(
      everybody.map(async (one) => {
        const alias = await room.alias(one).catch(() => undefined);
        const names = [alias ?? '', one.name()].filter((name) => name !== '');
        return { person: await identities.person(one, alias), names };
      }),
    ).catch((error: unknown) => {
      log.warn({ message: message.id, err: String(error) }, 'wechat: the members of a room could not be named');
      return [];
    });
  }

  async function mentioned(message: Message, room: Room | undefined): Promise<WireMessage['mentioned']> {
    if (room === undefined) return [];
    const listed = await message.mentionList();
    return Promise.all(listed.map(async (one) => identities.person(one, await room.alias(one))));
  }

  async function botNames(room: Room | undefined): Promise<string[]> {
    const me = parts.bot().currentUser;
    const alias = room === undefined ? undefined : await room.alias(me).catch(() => undefined);
    return [...new Set([settings.botName, me.name(), alias ?? ''])].filter((name) => name !== '');
  }

  async function gather(message: Message, chat: ChatRef): Promise<WireMessage> {
    const room = message.room();
    const talker = message.talker();
    const text =
      message.type() === types.Message.Text
        ? await orElse('reading the raw text', message, wholeText(message), message.text())
        : message.text();
    const alias = room === undefined ? undefined : await orElse('reading a room alias', message, room.alias(talker), undefined);
    const self = parts.selfId() ?? '';
    return {
      id: message.id,
      type: message.type(),
      text,
      at: dateOf(message),
      chat,
      sender: await identities.person(talker, alias),
      own: talker.id === self,
      fromMachine: room === undefined && (talker.type() === types.Contact.Official || wechatItself.has(talker.id)),
      mentioned: await orElse('reading the mention list', message, mentioned(message, room), []),
      members: await orElse('listing the members of a room', message, members(message, room, text), []),
      bot: { wireId: self, names: await orElse('reading our own name', message, botNames(room), [settings.botName]) },
      media: await mediaOf(message),
      label: await orElse('reading a card', message, labelOf(parts.bot().puppet, message), null),
    };
  }

  /** wechat4u loses text behind a second `:\n`; its raw message still has it. Other puppets hand the text on whole. */
  async function wholeText(message: Message): Promise<string> {
    const text = message.text();
    const read: unknown = Reflect.get(parts.bot().puppet, 'messageRawPayload');
    if (settings.puppet !== 'wechaty-puppet-wechat4u' || !isSessionId(message.room()?.id ?? '') || typeof read !== 'function') return text;
    const raw = WebText.safeParse(await Reflect.apply(read, parts.bot().puppet, [message.id]));
    return raw.success ? uncut(text, raw.data.Content) : text;
  }

  async function mediaOf(message: Message): Promise<InboundMedia | null> {
    const kind = mediaKinds[message.type()];
    if (kind === undefined) return null;
    try {
      const { name, mime, content } = await within(settings.limits.mediaMs, 'fetching media', bytesOf(message));
      if (content.length > settings.limits.maxMediaBytes) throw new Error(`${content.length} bytes are too many`);
      return { kind, name, mime, content, ref: message.id };
    } catch (error) {
      log.warn({ message: message.id, err: String(error) }, 'wechat: media came without bytes');
      return { kind, name: '', mime: '', content: null, ref: message.id };
    }
  }

  /** For `Channel.fetchMedia`: wechat4u can give it for an hour and in the same process, others as long as they keep it. */
  async function fetchMedia(ref: string): Promise<Uint8Array | null> {
    try {
      const message = await within(settings.limits.fetchMs, 'finding a message', parts.bot().Message.find({ id: ref }));
      if (message === undefined) return null;
      const { content } = await within(settings.limits.fetchMs, 'fetching media', bytesOf(message));
      return content.length > settings.limits.maxMediaBytes ? null : content;
    } catch (error) {
      log.warn({ message: ref, err: String(error) }, 'wechat: media could not be fetched');
      return null;
    }
  }

  return { chatOf, gather, fetchMedia };
}

const wechatItself = new Set(['weixin', 'filehelper', 'fmessage', 'newsapp', 'medianote', 'floatbottle', 'qqmail']);

const WebText = z.object({ MsgType: z.literal(1), Content: z.string() });

async function bytesOf(message: Message) {
  const file = await message.toFileBox();
  const content = new Uint8Array(await file.toBuffer());
  return { name: cut(file.name, 256), mime: cut(file.mediaType, 128), content };
}

async function labelOf(puppet: Wechaty['puppet'], message: Message): Promise<string | null> {
  switch (message.type()) {
    case types.Message.Url: {
      const link = await puppet.messageUrl(message.id);
      return `${link.title} ${link.url}`;
    }
    case types.Message.MiniProgram:
      return (await puppet.messageMiniProgram(message.id)).title ?? null;
    case types.Message.Location: {
      const place = await puppet.messageLocation(message.id);
      return `${place.name} ${place.address}`;
    }
    default:
      return null;
  }
}

/** Seconds or milliseconds, as the puppet pleases; wechaty tells them apart. */
function dateOf(message: Message): Date | null {
  const at = message.date();
  return Number.isNaN(at.getTime()) || at.getTime() <= 0 ? null : at;
}
