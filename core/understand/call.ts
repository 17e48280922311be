import { withoutAddress } from './address.ts';
import { asksOrDenies, asksWith } from './asked-of.ts';
import type { CallContext, FoundCommand } from './call-context.ts';
import type { CommandLexicon, Hit } from './lexicon.ts';
import { latinCommand, wordAt } from './lexicon.ts';
import { looseCommand, STUCK } from './loose.ts';
import { fold, visible } from './normalize.ts';
import { LONGEST_CALL, onlyNames, orderCall, orderOf, orderTemplate, SHORT_ORDER, SURE } from './order-call.ts';
import { labelledCall, slashedLabel } from './orders/labels.ts';
import { GRAMMAR_KNOWS, LISTS } from './orders/read.ts';
import { templateOf } from './orders/template.ts';
import { FORBIDS, NOT_YET, ordersNothing } from './orders/words.ts';
import { CHANGING } from './phrases.ts';
import { pressedCall } from './pressed.ts';
import { signedCall } from './signed.ts';
import { explicitTicketAt, startsWithTicket, ticketMentions, ticketsAtHead, writtenAsTicket } from './tickets.ts';
import { daysFollow, EXACTLY, FOR_OFFICIALS, OFFICE_WORDS, PERIOD_NEXT, SPOKEN, SPOKEN_TEXT, SWITCHED } from './verbs.ts';

export type { CallContext, FoundCommand } from './call-context.ts';

/** Which command a message calls; null: none, it is to be read as talk. */
export function findCommand(text: string, context: CallContext): FoundCommand | null {
  const found = callIn(visible(text), context);
  // 市监超期的拉出来: what is overdue at one unit is a list of that unit.
  if (found?.name !== 'overdue_list' || found.how === 'slash' || context.names === undefined) return found;
  const { units } = templateOf(fold(found.restText.slice(0, LONGEST_CALL)), context.names);
  return units === 1 ? { ...found, name: 'list_dept' } : found;
}

function callIn(shown: string, context: CallContext): FoundCommand | null {
  const address = withoutAddress(shown, context);
  const slash = slashCall(address.text, context);
  if (slash !== 'none') return slash;
  const labelled = labelledCall(fold(address.text));
  if (labelled !== null) {
    const rest = address.text.slice(labelled.to).trim();
    // 【帮助】失学儿童捐款 is somebody's headline.
    const plain = rest.length <= SHORT_ORDER && onlyNames(fold(rest), context);
    if (plain || startsWithTicket(fold(rest), 0)) return { name: labelled.name, restText: rest, how: 'bare', loose: false };
  }
  const pressed = pressedCall(address.text, context);
  if (pressed !== null) return pressed;
  if (!address.addressed && !context.private)
    return bareCall(address.text, context) ?? plainOrder(address.text, context) ?? signedCall(address.text, context);
  const read =
    headCall(address.text, 'mention', context) ??
    looseCall(address.text, address.addressed, context) ??
    signedCall(address.text, context, address.addressed);
  return address.addressed ? learntCall(address.text, read, context) : read;
}

/** Where the grammar hears nothing, or only guesses, what was learnt from examples may know better. A question changes nothing. */
function learntCall(shown: string, read: FoundCommand | null, context: CallContext): FoundCommand | null {
  if (context.heard === undefined || read?.loose === false) return read;
  const speaker = context.speaker ?? 'official';
  const heard = context.heard(orderTemplate(shown, context), speaker);
  // 我没说要延期: what the grammar only guesses at may be no order at all.
  if (heard.command === 'none' && heard.chance >= SURER_THAN_GRAMMAR && read !== null && LISTS.has(read.name)) return null;
  if (!context.commandWords.some((one) => one.name === heard.command)) return read;
  const changes = CHANGING.has(heard.command);
  const template = templateOf(fold(shown.slice(0, LONGEST_CALL)), context.names);
  if (changes && (template.tickets === 0 || template.others > 0 || ordersNothing(template.text))) return read;
  if (!changes && speaker === 'public' && OF_OFFICE.has(heard.command)) return read;
  const enough = read !== null ? SURER_THAN_GRAMMAR : changes || ABOUT_TICKETS.has(heard.command) ? SURE : SURE_OF_TALK;
  return heard.chance >= enough ? { name: heard.command, restText: shown, how: 'mention', loose: true } : read;
}

/** A button's data is what the bot itself wrote: `<latin> <arguments>`. Anything else is a forgery or of another version. */
export function readButton(data: string, lexicon: CommandLexicon): FoundCommand | null {
  const found = /^([a-z][a-z0-9_]*)(?:\s+([\s\S]*))?$/.exec(visible(data).trim());
  const entry = found?.[1] === undefined ? null : latinCommand(found[1], lexicon);
  return entry === null ? null : { name: entry.name, restText: found?.[2]?.trim() ?? '', how: 'button', loose: false };
}

/** How sure the learnt ears must be where it would otherwise be talk; where the grammar says another. */
const SURE_OF_TALK = 0.96;
const SURER_THAN_GRAMMAR = 0.99;
const ABOUT_TICKETS: ReadonlySet<string> = new Set(['ticket_status', 'my_tickets', 'list_dept', 'overdue_list']);
/** Lists that the public has no use for: 哪家快递最快 is no ranking. */
const OF_OFFICE: ReadonlySet<string> = new Set(['list_dept', 'overdue_list', 'stats', 'ranking']);

function slashCall(shown: string, context: CallContext): FoundCommand | null | 'none' {
  const folded = fold(shown);
  // Chinese keyboards type 、 where the slash is; it counts only before a command's own word.
  const sign = /^\s*([/、\\])\s*/.exec(folded);
  if (sign === null) return 'none';
  const said = shown.slice(sign[0].length);
  if (sign[1] !== '/') {
    const own = wordAt(fold(said), 0, context.commandWords, 'word');
    return own === null ? 'none' : called(said, own, 'slash');
  }
  const latin = latinCall(said, 'slash', context);
  if (latin !== null || /^[a-z]/.test(fold(said))) return latin;
  const label = slashedLabel(fold(said));
  const word = wordAt(fold(said), 0, context.commandWords, 'any');
  if (word !== null && (label === null || word.to >= label.to)) return called(said, word, 'slash');
  if (label !== null) return { name: label.name, restText: said.slice(label.to).trim(), how: 'slash', loose: false };
  return headCall(said, 'slash', context) ?? orderCall(said, 'slash', context);
}

/** `claim 128`, `claim@bot 128`. A name behind @ that is not ours calls another bot. */
function latinCall(said: string, how: FoundCommand['how'], context: CallContext): FoundCommand | null {
  const found = /^([a-z][a-z0-9_]*)(?:@([a-z0-9_]+))?(?![a-z0-9_])/.exec(fold(said));
  if (found?.[1] === undefined) return null;
  const another = found[2] !== undefined && context.botUsername !== undefined && found[2] !== fold(context.botUsername);
  const entry = another ? null : latinCommand(found[1], context.commandWords);
  return entry === null ? null : { name: entry.name, restText: said.slice(found[0].length).trim(), how, loose: false };
}

const RUN_UP = /^(?:\s|请|麻烦|帮我|帮忙|给我|帮|我要|我想|我来|,|:)*/;

/** `销号 13 14`, `13 14 销号`, `把#128转办环保局`: the command's own word first, or right behind the tickets. */
function headCall(shown: string, how: FoundCommand['how'], context: CallContext): FoundCommand | null {
  const folded = fold(shown.slice(0, LONGEST_CALL));
  const latin = latinCall(shown, how, context);
  if (latin !== null) return latin;
  const politely = RUN_UP.exec(folded)?.[0].length ?? 0;
  const tickets = ticketsAtHead(folded);
  const behind = tickets === null ? [] : [tickets.to + (/^[\s,:的]*/.exec(folded.slice(tickets.to))?.[0].length ?? 0)];
  for (const from of [politely, 0, ...behind]) {
    const word = wordAt(folded, from, context.commandWords, 'word');
    if (word === null || asksOrDenies(folded, word) || !meant(folded, word, context)) continue;
    if (behind.includes(from) && CHANGING.has(word.name) && !SPOKEN.has(word.name) && NOT_YET.test(folded)) continue;
    // 12号转办规划局了没: the word stands in a question.
    if (asksWith(word, folded)) return orderCall(shown, how, context);
    // 12号销号 13号先留着: two tickets, and only one of them meant. It is asked.
    if (behind.includes(from) && CHANGING.has(word.name) && !SPOKEN_TEXT.has(word.name) && startsWithTicket(folded, word.to)) return null;
    // 9号派单有误 请退回: behind the number the word may only be part of what is said.
    const order =
      behind.includes(from) && (GRAMMAR_KNOWS.has(word.name) || word.name === 'dispatch') ? orderCall(shown, how, context) : null;
    if (order !== null && order.name !== word.name && CHANGING.has(order.name)) return order;
    // 恢复16号: a handler's word, by one of the public the nearest thing that is his to ask for.
    const own = context.speaker === 'public' && FOR_OFFICIALS.has(word.name) ? orderCall(shown, how, context) : null;
    if (own !== null && !FOR_OFFICIALS.has(own.name)) return own;
    return lookedUp(word, shown, how, context) ?? called(shown, word, how);
  }
  return null;
}

/** 查一下我报过的, 查看特派员名单: what is to be looked up is the command; with a ticket's number it is that ticket. */
function lookedUp(word: Hit, shown: string, how: FoundCommand['how'], context: CallContext): FoundCommand | null {
  if (word.name !== 'ticket_status' && word.name !== 'board') return null;
  const rest = shown.slice(word.to);
  if (ticketMentions(fold(rest.slice(0, LONGEST_CALL))).length > 0)
    return word.name === 'board' ? { name: 'ticket_status', restText: rest.trim(), how, loose: false } : null;
  const exact = wordAt(fold(rest), /^\s*/.exec(rest)?.[0].length ?? 0, context.commandWords, 'word');
  if (exact !== null && exact.name !== word.name && !CHANGING.has(exact.name)) return called(rest, exact, how);
  const order = rest.trim() === '' ? null : orderCall(shown, how, context);
  return order === null || CHANGING.has(order.name) || order.name === word.name ? null : order;
}

/** 登录不上税务系统, 反馈一下路灯坏了: a trouble may begin with a command's word. It must not be lost for that. */
function meant(folded: string, word: Hit, context: CallContext): boolean {
  const after = folded.slice(word.to);
  const exactly = EXACTLY[word.name];
  if (exactly !== undefined) return exactly.test(after);
  if (/^[\s,:。!?]*$/.test(after) || ticketsAtHead(folded) !== null || startsWithTicket(after, 0) || ticketsAtHead(after) !== null)
    return true;
  if (context.speaker === 'public' && FOR_OFFICIALS.has(word.name)) return false;
  if (/^[\s,:]/.test(after) || daysFollow(word, after) || SWITCHED[word.name]?.test(after) === true) return true;
  if (/^(?:吧|了|呗|哈|啦|这个|这单|这件|本单|该单|它)+[\s。!]*$/.test(after)) return true;
  if (context.private || CHANGING.has(word.name) || after.length > SHORT_ORDER || STUCK.test(folded)) return false;
  return onlyNames(after, context) || !GRAMMAR_KNOWS.has(word.name) || orderOf(folded, context) === word.name;
}

/** In other words than the command's own: by the grammar of orders, then by the phrases of `phrases.ts`. */
function looseCall(shown: string, addressed: boolean, context: CallContext): FoundCommand | null {
  const said = fold(shown.slice(0, LONGEST_CALL));
  if (FORBIDS.test(said) || NOT_YET.test(said)) return null;
  const byGrammar = addressed || ticketMentions(fold(shown)).length > 0;
  const order = byGrammar ? orderCall(shown, 'mention', context) : null;
  if (order !== null && order.name !== 'ticket_status') return order;
  const phrase = phraseCall(shown, addressed, context);
  // 催一下 beside a question is what the question wants. What the grammar knows it knows better than a phrase does.
  // With a number the grammar has had its say: what it did not take for an order is none.
  const numbered = context.names !== undefined && ticketMentions(said).length > 0;
  if (phrase === null || (GRAMMAR_KNOWS.has(phrase.name) && (order !== null || numbered))) return order;
  if (order !== null) return CHANGING.has(phrase.name) ? phrase : order;
  return byGrammar && LISTS.has(phrase.name) ? null : phrase;
}

function phraseCall(shown: string, addressed: boolean, context: CallContext): FoundCommand | null {
  const found = looseCommand(
    fold(shown),
    context.commandWords.filter(({ name }) => EXACTLY[name] === undefined),
    addressed,
  );
  if (found === null) return null;
  const numbered = ticketMentions(fold(shown)).length > 0;
  if (context.speaker === 'public' && OFFICE_WORDS.has(found.name) && !numbered) return null;
  // 把12号楼转给规划: a number that names no ticket must not end on the one that waits.
  if (CHANGING.has(found.name) && !numbered && /[\d一二三四五六七八九十百]\s*号/.test(fold(shown))) return null;
  // 你真棒 给你五颗星 is said of the bot, and rates no ticket.
  if (found.name === 'rate' && !numbered && /你|小汇/.test(shown)) return null;
  // 我们想重新办理营业执照: something else is to be done anew.
  if (found.name === 'reopen' && !numbered && /重新?(?:办理?|做|开)(?!一下|吧|了|呗|啊)[一-龥]/.test(shown)) return null;
  const whole = { name: found.name, restText: shown, how: 'mention', loose: true } as const;
  if (found.kind === 'word' && found.from >= 0) return { ...called(shown, found, 'mention'), loose: true };
  // 接单#15: what is called first steps aside for the number; it stays in the words, for it may carry the meaning (满意 128).
  return found.from === 0 && startsWithTicket(fold(shown), found.to)
    ? { ...whole, restText: `${shown.slice(found.to).trim()} ${shown.slice(0, found.to)}` }
    : whole;
}

const LONGEST_PLAIN = 14;
/** 超期, 列表 alone may be the answer to somebody's question. */
const MAY_ANSWER: ReadonlySet<string> = new Set(['overdue_list', 'list_dept', 'my_tickets']);
const SHORTEST_LIST = 3;

/** 超期清单, 转办 7 财政, #21 #22 签收: an official's line that is an order and nothing else needs no address. */
function plainOrder(shown: string, context: CallContext): FoundCommand | null {
  const order = orderUnaddressed(shown, context);
  return order !== null && CHANGING.has(order.name) && !namesTicketPlainly(shown, context) ? null : order;
}

/** 2 已经换好了 may be two lamps: a ticket is changed where it is written as one, or right behind the command's own word. */
function namesTicketPlainly(shown: string, context: CallContext): boolean {
  const folded = fold(shown.slice(0, LONGEST_CALL));
  const word = wordAt(folded, RUN_UP.exec(folded)?.[0].length ?? 0, context.commandWords, 'word');
  if (word !== null && startsWithTicket(folded, word.to)) return true;
  return ticketMentions(folded).some((one) => writtenAsTicket(folded, one));
}

function orderUnaddressed(shown: string, context: CallContext): FoundCommand | null {
  if (context.speaker === 'public' || context.names === undefined || context.heard === undefined) return null;
  const folded = fold(shown.slice(0, LONGEST_CALL));
  const template = templateOf(folded, context.names);
  if (template.text.length > LONGEST_PLAIN || template.others > 0 || ordersNothing(template.text)) return null;
  const word = wordAt(folded, 0, context.commandWords, 'word');
  if (template.tickets === 0) {
    const asksList = word !== null && LISTS.has(word.name) && (!MAY_ANSWER.has(word.name) || folded.trim().length > SHORTEST_LIST);
    return asksList && onlyNames(folded.slice(word.to), context) ? called(shown, word, 'bare') : null;
  }
  const heard = context.heard(orderTemplate(shown, context), 'official');
  if (heard.chance < SURE || !context.commandWords.some((one) => one.name === heard.command)) return null;
  const order = headCall(shown, 'bare', context) ?? orderCall(shown, 'bare', context);
  if (order === null) return { name: heard.command, restText: shown, how: 'bare', loose: true };
  return order.name === heard.command ? order : null;
}

/** Not addressed: the exact form only, `评价 128 满意` or `给12号打分 …`. 超期的酸奶还能喝吗 is talk. */
function bareCall(said: string, context: CallContext): FoundCommand | null {
  // ☑ 办结 #35: a picture before the word is a mark on a menu.
  const shown = said.replace(/^[\s\p{So}\p{Extended_Pictographic}✓✔]+(?=\p{L})/u, '');
  const folded = fold(shown.slice(0, LONGEST_CALL));
  const word = wordAt(folded, 0, context.commandWords, 'word');
  if (word?.bare === true && exactlyCalled(folded.slice(word.to), word, context)) return called(shown, word, 'bare');
  const lead = /^(?:我|俺)?(?:来)?(?:给|把|对|将)\s*|^(?=#|hc)/.exec(folded);
  const ticket = lead === null ? null : explicitTicketAt(folded, lead[0].length);
  if (ticket === null) return null;
  const from = ticket.to + (/^\s*/.exec(folded.slice(ticket.to))?.[0].length ?? 0);
  const behind = wordAt(folded, from, context.commandWords, lead?.[0] === '' ? 'word' : 'any');
  if (lead?.[0] !== '' && /[分星]|评价|满意/.test(folded) && orderOf(folded, context) === 'rate')
    return { name: 'rate', restText: shown, how: 'bare', loose: true };
  if (behind?.bare !== true || asksOrDenies(folded, behind)) return null;
  return behind.kind === 'word' ? called(shown, behind, 'bare') : { name: behind.name, restText: shown, how: 'bare', loose: true };
}

function exactlyCalled(after: string, word: Hit, context: CallContext): boolean {
  const exactly = EXACTLY[word.name];
  if (exactly !== undefined) return exactly.test(after);
  if (/^[\s。.!?]*$/.test(after) || startsWithTicket(after, 0) || PERIOD_NEXT.test(after) || daysFollow(word, after)) return true;
  if (SWITCHED[word.name]?.test(after) === true) return true;
  return context.speaker === 'official' && /^\s+\S/.test(after);
}

function called(shown: string, word: Hit, how: FoundCommand['how']): FoundCommand {
  const before = shown
    .slice(0, word.from)
    .trim()
    .replace(/^(?:请|麻烦|帮我|帮忙|给我)$/, '');
  const after = shown.slice(word.to).trim();
  // #128 已联系企业: behind the number the word is part of what is said, and is passed on with it.
  const spoken = before !== '' && SPOKEN.has(word.name) && /^[^\s,:。!?]/.test(fold(shown).slice(word.to));
  if (spoken) return { name: word.name, restText: shown.trim(), how, loose: false };
  return { name: word.name, restText: before === '' ? after : `${before} ${after}`.trim(), how, loose: false };
}
