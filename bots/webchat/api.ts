import { z } from 'zod';
import { Button, MediaKind } from '../../core/channel.ts';

/** What the page and its server say to each other. Both sides parse with these. */

/** Authors that are no member; member keys never begin with `@`. */
export const BOT = '@bot';
export const STRANGER = '@stranger';

/** Sent with every change, so that a form on another site cannot make one. */
export const PAGE_HEADER = 'x-webchat';

export const TEXT_LIMIT = 8000;
export const FILES_LIMIT = 9;

export const PersonKind = z.enum(['bot', 'entrepreneur', 'official', 'commissioner', 'leader', 'manager', 'duty', 'admin', 'stranger']);
export type PersonKind = z.infer<typeof PersonKind>;

export const Person = z.object({
  key: z.string(),
  name: z.string(),
  kind: PersonKind,
  /** 企业家, 经办人 …: to show beside the name. */
  label: z.string(),
  /** Enterprise or department. */
  org: z.string().nullable(),
  title: z.string().nullable(),
});
export type Person = z.infer<typeof Person>;

export const PeopleGroup = z.object({ id: z.string(), title: z.string(), people: z.array(Person) });
export type PeopleGroup = z.infer<typeof PeopleGroup>;
export const People = z.object({ groups: z.array(PeopleGroup) });

export const FileRef = z.object({ token: z.string(), kind: MediaKind, name: z.string(), mime: z.string(), size: z.number() });
export type FileRef = z.infer<typeof FileRef>;

export const Message = z.object({
  id: z.number(),
  chat: z.string(),
  /** Moves with every edit and recall; a repeated (id, change) is the same news. */
  change: z.number(),
  author: z.object({ key: z.string(), name: z.string() }),
  /** '' once recalled. */
  text: z.string(),
  at: z.iso.datetime(),
  edited: z.boolean(),
  recalled: z.boolean(),
  quote: z.object({ id: z.number().nullable(), author: z.string(), text: z.string() }).nullable(),
  mentions: z.array(z.object({ key: z.string(), name: z.string() })),
  buttons: z.array(z.array(Button)),
  files: z.array(FileRef),
  /** The page's own id of it; told to its author alone. */
  clientId: z.string().nullable(),
});
export type Message = z.infer<typeof Message>;

export const Chat = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['group', 'private']),
  role: z.enum(['work', 'department', 'duty', 'private']),
  /** Keys of its members, the bot among them. */
  members: z.array(z.string()),
  unread: z.number(),
  lastReadId: z.number(),
  last: Message.nullable(),
});
export type Chat = z.infer<typeof Chat>;

export const Limits = z.object({ recallMs: z.number(), editMs: z.number(), fileBytes: z.number() });
export type Limits = z.infer<typeof Limits>;

/** Everything a page needs before it shows anything. `me` null: nobody yet. */
export const Start = z.object({ demo: z.boolean(), bot: Person, me: Person.nullable(), limits: Limits });
export type Start = z.infer<typeof Start>;

export const Session = z.object({
  me: Person,
  /** In a demo each tab holds its own; with real sign-in it is null and lives in a cookie the page cannot read. */
  token: z.string().nullable(),
});

export const Chats = z.object({
  chats: z.array(Chat),
  people: z.array(Person),
  /** Where the live stream goes on from. */
  cursor: z.number(),
});
export type Chats = z.infer<typeof Chats>;

export const Page = z.object({ messages: z.array(Message), more: z.boolean() });

export const Done = z.object({ ok: z.literal(true) });

export const Refusal = z.object({ code: z.string(), sentence: z.string() });

/** One event of the live stream; `data` of its line. */
export const News = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), message: Message }),
  z.object({ type: z.literal('read'), chat: z.string(), lastReadId: z.number() }),
  /** Too much happened while the page was away: load everything anew. */
  z.object({ type: z.literal('reset') }),
]);
export type News = z.infer<typeof News>;

// What the page asks.

/** Postgres holds no U+0000, and half a surrogate pair is no character. */
export const cleanText = (text: string): string => text.replaceAll('\u0000', '').replaceAll(/\p{Surrogate}/gu, '\ufffd');

const Id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const text = z.string().transform(cleanText);

export const SignIn = z.object({ code: z.string().trim().min(1).max(64) });
export const BePerson = z.object({ person: z.string().min(1).max(64) });
export const ChatParam = z.object({ chat: z.string().min(1).max(256) });
export const MessageParam = ChatParam.extend({ message: Id });
export const FileParam = z.object({ token: z.string().min(1).max(128) });
export const PageQuery = z.object({
  before: Id.optional(),
  after: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(40),
});

export const Post = z.object({
  clientId: z.uuid(),
  text,
  quote: Id.nullable().default(null),
  mentions: z.array(z.string().max(64)).max(200).default([]),
  files: z.array(z.string().max(128)).max(FILES_LIMIT).default([]),
});
export type Post = z.infer<typeof Post>;
export const Edit = z.object({ text });
export const Press = z.object({ pressId: z.uuid(), message: Id, data: z.string().min(1).max(64) });
export const Read = z.object({ lastReadId: Id });
