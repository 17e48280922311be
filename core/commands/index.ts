import type { ChatRole, Role } from '../directory.ts';
import { addCohandler } from './add-cohandler.ts';
import { answer } from './answer.ts';
import { appoint } from './appoint.ts';
import { approve } from './approve.ts';
import { bind } from './bind.ts';
import { bindCode } from './bind-code.ts';
import { board } from './board.ts';
import { callback } from './callback.ts';
import { claim } from './claim.ts';
import { close } from './close.ts';
import type { Command } from './command.ts';
import { commissionerList } from './commissioner-list.ts';
import { contact } from './contact.ts';
import { decline } from './decline.ts';
import { directoryCommand } from './directory.ts';
import { dispatch } from './dispatch.ts';
import { exportList } from './export.ts';
import { extend } from './extend.ts';
import { type BotCommand, botCommandsOf, makeHelp } from './help.ts';
import { learning } from './learning.ts';
import { leave } from './leave.ts';
import { leaveEnd } from './leave-end.ts';
import { listDept } from './list-dept.ts';
import { merge } from './merge.ts';
import { myTickets } from './my-tickets.ts';
import { openFrom } from './open-from.ts';
import { overdueList } from './overdue-list.ts';
import { ranking } from './ranking.ts';
import { rate } from './rate.ts';
import { reopen } from './reopen.ts';
import { reply } from './reply.ts';
import { resume } from './resume.ts';
import { giveBack } from './return.ts';
import { deputy, roster } from './roster.ts';
import { shadow } from './shadow.ts';
import { signinCode } from './signin-code.ts';
import { split } from './split.ts';
import { stats } from './stats.ts';
import { supervise } from './supervise.ts';
import { supplement } from './supplement.ts';
import { suspend } from './suspend.ts';
import { ticketStatus } from './ticket-status.ts';
import { transfer } from './transfer.ts';
import { triage } from './triage.ts';
import { urge } from './urge.ts';
import { verify } from './verify.ts';
import { wait } from './wait.ts';
import { withdraw } from './withdraw.ts';

const help = makeHelp(() => COMMANDS);

/** Every command, in the order of help: everybody's, officials', managers', the desk's. */
export const COMMANDS: readonly Command[] = [
  help,
  myTickets,
  ticketStatus,
  supplement,
  withdraw,
  rate,
  reopen,
  callback,
  claim,
  contact,
  verify,
  reply,
  answer,
  close,
  transfer,
  giveBack,
  addCohandler,
  suspend,
  wait,
  resume,
  extend,
  listDept,
  overdueList,
  board,
  stats,
  ranking,
  commissionerList,
  exportList,
  urge,
  supervise,
  approve,
  decline,
  openFrom,
  dispatch,
  triage,
  merge,
  split,
  bindCode,
  bind,
  signinCode,
  appoint,
  roster,
  deputy,
  leave,
  leaveEnd,
  directoryCommand,
  shadow,
  learning,
];

/** By neutral name, e.g. `ticket_status`. */
export const commandNamed = (name: string): Command | null => COMMANDS.find((one) => one.name === name) ?? null;

/** By a Latin name as it stands in a button or behind a slash, e.g. `claim`. */
export const commandOfLatin = (latin: string): Command | null => COMMANDS.find((one) => one.latin.includes(latin.toLowerCase())) ?? null;

/** By a Chinese word, exactly. */
export const commandOfWord = (word: string): Command | null => COMMANDS.find((one) => one.words.includes(word)) ?? null;

export const botCommands = (who?: { readonly roles: readonly Role[]; readonly chatRole: ChatRole }): readonly BotCommand[] =>
  botCommandsOf(COMMANDS, who);
