import { type InboundBody, InboundEnvelope } from '../../core/channel.ts';
import { until } from '../support/until.ts';

export type Heard = ReturnType<typeof createHeard>;

export type BodyOf<K extends InboundBody['kind']> = Extract<InboundBody, { kind: K }>;

/** A `receive` that keeps what it took, in order, and can be told to fail as a database does. */
export function createHeard() {
  const envelopes: InboundEnvelope[] = [];
  let broken: Error | null = null;
  let refused = 0;

  return {
    envelopes,
    /** How many batches were turned away so far. */
    refused: () => refused,
    breaks(how = new Error('the inbox is away')): void {
      broken = how;
    },
    mends(): void {
      broken = null;
    },
    async receive(batch: readonly InboundEnvelope[]): Promise<void> {
      if (broken) {
        refused += 1;
        throw broken;
      }
      envelopes.push(...batch);
    },
    /** Waits for the envelope whose text holds `part`. */
    async message(part: string): Promise<InboundEnvelope & { body: BodyOf<'message'> }> {
      return until(() => messages(envelopes).find((envelope) => envelope.body.text.includes(part)), `a message with “${part}”`);
    },
    async body<K extends InboundBody['kind']>(kind: K): Promise<InboundEnvelope> {
      return until(() => envelopes.find((envelope) => envelope.body.kind === kind), `an envelope of kind ${kind}`);
    },
    async count(n: number): Promise<void> {
      await until(() => envelopes.length >= n, `${n} envelopes`);
    },
    /** Distinct (chat, key) pairs: what a store with a unique key would keep. */
    keys: () => [...new Set(envelopes.map((envelope) => `${envelope.chat.wireId} ${envelope.key}`))],
    /** What a store with a unique key would hold, in order of first arrival. */
    stored(): InboundEnvelope[] {
      const byKey = new Map<string, InboundEnvelope>();
      for (const envelope of envelopes) {
        const key = `${envelope.chat.wireId} ${envelope.key}`;
        if (!byKey.has(key)) byKey.set(key, envelope);
      }
      return [...byKey.values()];
    },
    invalid: () => envelopes.filter((envelope) => !InboundEnvelope.safeParse(envelope).success),
  };
}

export function messages(envelopes: readonly InboundEnvelope[]): (InboundEnvelope & { body: BodyOf<'message'> })[] {
  return envelopes.flatMap((envelope) => (envelope.body.kind === 'message' ? [{ ...envelope, body: envelope.body }] : []));
}
