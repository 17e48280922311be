import { normalize } from './normalize.ts';

/** Small recognisers of what one message does in a conversation. Each looks at the words alone. */

const LONGEST_READ = 200;

function plain(text: string): string {
  return normalize(text.slice(0, LONGEST_READ * 2))
    .trim()
    .slice(0, LONGEST_READ)
    .replace(/\[[^\]\s]{1,8}\]/g, '')
    .replace(/\p{Extended_Pictographic}/gu, '')
    .replace(/[\s,。!?~、.…:;]+/g, '');
}

const HAIL =
  /^(?:(?:各位|尊敬的|亲爱的)?(?:领导|老师|主任|科长|同志|群主|大佬|专家|部门|局|办|部门领导)+们?(?:好|早|您好|早上好|上午好|下午好|晚上好)?|在吗|在么|在不(?:在)?|在不|有人(?:吗|么|在吗|没)?|那个|这个|那啥|就是|请问(?:一下)?|问一下|打扰(?:一下|了|下)?|求助|救命|急|急急急|领导们?|你好|您好|喂|哎|哈喽|hello|hi|(?:各位)?(?:早上|上午|中午|下午|晚上)好)+$/;
const HAILS_OFFICE =
  /^.{0,10}(?:局|办|科|领导|老师|部门|中心|窗口|同志|主任).{0,8}(?:在吗|在不|在么|在吧|在不在|在群里(?:吗|么|没)|有(?:人)?在(?:吗|么|群里吗)?)$/;

/** 在吗, 那个, 各位领导: the first piece of something that is not said yet. */
export function isLeadIn(text: string): boolean {
  const said = plain(text);
  return said !== '' && said.length <= 24 && (HAIL.test(said) || HAILS_OFFICE.test(said));
}

const CORRECTS =
  /^(?:不对|错了|不是)+(?:是|应该|写错|打错|说错)?|(?:打|写|说|发|敲|输|记|看|听)(?:串|错|反|混)(?:了|行)?|更正|纠正|应该是|改成|改一下|少(?:按|打|写)了?(?:个|一|两)?|多(?:按|打|写)了?(?:个|一)|口误|手误|手滑|(?:是|叫).{1,8}(?:不是|非).{1,8}$/;

/** 打错了 是二号车间: puts right what he said before. */
export function isCorrection(text: string): boolean {
  const said = plain(text);
  return (
    said.length <= 40 &&
    CORRECTS.test(said) &&
    !/(?:窗口|他们|系统|银行|局|工作人员|单子上|证上|上面).{0,8}(?:打|写|登|填|录|输|弄)错/.test(said)
  );
}

const ANOTHER =
  /^(?:对了|哦对了|另外|再|还|顺便|顺带)?(?:还|另|再|又)?有(?:一)?(?:个|件|桩|码)(?:新|别的?|其他|小白?|不着急的)?(?:事|问题|情况)|^(?:哦?对了)?(?:另外|此外|再就是|还有就是|顺便(?:再)?(?:问|说|提)(?:一?(?:下|句|嘴))?|再(?:问|说|报|提|讲|反映)(?:一?个|一?件|一?下|点))/;

/** 还有个事, 另外: what follows is another matter. */
export function opensAnother(text: string): boolean {
  // 柏科 另外还有个事: whom he speaks to may stand before it.
  const clauses = normalize(text.slice(0, LONGEST_READ)).split(/[\s,。!?;]+/);
  return ANOTHER.test(plain(text)) || ANOTHER.test(plain(clauses[1] ?? ''));
}

const NOT_THAT_ONE = /[跟和与].{1,8}(?:没关系|无关|没啥关系|不相干|不是一码事)哈?$/;

/** Only the announcement, the matter itself is still to come. */
export function isOnlyAnnouncement(text: string): boolean {
  const said = plain(text);
  return opensAnother(text) && (said.length <= 9 || (said.length <= 16 && NOT_THAT_ONE.test(said)));
}

/** What a whole street or park shares: who says "we too" is in the same trouble. */
const SHARED =
  /停电|断电|没电|没了电|跳闸|停水|断水|没水|水压|水管|停气|断气|没气|暖气|供暖|断网|没网|网络|信号|基站|光缆|堵(?:车|路|死|得)|封路|修路|挖(?:断|沟)|积水|内涝|倒灌|污水|臭|异味|气味|粉尘|扬尘|噪音|噪声|路灯|塌|渣土|大货车|限高|台风|系统(?:崩|打不开|进不去|上不去)|(?:网站|平台|大厅|系统).{0,6}(?:崩|打不开|进不去|上不去|瘫)/;

export function isSharedCause(text: string): boolean {
  return SHARED.test(normalize(text).slice(0, 600));
}

const TROUBLE_TOO =
  /停|断|没(?:了|电|水|网|气|信号)|黑(?:着|了|灯)|堵|淹|进水|漏|臭|呛|吵|打不开|进不去|上不去|登不|瘫|凉|不热|不亮|坏|趴窝|停产|用不了|一样|同样|也是/;

/** 我们也没了, 华昇也黑着: the same has happened to him. @param own how his own enterprise may be called */
export function saysMeToo(text: string, own: readonly string[]): boolean {
  const said = plain(text);
  if (said.length > 60) return false;
  const subject = ['我们?', '俺们?', '咱们?', '本(?:厂|公司|店)', ...own.map((name) => name.replace(/[^\p{Script=Han}a-z0-9]/gu, ''))]
    .filter((one) => one !== '')
    .join('|');
  const too = new RegExp(`(?:^|[,。])?(?:${subject})(?:家|厂|这|店|公司|那|边|里|儿|车间|院)*(?:也|同样|一样|同)(.{0,12})`).exec(said);
  return (
    (too?.[1] !== undefined && TROUBLE_TOO.test(too[1])) || /^(?:同上|\+1|我们?也是|俺们?也是|一样的?情况|同样情况|同问题)$/.test(said)
  );
}

const AGAIN =
  /又(?:不|没|停|坏|漏|堵|断|爆|犯|卡|冰|凉|冷|淹|臭|灭|黑|掉|跳|出(?:问题|毛病|现|来)|来了|开始|复发|反弹|退|被|打不|登不|收|罚|欠|拖|占|冒|返|倒|溢|满)|(?:没|不)(?:几|两|三)?天.{0,6}(?:又|还)|(?:重新|再次|再度|第[二三]次)(?:出现|发生|停|坏|漏|堵)|(?:老|还是)(?:样子|那样)|复发|旧病|故态/;

/** 又省油又省工夫 */
const BOTH = /又.{1,4}又/;
const ONCE_MORE = /又|再次|再度|还是|仍|依旧|依然|照样|照旧|没好|老毛病|反弹|没(?:两|几|三)天|不是说好/;

/** A word of return, whatever it is that returned: on a closed matter of the same kind it is that one. */
export function saysOnceMore(text: string): boolean {
  const said = plain(text);
  return ONCE_MORE.test(said) && !BOTH.test(said);
}

/** 今早又冰凉了: what was over has come back. */
export function comesAgain(text: string): boolean {
  const said = plain(text);
  return said.length <= 80 && AGAIN.test(said) && !/(?:没|不)(?:再)?又|又(?:没|不)(?:用|是|会|让|要)/.test(said) && !BOTH.test(said);
}

/** At the end of a clause only: 开了 tells of an end, 开了喊你们 does not. */
const TELLS_WELL =
  /(?:好|通|修好|弄好|解决|恢复|到账|进账?|下来|下去|热乎?|亮|来(?:水|电|气|网|人|信号)|能(?:开|用|进|登|打|上|传|走)|可以(?:开|用|登|进|打|走|上|传)|办好|办下来|办成|保住|接上|没问题|不(?:堵|漏|臭|吵|停)|(?:^|也|都|票|门|机)开)了(?:呀|啊|哈|啦)?$/;
const WELL_AT_ALL =
  /早好了|一分不少|恢复正常|搞定|自(?:己|个儿?)(?:好|通|亮)|(?:真|可)?管住了|(?:好|通|亮|热|解决|恢复|到账|下来)了(?=谢|多谢|感谢|辛苦)/;

/** 能开了, 热乎了, 进账了: tells how it ended, and asks for nothing. */
export function tellsWell(text: string): boolean {
  const said = plain(text);
  const clauses = normalize(text.slice(0, LONGEST_READ)).split(/[\s,。!?;、~.]+/);
  const well = WELL_AT_ALL.test(said) || clauses.some((one) => TELLS_WELL.test(one) && !one.includes('又'));
  return said.length <= 60 && well && !comesAgain(text) && !/(?:没|不|未|别).{0,3}(?:好|通|来|修好|解决|到账)了?/.test(said);
}

const SUPPLIES =
  /(?:补|交|盖|传|发|寄|送|签|办|附|填|改|拍|扫)(?:好|上|齐|全|完|过去|过来|来)(?:了|啦|去了|的)|(?:材料|资料|图|章|证|表|照片|扫描件|复印件).{0,4}(?:都|也)?(?:齐|好|全|有|盖|交|补|带)了?|(?:这|那)(?:是|就是|张|份|个).{0,8}(?:截图|照片|材料|证明|批文|报错|图|单子|条子|合同|原件|复印件)/;

/** 图补好了 章也盖了: gives what was asked for. */
export function suppliesSomething(text: string): boolean {
  const said = plain(text);
  return said.length <= 60 && SUPPLIES.test(said) && !/(?:怎么|没法|不能|不给|不让|要不要|用不用|吗$)/.test(said);
}

const SAME_AS =
  /(?:是|就是|说的?是|跟).{0,12}(?:一(?:码|回|个|件)事|同一(?:个|件|回)(?:事|问题)?)|(?:说|讲|反映|报)的?(?:那|这)?(?:个|件)?(?:事|问题)$/;

/** 小连说的跟我讲的是一码事: speaks of what was said, and says nothing new. */
export function refersToSaid(text: string): boolean {
  const said = plain(text);
  return said.length <= 40 && SAME_AS.test(said);
}

/** 各位企业家, 大家: to everybody, on no case. */
export function addressesAll(text: string): boolean {
  return /^[【[]|^(?:各位|大家|@所有人|全体)|(?:各位|大家)(?:企业家|老板|朋友|群友)/.test(normalize(text).trim());
}

const JOKES = /^(?:哈哈+|嘿嘿+|呵呵+|嘻嘻+|笑死|233+|hh+)/;

/** Turns to the others in the room, not to the office. */
export function isBanter(text: string): boolean {
  const shown = normalize(text).trim().slice(0, LONGEST_READ);
  return JOKES.test(plain(text)) || /\[(?:偷笑|坏笑|奸笑|呲牙|笑哭|旺柴|憨笑|调皮|吃瓜)\]\s*$/.test(shown);
}

/** 好, 对 28号, 14号, 关了, 妥: the kind of thing that only answers somebody. */
export function isShortAnswer(text: string): boolean {
  const said = plain(text);
  return said !== '' && said.length <= 16;
}

const ACK =
  /^(?:好(?:的|嘞|滴|咧)?|行|中|成|妥|嗯+|收到|明白|知道了?|了解|可以|没问题|ok|恭候|对(?:的|对)?|是(?:的)?|等您.{0,4}|等你.{0,4})/;

/** Says yes and little else. */
export function isAck(text: string): boolean {
  const said = plain(text);
  return said.length <= 14 && ACK.test(said);
}

const CALLS_OFF =
  /(?:别|不用|甭|不必|不需要)(?:再)?(?:麻烦)?(?:您|你|你们|您们|各位|人|派人|安排|再)*(?:来(?!回)|跑|管|查|派|办|弄|修|过来|费心|麻烦|处理|协调)(?:人|了|一趟|啦)*|^(?:那就)?算了(?!吧.{0,4}(?:没|不)).{0,40}(?:好了|弄好|解决|自己|不用|搞定)/;

/** 也别来人了, 不用您再跑: takes it back in plain words. */
export function callsOff(text: string): boolean {
  const said = plain(text);
  return said.length <= 80 && CALLS_OFF.test(said) && !/(?:不能|别|不要)(?:算了|撤)|怎么(?:不|没)来/.test(said);
}

const RELAYS =
  /(?:我|俺|咱)们?(?:局|办|科|这边)?(?:联系|包联?|挂(?:联|钩|包)?|派驻|服务|对接|结对|帮扶|驻点?)的|(?:托|让|叫|请|央)(?:我|俺)(?:们)?(?:给|来|在群里|在这)?(?:捎|带|说|问|反映|报|提)|(?:替|帮|代)(?:他|她|它|人家|隔壁|邻居|企业|厂里|老板|[^\s,。]{2,8}?(?:厂|公司|店|家))[^\s,。]{0,4}?(?:说|报|反映|问|提|捎)(?:个|一|件|下|声|嘴|事|情)|(?:企业|厂里|厂长|老板|经理|店家)[^\s,。]{0,4}?(?:反映|找到我|跟我(?:说|讲|反映)|给我打(?:的)?电话|捎个?话)|(?:巡街|巡查|巡逻|走访|下企业|路过|入企)[^\s,。]{0,4}?(?:到|时|的时候|发现|看见|碰(?:到|见))/;

/** 我联系的广沅电缆有个事, 厂长让捎个话: speaks for an enterprise that is not in the room. */
export function relays(text: string): boolean {
  return RELAYS.test(normalize(text.slice(0, LONGEST_READ * 2)).slice(0, LONGEST_READ));
}

/** 他们厂长让捎个话, 我联系的广沅有个事: whose matter it is, and the matter itself is still to come. */
export function announcesRelay(text: string): boolean {
  return (
    relays(text) &&
    /有(?:个|件|点)事|(?:说|问|报)(?:个|件|点|一?声)事?|捎个?话|反映(?:个事|说)?[\s。]*$|托我/.test(normalize(text.slice(0, LONGEST_READ)))
  );
}

const GRATEFUL =
  /谢|感激|多亏|鞠(?:个|一)?躬|拜个?(?:早|晚)?年|锦旗|要不是.{0,16}(?:你|您|领导|老师|同志|工|局|办)|(?:给|为).{1,10}点(?:个)?赞/;
const AND_YET =
  /能不能|能否|可不可以|帮(?:我|俺|忙|看|催|问|着)|请(?:给|帮|你|您|各|领)|麻烦|但是|不过|可是|就是|还(?:是|没|差|有|想|得)|又|再|先谢|提前谢|求|咋|怎么|[?吗么]|没人|坏了|停了|急/;

/** 腊月里那水管要不是你们连夜接上…: tells what was done for him, and asks for nothing more. */
export function isGrateful(text: string): boolean {
  const said = plain(text);
  return said.length <= 80 && GRATEFUL.test(said) && !AND_YET.test(said);
}
