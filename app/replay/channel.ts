import type { Channel, OutboundMessage, Receive } from '../../core/channel.ts';
import { ChannelName } from '../../core/ids.ts';

export const SCENE = ChannelName.parse('scene');

export interface Said {
  readonly chat: string;
  readonly message: OutboundMessage;
}

/** A wire that is a recording: what the bot says is kept, in order, with an id that can be quoted. */
export function createSceneChannel(said: Said[]): Channel & { readonly receive: () => Receive } {
  let receive: Receive | null = null;
  return {
    name: SCENE,
    capabilities: {
      quote: true,
      mention: true,
      buttons: true,
      edits: true,
      recalls: true,
      media: { kinds: ['image', 'file', 'voice', 'video'], maxBytes: 20_000_000 },
      textLimit: 4000,
      pushWindowMs: null,
      pace: { perMinute: 100_000, perChatPerMinute: 100_000, fold: false },
      idempotentSend: false,
    },
    async start(given) {
      receive = given;
    },
    async stop() {},
    async send(chat, message) {
      said.push({ chat: chat.wireId, message });
      return { kind: 'sent', messageId: `bot-${message.id}` };
    },
    receive() {
      if (!receive) throw new Error('the scene has not started');
      return receive;
    },
  };
}
