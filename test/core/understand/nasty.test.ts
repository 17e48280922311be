import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../app/config.ts';
import { shippedListening } from '../../../app/listening.ts';
import { shippedOrders } from '../../../app/orders.ts';
import { projectRoot } from '../../../app/project-root.ts';
import { COMMANDS } from '../../../core/commands/index.ts';
import { isQuestion, officialActOf, tellsOfContact } from '../../../core/conversation/official-words.ts';
import { TicketNumber } from '../../../core/ids.ts';
import { soberSummary } from '../../../core/model/summary.ts';
import { withoutAddress } from '../../../core/understand/address.ts';
import { type CallContext, findCommand, readButton } from '../../../core/understand/call.ts';
import { plainlyPressedOf, pressedOf } from '../../../core/understand/callback.ts';
import { callsOf, named } from '../../../core/understand/calls.ts';
import { comingDays } from '../../../core/understand/coming.ts';
import { missingFacts } from '../../../core/understand/facts.ts';
import * as followup from '../../../core/understand/followup.ts';
import { createLocalInterpreter } from '../../../core/understand/local.ts';
import { mask } from '../../../core/understand/mask.ts';
import { orderHeard } from '../../../core/understand/model/order-ears.ts';
import { departmentsNamed, enterprisesNamed, membersNamed } from '../../../core/understand/names.ts';
import { fold, normalize, visible } from '../../../core/understand/normalize.ts';
import { dayRange, daySpans, daysIn, periodMention } from '../../../core/understand/periods.ts';
import { saysNumber } from '../../../core/understand/said-number.ts';
import { likeness } from '../../../core/understand/similar.ts';
import { extractSlots } from '../../../core/understand/slots.ts';
import { stateIn } from '../../../core/understand/state.ts';
import { summarize } from '../../../core/understand/summary.ts';
import { otherTickets, ticketMentions } from '../../../core/understand/tickets.ts';
import * as turns from '../../../core/understand/turns.ts';
import { parseAnswer } from '../../../workers/model/answer.ts';
import { context, directory, NOW } from '../commands/world.ts';

const config = loadConfig(join(projectRoot(), 'config'));
const orders = shippedOrders(projectRoot(), config);
const listening = shippedListening(projectRoot(), config)();
const interpreter = createLocalInterpreter({ departments: config.departments, enterprises: config.enterprises }, listening);

const calling = (who: Partial<CallContext>): CallContext => ({
  botName: '小汇',
  botAliases: ['汇汇'],
  mentionsBot: false,
  private: false,
  commandWords: COMMANDS,
  names: directory,
  ...(orders === null ? {} : { heard: (template, speaker) => orderHeard(orders, template, speaker) }),
  ...who,
});

const office = context('official', 'work');
type Reader = (text: string) => unknown;
/** Whatever reads what somebody wrote, at whatever length he wrote it. */
const READERS: Readonly<Record<string, Reader>> = {
  findCommandOfOfficial: (text) => findCommand(text, calling({ speaker: 'official' })),
  findCommandOfPublic: (text) => findCommand(text, calling({ speaker: 'public', private: true })),
  findCommandSaidToBot: (text) => findCommand(text, calling({ mentionsBot: true })),
  readButton: (text) => readButton(text, COMMANDS),
  withoutAddress: (text) => withoutAddress(text, calling({ mentionsBot: true })),
  interpreter: (text) => interpreter.understand({ text, speaker: 'public', media: 0 }),
  extractSlots: (text) => extractSlots(text, directory, NOW),
  mask,
  visible,
  normalize,
  summarize,
  soberSummary: (text) => soberSummary(text, text),
  missingFacts: (text) => missingFacts(text, { enterprise: false, media: false }),
  stateIn: (text) => stateIn(fold(text)),
  dayRange: (text) => dayRange(fold(text)),
  daysIn: (text) => daysIn(fold(text)),
  daySpans: (text) => daySpans(fold(text)),
  periodMention: (text) => periodMention(fold(text), NOW),
  comingDays: (text) => comingDays(text, NOW),
  ticketMentions: (text) => ticketMentions(fold(text)),
  otherTickets: (text) => otherTickets(fold(text), []),
  saysNumber: (text) => saysNumber(text, TicketNumber.parse(1)),
  likeness: (text) => likeness(text, text),
  callsOf: (text) => callsOf(text),
  named: (text) => named(text, '王国栋'),
  departmentsNamed: (text) => departmentsNamed(fold(text), directory.departments),
  enterprisesNamed: (text) => enterprisesNamed(fold(text), directory.enterprises),
  membersNamed: (text) => membersNamed(fold(text), directory.members),
  pressedOf,
  plainlyPressedOf,
  isQuestion,
  officialActOf: (text) => officialActOf(text, true),
  tellsOfContact,
  triageAnswerOf: (text) => followup.triageAnswerOf(text, directory),
  isStillUnsolved: followup.isStillUnsolved,
  publicVerbOf: followup.publicVerbOf,
  isThanks: followup.isThanks,
  isAskStatus: followup.isAskStatus,
  ratingOf: followup.ratingOf,
  isSmallTalk: followup.isSmallTalk,
  officialVerbOf: followup.officialVerbOf,
  isWithdraw: followup.isWithdraw,
  isLeadIn: turns.isLeadIn,
  isCorrection: turns.isCorrection,
  opensAnother: turns.opensAnother,
  isOnlyAnnouncement: turns.isOnlyAnnouncement,
  isSharedCause: turns.isSharedCause,
  saysMeToo: (text) => turns.saysMeToo(text, []),
  saysOnceMore: turns.saysOnceMore,
  comesAgain: turns.comesAgain,
  tellsWell: turns.tellsWell,
  suppliesSomething: turns.suppliesSomething,
  refersToSaid: turns.refersToSaid,
  addressesAll: turns.addressesAll,
  isBanter: turns.isBanter,
  isShortAnswer: turns.isShortAnswer,
  isAck: turns.isAck,
  callsOff: turns.callsOff,
  relays: turns.relays,
  announcesRelay: turns.announcesRelay,
  isGrateful: turns.isGrateful,
  parseAnswer: (text) => parseAnswer(text, { departments: [], enterprises: [] }),
  argumentsOfEveryCommand: (text) => {
    const slots = extractSlots(text, directory, NOW);
    for (const command of COMMANDS) command.parse(slots, office);
  },
};

const LONG = 100_000;
const FRAMES: readonly (readonly [string, string])[] = [
  ['', ''],
  ['•', 'x'],
  ['@小汇 办结 1', '好'],
  ['```json', 'x'],
];
/** Each makes some careless pattern try again from every place. */
const TEXTS = [' ', '1', ',', '、', '1 ', '1,', 'a', 'a@', '零', '【', '吗 ', '#1 ', '。'].flatMap((piece) =>
  FRAMES.map(([before, after]) => ({ name: `${before}${piece}…${after}`, text: before + piece.repeat(LONG / piece.length) + after })),
);
const MOST_MS = 200;

function cpuOf(read: Reader, text: string): number {
  const { user, system } = process.cpuUsage();
  read(text);
  const now = process.cpuUsage();
  return (now.user + now.system - user - system) / 1000;
}

describe('a hundred thousand characters made to hold a reader up', () => {
  it.each(Object.entries(READERS))('%s', (_name, read) => {
    read('门口路灯坏了');
    // The collector of garbage may fall into one try, hardly into both.
    const slow = TEXTS.filter(({ text }) => cpuOf(read, text) > MOST_MS && cpuOf(read, text) > MOST_MS);
    expect(slow.map((one) => one.name)).toEqual([]);
  });
});
