import { departmentName } from '../routing/lookup.ts';
import { numberLabel, OUTCOME_LABEL } from '../ticket/labels.ts';
import { alsoTold, bareLine, toDepartment, toMember, whereAsked } from './audience.ts';
import { ratingButtons } from './buttons.ts';
import { notice } from './define.ts';
import { answerWords, lines, officeName, reasonWords, reporterName } from './words.ts';

/** 办结: the result, and the invitation to rate it. */
export const closed = notice('closed', (input, { outcome, note }) => {
  const { event, ticket, directory } = input;
  const no = numberLabel(ticket.number);
  // The answer itself was carried when it was given; here a line of it is enough.
  const result = note ? answerWords(note) : reasonWords(ticket.lastAnswer ?? '');
  const what = `${no} ${officeName(ticket, directory)}已办结（${OUTCOME_LABEL[outcome]}）`;
  const rate = `请评价：发「评价 ${ticket.number} 满意」「评价 ${ticket.number} 基本满意」或「评价 ${ticket.number} 不满意」；没解决也可发「重开 ${ticket.number}」。`;
  const said = result ? `${what}：${result}` : `${what}。`;
  const asked = { name: 'closed', full: lines(said, rate), bare: `${no} 已办结`, buttons: ratingButtons(ticket), mediaOf: event.cause };
  return [...whereAsked(input, asked), ...alsoTold(input, 'closed', said)];
});

/** The commissioner follows his enterprise's matters to the end, unless he closed it himself. */
export const closedToCommissioner = notice('closed', (input, { outcome, note }) => {
  const { event, ticket, directory } = input;
  const { commissioner } = ticket;
  if (commissioner === null || (event.actor.kind === 'member' && event.actor.member === commissioner)) return [];
  const head = `${numberLabel(ticket.number)} ${officeName(ticket, directory)}已办结（${OUTCOME_LABEL[outcome]}）`;
  const full = lines(`${head}，${reporterName(ticket, directory)}。`, reasonWords(note));
  return [
    toMember(input, commissioner, { name: 'closed-commissioner', full, bare: bareLine(`${head}。`, ticket, directory), urgent: false }),
  ];
});

/** Co-handlers need not go on. */
export const closedToCohandlers = notice('closed', (input) => {
  const { ticket, directory } = input;
  return ticket.cohandlers.flatMap((code) => {
    const text = `${numberLabel(ticket.number)} ${departmentName(directory, code)}协办的事项已由${officeName(ticket, directory)}办结。`;
    return toDepartment(input, code, { name: `closed-cohandler:${code}`, full: text, bare: text, urgent: false });
  });
});
