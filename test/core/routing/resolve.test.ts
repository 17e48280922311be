import { describe, expect, it } from 'vitest';
import type { Directory } from '../../../core/directory.ts';
import type { ChannelName } from '../../../core/ids.ts';
import type { Destination, NoticeDraft } from '../../../core/notice/notice.ts';
import { place, resolveDestination } from '../../../core/routing/index.ts';
import type { Ticket } from '../../../core/ticket/ticket.ts';
import { COMMANDS, live } from '../ticket/samples.ts';
import {
  BI,
  chat,
  DIRECTORY,
  DUTY_GROUP,
  dept,
  ENVIRONMENT_GROUP,
  group,
  identity,
  privateChat,
  SUI,
  TELEGRAM,
  WEB,
  WORK,
  without,
  YU,
} from './world.ts';

const reportedIn = (id: number, channel: ChannelName = WEB): Ticket =>
  live({ ...COMMANDS.open, sourceChat: chat(id), reporter: { member: YU, channel, wireId: `${channel}-${YU}`, name: '于厂长' } }).ticket;
const TICKET = reportedIn(WORK);

const where = (to: Destination, directory: Directory = DIRECTORY, ticket: Ticket | null = TICKET) => {
  const { chats, fellBack, missing } = resolveDestination(to, ticket, directory);
  return { chats: chats.map(({ id }) => Number(id)), fellBack, missing };
};
const found = (...chats: number[]) => ({ chats, fellBack: false, missing: null });
const passedOn = (...chats: number[]) => ({ chats, fellBack: true, missing: null });

const ENVIRONMENT: Destination = { to: 'department', code: dept('environment') };
const FINANCE: Destination = { to: 'department', code: dept('finance') };

describe('a department', () => {
  it('is its group', () => {
    expect(where(ENVIRONMENT)).toEqual(found(ENVIRONMENT_GROUP));
  });

  it('without a group is whoever is on duty; without him its heads; without them its officials', () => {
    expect(where(ENVIRONMENT, without(DIRECTORY, ENVIRONMENT_GROUP))).toEqual(found(107));
    expect(where(ENVIRONMENT, without(DIRECTORY, ENVIRONMENT_GROUP, 107))).toEqual(found(109));
    expect(where(ENVIRONMENT, without(DIRECTORY, ENVIRONMENT_GROUP, 107, 109))).toEqual(found(108, 121));
  });

  it('that nobody can reach falls back to the duty desk, and says so', () => {
    expect(where(FINANCE)).toEqual(passedOn(DUTY_GROUP));
  });

  it('is missing, in words, where not even the duty desk can be reached', () => {
    expect(where(FINANCE, without(DIRECTORY, DUTY_GROUP, 130))).toEqual({
      chats: [],
      fellBack: false,
      missing: '金融办没有群，也没有能私聊到的人，值班席也联系不上',
    });
  });

  it('is not somebody who has left', () => {
    const gone = { ...DIRECTORY, members: DIRECTORY.members.map((one) => (one.id === BI ? { ...one, active: false } : one)) };
    expect(where(ENVIRONMENT, without(gone, ENVIRONMENT_GROUP))).toEqual(found(109));
  });
});

describe('the duty desk', () => {
  it('is its group, else everybody who sits there', () => {
    expect(where({ to: 'duty' })).toEqual(found(DUTY_GROUP));
    expect(where({ to: 'duty' }, without(DIRECTORY, DUTY_GROUP))).toEqual(found(130));
  });
});

describe('the reporter', () => {
  it('is alone in his private chat', () => {
    expect(where({ to: 'reporter' })).toEqual(found(101));
  });

  it('without one is in the source chat, which is said to be a fall-back', () => {
    expect(where({ to: 'reporter' }, without(DIRECTORY, 101))).toEqual(passedOn(WORK));
  });

  it('who reported in private is answered there', () => {
    expect(where({ to: 'reporter' }, DIRECTORY, reportedIn(101))).toEqual(found(101));
    expect(where({ to: 'source' }, DIRECTORY, reportedIn(101))).toEqual(found(101));
  });

  it('is not looked for on another channel', () => {
    const both: Directory = {
      ...DIRECTORY,
      channels: [WEB, TELEGRAM],
      chats: [...DIRECTORY.chats, group(51, TELEGRAM, 'work')],
    };
    expect(where({ to: 'reporter' }, both, reportedIn(51, TELEGRAM))).toEqual(passedOn(51));
  });
});

describe('several channels', () => {
  const both: Directory = {
    ...DIRECTORY,
    channels: [WEB, TELEGRAM],
    chats: [...DIRECTORY.chats, group(51, TELEGRAM, 'work'), group(52, TELEGRAM, 'department', 'environment'), privateChat(157, TELEGRAM)],
    identities: [...DIRECTORY.identities, identity(BI, TELEGRAM, 157)],
  };
  const fromTelegram = reportedIn(51, TELEGRAM);

  it('stays on the channel the ticket came from', () => {
    expect(where(ENVIRONMENT, both, fromTelegram)).toEqual(found(52));
    expect(where(ENVIRONMENT, both, TICKET)).toEqual(found(ENVIRONMENT_GROUP));
    expect(where({ to: 'member', member: BI }, both, fromTelegram)).toEqual(found(157));
  });

  it("prefers the official on duty on the ticket's own channel to a group on a channel where nobody watches", () => {
    expect(where(ENVIRONMENT, without(both, 52), fromTelegram)).toEqual(found(157));
  });

  it('takes another where that one has no such chat', () => {
    expect(where({ to: 'duty' }, both, fromTelegram)).toEqual(found(DUTY_GROUP));
    expect(where({ to: 'member', member: SUI }, both, fromTelegram)).toEqual(found(120));
  });

  it('does not write on a channel that this deployment does not run', () => {
    const off = { ...both, channels: [WEB] };
    expect(where(ENVIRONMENT, off, fromTelegram)).toEqual(found(ENVIRONMENT_GROUP));
    expect(where({ to: 'source' }, off, fromTelegram)).toEqual({ chats: [], fellBack: false, missing: '来源群所在的渠道已停用' });
    expect(where({ to: 'chat', chat: chat(52) }, off)).toMatchObject({ chats: [], missing: '这个群所在的渠道已停用' });
  });
});

describe('a member', () => {
  it('without a private chat is asked for at the duty desk', () => {
    expect(where({ to: 'member', member: SUI }, without(DIRECTORY, 120))).toEqual(passedOn(DUTY_GROUP));
  });
});

describe('place', () => {
  const draft: NoticeDraft = { to: { to: 'reporter' }, name: 'x', text: '只给他看' };
  const said = (more: Partial<NoticeDraft>, directory: Directory) =>
    place({ ...draft, ...more }, TICKET, directory).says.map(({ chat: to, text }) => [Number(to.id), text]);

  it('says the words where they were meant', () => {
    expect(said({ publicText: '公开的话' }, DIRECTORY)).toEqual([[101, '只给他看']]);
  });

  it('after a fall-back says the public words, or nothing where there are none to say', () => {
    const alone = without(DIRECTORY, 101);
    expect(said({ publicText: '公开的话' }, alone)).toEqual([[WORK, '公开的话']]);
    expect(said({ publicText: null }, alone)).toEqual([]);
    expect(said({}, alone)).toEqual([[WORK, '只给他看']]);
  });
});
