import { normalize } from './normalize.ts';

/** 受理五要素: who, when, where, cause, course. */
export type Fact = 'who' | 'when' | 'where' | 'cause' | 'course';

/** What is known besides the words: from the sender and the directory. */
export interface Known {
  /** His enterprise is on record, so that one knows whose it is. */
  readonly enterprise: boolean;
  /** Pictures came with it. */
  readonly media: boolean;
}

const WHEN =
  /\d{1,2}\s*[月号日点时:]|今[天早晚日儿]|昨[天晚日儿]|前天|上午|下午|中午|晚上|夜里|半夜|凌晨|刚才|刚刚|现在|目前|从.{1,6}起|[一二两三四五六七八九十半几\d]+\s*(?:多|来)?(?:个)?(?:天|周|月|年|星期|礼拜|小时|钟头|分钟|点)|上(?:周|月|礼拜|星期)|这(?:几天|两天|周|个月)|一直|每(?:天|晚|月|年|次)|开春|年前|年后|节后|去年|今年|到现在|至今/;
const WHERE =
  /路|街|巷|门口|[东西南北](?:门|侧|边|头|面|区|院)|院|厂区|厂里|厂房|车间|仓库|冷库|宿舍|食堂|园区|工业园|小区|村|镇|桥|站|井|楼|号(?!码|单)|大厅|窗口|港|码头|海关|银行|平台|系统|网上|网站|软件|公司|店里|对面|隔壁|旁边|附近/;
const CAUSE =
  /因为|由于|原因|说是|说(?:我们|缺|没|不|要)|导致|造成|挖断|施工|缺|没批|退回|卡在|不符|过期|欠|超|坏|漏|堵|爆|断|停|涨|裂|塌|错|打架|对不上|少|被|不(?:给|让|通|到|够|下来)/;
/** Of these a place is needed: a tax refund is nowhere, a burst pipe is somewhere, and it must be known before anybody can drive there. */
const NEEDS_PLACE =
  /水管|管道|下水|污水|井盖|路灯|积水|倒灌|停电|停水|停气|断电|断水|跳闸|漏水|漏电|漏气|爆管|违停|堵路|占道|渣土|垃圾|噪音|噪声|扬尘|异味|臭味|塌|树|电线|围墙|坑|红绿灯|限高/;

/** Which of the five a report does not tell. Only what can be asked for in a sentence and helps whoever takes it. */
export function missingFacts(text: string, known: Known): readonly Fact[] {
  const said = normalize(text.slice(0, 2000));
  const missing: Fact[] = [];
  if (!known.enterprise && !/(?:我|俺|咱)(?:们)?(?:是|叫|单位|公司|厂).{2,}|(?:公司|厂|店|合作社|酒店|民宿)/.test(said))
    missing.push('who');
  if (!WHEN.test(said)) missing.push('when');
  if (!WHERE.test(said) && NEEDS_PLACE.test(said)) missing.push('where');
  if (!CAUSE.test(said)) missing.push('cause');
  if (said.replace(/\s/g, '').length < 8 && !known.media) missing.push('course');
  return missing;
}

/** Of what it tells, whether somebody must know where before he can do anything. */
export function needsPlace(text: string): boolean {
  return NEEDS_PLACE.test(normalize(text.slice(0, 2000)));
}

/** Where one place ends and the rest of the sentence begins. */
const BETWEEN =
  /[^\p{Script=Han}a-z0-9-]+|我们?|咱们?|俺们?|[你他她它]们?|这[边里儿条个家座]?|那[边里儿条个家座]?|[在从到了的就都也把被是跟和与及让给又再还没不有去来往向由等请靠朝]|(?:经|路)过|位于|地址|反映|现场|突然|[一二两三四五六七八九十\d]趟|[进出](?=园|厂|村|小区)|打(?=窗口)|附近|整个?|全|好多|几[条个家]|一[条个家处]|多(?=家)/u;
/** Not 路灯, 线路, 网站, 法院: what only sounds like a place. */
const SPOT =
  /.{0,8}(?:大道|大街|街(?!道)|(?<![一电线思短断套铁网水油气走上弯修])路(?![灯由过况费程牌子])|[河海路]边|巷|胡同|厂区|厂房|工地|车间|[仓冷]库|宿舍|食堂|园区|[一-龥]园(?!林)|小区|社区|村(?!民)|镇|(?<!高)桥(?!梁)|码头|[一-龥]港|[东西南北大后]门|门口|厂门|\d号?楼|楼[下顶道]|\d+号(?![码单令线文])|大厅|窗口|路口|对面|隔壁|旁边|广场|市场|大厦|海关|车站|泵站)(?:以?[东西南北中]段?[侧边头面区门]?|门口|路口|\d+(?:号楼?|米)|[一二三四五六七八九十]+号楼|对面|旁边|楼[下顶])*/u;
const SHORTEST = 2;
const LONGEST = 20;

/** The place a text names first with a name of its own (青岛路南段), or else at all (门口); null: none. */
export function placeIn(text: string): string | null {
  const found = normalize(text.slice(0, 2000))
    .split(BETWEEN)
    .flatMap((piece) => SPOT.exec(piece)?.[0] ?? [])
    .filter((one) => one.length >= SHORTEST && one.length <= LONGEST);
  return found.find((one) => one.length > SHORTEST) ?? found[0] ?? null;
}

const ASKED: Readonly<Record<Fact, string>> = {
  who: '您是哪家单位的',
  when: '从什么时候开始的',
  where: '具体在什么位置',
  cause: '对方是怎么答复的、卡在哪一步',
  course: '大致是什么情况',
};

/** One sentence that asks for what is missing, at most two of them: more is an interrogation. null: nothing worth a question. */
export function askFor(missing: readonly Fact[]): string | null {
  const worth = (['who', 'where', 'course', 'when', 'cause'] as const).filter((fact) => missing.includes(fact));
  // What lacks only a time or a cause the department learns by its first call.
  if (!worth.some((fact) => fact === 'who' || fact === 'where' || fact === 'course')) return null;
  const asked = worth.slice(0, 2).map((fact) => ASKED[fact]);
  return `${asked.join('，')}？`;
}
