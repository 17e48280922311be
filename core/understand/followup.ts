import type { Directory } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';
import type { Rating } from '../ticket/ticket.ts';
import { departmentsNamed } from './names.ts';
import { fold, normalize, visible } from './normalize.ts';

/** Small recognisers for what people say after a report. Each looks at one message and nothing else. */

/** What these recognise is said in a sentence. */
const LONGEST_READ = 300;

/** Text without spaces, stickers such as [抱拳] and pictures of faces. */
function plain(text: string): string {
  return normalize(text)
    .trim()
    .slice(0, LONGEST_READ)
    .replace(/\[[^\]\s]{1,6}\]/g, '')
    .replace(/\p{Extended_Pictographic}/gu, '')
    .replace(/\s+/g, '');
}

/** Said of something that was to be solved: 还没解决, 说办结了还是没人来, 又停了. */
const NOT_SOLVED =
  /(?:没|未)(?:有|能)?(?:得到)?(?:真正|彻底|完全)?(?:解决|办好|弄好|修好|处理好|办成|搞定|整好)|(?:还|仍|又|依然|依旧|照样)(?:是)?(?:没|未)(?:有)?(?:人)?(?:解决|办|弄|修|动|管|理|好|通|处理|见好|落实)|还是(?:不行|不通|老样子|那样|原样|漏|堵|坏|停|一样|办不|打不|登不|没)|(?:说|显示)(?:是)?(?:已经?)?(?:解决|办结|办好|修好|处理完)了?.{0,8}(?:没|又|还|不)|(?:不能|不该|没到|先别|别)(?:急着|忙着)?(?:算)?(?:办结|结案|结|销)(?!婚|果|账|款|合)|没(?:清|弄|修|干|拉|挖|铺|换|搬|扫|整|处理)(?:完|净|干净|利索|彻底)|老样子|根本没|压根没/;
/** New trouble sounds like this too, so in a long sentence it is read as new. */
const AGAIN_OR_NOBODY =
  /又(?:停|坏|漏|堵|断|爆|犯|不行|出问题|卡|退回|不通|没水|没电|不好使|淹|跳闸|复发|反复)|(?:还|仍)(?:没|未)(?:有)?(?:人)?(?:来|给|到|看到|联系|收到)|没人(?:来|管|理|接|联系|回)|白(?:跑|等)/;
const LONGEST_AGAIN = 14;
const LONGEST_UNSOLVED = 60;

/** What was reported is not over: on a closed ticket this reopens it. */
export function isStillUnsolved(text: string): boolean {
  const said = plain(text);
  if (/(?:没|不)(?:什么|啥)?问题了|没再|不用了|没有?解决不了/.test(said)) return false;
  return saysNotSolved(said) || (said.length <= LONGEST_AGAIN && AGAIN_OR_NOBODY.test(said));
}

function saysNotSolved(said: string): boolean {
  return said.length <= LONGEST_UNSOLVED && NOT_SOLVED.test(said);
}

/** Where somebody of the public signs a line with a ticket's number: which verb his words come to. */
export function publicVerbOf(text: string): 'rate' | 'withdraw' | 'reopen' | 'ticket_status' | 'supplement' {
  const said = plain(text);
  if (isWithdraw(said)) return 'withdraw';
  if (saysNotSolved(said) || /又(?:停|坏|漏|堵|断|爆|犯)/.test(said)) return 'reopen';
  if (isAskStatus(`这个单${said}`)) return 'ticket_status';
  return ratingOf(said) === null || said.length > 30 ? 'supplement' : 'rate';
}

const THANKS = /谢谢|多谢|感谢|谢了|谢啦|辛苦|费心|麻烦(?:您|你|各位|大家|领导)?了|给力|点赞|太好了|非常好|感激|致谢|thanks|thx|3q/;
const MORE_THAN_THANKS =
  /[?吗]|但是|不过|可是|就是|能不能|能否|请问|麻烦(?:再|帮|给|把|看|查)|还(?:有|没|是|想|要|得)|又|怎么|咋|啥时|什么时候|帮忙?看|反映|投诉/;
const LONGEST_THANKS = 30;

/** Nothing but thanks: it never reopens and never opens a ticket. */
export function isThanks(text: string): boolean {
  const said = plain(text);
  if (/^(?:\[(?:抱拳|玫瑰|强|鲜花|爱心|合十|拥抱|作揖)\]|[🙏👍🌹❤️💐👏\s])+$/u.test(normalize(text).trim().slice(0, LONGEST_READ)))
    return true;
  return said.length <= LONGEST_THANKS && THANKS.test(said) && !MORE_THAN_THANKS.test(said) && !isStillUnsolved(said);
}

const ASKS_STATUS =
  /到(?:了)?(?:谁|哪|什么)(?:个)?(?:手里|手上|那|儿|里|一步|步|人|部门|环节|程度|了)|(?:谁|哪个部门|哪个局)(?:在|给)?(?:办|管|跟|负责|处理)(?:着|呢|了)|(?:有|啥|什么|没)(?:个)?(?:进展|消息|结果|回音|动静|说法|信儿|回复|眉目|下文)|进度|进展|(?:办|处理|弄|解决|审批|批)(?:得|的|到)?(?:怎么样|咋样|如何|哪|咋|什么程度)|(?:怎么样|咋样)了|(?:办|弄|处理|解决|批|派|签收|受理|看)(?:好|完|下来)?(?:了)?(?:没有?|吗|么)$|(?:什么|啥)(?:时候|情况)(?:能|可以|办|来|了|好|给|回|才)|还(?:要|得)(?:等)?多久|啥情况了/;
const REFERS =
  /(?:我|俺|咱|我们|俺们|咱们|他|她|这|那|上次|上回|之前|前天|昨天|前几天|刚才|报)(?:.{0,14}?)(?:单|件|事|问题|申请|材料|报的|诉求|反映|情况|批|证|照|票|款|钱|补贴|补助|灯|井|路|手续|许可|名额|额度)|#\d|\d号|进度|进展|有(?:消息|结果|回音|信儿)|(?:办|处理)(?:得|的)/;

/** 我那个单子到谁手里了: asks how something already reported stands. */
export function isAskStatus(text: string): boolean {
  const said = plain(text);
  return said.length <= 60 && ASKS_STATUS.test(said) && REFERS.test(said);
}

const STAR_WORDS: readonly (readonly [RegExp, number])[] = [
  [/非常不满意|很不满意|极不满意|太差|差到家|极差|一星/, 1],
  [/不太满意|不满意|不满|不怎么满意|较差|差评|两星|二星|很差/, 2],
  [/基本满意|还行|一般般?|凑合|马马虎虎|还可以|三星/, 3],
  [/非常满意|十分满意|特别满意|很满意|太满意|相当满意|满分|五星|五颗星|好评|非常好|很好|全5|全五/, 5],
  [/比较满意|满意|不错|四星|挺好/, 4],
];
const PLAIN_SATISFIED = 5;
const STARS = '([1-5一二两三四五])\\s*(?:分|星|颗星|个星)?';
const STAR_DIGITS = '零一二三四五';

function stars(spelled: string | undefined): number | null {
  if (spelled === undefined) return null;
  if (spelled === '两') return 2;
  const chinese = STAR_DIGITS.indexOf(spelled);
  return chinese > 0 ? chinese : Number(spelled);
}

/** What a sentence says of one aspect: 服务态度5, 态度五星, 效果不满意. */
function aspect(said: string, name: string): number | null {
  const counted = new RegExp(`${name}[是给打:,]*${STARS}(?!\\d)`).exec(said);
  if (counted !== null) return stars(counted[1]);
  const after = new RegExp(`${name}[是很也都:]*(.{0,6})`).exec(said)?.[1];
  if (after === undefined) return null;
  const words = after.split(/[,。;、]|服务|办理|态度|质量|效果/)[0] ?? '';
  return wordStars(words) ?? (/^(?:好|棒)/.test(words) ? 5 : /^(?:差|不好|不行)/.test(words) ? 2 : null);
}

function wordStars(said: string): number | null {
  const found = STAR_WORDS.find(([pattern]) => pattern.test(said));
  if (found === undefined) return null;
  return found[1] === 4 && /^满意|[^较]满意/.test(said) ? PLAIN_SATISFIED : found[1];
}

/** A rating in numbers or words; null where the sentence rates nothing. */
export function ratingOf(text: string): Rating | null {
  const shown = visible(text).trim();
  const said = plain(shown);
  const comment = shown === '' ? null : shown.slice(0, 500);
  const parts = { attitude: aspect(said, '态度'), quality: aspect(said, '质量'), effect: aspect(said, '效果') };
  if (Object.values(parts).some((one) => one !== null)) return { ...parts, comment };
  const triple = /(?:^|[^\d])([1-5])[,、/\s分星]*([1-5])[,、/\s分星]*([1-5])[分星]?(?:$|[^\d号])/.exec(
    said.replace(/#?\d+号?(?=[^\d,、/])/, ' '),
  );
  const all = overall(said, triple !== null);
  if (triple !== null && all === null && /^[^一-龥]*$/.test(said.replace(/评价|打分|评分|号|分|星/g, ''))) {
    return { attitude: Number(triple[1]), quality: Number(triple[2]), effect: Number(triple[3]), comment };
  }
  return all === null ? null : { attitude: all, quality: all, effect: all, comment };
}

/** One mark for all three: 三项都是五星, 打5分, 满意. */
function overall(said: string, triple: boolean): number | null {
  if (/满意度|满意率|满意吗|满不满意|满意不|才满意|怎么评/.test(said)) return null;
  const counted = new RegExp(
    `(?:三项|全部|都|全|各项|统统)(?:都)?(?:是|给|打)*${STARS}|(?:给|打|评)(?:个|了)?([1-5一二三四五])(?:分|星|颗星)|([1-5一二两三四五])(?:颗星|星)(?!期|级|光|空)|([1-5一二三四五])分(?!钟|之|公|类|局|批)(?:[,。!]|$)`,
  ).exec(said);
  const number = counted?.slice(1).find((one) => one !== undefined);
  if (number !== undefined) return stars(number);
  return triple ? null : wordStars(said);
}

/** The duty desk's answer to a question of triage: yes, no, or a department. */
export function triageAnswerOf(text: string, directory: Pick<Directory, 'departments'>): '1' | '0' | DepartmentCode | null {
  const said = normalize(text)
    .trim()
    .slice(0, LONGEST_READ)
    .replace(/[。.!~\s]+$/, '');
  if (/^(?:1|一|是|是的|对|对的|立|立单|yes|y|ok|好|可以|确认|同意|嗯|要立|立个单)$/.test(said)) return '1';
  if (/^(?:0|零|不|否|不是|不用|不立|不立单|no|n|忽略|不管|不用管|闲聊|不算|略过)$/.test(said)) return '0';
  if (said.length > 24) return null;
  const named = departmentsNamed(said, directory.departments);
  const only = named[0];
  const around =
    only === undefined
      ? said
      : (said.slice(0, only.from) + said.slice(only.to)).replace(/[\s,。:!]|请|给|派|转|交|办|立单|由|让|去|应该|是|的|归|吧|1|到/g, '');
  return named.length === 1 && only !== undefined && around === '' ? only.value : null;
}

const SMALL_TALK =
  /^(?:(?:各位|大家|领导|老师|老板|群友|亲)*(?:们)?(?:早上好|早安|上午好|下午好|晚上好|中午好|晚安|早|你好|您好|大家好|hi|hello|在吗|在不在|在么)(?:啊|呀|哈|各位.*|大家|领导.*|老师)?|好|好的|好嘞|好滴|行|行的|嗯+|哦+|噢|ok|okay|收到|明白|知道了|了解|可以|没问题|哈+|呵+|嘿+|嘻+|6+|1|\+1|赞|牛|厉害|恭喜.{0,10}|祝.{0,14}|(?:元旦|新年|春节|端午|中秋|国庆|节日|周末|生日)快乐.*|吃了[吗没么]?|学习了|支持|同意|是的|是啊|对|对的|对啊|真的|辛苦了|哎|唉|啊|加油)[,。!~、.]*$/;

/** A greeting, a nod, a laugh: nothing to act on. */
export function isSmallTalk(text: string): boolean {
  const said = plain(text).replace(/[,。!~、.?…]+$/, '');
  return said === '' || SMALL_TALK.test(said) || /^[\p{P}\p{S}\s]*$/u.test(said);
}

const NOT_YET =
  /(?:没|未|不|尚未|还没|无法|等|待|预计|争取|尽快|马上|准备|计划|明天|后天|下周|才能|之后|以后|如果|若|是否|吗|\?)[^,。;]{0,4}$/;

function says(said: string, words: RegExp): boolean {
  const found = words.exec(said);
  return (
    found !== null &&
    !NOT_YET.test(said.slice(0, found.index)) &&
    !/^(?:吗|没|么|之前|前|后|之后|以后|\?)/.test(said.slice(found.index + found[0].length))
  );
}

const DONE =
  /(?:已经?|都|全部|现已|均已)(?:给)?(?:办结|办好|办完|办妥|解决|处理完|处理好|修好|恢复|修复|完成|整改完|到账|拨付到位|抢修完|通过|批下来|批复|销号|办理完)|办结了?$|办好了|办完了|办妥了|解决了|处理完了|处理好了|修好了|搞定|恢复(?:供水|供电|供气|正常)了|可以(?:销号|结单|办结)|销号$/;
const CONTACTED =
  /(?:已经?|刚|刚刚|都)(?:与|跟|和|同|给|电话|打电话)?.{0,8}(?:联系|对接|沟通|通话|通了电话|打了电话|打过电话|见面|到现场|上门|回电)|联系(?:上|过)了?|对接(?:上|过)了?|沟通过了?|电话(?:打过|通过|沟通|联系)|去过现场|到过现场|上门看过/;

/** Which verb an official's plain words on a ticket come to. Done must be said as done: 预计明天解决 is a reply. */
export function officialVerbOf(text: string): 'contact' | 'close' | 'reply' {
  const said = plain(text);
  if (says(said, DONE) && !isStillUnsolved(said)) return 'close';
  return says(said, CONTACTED) ? 'contact' : 'reply';
}

/** 不用了 撤了吧, 已经好了不用来了: the reporter takes it back. */
export function isWithdraw(text: string): boolean {
  const said = plain(fold(text));
  if (said.length > 40 || /(?:不能|别|不要|不想|没有?|不同意)(?:给我)?撤/.test(said)) return false;
  return /撤了吧|撤回(?:吧|了|$)|(?:给我|帮我|我要|请|可以)撤(?:销|回|单|了)|撤(?:单|销)吧?$|把?(?:这个|那个)?单子?撤|不用(?:了|办了|管了|来了|麻烦了|处理了|派人|跑了)|不办了|不报了|当我没说|作废吧|报错了.{0,6}(?:取消|撤|不)|(?:问题)?(?:已经|自己)(?:好|解决|弄好|修好)了.{0,6}(?:不用|撤|取消)|取消(?:吧|这个|这单|那个)/.test(
    said,
  );
}
