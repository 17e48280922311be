import type { House } from '../house.ts';
import { type Item, pick } from './item.ts';

const MANAGER = 'lian-peilin';
const OFFICIAL = 'ma-jinshan';
const REPORTER = 'yan-weidong';
const alone = (who: string): string => `dm:${who}`;

/** Each from the wire to the committed answer: considered, read, worded, written. */
export const answers: readonly Item[] = [
  asked('看板', MANAGER, alone, '看板', /在办/),
  asked('看板 in the work group', MANAGER, 'work', '@小汇 看板', /在办/),
  asked('统计 本月', MANAGER, alone, '统计 本月', /办结/),
  asked('统计 上月', MANAGER, alone, '统计 上月', /办结/),
  { ...asked('统计 12月, long over and busier', MANAGER, alone, '统计 12月', /办结/), beside: true },
  asked('统计 上月 环保局', MANAGER, alone, '统计 上月 环保局', /办结/),
  asked('超时', MANAGER, alone, '超时', /超时/),
  asked('超时 环保局', MANAGER, alone, '超时 环保局', /环保局/),
  asked('排名 上月', MANAGER, alone, '排名 上月', /签收率/),
  asked('特派员 上月', MANAGER, alone, '特派员 上月', /张岩/),
  asked('查询, any old ticket', MANAGER, alone, ({ standing }, turn) => `查询 ${pick(standing.old, turn)}`, /已归档|归档/),
  asked('查询, an open ticket', MANAGER, alone, ({ standing }, turn) => `查询 ${pick(standing.open, turn)}`, /#/),
  asked('我的工单, an entrepreneur', REPORTER, alone, '我的工单', /#/),
  asked('我的工单, an official', OFFICIAL, alone, '我的工单', /./),
  asked('我的工单, who never reported', 'hou-xuejun', alone, '我的工单', /./),
  asked('我的工单, who reported long ago', ({ standing }) => standing.gone, alone, '我的工单', /#/),
  asked('本单位在办', OFFICIAL, alone, '本单位在办', /#/),
  asked('催办', MANAGER, alone, ({ standing }, turn) => `催办 ${pick(standing.open, turn)}`, /催办/),
  asked('导出 台账 上月 (ordered)', MANAGER, alone, '导出 台账 上月', /导出/),
];

/** Where it is another in each house, it is told by the house. */
type Told = string | ((house: House, turn: number) => string);

function asked(name: string, by: Told, at: string | ((who: string) => string), text: Told, answer: RegExp): Item {
  const asking = new Map<House, { readonly chat: string; readonly id: string }>();
  return {
    name,
    group: 'answers',
    async run(house, turn) {
      const say = (told: Told): string => (typeof told === 'string' ? told : told(house, turn));
      const who = say(by);
      const chat = typeof at === 'string' ? at : at(who);
      asking.set(house, { chat, id: await house.hear(who, chat, say(text)) });
    },
    async after(house) {
      const { chat, id } = asking.get(house) ?? { chat: '', id: '' };
      const { outcome, answer: said } = await house.ended(chat, `m:${id}`);
      if (!answer.test(said)) throw new Error(`${name} was not answered as expected: ${outcome ?? ''} ${said.slice(0, 400)}`);
    },
  };
}
