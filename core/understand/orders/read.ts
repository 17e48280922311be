import type { OrderHeard } from '../model/order-ears.ts';
import { ON_LISTS } from './on-lists.ts';
import { ASKS_TICKET, ON_TICKETS, type Order } from './on-tickets.ts';
import type { Template } from './template.ts';
import { ASKED, ENDS_ASKING, FORBIDS, NOT_YET, ordersNothing, POLITE, REFUSES, TOLD, WHETHER } from './words.ts';

const namesOf = (orders: readonly Order[]): readonly string[] => orders.map((one) => one.name);
/** Commands that name no ticket. */
export const LISTS: ReadonlySet<string> = new Set(namesOf(ON_LISTS));
/** Commands whose loose forms are in this grammar. */
export const GRAMMAR_KNOWS: ReadonlySet<string> = new Set([...namesOf(ON_TICKETS), ...LISTS, 'ticket_status']);

/** Longer sentences are somebody's story; a story is never taken for an order. An answer to be passed on may be long. */
const LONGEST = { onTicket: 60, list: 36, reply: 300 } as const;
/** Somebody stuck tells of a problem, whatever command words he uses. */
const IN_NEED =
  /没人(?:管|来|理|接)|登不上|登录不|打不开|坏了|漏水|不给(?:办|批|开)|不批|卡住|停电|停水|爆|被罚|罚款|举报|投诉|(?:帮|给)(?:我们?|俺们?)?(?:协调|解决)|急死|愁死/;

/**
 * What somebody says to the bot in his own words, by the grammar of orders; null where it is none. A question changes nothing,
 * a 先别 neither.
 */
export function readOrder({ text, tickets, others, units }: Template, speaker: 'public' | 'official'): string | null {
  const length = text.replace(/\s/g, '').length;
  if (length === 0 || length > LONGEST.reply || FORBIDS.test(text)) return null;
  if (tickets === 0) return length > LONGEST.list || IN_NEED.test(text) ? null : listOf(text, units, speaker);
  const order = NOT_YET.test(text) ? undefined : ON_TICKETS.find((one) => fits(one, text, units, speaker));
  if (order?.name === 'reply') return order.name;
  if (length > LONGEST.onTicket) return null;
  if (order !== undefined) return others === 0 ? order.name : null;
  return /催(?!到)|督办|加急|撤|补充|合并|并到|拆/.test(text) ? null : asksOf(text);
}

/** 这个月排名不错, 大家辛苦了: remarks, which ask for nothing. */
const PRAISES = /辛苦|不错|恭喜|祝贺|厉害|真棒|太牛/;

function listOf(text: string, units: number, speaker: 'public' | 'official'): string | null {
  if (PRAISES.test(text)) return null;
  return (
    ON_LISTS.find((one) => said(one, units, speaker) && one.orders?.test(text) === true && one.unless?.test(text) !== true)?.name ?? null
  );
}

/** Once done these are done: nothing that could be a question is taken for one of them. */
/** Told of as done, they are not to be done again. */
const ONCE: ReadonlySet<string> = new Set(['transfer', 'extend', 'add_cohandler', 'return']);
const FINAL: ReadonlySet<string> = new Set(['claim', 'close']);

function fits(one: Order, text: string, units: number, speaker: 'public' | 'official'): boolean {
  if (!said(one, units, speaker) || one.unless?.test(text) === true) return false;
  if (one.name !== 'reopen' && one.name !== 'reply' && WHETHER.test(text)) return false;
  if (ONCE.has(one.name) && TOLD.test(text)) return false;
  if (speaker === 'official' && one.name !== 'reply' && REFUSES.test(text)) return false;
  // 能销号吗 asks; 能再给两天吗 wishes.
  const polite = !FINAL.has(one.name) && POLITE.test(text);
  if (FINAL.has(one.name) && ASKED.test(text)) return false;
  if (one.orders?.test(text) === true && (polite || !ENDS_ASKING.test(text))) return true;
  return one.tells?.test(text) === true && !ENDS_ASKING.test(text) && (one.name === 'reopen' || !ASKED.test(text));
}

const said = (one: Order, units: number, speaker: 'public' | 'official'): boolean =>
  (one.by === undefined || one.by === speaker) && (one.unit !== true || units > 0);

/** A number alone, said to the bot, can only be meant to be looked up. */
function asksOf(text: string): string | null {
  return ASKS_TICKET.test(text) || /^[\sT,。!吧呢啊呗哈的号单子]*$/.test(text) ? 'ticket_status' : null;
}

const SURE = { asks: 0.6, lists: 0.8, changes: 0.75 } as const;
/** 一直没签收: told of as not done. 没问题 and 没事 are how people say it is. */
const UNDONE = /没(?!问题|事|毛病|啥|辙|法)|未|[不别]要/;

/**
 * Where the grammar has no rule: what the sentence is likest to, of all that people have been seen to say. Nothing a question, a
 * denial, a second number or a missing name makes doubtful is taken for an order.
 */
export function likeliest(template: Template, speaker: 'public' | 'official', { command, chance }: OrderHeard): string | null {
  const { text, tickets, others, units } = template;
  const length = text.replace(/\s/g, '').length;
  if (length < 2 || length > LONGEST.list || FORBIDS.test(text) || NOT_YET.test(text) || IN_NEED.test(text) || PRAISES.test(text))
    return null;
  if (LISTS.has(command)) return tickets === 0 && chance >= SURE.lists ? command : null;
  if (tickets === 0) return null;
  if (command === 'ticket_status') return chance >= SURE.asks ? command : null;
  const rules = ON_TICKETS.filter((one) => one.name === command && said(one, units, speaker));
  const told = FINAL.has(command) && (UNDONE.test(text) || ASKED.test(text));
  return rules.length > 0 && others === 0 && !told && !ordersNothing(text) && chance >= SURE.changes ? command : null;
}
