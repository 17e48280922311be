import { TicketNumber } from '../ids.ts';
import { LONGEST_READ, NUMERAL, parseNumeral } from './numerals.ts';

/** Nobody orders more at once; a longer list is somebody's table. */
const MOST_TICKETS = 50;

/** Where a text names tickets. Spans are of the folded text. */
export interface TicketMention {
  readonly number: TicketNumber;
  readonly from: number;
  readonly to: number;
}

// 3号楼, 12号窗口, #2车间: a number of something else. A wrong ticket is worse than none.
const NOT_A_THING =
  '(?!楼|车间|门|线|库|厂|院|机|码|路(?!灯|修|面|通|已|给|也|都|坏|还)|桥|井|地块|公告|文|仓|窗|房|电梯|炉|泵|罐|岗|公寓|锅炉|台|柜|站|馆|会议室|变压器|选手|桌|床|座|球|展位|铺|摊|工位|员工|师傅|技师|店|宿舍|考场|车|楼|场|区|坑|池|梯|船|泊|档口)';
// 15号下午, 20号前: a day, as long as the number can be one.
const DAY_WORDS =
  /^\s*(?:上午|下午|中午|晚(?![\d一二两三四五六七八九十几半点些])|早(?!就|已|该)|凌晨|前|之前|以前|之后|以后|后|左右|那天|当天|开始|起|截止|到期|报|来|过来|去|过去|上门|开会|星期|周)/;
// Measure words that begin no verb or noun people put right behind a number: 3处漏点, but 12处理完了.
const COUNTS =
  '盏|棵|株|颗|粒|艘|匹|桶|趟|遍|扇|幢|栋|架(?!设)|根(?!据|本)|口|头|段|块|袋|箱|瓶|孔|杆|枚|捆|堆|筐|册|幅|片(?!区)|车(?!间|辆|管)|轮(?!到|流|值)|座(?!机|谈)|枝|串|卷|副(?!局|主|科|镇)|双(?!方)|宗|笔|项(?!目)|节(?!后|前)|道(?!路)|' +
  '处(?!理|置|罚|分|长|室|于|在)|部(?!门|署|分)|只(?!要|能|有|是|剩|差|等|欠|好|需|收|办)|批(?!了|准|复|下|评|过|示|不|没)|组(?!织)|' +
  '排(?!队|查|期|到|在|了|给|班|上|进|除)|包(?!括|含|给|办)|顶(?!上|不|替)|支(?!付|持|撑|队|援)|路(?=公交|车)|' +
  '把(?=锁|椅|刀|伞|钥匙|扫|锹|铁|尺|钳|扳|剪|梯|坏|旧|新|都|已|全|换|修|$|[\\s,。])';
// A bare number with a measure word behind it counts something.
const MEASURE =
  '(?!号|天|日|月|年|点|时|刻|秒|分|个|家|人|名|位|元|毛|角|万|千|百|亿|吨|次|条|台|件|份|张|套|辆|户|间|层|楼|米|公里|里|亩|平|度|瓦|伏|斤|克|升|' +
  `小时|星期|周|礼拜|工作日|多|来|几|余|倍|成|折|级|期|届|季度|${COUNTS}|[a-z%~.-]|:\\d|/\\d|\\))` +
  // Apart from its number only what can be nothing else: 2 盏坏的路灯.
  '(?!\\s+(?:盏|棵|株|艘|匹|桶|趟|扇|幢|栋|根(?!据|本)|口井|只(?:水表|电表|表|阀|灯|泵)|部(?:电梯|电话|手机|车)|处(?:漏|破|积|坑|损|隐患)|道(?:焊|闸|门)|把锁))' +
  '(?!\\s+(?:号|天|日|月|周|小时|分钟|万|元|块|家|人|吨|次|个(?:工作日|月|小时|星期)|工作日)(?:[\\s,。;]|$|左右|内|后|前|吧|呗|行|可以|应该|以上|以下))';

const EXPLICIT = new RegExp(
  `(?:[a-z]{1,6}\\s*(?:-\\s*)?\\d{4}\\s*-\\s*(\\d{1,6})(?!\\d)` + // HC2026-0128
    `|(?:#|no\\.?|编号|工单号|单号|工单|单子)\\s*:?\\s*(${NUMERAL})(?![\\d.:-]*\\d)(?:\\s*号)?${NOT_A_THING}` + // #128, 工单128
    `|(?:第\\s*)?(${NUMERAL})\\s*号${NOT_A_THING})`, // 128号, 一百二十八号
  'y',
);
const BARE = new RegExp(`(\\d{1,6})(?!\\d)${MEASURE}|([零一二两三四五六七八九十百千廿卅]{2,})(?=[\\s,,。;]|$)`, 'y');
const LEAD =
  /(?:\s|[,:;.。!、~]|把|将|给|对|请(?!假|客)|麻烦|帮我|帮忙|帮|一下|下|关于|这个|那个|我的|我|的|催|查|看看|看|第|编号|工单号|单号|工单|单子|问问|问下|问|申请)*/y;
const BETWEEN =
  /\s*(?:(?:,|、)?\s*(?:以及|还有|连同|外加|再加上?|加上?)\s*|,|、|和|及|与|跟|同|&|\+|\/|并到|并入|并给|合到|合并到|归到|到|进|入|\s)\s*/y;
// Words that may stand around a lone number without making it something else.
const FILLER =
  /[\s,.。!?:;~、]|麻烦|你们|尽快|一下|这个|那个|单子|工单|帮我|给我|帮忙|进度|情况|到哪|怎么样|如何|看看|查查|请|把|的|吧|呗|了|啊|呢|哈|单|下|我|看|查|号|嘛/g;

function at(pattern: RegExp, folded: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(folded);
}

function mention(found: RegExpExecArray | null, spelling: string | undefined): TicketMention | null {
  if (found === null || spelling === undefined) return null;
  const value = parseNumeral(spelling);
  const number = TicketNumber.safeParse(value);
  if (!number.success || number.data > 999_999) return null;
  return { number: number.data, from: found.index, to: found.index + found[0].length };
}

/** `#128`, `128号`, `HC2026-0128`, 工单128 right here. */
export function explicitTicketAt(folded: string, from: number): TicketMention | null {
  const found = at(EXPLICIT, folded, from);
  const ticket = mention(found, found?.[1] ?? found?.[2] ?? found?.[3]);
  const couldBeDay = found?.[3] !== undefined && ticket !== null && ticket.number <= 31;
  return couldBeDay && DAY_WORDS.test(folded.slice(ticket.to, ticket.to + 40)) ? null : ticket;
}

function bareTicketAt(folded: string, from: number): TicketMention | null {
  const found = at(BARE, folded, from);
  const ticket = mention(found, found?.[1] ?? found?.[2]);
  // `1、材料 2、下周`: a list of points, not tickets; `12、13` is a list of tickets.
  return ticket !== null && /^\s*[、.)]\s*(?!\d)/.test(folded.slice(ticket.to, ticket.to + 40)) ? null : ticket;
}

/** Right behind a command's word, 12号 with a space after it is the ticket, whatever the words begin with: 回复 12号 下午上门. */
function apartAt(folded: string, from: number): TicketMention | null {
  const found = at(EXPLICIT, folded, from);
  const ticket = mention(found, found?.[1] ?? found?.[2] ?? found?.[3]);
  return ticket !== null && /^[\s,:]/.test(folded.slice(ticket.to)) ? ticket : null;
}

/** The tickets at the head of what follows a command word: one, or a list of them. */
function headTickets(folded: string): TicketMention[] {
  const lead = at(LEAD, folded, 0);
  let from = lead === null ? 0 : lead[0].length;
  // The filler may have eaten 工单 of 工单128; the bare reading covers it.
  const tickets: TicketMention[] = [];
  while (from < folded.length && tickets.length < MOST_TICKETS) {
    const next = explicitTicketAt(folded, from) ?? (tickets.length === 0 ? apartAt(folded, from) : null) ?? bareTicketAt(folded, from);
    if (next === null) break;
    tickets.push(next);
    const gap = at(BETWEEN, folded, next.to);
    // 五号六号七号, said in one breath.
    const breath = gap === null && folded.charAt(next.to - 1) === '号' && explicitTicketAt(folded, next.to) !== null;
    if (breath) {
      from = next.to;
      continue;
    }
    if (gap === null) break;
    from = gap.index + gap[0].length;
  }
  return tickets;
}

/** 128号 in mid-sentence counts only where the words around it call it a ticket: 我们15号过去 is a day. */
function calledTicket(folded: string, one: TicketMention): boolean {
  const spelled = folded.slice(one.from, one.to);
  if (!/^\s*(?:第\s*)?[\d零一二两三四五六七八九十百千万廿卅]+\s*号$/.test(spelled)) return true;
  return (
    /(?:把|将|给|对|查|催|关于|工单|单子|编号|撤|办|签收|协办|并到|并入|(?:^|[\s,])[延销结退转领接收消关签回])\s*$/.test(
      folded.slice(Math.max(0, one.from - 40), one.from),
    ) || /^\s*(?:工单|单|的单|那个单|这个单|那单|这单|诉求)/.test(folded.slice(one.to, one.to + 40))
  );
}

function explicitAnywhere(folded: string): TicketMention[] {
  const tickets: TicketMention[] = [];
  for (let from = 0; from < folded.length; from += 1) {
    if (
      from > 0 &&
      /[\d零一二两三四五六七八九十百千万廿卅月.\-/]/.test(folded.charAt(from - 1)) &&
      !/[#hn编工单]/.test(folded.charAt(from))
    )
      continue;
    const found = explicitTicketAt(folded, from);
    if (found === null) continue;
    if (calledTicket(folded, found)) tickets.push(found);
    from = found.to - 1;
  }
  return tickets;
}

const NUMBERED =
  /(?:^|[\s,。;:!?、]|[俺咱我们这那个就把将给对替为跟和查问看瞧瞅催下眼先再的诉知告复应转单件事活了理销结办开退延收签接关价分回退复给交领])$/;
const SPOKEN_OF =
  /^\s*(?:这|那|咋|怎|啥|办|到底|现在|眼下|目前|在|是(?:谁|哪|不是|否|啥|什么)|谁|哪|有(?:没|进|消|动|结|信|啥|什么|眉|点|谁|回|着|说|人)|还|已|都|也|就|我|俺|咱|请|让|叫|得|该|应|归|转|派|划|移|交(?:给|由|到)|退|打回|延|宽|再|多|缓|推|往后|顺|拉|加|会(?:办|同)|一起|一块|光|结|销|关|完|重|又|没|不|处理|弄|搞|解决|接(?:单|了|下|手|住|这|不|吧)|签(?:收|了|下|受)|收(?:到|下|了)|认领|答复|回(?:一|句|复|话|访|企|他|人|下|个)|告|跟|捎|态度|质量|效果|服务|满意|非常|很|打(?:分|个|回|五|满|几|\d)|评|给|五星|三项|三样|仨|全|最|整|走|卡|压|搁|停|拖|要(?:求|延|不|转|退|多|晚|加|请)|可以|能|需|光|行不|赶|拾掇|说|讲|传|算|白|压根|根本|刚|俩|这|变|成|跟|同|往|向|带|捎|换|改|打算|超|由|的(?!会|饭|票|车票|机票|飞机|班|货|快递|天|活动|培训|考|课|生日|婚)|企业|事|个事|啊|呀|吧|嘛|啦|了|进(?:展|度|行)|情况|状态|查)/;
// 到15号, 4月20号, 明天12号: still a day, whatever comes behind.
const A_DAY = /(?:[到至前月年等约在于定]|今天|明天|后天|昨天|下周|这个月|截止|截至|定在)\s*$/;

/** `俺那个二十三号咋样了`: one number in mid-sentence, spoken of as a thing that is worked on, and not as a day. */
function spokenTicket(folded: string): TicketMention[] {
  const found: TicketMention[] = [];
  for (const one of folded.matchAll(new RegExp(`(?<![\\d零一二两三四五六七八九十百千万廿卅.:/-])${NUMERAL}\\s*号`, 'g'))) {
    const ticket = explicitTicketAt(folded, one.index);
    const before = folded.slice(Math.max(0, one.index - 12), one.index);
    if (ticket === null || A_DAY.test(before)) continue;
    const after = folded.slice(ticket.to);
    if (!SPOKEN_OF.test(after) && !(/^(?:$|[\s,。!?;:~、])/.test(after) && NUMBERED.test(before))) continue;
    found.push(ticket);
  }
  return found.length === 1 ? found : [];
}

/** `帮我看看 128 那个单子`: a number alone among filler words can mean nothing else. */
function loneTicket(folded: string): TicketMention[] {
  const numbers = [...folded.matchAll(new RegExp(`(?<![\\d.:/-])\\d{1,6}(?!\\d)${MEASURE}(?:\\s*号${NOT_A_THING})?`, 'g'))];
  const only = numbers[0];
  if (numbers.length !== 1 || only === undefined) return [];
  const around = (folded.slice(0, only.index) + folded.slice(only.index + only[0].length)).replace(FILLER, '');
  const found = mention(only, /\d+/.exec(only[0])?.[0]);
  return around === '' && found !== null ? [found] : [];
}

/** Whether this is only the run-up to a head ticket: 把, 给, 麻烦帮我查一下工单. */
export function isLead(folded: string): boolean {
  return at(LEAD, folded, 0)?.[0].length === folded.length;
}

const MERGES = /合并|并到|并入|归到|合到|是(?:一|同)/;
const MOST_IN_RANGE = 20;

/** 61到63号全签收: those between are meant too. 合并 12 到 13 names two, and so does 12号到15号 with nothing behind it. */
function withThoseBetween(head: readonly TicketMention[], folded: string): readonly TicketMention[] {
  const [first, last, another] = head;
  if (first === undefined || last === undefined || another !== undefined || MERGES.test(folded)) return head;
  const joined =
    /^\s*(?:到|至|-|~)\s*$/.test(folded.slice(first.to, last.from)) &&
    folded.charAt(last.to - 1) === '号' &&
    folded.slice(last.to).trim() !== '';
  const count = last.number - first.number;
  if (!joined || count < 2 || count >= MOST_IN_RANGE) return head;
  const between = Array.from({ length: count - 1 }, (_, at) => ({
    number: TicketNumber.parse(first.number + at + 1),
    from: last.from,
    to: last.to,
  }));
  return [first, ...between, last];
}

/** Tickets named in a command's rest, in order. Once the head names some, later numbers are part of the words. */
export function ticketMentions(text: string): readonly TicketMention[] {
  const folded = text.slice(0, LONGEST_READ);
  const head = headTickets(folded);
  if (head.length > 0) return withThoseBetween(head, folded);
  const explicit = explicitAnywhere(folded);
  if (explicit.length > 0) return explicit;
  const spoken = spokenTicket(folded);
  return spoken.length > 0 ? spoken : loneTicket(folded);
}

/** How many more tickets a sentence speaks of than those it is about. */
export function otherTickets(text: string, named: readonly TicketMention[]): number {
  const folded = text.slice(0, LONGEST_READ);
  const known = new Set(named.map((one) => one.number));
  const last = named.at(-1)?.to ?? 0;
  const others = [...folded.slice(last).matchAll(new RegExp(`(?<![\\d月到至])(?:#|hc\\d{4}\\s*-)?\\s*${NUMERAL}\\s*号?`, 'g'))].flatMap(
    (one) => explicitTicketAt(folded, last + one.index) ?? [],
  );
  return others.filter((one) => !known.has(one.number)).length;
}

/** `#128 已联系企业` in plain chat: only the sign # or the long number opens such a line. */
export function signedTicketAtStart(folded: string): TicketMention | null {
  const start = /^\s*/.exec(folded)?.[0].length ?? 0;
  return /^(?:#|hc)/.test(folded.slice(start)) ? explicitTicketAt(folded, start) : null;
}

/** Written as a ticket is: #12, 12号, HC2026-0012, 工单12. A bare number may count anything. */
export function writtenAsTicket(folded: string, { from, to }: TicketMention): boolean {
  const sign = /[#号]|[a-z]|编|单/;
  return (
    sign.test(folded.slice(from, to)) || /(?:工单号?|单子|编号|单号|no\.?|#)\s*:?\s*$/.test(folded.slice(Math.max(0, from - 12), from))
  );
}

/** Whether a ticket is named right here, with nothing but spaces before it. */
export function startsWithTicket(folded: string, from: number): boolean {
  const start = from + (/^[\s:,]*/.exec(folded.slice(from))?.[0].length ?? 0);
  return (explicitTicketAt(folded, start) ?? bareTicketAt(folded, start)) !== null;
}

/** Where the list of tickets at the head of a sentence ends; null: it does not begin with one. */
export function ticketsAtHead(folded: string): { readonly to: number } | null {
  const last = headTickets(folded).at(-1);
  return last === undefined ? null : { to: last.to };
}
