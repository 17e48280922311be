import type { QuoteRef } from '../../../core/channel.ts';
import { PROBLEMS } from '../../problems.ts';
import type { House } from '../house.ts';
import { type Item, pick } from './item.ts';

/** The ticket a house has in hand, and what was said about it. */
interface InHand {
  readonly number: number;
  readonly department: string;
  readonly official: string;
  readonly reporter: string;
  readonly message: string;
  readonly text: string;
}

/** A ticket's life, message by message, each from the wire to the commit; and what people do besides. */
export function messages(): Item[] {
  const inHand = new Map<House, InHand>();
  const has = (house: House): InHand => {
    const found = inHand.get(house);
    if (found === undefined) throw new Error('nothing is in hand');
    return found;
  };
  const said = new Map<House, { readonly chat: string; readonly id: string }>();
  /** How many have reported. Nobody reports twice: the clock stands still, so his second trouble would be more about his first. */
  const reported = new Map<House, number>();

  const step = (
    name: string,
    words: (one: InHand) => { who: string; chat: string; text: string; quote?: QuoteRef },
    outcome: RegExp,
  ): Item => ({
    name,
    group: 'messages',
    async run(house) {
      const { who, chat, text, quote } = words(has(house));
      said.set(house, { chat, id: await house.hear(who, chat, text, quote) });
    },
    after: (house) => ended(house, name, outcome),
  });
  const ended = async (house: House, name: string, outcome: RegExp): Promise<void> => {
    const last = said.get(house);
    const end = await house.ended(last?.chat ?? '', `m:${last?.id ?? ''}`);
    if (!outcome.test(end.outcome ?? '')) throw new Error(`${name} did not end as expected: ${end.outcome ?? ''} ${end.answer}`);
  };
  const official = (text: (number: number) => string) => (one: InHand) => ({
    who: one.official,
    chat: `dept:${one.department}`,
    text: text(one.number),
  });
  const quoting = (quote: (one: InHand) => QuoteRef) => (one: InHand) => ({
    who: one.reporter,
    chat: 'work',
    text: '补充一下：今天窗口又让我们重新交材料',
    quote: quote(one),
  });
  const reporter = (text: (number: number) => string) => (one: InHand) => ({ who: one.reporter, chat: 'work', text: text(one.number) });

  return [
    {
      name: 'a report, to its receipt',
      group: 'messages',
      async before(house) {
        reported.set(house, (reported.get(house) ?? 0) + 1);
      },
      async run(house) {
        const turn = reported.get(house) ?? 0;
        const who = pick(house.standing.reporters, turn);
        said.set(house, { chat: 'work', id: await house.hear(who, 'work', pick(PROBLEMS, turn)) });
      },
      async after(house) {
        await ended(house, 'a report', /^ticketed$/);
        const message = said.get(house)?.id ?? '';
        const row = await house.db.inbox.findFirstOrThrow({ where: { messageId: message } });
        const ticket = await house.db.ticket.findUniqueOrThrow({ where: { sourceInbox: row.id } });
        const department = ticket.department ?? '';
        const handler = house.standing.officials.get(department) ?? '';
        inHand.set(house, {
          number: ticket.number,
          department,
          official: handler,
          reporter: row.senderWireId ?? '',
          message,
          text: row.text,
        });
      },
    },
    step(
      '签收',
      official((number) => `签收 ${number}`),
      /attached/,
    ),
    step(
      '已联系',
      official((number) => `已联系 ${number}`),
      /attached/,
    ),
    step(
      'a supplement, by quoting',
      quoting((one) => ({ messageId: one.message, text: null, author: null })),
      /attached/,
    ),
    step(
      'a supplement, by quoting words alone',
      quoting((one) => ({ messageId: null, text: one.text, author: null })),
      /attached/,
    ),
    step(
      '答复',
      official((number) => `答复 ${number} 已与企业对接，材料当场补齐`),
      /attached/,
    ),
    step(
      '办结',
      official((number) => `办结 ${number}`),
      /attached/,
    ),
    step(
      '评价',
      reporter((number) => `评价 ${number} 满意`),
      /attached/,
    ),
    {
      name: 'talk that is nothing of ours',
      group: 'messages',
      run: async (house, turn) =>
        void (await house.hear(pick(house.standing.reporters, turn + 7), 'work', '大家下午好，明天的座谈会几点开始')),
    },
    {
      name: 'talk of one who reported long ago',
      group: 'messages',
      run: async (house) => void (await house.hear(house.standing.gone, 'work', '大家下午好，明天的座谈会几点开始')),
    },
    {
      name: 'an old message edited',
      group: 'messages',
      run: (house, turn) => {
        const { who, messageId, text } = pick(house.standing.messages, turn);
        return house.hearBody(who, 'work', `e:${messageId}-${turn}`, { kind: 'edit', messageId, text: `${text}。` });
      },
    },
    {
      name: 'all that was said goes out',
      group: 'messages',
      run: (house) => house.deliverer.pump(),
    },
  ];
}
