import { describe, expect, it } from 'vitest';
import { Button } from '../../../core/channel.ts';
import { COMMANDS as WORDS } from '../../../core/commands/index.ts';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import { BI, DIRECTORY, ENVIRONMENT_GROUP, PLANNING_GROUP, WORK, without, YU } from '../routing/world.ts';
import { COMMANDS } from '../ticket/samples.ts';
import { SCENES, type Scene, sensitive } from './scenes.ts';
import { by, byHouse, CAUSE, DISPATCH, OPEN, type Said, saidOfEach, saidOfLast } from './stage.ts';

const EVERYWHERE = [
  DIRECTORY,
  without(DIRECTORY, 101, 107, 120),
  without(DIRECTORY, ENVIRONMENT_GROUP, PLANNING_GROUP, 107, 108, 109, 110, 121),
];
const one = (said: readonly Said[], name: string) => {
  const found = said.find((each) => each.name === name);
  if (found === undefined) throw new Error(`nothing named ${name} was said`);
  return found.draft;
};

/** The same life with a report, a name and words of 100,000 characters. */
function verbose({ event, what, acts }: Scene): Scene {
  const long = '𠮷污'.repeat(50_000);
  const grow = (command: TicketCommand): TicketCommand => {
    switch (command.verb) {
      case 'open':
        return { ...command, text: long, reporter: { ...command.reporter, name: long } };
      case 'supplement':
        return { ...command, text: long };
      case 'amend':
        return { ...command, newText: command.newText === null ? null : long };
      case 'dispatch':
      case 'triage':
      case 'transfer':
      case 'return':
      case 'suspend':
      case 'wait':
      case 'askExtension':
      case 'declineExtension':
      case 'handOver':
      case 'reopen':
      case 'withdraw':
        return { ...command, reason: long };
      case 'contact':
      case 'verify':
      case 'grantExtension':
      case 'callBack':
      case 'urge':
      case 'supervise':
        return { ...command, note: long };
      case 'rate':
        return { ...command, rating: { ...command.rating, comment: long } };
      default:
        return command;
    }
  };
  return { event, what, acts: acts.map(([actor, ...commands]) => [actor, ...commands.map(grow)]) };
}

describe('length', () => {
  it.each([...SCENES, ...SCENES.map(sensitive)].map(verbose))('$event, $what: fits 600 characters whatever was written', ({ acts }) => {
    for (const directory of EVERYWHERE) {
      for (const { text } of saidOfEach(acts, directory).flat()) {
        expect(text.length).toBeLessThanOrEqual(600);
        expect(text.isWellFormed()).toBe(true);
      }
    }
  });

  it('an answer is carried whole, and the how-to survives a long report', () => {
    const text = '答'.repeat(2000);
    const answer = saidOfLast([byHouse(OPEN, DISPATCH), by(BI, { ...COMMANDS.answer, text })]);
    expect(answer.map((said) => said.text)).toEqual([`#128 环保局答复：${text}`]);
    const told = saidOfLast([byHouse({ ...OPEN, text: '长'.repeat(100_000) }, DISPATCH)]);
    expect(told.find(({ name }) => name === 'dispatch')?.text).toMatch(
      /长…\n（内容较长，发「查询 128」看详情）\n[\s\S]*不属于本单位发「退单 128 理由」。$/,
    );
  });
});

describe('buttons', () => {
  const offered = SCENES.flatMap(({ acts }) => saidOfEach(acts).flat()).flatMap(({ draft }) => (draft.buttons ?? []).flat());

  it('are what a channel takes, and name commands that exist', () => {
    const known = new Set(WORDS.flatMap(({ latin }) => latin));
    const called = new Set(offered.map(({ data }) => data.split(' ')[0] ?? ''));
    expect(called).toEqual(new Set(['claim', 'reply', 'return', 'transfer', 'triage', 'rate', 'approve', 'decline', 'callback', 'split']));
    for (const name of called) expect(known).toContain(name);
    for (const button of offered) {
      expect(Button.safeParse(button).success).toBe(true);
      expect(button.data).toMatch(/^[a-z]+ 128( [0-5]| m12)?$/);
    }
  });

  it('let the enterprise rate with one touch', () => {
    const said = saidOfLast([byHouse(OPEN, DISPATCH), by(BI, COMMANDS.close)]);
    expect(one(said, 'closed').buttons).toEqual([
      [
        { label: '满意', data: 'rate 128 4' },
        { label: '基本满意', data: 'rate 128 3' },
        { label: '不满意', data: 'rate 128 2' },
      ],
    ]);
  });

  it('let the duty desk confirm only where something was suggested', () => {
    const labels = (suggested: typeof COMMANDS.triage.suggested) =>
      one(saidOfLast([byHouse(OPEN, { ...COMMANDS.triage, suggested })]), 'triage-ask')
        .buttons?.flat()
        .map(({ label }) => label);
    expect(labels(COMMANDS.triage.suggested)).toEqual(['派给环保局', '不是问题']);
    expect(labels(null)).toEqual(['不是问题']);
  });
});

describe('what travels along', () => {
  const told = byHouse(OPEN, DISPATCH);

  it('the report’s files go to the department, the answer’s files to the reporter', () => {
    expect(one(saidOfLast([told]), 'dispatch').mediaOf).toBe(OPEN.sourceInbox);
    expect(one(saidOfLast([told, by(BI, COMMANDS.answer)]), 'answer').mediaOf).toBe(CAUSE);
    expect(one(saidOfLast([told, by(YU, { ...COMMANDS.supplement, media: 2 })]), 'supplement').mediaOf).toBe(CAUSE);
    expect(one(saidOfLast([told, by(YU, COMMANDS.supplement)]), 'supplement').mediaOf).toBeUndefined();
  });

  it('an answer quotes the question and mentions who asked; the dispatch mentions who is on duty', () => {
    expect(one(saidOfLast([told, by(BI, COMMANDS.answer)]), 'answer')).toMatchObject({ mentionReporter: true, quoteSource: true });
    expect(one(saidOfLast([told]), 'dispatch').mention).toEqual([BI]);
  });

  it('what is urgent passes before the rest', () => {
    expect(one(saidOfLast([told]), 'dispatch').urgent).toBe(false);
    expect(one(saidOfLast([byHouse({ ...OPEN, urgency: 'urgent' }, DISPATCH)]), 'dispatch').urgent).toBe(true);
    expect(one(saidOfLast([told, by(YU, COMMANDS.urge)]), 'urge').urgent).toBe(true);
  });
});

describe('who is not troubled', () => {
  const told = byHouse(OPEN, DISPATCH);

  it('the work group hears of receipt and result, not of the steps between', () => {
    const acts = [
      told,
      by(BI, { verb: 'claim', handler: BI }),
      by(BI, COMMANDS.contact),
      by(BI, COMMANDS.answer),
      by(BI, COMMANDS.close),
    ] as const;
    const heard = saidOfEach(acts, without(DIRECTORY, 101)).map((said) => said.filter(({ chat }) => chat === WORK).map(({ name }) => name));
    expect(heard).toEqual([['receipt'], [], [], ['answer'], ['closed']]);
  });

  it('an official is not told his own supplement, nor a colleague in his group', () => {
    expect(saidOfLast([told, by(BI, COMMANDS.supplement)])).toEqual([]);
  });

  it('nobody reads one act twice: not in his own chat, nor by name in the room and then alone', () => {
    for (const { acts, at } of [...SCENES, ...SCENES.map(sensitive)]) {
      for (const directory of EVERYWHERE) {
        const said = saidOfLast(acts, directory, at);
        const chats = said.filter(({ kind }) => kind === 'private').map(({ chat, text }) => `${chat} ${text}`);
        expect(new Set(chats).size).toBe(chats.length);
        for (const { draft, kind, text } of said) {
          if (kind !== 'group') continue;
          const alone = directory.identities
            .filter(({ member }) => draft.mention?.includes(member))
            .map(({ privateChat }) => Number(privateChat));
          expect(said.filter((other) => alone.includes(other.chat) && other.text === text)).toEqual([]);
        }
      }
    }
  });

  it('one event never says two notices of one name in one chat, or the second would be lost', () => {
    for (const { acts } of [...SCENES, ...SCENES.map(sensitive)]) {
      for (const directory of EVERYWHERE) {
        for (const said of saidOfEach(acts, directory)) {
          const keys = said.map(({ chat, name }) => `${chat} ${name}`);
          expect(new Set(keys).size).toBe(keys.length);
        }
      }
    }
  });
});
