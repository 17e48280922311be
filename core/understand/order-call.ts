import type { CallContext, FoundCommand } from './call-context.ts';
import { spelled } from './lexicon.ts';
import { fold } from './normalize.ts';
import { LONGEST_READ } from './numerals.ts';
import { LISTS, likeliest, readOrder } from './orders/read.ts';
import { templateOf } from './orders/template.ts';
import { dayRange } from './periods.ts';
import { ticketMentions } from './tickets.ts';

/** A call is made in the first words; what follows may be as long as it likes. */
export const LONGEST_CALL = LONGEST_READ;
/** What is an order and nothing else is this short. */
export const SHORT_ORDER = 16;
/** How sure the learnt ears must be where the grammar hears nothing. */
export const SURE = 0.8;

/** The command that somebody's own words come to, by the grammar of orders. */
export function orderOf(typed: string, context: CallContext): string | null {
  const folded = spelled(typed, context.commandWords);
  const speaker = context.speaker ?? 'official';
  // 9号 5 5 4: three marks behind the number.
  if (speaker === 'public' && /(?:号|#\s*\d+)[\s,:]+[1-5](?:[\s,、/]+[1-5]){2}[\s。!]*$/.test(folded)) return 'rate';
  // 5号到12号收了几件 asks for days; 5号到12号都销了 names tickets.
  const days = dayRange(folded);
  const ofDays = days === null ? null : readOrder(templateOf(folded.slice(0, days.from) + folded.slice(days.to), context.names), speaker);
  if (ofDays !== null && LISTS.has(ofDays)) return ofDays;
  const template = templateOf(folded, context.names);
  const order = readOrder(template, speaker);
  // A rule for questions is loose: 44号收悉 已安排人 has 安排 in it and asks nothing.
  if (context.heard === undefined || (order !== null && order !== 'ticket_status')) return order;
  return likeliest(template, speaker, context.heard(template.text, speaker)) ?? order;
}

/** A sentence as the order ears are taught it and asked about it. */
export function orderTemplate(typed: string, context: Pick<CallContext, 'commandWords' | 'names'>): string {
  return templateOf(spelled(fold(typed.slice(0, LONGEST_CALL)), context.commandWords), context.names).text;
}

/** 列表国土超期的, 统计上月: nothing behind the word but whose, when and which. */
export function onlyNames(after: string, context: CallContext): boolean {
  return /^(?:[DOETY]|今[天日年]|昨[天日]|[本这上当]个?(?:周|月|年|星期|礼拜)|[\d一二三四五六七八九十]+月份?|超期|超时|逾期|未办结?|没办完?|已?办结|在办|情况|列表|清单|名单|数据|数字|表|一下|看看|局|的|了|吧|呗|呢|给我|发我|[\s,。!?])*$/.test(
    templateOf(after, context.names).text,
  );
}

export function orderCall(shown: string, how: FoundCommand['how'], context: CallContext): FoundCommand | null {
  const folded = fold(shown.slice(0, LONGEST_CALL));
  const name = orderOf(folded, context);
  if (name === null || !context.commandWords.some((one) => one.name === name)) return null;
  return name === 'reply' ? passedOn(shown, folded, how) : { name, restText: shown, how, loose: true };
}

const RUN_UP =
  /^[^,。;:!?]{0,20}?(?:(?:答复|回复|回话|回应|告诉|告知|转告|转达|知会|通知)(?:一下|一声)?(?:\s*(?:#|hc\d{4}-)?[\d一二三四五六七八九十百]+\s*号?(?:的|那家|这家|那户)?)?|(?:回|答|捎|带|传|递|说|发|留|给)[^,。;:!?\s]{0,6}?(?:声|句话?|个?话|个信儿?|下))(?:他们?|她|企业|对方|人家|老板|厂里|厂家|公司|反映人)?(?:说|讲|就说)?\s*[,:\s]?\s*/;

/** 17号替我回一句:… — the enterprise reads what was to be passed on, not the asking. */
function passedOn(shown: string, folded: string, how: FoundCommand['how']): FoundCommand {
  const runUp = RUN_UP.exec(folded)?.[0].length ?? 0;
  const tickets = ticketMentions(folded);
  const apart = tickets.length > 0 && runUp > 0 && tickets.every((one) => one.to <= runUp) && /[\p{L}\p{N}]/u.test(shown.slice(runUp));
  const said = apart ? `${tickets.map((one) => `#${one.number}`).join(' ')} ${shown.slice(runUp).trim()}` : shown;
  return { name: 'reply', restText: said, how, loose: false };
}
