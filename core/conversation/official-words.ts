import { officialVerbOf } from '../understand/followup.ts';

/** What an official's sentence on a case asks the house to do. */
export type OfficialAct = 'contact' | 'reply' | 'close' | 'return' | 'transfer' | 'ticket_status';

const QUESTION =
  /[?？]\s*$|(?:吗|呢|么|不)[。.!！~～\s]*$|什么|怎么|咋|谁|哪(?!怕)|多少|几(?:点|号|天|时|个)|为啥|是不是|有没有|能不能|要不要|行不行|如何|^.{1,14}还是(?!没|不|老|那|这|要|得|先).{1,14}$|是吧|对吧/;
const NOT_OURS =
  /(?:不|没)(?:归|属于?|该|是)(?:我|咱|本)(?:们|局|办|单位|这)?|派错|退回(?!来的|去的)|不在(?:我们|我局|本单位).{0,4}(?:职责|范围)/;
const OTHERS = /(?:应该?|该|得)(?:是|归|由|转|找)|转给|转到|移交/;
const TO_THE_ENTERPRISE =
  /(?:已|刚|刚刚|都)?(?:经)?(?:与|跟|和|同|给)?(?:企业|对方|老板|厂家|厂里|客户|反映人|负责人|贵公司|您).{0,6}(?:联系|沟通|对接|通话|通了电话|打了电话|见面)|(?:联系|电话联系|对接|走访|上门)(?:了|过|上)?(?:企业|对方|老板|厂家|反映人|负责人)/;

/** A question is for the bot or a colleague; carried to the enterprise it would be an answer nobody gave. */
export function isQuestion(text: string): boolean {
  return QUESTION.test(text.trim());
}

/** @param names whether the sentence names a department to send it to */
export function officialActOf(text: string, names: boolean): OfficialAct {
  if (isQuestion(text)) return 'ticket_status';
  if (names && OTHERS.test(text)) return 'transfer';
  if (NOT_OURS.test(text)) return 'return';
  return officialVerbOf(text);
}

/** Said among officials without number or quote, this alone can mean nothing but a first contact with the enterprise. */
export function tellsOfContact(text: string): boolean {
  return TO_THE_ENTERPRISE.test(text) && !isQuestion(text) && officialVerbOf(text) === 'contact';
}
