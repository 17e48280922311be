import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUpdate, updateIdOf } from '../../../bots/telegram/decode.ts';
import { InboundEnvelope } from '../../../core/channel.ts';

const me = { id: 123456, username: 'huicui_bot', name: '小汇' };
const wang = { id: 5001, is_bot: false, first_name: '王' };
const group = { id: -1_000_000_000_700, type: 'supergroup', title: '环翠创业汇' };

function update(content: Record<string, unknown>) {
  return { update_id: 9, message: { message_id: 42, date: 1_775_000_000, chat: group, from: wang, ...content } };
}

describe('decodeUpdate: whatever comes', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  const halves = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units));
  const words = fc.oneof(text, halves);
  const entities = fc.array(
    fc.record({
      type: fc.constantFrom('mention', 'text_mention', 'bot_command', 'url'),
      offset: fc.nat(50),
      length: fc.nat(50),
      user: fc.option(fc.constant(wang), { nil: undefined }),
    }),
    { maxLength: 4 },
  );

  it('makes a valid envelope of any words and entities, without U+0000 or half a character', () => {
    fc.assert(
      fc.property(words, entities, words, (said, marks, title) => {
        const made = decodeUpdate(update({ text: said, entities: marks, chat: { ...group, title } }), me);
        expect(made.kind === 'envelope' && InboundEnvelope.safeParse(made.envelope).success).toBe(true);
        expect(JSON.stringify(made)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws', () => {
    const kinds = fc.constantFrom('message', 'edited_message', 'callback_query', 'my_chat_member');
    const anything = fc.oneof(
      fc.anything(),
      fc
        .record({ update_id: fc.anything(), kind: kinds, value: fc.anything() })
        .map(({ update_id, kind, value }) => ({ update_id, [kind]: value })),
      fc
        .dictionary(fc.constantFrom('text', 'photo', 'date', 'from', 'chat', 'reply_to_message', 'new_chat_members'), fc.anything())
        .map(update),
    );
    fc.assert(
      fc.property(anything, (raw) => {
        const decoded = decodeUpdate(raw, me);
        if (decoded.kind === 'envelope') expect(InboundEnvelope.safeParse(decoded.envelope).success).toBe(true);
        else expect(decoded.reason).not.toBe('');
        updateIdOf(raw);
      }),
      { numRuns: 2_000 },
    );
  });
});
