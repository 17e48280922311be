/** Pieces of the grammar that several orders share. Patterns are of a template (see template.ts). */

/** Whoever speaks, and his unit. */
export const US =
  '(?:O(?:局|办)?|(?:我|俺|咱|本)(?:们|家)?(?:这(?:边|儿|里)?|那儿?)?(?:局|办|单位|中心|分局|部门|科室|窗口|公司|厂|企业|店)?(?:O(?:局|办)?)?)';
/** 谁在办, 到哪了: asked of a matter. */
export const ASKED = /谁|哪|啥|什么|怎么|咋|几时|何时|多久|多会儿|多长时间|多少|几(?:天|个)|为何|凭(?:啥|什么)|如何|有没有|是不是|是否/;
/** A question at the end: 了吗, 了没有. */
export const ENDS_ASKING = /(?:[吗么没]|没有|不|了没|没呢|[吗没]啊)[\s?!。~呀呢啊]*$|\?[\s?!。~]*$/;
/** 能不能再给两天, 行吗: asked, and meant as an order. */
export const POLITE =
  /能不能|能否|可不可以|可否|行不行|好不好|成不成|中不中|(?:可以|行|好|成|中|得)[吗不么][\s?!。~]*$|(?:^|[\s,。T号])(?:能|可以|可)(?!.{0,4}了).{0,16}[吗不么][\s?!。~]*$/;

const NO =
  '(?:(?<!要)不要|(?<!用)不用(?!办了|了|管|处理了|来|再)|不许|不准|(?<!能)不能|甭|莫|勿|休|先不|暂不|暂时不|(?<!区|特|级|个|分|类|识)别|别忙|可别|先别|千万别)';
/** 啥时候能办结, 是不是该销号了: whoever asks whether or when has not ordered it. */
export const WHETHER =
  /(?:啥|什么|何)时候?|几时|哪天|多久|多会儿|多长时间|是不是|是否|该不该|要不要|用不用|有没有|怎么(?:还|不|没)|咋(?:还|不|没)|为(?:啥|什么|何)|谁(?!.{0,3}(?:叫|让))/;
/** 昨天就转给规划了, 已经延过三天: told of, not ordered. Only of what is done to a case once; 已签收 and 已办结 are how people say them. */
export const TOLD =
  /(?:昨[天儿]|前[天儿]|上周|上次|上回|早就|早已|早|[天周月]前|之前|刚才|刚刚?)(?:就|都|已经?|也|把T|给|,|\s)*(?:转|延|派|移|改派|宽限|拉|划|交|加了)|已经?(?:给|把T)?(?:转|延|退|派|移|改派|划|宽限|拉上)|Y前|(?:转|延|退|派|移|延期|宽限)(?:办|给D)?过(?!去|来)/;
/** 5号不转给规划了. */
export const REFUSES =
  /(?<!能|要|好|行|可)(?:不|没说|没打算|没想)(?:再|用|必|能|可以|想|要|会|打算|需要?|说|给|,|\s)*(?:转(?!不)|退(?:回|单|了)|延(?:期|长|后|时)?|协办|移交|改派|派给|推给|划给|销|办结|结案|关)(?!.{0,2}不行|不了)/;
/** 如果办不了再退回, 延期的事再说吧: nothing is ordered yet. */
export const NOT_YET =
  /(?:^|[\s,。T])(?:如果|要是|假如|若|万一|倘若|除非)|再说(?:吧|了)?[\s。!]*$|再(?:研究|商量|考虑|议|合计)|(?:回头|以后|过后|改天)再/;
/** 先别销T: the order is not to do it. */
export const FORBIDS = new RegExp(
  `${NO}(?:急着|忙着|着急|急|忙|光|老|再|给|把|将|T|D|我|俺|他|她|这|那|个|单|子|们|就|都|先|随便|乱|,|\\s){0,8}(?:销|结|关|办|签|接|转|退|延|答|回|派|移|交|消|评|打|重|开|收|拉|改|推|动)`,
);

/** Asked, denied, told of as done or put off: whatever command it speaks of, it gives none. */
export function ordersNothing(template: string): boolean {
  const asked = WHETHER.test(template) || /了[吗没么](?:有)?[\s,]/.test(template) || (ENDS_ASKING.test(template) && !POLITE.test(template));
  return (
    asked || FORBIDS.test(template) || NOT_YET.test(template) || REFUSES.test(template) || TOLD.test(template) || TO_COME.test(template)
  );
}

/** 5号快办完了, 明天就能办结: not yet. */
const TO_COME = /快(?:要)?(?:办|好|完|结)|(?:明[天儿]|后天|下周|月底|过两天)(?:就|才)?(?:能|可以|会)|(?:争取|预计|估计|准备|打算)/;
