/** Pieces of the grammar that several orders share. Patterns are of a template (see template.ts). */

/** Whoever speaks, and his unit. */
export const US =
  '(?:O(?:局|办)?|(?:我|俺|咱|本)(?:们|家)?(?:这(?:边|儿|里)?|那儿?)?(?:局|办|单位|中心|分局|部门|科室|窗口|公司|厂|企业|店)?(?:O(?:局|办)?)?)';
/** Small words that stand before a verb and change nothing. */
export const SOFT =
  '(?:就|都|也|可以|能|得|要|该|先|再|快|赶紧|赶快|尽快|直接|一并|统统|全|全部|给|帮|请|麻烦|让|把|你|您|咱|我|俺|们|\\s)*';
/** 谁在办, 到哪了: asked of a matter. */
export const ASKED = /谁|哪|啥|什么|怎么|咋|几时|何时|多久|多会儿|多长时间|多少|几(?:天|个)|为何|凭(?:啥|什么)|如何|有没有|是不是|是否/;
/** A question at the end: 了吗, 了没有. */
export const ENDS_ASKING = /(?:[吗么没]|没有|不|了没|没呢|[吗没]啊)[\s?!。~呀呢啊]*$|\?[\s?!。~]*$/;
/** 能不能再给两天, 行吗: asked, and meant as an order. */
export const POLITE =
  /能不能|能否|可不可以|可否|行不行|好不好|成不成|中不中|(?:可以|行|好|成|中|得)[吗不么][\s?!。~]*$|(?:^|[\s,。T])(?:能|可以|可)(?!.{0,4}了).{0,16}[吗不么][\s?!。~]*$/;

const NO =
  '(?:不要|不用(?!办了|了|管|处理了|来|再)|不许|不准|不能|甭|莫|勿|休|先不|暂不|暂时不|(?<!区|特|级|个|分|类|识)别|别忙|可别|先别|千万别)';
/** 啥时候能办结, 是不是该销号了: whoever asks whether or when has not ordered it. */
export const WHETHER =
  /(?:啥|什么|何)时候?|几时|哪天|多久|多会儿|多长时间|是不是|是否|该不该|要不要|用不用|有没有|怎么(?:还|不|没)|咋(?:还|不|没)|为(?:啥|什么|何)|谁(?!.{0,3}(?:叫|让))/;
/** 如果办不了再退回, 延期的事再说吧: nothing is ordered yet. */
export const NOT_YET =
  /(?:^|[\s,。T])(?:如果|要是|假如|若|万一|倘若|除非)|再说(?:吧|了)?[\s。!]*$|再(?:研究|商量|考虑|议|合计)|(?:回头|以后|过后|改天)再/;
/** 先别销T: the order is not to do it. */
export const FORBIDS = new RegExp(
  `${NO}(?:急着|忙着|着急|急|忙|光|老|再|给|把|将|T|D|我|俺|他|她|这|那|个|单|子|们|就|都|先|随便|乱|,|\\s){0,8}(?:销|结|关|办|签|接|转|退|延|答|回|派|移|交|消|评|打|重|开|收|拉|改|推|动)`,
);
