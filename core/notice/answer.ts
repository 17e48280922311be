import { numberLabel } from '../ticket/labels.ts';
import { alsoTold, whereAsked } from './audience.ts';
import { notice } from './define.ts';
import { answerWords, speaker } from './words.ts';

/** 回复: words of progress, carried to where he asked. */
export const replied = notice('replied', (input, { text }) => {
  const { event, ticket, directory } = input;
  const no = numberLabel(ticket.number);
  return whereAsked(input, {
    name: 'reply',
    full: `${no} ${speaker(event, ticket, directory)}回复：${answerWords(text)}`,
    bare: `${no} 有新的回复`,
    mediaOf: event.cause,
  });
});

/** 答复: the formal answer. */
export const answered = notice('answered', (input, { text }) => {
  const { event, ticket, directory } = input;
  const no = numberLabel(ticket.number);
  const full = `${no} ${speaker(event, ticket, directory)}答复：${answerWords(text)}`;
  return [...whereAsked(input, { name: 'answer', full, bare: `${no} 已有答复`, mediaOf: event.cause }), ...alsoTold(input, 'answer', full)];
});
