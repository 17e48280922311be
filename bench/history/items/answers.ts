import type { House } from '../house.ts';
import { type Item, pick } from './item.ts';

const MANAGER = 'lian-peilin';
const OFFICIAL = 'ma-jinshan';
const REPORTER = 'yan-weidong';
const alone = (who: string): string => `dm:${who}`;

/** Each from the wire to the committed answer: considered, read, worded, written. */
export const answers: readonly Item[] = [
    asked('看板', MANAGER, alone(MANAGER), '看板', /在办/),
    asked('看板 in the work group', MANAGER, 'work', '@小汇 看板', /在办/),
    asked('统计 本月', MANAGER, alone(MANAGER), '统计 本月', /办结/),
    asked('统计 上月', MANAGER, alone(MANAGER), '统计 上月', /办结/),
    asked('统计 上月 环保局', MANAGER, alone(MANAGER), '统计 上月 环保局', /办结/),
    asked('超时', MANAGER, alone(MANAGER), '超时', /超时/),
    asked('超时 环保局', MANAGER, alone(MANAGER), '超时 环保局', /环保局/),
    asked('排名 上月', MANAGER, alone(MANAGER), '排名 上月', /环保局/),
    asked('特派员 上月', MANAGER, alone(MANAGER), '特派员 上月', /张岩/),
    asked('查询, any old ticket', MANAGER, alone(MANAGER), ({ standing }, turn) => `查询 ${pick(standing.old, turn)}`, /已归档|归档/),
    asked('查询, an open ticket', MANAGER, alone(MANAGER), ({ standing }, turn) => `查询 ${pick(standing.open, turn)}`, /#/),
    asked('我的工单, an entrepreneur', REPORTER, alone(REPORTER), '我的工单', /#/),
    asked('我的工单, an official', OFFICIAL, alone(OFFICIAL), '我的工单', /./),
    asked('我的工单, who never reported', 'hou-xuejun', alone('hou-xuejun'), '我的工单', /./),
    asked('本单位在办', OFFICIAL, alone(OFFICIAL), '本单位在办', /#/),
    asked('催办', MANAGER, alone(MANAGER), ({ standing }, turn) => `催办 ${pick(standing.open, turn)}`, /催办/),
    asked('导出 台账 上月 (ordered)', MANAGER, alone(MANAGER), '导出 台账 上月', /导出/),
];

function asked(name: string, who: string, chat: string, text: string | ((house: House, turn: number) => string), answer: RegExp): Item {
  const keys = new Map<House, string>();
  return {
    name,
    group: 'answers',
    async run(house, turn) {
      keys.set(house, await house.hear(who, chat, typeof text === 'string' ? text : text(house, turn)));
    },
    async after(house) {
      const { outcome, answer: said } = await house.ended(chat, `m:${keys.get(house) ?? ''}`);
      if (!answer.test(said)) throw new Error(`${name} was not answered as expected: ${outcome ?? ''} ${said.slice(0, 400)}`);
    },
  };
}
