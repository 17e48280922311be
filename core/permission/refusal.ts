import { COMMAND_TITLES, type CommandName } from '../commands/names.ts';
import { unreachable } from '../errors.ts';
import { FALLBACK_ONLY, type Grant } from './table.ts';
import { PLACE_NAMES, ROLE_NAMES } from './words.ts';

export type RefusalCode =
  | 'unknown-command'
  | 'unknown-chat'
  | 'stranger'
  | 'role'
  | 'wrong-chat'
  | 'not-yours'
  | 'cohandler'
  | 'not-fallback'
  | 'fallback-room';

/** One kind sentence that says what would work instead. It never says more of a ticket than its number. */
export function refusalSentence(code: RefusalCode, command: CommandName | null, grants: readonly Grant[]): string {
  const title = command === null ? '这个操作' : `“${COMMAND_TITLES[command]}”`;
  switch (code) {
    case 'unknown-command':
      return '抱歉，我没有这个功能，发“帮助”可以看到我会做什么。';
    case 'unknown-chat':
      return '抱歉，我还没有在这个群里开通服务，请联系值班席。';
    case 'stranger':
      return `抱歉，我还不认识您。${title}由${whoMay(command, grants)}使用；请向值班席要一个绑定码，再私聊我发送“绑定 绑定码”。`;
    case 'role':
      return `抱歉，${title}由${whoMay(command, grants)}使用。`;
    case 'wrong-chat':
      return `抱歉，${title}请在${whereMay(grants)}使用。`;
    case 'cohandler':
      return `抱歉，贵单位是这张单子的协办单位，${title}请主办单位来做；您可以用“回复”告诉企业进展。`;
    case 'not-fallback':
      return `抱歉，延期由推进办审批，${title}请推进办的同志来做。`;
    case 'fallback-room':
      return `抱歉，${title}请在推进办的群里、值班群或私聊使用。`;
    case 'not-yours':
      return forOthers(grants)
        ? `抱歉，这张单子不由您或贵单位承办，不能${title}。`
        : `抱歉，这张单子不是您反映的，${title}只有反映人可以使用。`;
    default:
      return unreachable(code);
  }
}

const forOthers = (grants: readonly Grant[]) => grants.some((one) => one.to.includes('handling'));

function whoMay(command: CommandName | null, grants: readonly Grant[]): string {
  if (command !== null && FALLBACK_ONLY.has(command)) return '推进办';
  return [...new Set(grants.flatMap((one) => one.who))].map((role) => ROLE_NAMES[role]).join('、');
}

function whereMay(grants: readonly Grant[]): string {
  return [...new Set(grants.flatMap((one) => one.where))].map((place) => PLACE_NAMES[place]).join('、');
}
