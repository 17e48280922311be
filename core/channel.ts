import { z } from 'zod';
import { ChannelName, type OutboxId } from './ids.ts';

/**
 * The port every channel implements: a small required part, and capabilities that the house asks for as data.
 * A channel translates between its wire and these types and decides nothing.
 */

const text = z.string();

export const ChatRef = z.object({
  /** Opaque id of the chat on its wire. */
  wireId: z.string().min(1).max(256),
  kind: z.enum(['group', 'private']),
  /** Group topic or title where the wire tells it; a name to show, never an authority. */
  title: z.string().max(256).nullable(),
});
export type ChatRef = z.infer<typeof ChatRef>;

export const PersonRef = z.object({
  wireId: z.string().min(1).max(256),
  /** Display name. Never used for rights. */
  name: z.string().max(256),
});
export type PersonRef = z.infer<typeof PersonRef>;

export const MediaKind = z.enum(['image', 'file', 'voice', 'video']);
export type MediaKind = z.infer<typeof MediaKind>;

export const InboundMedia = z.object({
  kind: MediaKind,
  name: z.string().max(256),
  mime: z.string().max(128),
  /** The bytes; null where the wire could not give them now, with `ref` to ask again through `Channel.fetchMedia`. */
  content: z.instanceof(Uint8Array).nullable(),
  ref: z.string().max(1024).nullable(),
});
export type InboundMedia = z.infer<typeof InboundMedia>;

export const QuoteRef = z.object({
  /** Wire id of the quoted message; null on wires that carry only its text (wechat4u). */
  messageId: z.string().nullable(),
  text: z.string().nullable(),
  author: z.string().nullable(),
});
export type QuoteRef = z.infer<typeof QuoteRef>;

export const InboundBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    messageId: z.string().min(1).max(256),
    /** As typed, U+0000 removed; `@bot` mentions left in. Pictures alone have ''. */
    text,
    quote: QuoteRef.nullable(),
    mentions: z.array(PersonRef),
    /** True where the wire's own mention list, or the text, names the bot. */
    mentionsBot: z.boolean(),
    media: z.array(InboundMedia),
  }),
  z.object({ kind: z.literal('edit'), messageId: z.string().min(1).max(256), text }),
  z.object({ kind: z.literal('recall'), messageId: z.string().min(1).max(256) }),
  z.object({
    kind: z.literal('button'),
    /** The bot's message that holds the button, where known. */
    messageId: z.string().nullable(),
    /** What the bot put into the button: `<command> <arguments>`, e.g. `claim 128`. */
    data: z.string().max(64),
  }),
  z.object({ kind: z.literal('joined'), people: z.array(PersonRef) }),
  /** The chat goes on under another wire id (Telegram group → supergroup). */
  z.object({ kind: z.literal('migrated'), toWireId: z.string().min(1).max(256) }),
  /** Messages between the two moments may have been lost upstream; reported to the duty desk, never hidden. */
  z.object({ kind: z.literal('gap'), from: z.date().nullable(), to: z.date() }),
]);
export type InboundBody = z.infer<typeof InboundBody>;

export const InboundEnvelope = z.object({
  channel: ChannelName,
  chat: ChatRef,
  /** null: the wire itself speaks (a gap, a migration). */
  sender: PersonRef.nullable(),
  /**
   * Unique within (channel, chat), the same each time the wire delivers this again:
   * `m:<id>`, `e:<id>:<version>`, `r:<id>`, `b:<callback id>`, `j:…`, `g:…`.
   */
  key: z.string().min(1).max(512),
  /** The wire's own time, where it has one. */
  at: z.date().nullable(),
  body: InboundBody,
});
export type InboundEnvelope = z.infer<typeof InboundEnvelope>;

/** Resolves once every envelope is stored (a repeated one counts as stored). Rejects: the channel must not acknowledge. */
export type Receive = (batch: readonly InboundEnvelope[]) => Promise<void>;

export const Button = z.object({ label: z.string().min(1), data: z.string().min(1).max(64) });
export type Button = z.infer<typeof Button>;

export interface OutboundMedia {
  readonly kind: MediaKind;
  readonly name: string;
  readonly mime: string;
  readonly content: Uint8Array;
}

export interface OutboundMessage {
  /** With `part`, the idempotency key: a wire that takes one sends this message at most once. */
  readonly id: OutboxId;
  /** Which part of a text longer than `textLimit` this is; absent: the first. */
  readonly part?: number;
  readonly text: string;
  readonly mentions: readonly PersonRef[];
  readonly quote: { readonly messageId: string; readonly text: string } | null;
  /** Rows of buttons; a channel without buttons ignores them (the text says the words to type). */
  readonly buttons: readonly (readonly Button[])[];
  readonly media: readonly OutboundMedia[];
}

export type SendOutcome =
  | { readonly kind: 'sent'; readonly messageId: string | null }
  /** Certain: the wire did not take it. `scope` says what must wait. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly scope: 'chat' | 'channel'; readonly reason: string }
  /** Uncertain: it may have been sent. Recorded, shown, not sent again blindly. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Certain and final: kicked, blocked, chat gone, refused as malformed. */
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string };

export interface Capabilities {
  readonly quote: boolean;
  readonly mention: boolean;
  readonly buttons: boolean;
  /** The wire tells us when people edit / recall. */
  readonly edits: boolean;
  readonly recalls: boolean;
  readonly media: { readonly kinds: readonly MediaKind[]; readonly maxBytes: number };
  /** Characters (UTF-16 units) one message may hold; longer text is split by the house before sending. */
  readonly textLimit: number;
  /** The bot may write unasked only within this many ms of the person's last message; null: any time. */
  readonly pushWindowMs: number | null;
  /** Outbound budget. `fold`: waiting messages for one chat are joined into one before spending it. */
  readonly pace: {
    readonly perMinute: number;
    readonly perChatPerMinute: number;
    /** Of wires that count by the second too. */
    readonly perSecond?: number;
    readonly perChatPerSecond?: number;
    readonly fold: boolean;
  };
  /** The wire drops a second send with the same `OutboundMessage.id` and `part`. */
  readonly idempotentSend: boolean;
}

export interface Channel {
  readonly name: ChannelName;
  readonly capabilities: Capabilities;
  /** Resolves when the channel listens (not necessarily logged in). Everything heard goes to `receive`, in order per chat. */
  start(receive: Receive): Promise<void>;
  /** Finishes what is in hand and closes every handle. */
  stop(): Promise<void>;
  /** Never throws for a wire's refusal or fault: the outcome says what is certain. */
  send(chat: { readonly wireId: string; readonly kind: 'group' | 'private' }, message: OutboundMessage): Promise<SendOutcome>;
  /** Asks the wire again for media that came without bytes; null: gone for good. */
  fetchMedia?(ref: string): Promise<Uint8Array | null>;
  /** Ready to send now (a session is logged in). Absent: always. */
  ready?(): boolean;
}
