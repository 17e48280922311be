import { type DepartmentCode, InboxId } from '../ids.ts';
import type { Urgency } from '../ticket/ticket.ts';
import { fold } from '../understand/normalize.ts';
import type { HeardInShadow, Label, ShadowIntent } from './would.ts';

/** What somebody answered; `said` is null where he only said right or wrong. */
export interface Answer {
  readonly inboxes: readonly InboxId[];
  readonly right: boolean;
  readonly intent: ShadowIntent | null;
  readonly urgency: Urgency | null;
}

const CODE = /(?<![a-z0-9])m ?(\d{1,12})(?!\d)/g;
/** 对 is said all day; a 1 begins many a sentence. */
const RIGHT = /^(?:1|对的?|是对的|正确|没错|判得?对了?|√)[\s,、。.!]*$/;
const WRONG = /^(?:0[\s,。.!]*$|不对|不准|不是(?:诉求|问题)|判?错|漏)/;
/** Said of what it was. In this order: 不是诉求 holds 是诉求. */
const WHAT: readonly (readonly [RegExp, ShadowIntent])[] = [
  [/闲聊|聊天|玩笑|寒暄/, 'chitchat'],
  [/通知|公告|转发/, 'notice'],
  [/广告|推销/, 'ad'],
  [/咨询|提问|问题咨询/, 'question'],
  [/跟进|补充|追问|催办|还是(?:那|上)/, 'followup'],
  [/不(?:是|算)(?:个)?(?:诉求|问题)|不(?:该|用|要)(?:立|受理|开口|说|管|答)|^0/, 'not_problem'],
  [/是(?:个)?(?:诉求|问题)|漏|(?:该|要)(?:立|受理)/, 'problem'],
];
const HOW_URGENT: readonly (readonly [RegExp, Urgency])[] = [
  [/特急/, 'critical'],
  [/不(?:紧)?急|一般/, 'normal'],
  [/紧急|急件|加急/, 'urgent'],
];

/** `对 m45`, `不对 m45 m46 环保局`, `m45 0`; null: it is no answer. A unit named in it is the caller's to find. */
export function answerOf(text: string): Answer | null {
  const folded = fold(text);
  const inboxes = [...folded.matchAll(CODE)].flatMap(([, digits]) => InboxId.safeParse(Number(digits)).data ?? []);
  const said = folded
    .replace(CODE, ' ')
    .replace(/^[\s,:。、]+/, '')
    .trim();
  const right = RIGHT.test(said);
  if (!right && !WRONG.test(said)) return null;
  const first = <T>(list: readonly (readonly [RegExp, T])[]): T | null => list.find(([pattern]) => pattern.test(said))?.[1] ?? null;
  return { inboxes: [...new Set(inboxes)], right, intent: right ? null : first(WHAT), urgency: right ? null : first(HOW_URGENT) };
}

type Made = Pick<HeardInShadow, 'outcome' | 'intent' | 'department' | 'urgency'>;

/** The label an answer comes to: what the bot made of it where it is right; else what the answer says, and nothing that it does not say. */
export function labelOf(made: Made, answer: Answer, department: DepartmentCode | null): Label {
  if (answer.right) return taken(made);
  const { urgency } = answer;
  if (answer.intent !== null) return { intent: answer.intent, department: needsUnit(answer.intent) ? department : null, urgency };
  if (department !== null) return { intent: made.intent === 'question' ? 'question' : 'problem', department, urgency };
  if (urgency !== null) return { ...taken(made), urgency };
  // Let pass, and that was wrong: then it was something for us.
  return { intent: made.outcome === 'ignored' ? 'problem' : null, department: null, urgency: null };
}

const needsUnit = (intent: ShadowIntent): boolean => intent === 'problem' || intent === 'question' || intent === 'followup';

function taken({ outcome, intent, department, urgency }: Made): Label {
  if (outcome === 'ticketed' || outcome === 'parked') return { intent: intent === 'question' ? intent : 'problem', department, urgency };
  return { intent: intent === 'problem' ? 'not_problem' : intent, department: null, urgency: null };
}
