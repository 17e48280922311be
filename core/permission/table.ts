import type { Relation } from '../commands/command.ts';
import type { CommandName } from '../commands/names.ts';
import type { ChatRole, Role } from '../directory.ts';

/** `stranger`: nobody is bound to this identity. He may report, and look after what he reported. */
export type Who = Role | 'stranger';
export type Place = Exclude<ChatRole, 'unknown'>;

export interface Grant {
  readonly who: readonly Who[];
  readonly where: readonly Place[];
  readonly to: readonly Relation[];
}

const grant = (who: readonly Who[], where: readonly Place[], to: readonly Relation[]): Grant => ({ who, where, to });

const PUBLIC: readonly Who[] = ['stranger', 'entrepreneur'];
const HANDLERS: readonly Who[] = ['official', 'head', 'commissioner'];
const LEADERS: readonly Who[] = ['leader', 'manager'];
const DESK: readonly Who[] = ['duty', 'admin'];
const OFFICE: readonly Who[] = [...HANDLERS, ...LEADERS, ...DESK];

/** Where the public is met. */
const OPEN: readonly Place[] = ['work', 'private'];
const EVERYWHERE: readonly Place[] = ['work', 'department', 'duty', 'private'];
/** Where the desk works on any ticket: not in a department's room. */
const AT_DESK: readonly Place[] = ['work', 'duty', 'private'];
/** Wherever only officials are. */
const INDOORS: readonly Place[] = ['department', 'duty', 'private'];
/** Where names and codes may be said. */
const BEHIND_DOORS: readonly Place[] = ['duty', 'private'];

const NO_TICKET: readonly Relation[] = ['none'];
const ANY_TICKET: readonly Relation[] = ['none', 'own', 'colleague', 'joined', 'handling', 'cohandling', 'other'];

/** The reporter's own acts: everybody is a reporter of what he reported. `none`: he is asked for the number. */
const REPORTER: readonly Grant[] = [grant(PUBLIC, OPEN, ['none', 'own']), grant(OFFICE, EVERYWHERE, ['none', 'own'])];
/** 主办 answers for the ticket; a 协办 unit helps and speaks, and decides nothing. */
const LEAD_UNIT: readonly Grant[] = [grant(HANDLERS, EVERYWHERE, ['none', 'handling'])];
const ANY_UNIT: readonly Grant[] = [grant(HANDLERS, EVERYWHERE, ['none', 'handling', 'cohandling'])];

/** Decided by the 推进办 alone, of all who share its role, and of the departments' rooms in its own. */
export const FALLBACK_ONLY: ReadonlySet<CommandName> = new Set<CommandName>(['approve', 'decline']);

/** All rights of the house. What is not granted here is refused. */
export const RIGHTS: Readonly<Record<CommandName, readonly Grant[]>> = {
  help: [grant([...PUBLIC, ...OFFICE], EVERYWHERE, NO_TICKET)],
  my_tickets: [grant(PUBLIC, OPEN, NO_TICKET), grant(OFFICE, EVERYWHERE, NO_TICKET)],
  // An official who asks about another unit's ticket reads where it stands, not what was said (see visibility.ts); so does who is joined.
  ticket_status: [grant(PUBLIC, OPEN, ['none', 'own', 'colleague', 'joined']), grant(OFFICE, EVERYWHERE, ANY_TICKET)],
  supplement: [
    ...REPORTER,
    grant(PUBLIC, OPEN, ['colleague', 'joined']),
    grant(HANDLERS, EVERYWHERE, ['handling', 'cohandling']),
    grant(['duty'], AT_DESK, ANY_TICKET),
  ],
  withdraw: [...REPORTER, grant(['manager', 'duty'], BEHIND_DOORS, ANY_TICKET)],
  rate: REPORTER,
  // Not who is joined: whether it is over for the reporter is not his to say. What is not over for him is his own report.
  reopen: [
    ...REPORTER,
    grant(PUBLIC, OPEN, ['colleague']),
    grant(HANDLERS, EVERYWHERE, ['handling']),
    grant(['manager', 'duty'], BEHIND_DOORS, ANY_TICKET),
  ],

  callback: REPORTER,

  claim: LEAD_UNIT,
  contact: ANY_UNIT,
  verify: LEAD_UNIT,
  reply: ANY_UNIT,
  answer: LEAD_UNIT,
  close: LEAD_UNIT,
  transfer: [...LEAD_UNIT, grant(['manager', 'duty'], AT_DESK, ANY_TICKET)],
  return: LEAD_UNIT,
  add_cohandler: [...LEAD_UNIT, grant(['manager', 'duty'], AT_DESK, ANY_TICKET)],
  suspend: LEAD_UNIT,
  wait: LEAD_UNIT,
  resume: LEAD_UNIT,
  extend: LEAD_UNIT,

  list_dept: [grant(OFFICE, EVERYWHERE, NO_TICKET)],
  overdue_list: [grant(OFFICE, EVERYWHERE, NO_TICKET)],
  stats: [grant(['official', 'head', ...LEADERS, ...DESK], EVERYWHERE, NO_TICKET)],
  board: [grant([...LEADERS, ...DESK], AT_DESK, NO_TICKET)],
  ranking: [grant([...LEADERS, ...DESK], AT_DESK, NO_TICKET)],
  commissioner_list: [
    grant([...LEADERS, ...DESK], AT_DESK, NO_TICKET),
    grant(['commissioner'], ['department', 'private'], NO_TICKET),
    grant(['entrepreneur'], OPEN, NO_TICKET),
  ],
  // Anybody may ask for the file of what he may see: which list that is, its own command's row says.
  export: [grant(PUBLIC, OPEN, NO_TICKET), grant(OFFICE, EVERYWHERE, NO_TICKET)],
  urge: [grant(LEADERS, EVERYWHERE, ANY_TICKET)],
  supervise: [grant(LEADERS, EVERYWHERE, ANY_TICKET)],
  // Of the managers the 推进办's alone: see FALLBACK_ONLY.
  approve: [grant(['manager'], INDOORS, ANY_TICKET)],
  decline: [grant(['manager'], INDOORS, ANY_TICKET)],

  open_from: [grant(DESK, AT_DESK, NO_TICKET)],
  dispatch: [grant(['manager', ...DESK], AT_DESK, ANY_TICKET)],
  triage: [grant(['manager', ...DESK], BEHIND_DOORS, ANY_TICKET)],
  merge: [grant(DESK, AT_DESK, ANY_TICKET)],
  split: [grant(DESK, AT_DESK, ANY_TICKET)],

  bind_code: [grant(DESK, BEHIND_DOORS, NO_TICKET)],
  bind: [grant([...PUBLIC, ...OFFICE], ['private'], NO_TICKET)],
  signin_code: [grant(['entrepreneur', ...OFFICE], ['private'], NO_TICKET)],
  appoint: [grant(DESK, BEHIND_DOORS, NO_TICKET)],
  roster: [grant(DESK, BEHIND_DOORS, NO_TICKET)],
  deputy: [grant(DESK, BEHIND_DOORS, NO_TICKET)],
  // For himself; whom he may register besides is in core/commands/leave-people.ts.
  leave: [grant([...HANDLERS, 'manager', ...DESK], INDOORS, NO_TICKET)],
  leave_end: [grant([...HANDLERS, 'manager', ...DESK], INDOORS, NO_TICKET)],
  directory: [grant(DESK, BEHIND_DOORS, NO_TICKET)],
  // Who may turn the silence off again is in core/commands/shadow.ts.
  shadow: [grant(['manager', ...DESK], AT_DESK, NO_TICKET)],
  // Whoever answers for the whole: what the house learns moves everybody's tickets.
  learning: [grant(['manager', 'admin'], BEHIND_DOORS, NO_TICKET)],
};
