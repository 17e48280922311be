import type { Channel, InboundEnvelope, OutboundMessage, Receive } from '../../core/channel.ts';
import { ChannelName } from '../../core/ids.ts';

export const LOOP = ChannelName.parse('loop');
const RECEIPT = '已受理 #';

export interface Loopback extends Channel {
  /** As a wire hands over what it has: resolves once it is stored. */
  hear(batch: readonly InboundEnvelope[]): Promise<void>;
  /** Called with the wire id of every message whose receipt the wire took. */
  onReceipt(heard: (messageId: string, at: number) => void): void;
  /** Every message the wire took. */
  onSend(heard: (chat: string, message: OutboundMessage, at: number) => void): void;
}

/** A wire inside this process: it can do what Telegram can, keeps to no pace, and takes everything at once. */
export function createLoopback(pace: Channel['capabilities']['pace'] = { perMinute: 1e9, perChatPerMinute: 1e9, fold: false }): Loopback {
  let receive: Receive | null = null;
  const receipts: ((messageId: string, at: number) => void)[] = [];
  let sent: (chat: string, message: OutboundMessage, at: number) => void = () => {};
  return {
    name: LOOP,
    capabilities: {
      quote: true,
      mention: true,
      buttons: true,
      edits: true,
      recalls: false,
      media: { kinds: ['image', 'file', 'voice', 'video'], maxBytes: 20_000_000 },
      textLimit: 4096,
      pushWindowMs: null,
      pace,
      idempotentSend: false,
    },
    async start(given) {
      receive = given;
    },
    async stop() {},
    async send({ wireId }, message) {
      const at = performance.now();
      sent(wireId, message, at);
      if (message.quote !== null && message.text.includes(RECEIPT)) {
        for (const heard of receipts) heard(message.quote.messageId, at);
      }
      return { kind: 'sent', messageId: `bot-${message.id}.${message.part ?? 0}` };
    },
    async hear(batch) {
      if (receive === null) throw new Error('the wire has not been started');
      await receive(batch);
    },
    onReceipt(heard) {
      receipts.push(heard);
    },
    onSend(heard) {
      sent = heard;
    },
  };
}
