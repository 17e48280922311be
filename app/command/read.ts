import type { Config } from '../../core/config.ts';
import { commandCalled } from '../../core/conversation/consider.ts';
import type { Heard, HeardMessage, Situation } from '../../core/conversation/heard.ts';
import { isOffice } from '../../core/conversation/people.ts';
import type { ChatInfo, Directory, Member } from '../../core/directory.ts';
import { ChannelName, ChatId, InboxId, MemberId } from '../../core/ids.ts';
import { permit, rolesOf } from '../../core/permission/permit.ts';
import type { OrderEars } from '../../core/understand/model/order-ears.ts';
import { CHANGING } from '../../core/understand/phrases.ts';
import { extractSlots } from '../../core/understand/slots.ts';
import type { SaidLine } from './line.ts';
import { argsOf, type NeutralArgs, type NeutralName, neutralName } from './neutral.ts';

export interface CommandReading {
  readonly id: string;
  readonly command: NeutralName | null;
  readonly args: NeutralArgs;
}

const GROUP: ChatInfo = {
  id: ChatId.parse(1),
  channel: ChannelName.parse('webchat'),
  wireId: 'work',
  kind: 'group',
  role: 'work',
  department: null,
  title: null,
};

/** Reads lines as the house reads its work group: the office's directory, no tickets, nothing quoted. */
export function commandReader(config: Config, now: Date, orders: OrderEars | null): (line: SaidLine) => CommandReading {
  const directory = directoryOf(config);
  const house = { directory, botAliases: config.bot.aliases, orders };
  return ({ id, text, role }) => {
    const body = messageOf(text, [config.bot.name, ...config.bot.aliases]);
    const heard: Heard = { id: InboxId.parse(1), chat: GROUP, sender: { wireId: role, name: role }, body, receivedAt: now, spokenAt: now };
    const member = memberOf(role, directory);
    const call = commandCalled(house, heard, body, situationOf(member, now));
    const command = call === null ? null : neutralName(call.found.name);
    if (call === null || command === null || forOthers(member, call.found.name)) return { id, command: null, args: {} };
    const slots = extractSlots(call.found.restText, directory, now, call.found.name);
    return { id, command, args: argsOf(command, slots, { text, member, directory }) };
  };
}

/** A handler's order given by somebody of the public: the house refuses it in one sentence, so nothing was commanded. */
function forOthers(member: Member | null, command: string): boolean {
  const refused = !permit({ roles: rolesOf(member), command, chatRole: GROUP.role, relation: 'none' }).ok;
  return refused && !isOffice(member) && CHANGING.has(command);
}

function messageOf(text: string, names: readonly string[]): HeardMessage {
  const mentionsBot = names.some((name) => text.includes(`@${name}`));
  return { kind: 'message', messageId: 'm', text, quote: null, mentions: [], mentionsBot, media: 0 };
}

function situationOf(member: Member | null, now: Date): Situation {
  return {
    now,
    member,
    quoted: null,
    quotedTickets: [],
    waiting: [],
    mine: [],
    ofMyDepartment: [],
    extensions: [],
    triages: [],
    original: null,
    recent: [],
    nearby: [],
    ours: [],
  };
}

/** `official:land` is somebody of that unit, `leader` a leader; everybody else is of the public. */
function memberOf(role: string, { members }: Directory): Member | null {
  const [kind, unit] = role.split(':');
  const fits = (one: Member) =>
    kind === 'official' ? one.roles.includes('official') && one.department === unit : one.roles.some((his) => his === kind);
  if (kind === 'entrepreneur' || kind === 'employee') return members.find((one) => one.roles.includes('entrepreneur')) ?? null;
  return members.find(fits) ?? null;
}

function directoryOf(config: Config): Directory {
  return {
    revision: 1,
    botName: config.bot.name,
    channels: [GROUP.channel],
    departments: config.departments.map((one) => ({ ...one, onDuty: null, deputy: null })),
    members: config.people.map((one, at) => ({ ...one, id: MemberId.parse(at + 1), active: true })),
    enterprises: config.enterprises,
    postings: [],
    chats: [GROUP],
    identities: [],
    leaves: [],
    away: [],
    bodies: { supervision: [], leaders: [] },
  };
}
