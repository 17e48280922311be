import type { Channel } from '../../core/channel.ts';

/**
 * How the contract suite drives the far side of a channel: the people, their phones and the wire between.
 * A world speaks the channel's real wire (HTTP, gRPC, a socket); it never reaches into the channel.
 */
export interface ChannelWorld {
  /** Built on this world's wire and not started yet; the suite starts it with a `receive` of its own. */
  readonly channel: Channel;
  /** What people call the bot, without `@`. */
  readonly botName: string;

  group(title: string): Promise<WorldChat>;
  person(name: string): Promise<WorldPerson>;
  /** The chat of this person with the bot alone. */
  privateChat(person: WorldPerson): Promise<WorldChat>;

  /** Resolves when the person's side has handed the message to the wire, whether or not the channel took it yet. */
  says(chat: WorldChat, person: WorldPerson, text: string, options?: SayOptions): Promise<SaidMessage>;
  /** The wire delivers this message a second time, as it does after a lost acknowledgement. */
  deliverAgain(said: SaidMessage): Promise<void>;

  /** Needed where `capabilities.edits`. */
  edits?(said: SaidMessage, person: WorldPerson, text: string): Promise<void>;
  /** Needed where `capabilities.recalls`. */
  recalls?(said: SaidMessage, person: WorldPerson): Promise<void>;
  /** Needed where `capabilities.buttons`. */
  presses?(seen: SeenMessage, person: WorldPerson, data: string): Promise<void>;

  /** What people see from the bot in this chat, oldest first. */
  sent(chat: WorldChat): Promise<readonly SeenMessage[]>;

  /** Between `breakWire` and `restoreWire` nothing reaches the far side. Absent where channel and wire are one process. */
  breakWire?(): Promise<void>;
  restoreWire?(): Promise<void>;

  /** Closes the far side; the suite has stopped the channel before. May be called twice. */
  close(): Promise<void>;
}

export interface WorldChat {
  readonly wireId: string;
  readonly kind: 'group' | 'private';
}

export interface WorldPerson {
  readonly wireId: string;
  readonly name: string;
}

export interface SayOptions {
  /** The wire id of the message quoted: a person's (`SaidMessage.id`) or the bot's (`SeenMessage.id`). */
  readonly quote?: string;
  /** People picked from the wire's own mention list; the world writes them into the text as its wire does. */
  readonly mentions?: readonly WorldPerson[];
  /** The bot picked from the wire's own mention list. */
  readonly mentionsBot?: boolean;
  readonly image?: WorldImage;
}

export interface WorldImage {
  readonly name: string;
  readonly mime: string;
  readonly content: Uint8Array;
}

export interface SaidMessage {
  readonly chat: WorldChat;
  readonly id: string;
}

export interface SeenMessage {
  readonly chat: WorldChat;
  readonly id: string;
  readonly text: string;
  /** Wire id of the message it quotes; on wires that carry only the text, that text. */
  readonly quotes: string | null;
  readonly buttons: readonly (readonly { readonly label: string; readonly data: string }[])[];
  /** Wire ids of the people the wire itself marks as mentioned. */
  readonly mentions: readonly string[];
  readonly media: readonly { readonly kind: 'image' | 'file' | 'voice' | 'video'; readonly name: string; readonly content: Uint8Array }[];
}

export type MakeWorld = () => Promise<ChannelWorld>;
