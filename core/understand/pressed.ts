import type { CallContext, FoundCommand } from './call-context.ts';
import { fold } from './normalize.ts';
import { onlyNames, orderTemplate, SHORT_ORDER, SURE } from './order-call.ts';
import { CHANGING } from './phrases.ts';
import { startsWithTicket } from './tickets.ts';

const PRESSED =
  /^\s*(?:[\p{So}\p{Sm}\p{Extended_Pictographic}✓✔▶►▷→»•*\ufe0f]+|(?=[[〔「『<【(]))\s*(?:[[〔「『<【(]\s*)?([^\][〔〕「」『』<>【】()\s]{1,8})\s*(?:[\]〕」』>】)]\s*)?/u;
/** A label stands in the first characters; a pattern with this many gaps must not be tried on more. */
const LONGEST_LABEL = 64;

/** ▶ 进度查询 #26, [ 我来办 ] 72号: a button's label as somebody's page shows it, in words that no list has. */
export function pressedCall(shown: string, context: CallContext): FoundCommand | null {
  const label = PRESSED.exec(shown.slice(0, LONGEST_LABEL));
  if (context.heard === undefined || label?.[1] === undefined) return null;
  const rest = shown.slice(label[0].length).trim();
  if (rest.length > SHORT_ORDER || !onlyNames(fold(rest), context)) return null;
  const heard = context.heard(orderTemplate(`${label[1]} ${rest}`.trim(), context), context.speaker ?? 'official');
  const numbered = startsWithTicket(fold(rest), 0);
  const known = context.commandWords.some((one) => one.name === heard.command);
  if (!known || heard.chance < SURE || (CHANGING.has(heard.command) && !numbered)) return null;
  return { name: heard.command, restText: rest, how: 'bare', loose: false };
}
