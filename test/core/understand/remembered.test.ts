import { expect, it } from 'vitest';
import type { Understanding, Utterance } from '../../../core/understand/port.ts';
import { remembered } from '../../../core/understand/remembered.ts';

const READ: Understanding = {
  intent: 'chitchat',
  confidence: 1,
  candidates: [],
  urgency: 'normal',
  urgencyWords: [],
  sensitive: false,
  enterprise: null,
  place: null,
  summary: '',
};

it('reads the same words of the same speaker once, and forgets what was not asked for the longest', () => {
  const read: Utterance[] = [];
  const understand = remembered((utterance) => {
    read.push(utterance);
    return { ...READ, summary: `${utterance.speaker}:${utterance.text}:${utterance.media}` };
  });
  const say = (text: string, more: Partial<Utterance> = {}) => understand({ text, speaker: 'public', media: 0, ...more }).summary;
  expect([say('停电'), say('停电'), say('停电', { speaker: 'official' }), say('停电', { media: 1 }), say('停电')]).toEqual([
    'public:停电:0',
    'public:停电:0',
    'official:停电:0',
    'public:停电:1',
    'public:停电:0',
  ]);
  expect(read).toHaveLength(3);

  for (let i = 0; i < 1_000; i += 1) {
    say(`第${i}句`);
    say('停电');
  }
  expect(read).toHaveLength(1_003);
  say('第0句');
  expect(read).toHaveLength(1_004);
  const long = '水'.repeat(2_000);
  say(long);
  say(long);
  expect(read).toHaveLength(1_006);
});
