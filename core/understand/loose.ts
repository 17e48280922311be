import type { CommandLexicon, Hit } from './lexicon.ts';
import { wordsAnywhere } from './lexicon.ts';
import { CHANGING } from './phrases.ts';
import { ticketMentions } from './tickets.ts';

/** Longer sentences are somebody's story; a story is never taken for an order. */
const LONGEST_ORDER = 40;
const LONGEST_QUESTION = 28;
const SHORT_AND_CLEAR = 12;

const ASKS =
  /什么|啥|有没有|怎么|咋|为什么|为啥|凭啥|啥时候|什么时候|何时|几时|多会儿|多久|是不是|是否|谁|哪|[吗么没][\s?。!]*$|没有[\s?。!]*$|\?\s*$/;
/** 能不能宽限两天, 催一下行吗: asked politely, meant as an order. */
const POLITE = /能不能|能否|可不可以|可否|(?:可以|行|好|成|中)[吗不么][\s?。!]*$/;
const DENIES = /(?:没有?|没人|未|不|别|勿|还没|尚未|不能|不让|怎么还|迟迟|先别|不要|一直)(?:人|来|给|去|能|再)?\s*$/;
/** Somebody stuck tells of a problem, whatever command words he uses. */
export const STUCK =
  /没人管|没人来|没人理|一直|登不上|不上|登录不|退回来|打不开|坏了|漏|不给|不批|不让|卡住|卡在|停电|停水|爆|罚|举报|投诉|拖了/;
const ABOUT_A_TICKET = /单|报的|报过|反映|提的|那个事|那事|那个问题|诉求|问题到/;

/** 我的问题是环评没批 is a problem; 我的问题都有哪些 asks for the list. */
const LISTS = /哪些|几个|几件|多少|列|查|看|怎么|咋|到哪|进度|都有|清单|情况|呢[\s?。]*$/;

/** What a sentence says to the bot without beginning with a command word; null where there is any doubt. */
export function looseCommand(folded: string, lexicon: CommandLexicon, addressed: boolean): Hit | null {
  if (folded.length > LONGEST_ORDER * 4) return null;
  const length = folded.replace(/\s/g, '').length;
  if (length === 0 || length > LONGEST_ORDER) return null;
  const hits = wordsAnywhere(folded, lexicon);
  const best = hits.length === 0 ? null : strongest(folded, hits);
  if (best === null) return null;
  const ticketed = ticketMentions(folded).length > 0 || (best.from === 0 && ticketMentions(folded.slice(best.to)).length > 0);
  if (!CHANGING.has(best.name)) return readable(folded, best, length, ticketed) ? best : null;
  if (ASKS.test(folded) && !POLITE.test(folded) && !SAFE_WHEN_ASKED.has(best.name)) return ticketed ? asStatus(best, lexicon) : null;
  return ticketed || (addressed && length <= SHORT_AND_CLEAR && !STUCK.test(folded)) ? best : null;
}

/** A question with these in it is still a wish for them: 什么时候来啊 催一下. */
const SAFE_WHEN_ASKED: ReadonlySet<string> = new Set(['urge', 'reopen', 'supplement', 'withdraw', 'rate', 'extend']);

function readable(folded: string, best: Hit, length: number, ticketed: boolean): boolean {
  if (length > LONGEST_QUESTION) return false;
  if (best.name === 'ticket_status') return ticketed || ABOUT_A_TICKET.test(folded);
  if (best.name === 'my_tickets') return LISTS.test(folded) || length <= best.to - best.from + 2;
  return !STUCK.test(folded);
}

/** 128怎么还没办结: a question on the ticket, which reads and changes nothing. */
function asStatus(best: Hit, lexicon: CommandLexicon): Hit | null {
  return lexicon.some((entry) => entry.name === 'ticket_status') ? { ...best, name: 'ticket_status', kind: 'phrase', from: -1 } : null;
}

/** Where two commands are spoken of, the one that says where to wins over the one that says why. */
const OUTRANKS: Readonly<Record<string, readonly string[]>> = {
  transfer: ['return', 'dispatch'],
  add_cohandler: ['reply', 'contact', 'claim'],
  reopen: ['close', 'rate'],
  rate: ['close', 'contact', 'reply', 'answer'],
  extend: ['overdue_list', 'suspend'],
  urge: ['ticket_status', 'close', 'overdue_list'],
  overdue_list: ['list_dept', 'stats', 'ticket_status', 'board'],
  ranking: ['stats', 'overdue_list', 'board'],
  my_tickets: ['list_dept', 'ticket_status', 'stats', 'directory'],
  commissioner_list: ['roster', 'directory', 'help', 'ticket_status'],
  withdraw: ['close', 'ticket_status'],
  resume: ['suspend'],
  ticket_status: ['reply'],
};

/** The command with most characters of the sentence behind it, denied forms left out. */
function strongest(folded: string, hits: readonly Hit[]): Hit | null {
  const standing = hits.filter((one) => !CHANGING.has(one.name) || !denied(folded, one));
  const first = new Map<string, Hit>();
  const weight = new Map<string, number>();
  for (const one of standing) {
    if (!first.has(one.name)) first.set(one.name, one);
    weight.set(one.name, Math.max(weight.get(one.name) ?? 0, one.to - one.from));
  }
  if (first.size === 0) return deniedAsStatus(hits);
  const ruled = [...first.keys()].filter((name) => ![...first.keys()].some((other) => OUTRANKS[other]?.includes(name)));
  const names = ruled.length > 0 ? ruled : [...first.keys()];
  const best = names.reduce((left, right) => ((weight.get(right) ?? 0) > (weight.get(left) ?? 0) ? right : left));
  return first.get(best) ?? null;
}

function denied(folded: string, one: Hit): boolean {
  const before = folded.slice(0, one.from).replace(POLITE, '');
  return DENIES.test(before) || /^(?:了|完|好)?(?:不了|没有|不下来|的时候|的话|一下)/.test(folded.slice(one.to));
}

/** 128一直没签收: nobody ordered anything, but the ticket is asked after. */
function deniedAsStatus(hits: readonly Hit[]): Hit | null {
  const one = hits[0];
  return one === undefined ? null : { ...one, name: 'ticket_status', kind: 'phrase', from: -1 };
}
