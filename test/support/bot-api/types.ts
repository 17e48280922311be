/** What the Bot API server keeps and tells. Written loosely on purpose: a test must be able to say what no type allows. */
export interface WireUser {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
}

export interface WireChat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  readonly title?: string;
  readonly first_name?: string;
}

export interface WireEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly user?: { readonly id: number } | undefined;
}

export interface WireMessage {
  readonly message_id: number;
  readonly date: number;
  readonly chat: WireChat;
  readonly from?: WireUser;
  readonly [key: string]: unknown;
}

export interface WireUpdate {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

export interface StoredFile {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_size: number;
  readonly path: string;
  readonly name: string;
  readonly mime: string;
  readonly content: Uint8Array;
}

/** One message the server took from the bot, as people see it. */
export interface LedgerEntry {
  readonly chatId: number;
  readonly messageId: number;
  readonly method: string;
  readonly text: string;
  readonly entities: readonly WireEntity[];
  readonly replyTo: number | null;
  readonly keyboard: readonly (readonly { readonly text: string; readonly callback_data: string }[])[];
  readonly file: { readonly as: 'photo' | 'document'; readonly name: string; readonly content: Uint8Array } | null;
  readonly albumId: string | null;
}

/** An answer with `ok: false`. */
export class ApiRefusal extends Error {
  readonly code: number;
  readonly parameters: Record<string, number> | undefined;
  constructor(code: number, description: string, parameters?: Record<string, number>) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}
