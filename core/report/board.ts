import { deadlineLine } from './deadline.ts';
import type { Showing } from './list.ts';
import { rateLine } from './rate.ts';
import { threeRates } from './rates.ts';
import type { Board, Lights, Totals } from './reads.ts';
import { momentText } from './shanghai.ts';
import { departmentName, STATE_NAMES } from './words.ts';

/** Days that 看板 tells the three rates of. */
export const BOARD_DAYS = 30;
const RATES_OF = `近${BOARD_DAYS}天`;

/** 看板 for the work group: totals, nobody's name. */
export function boardTotals(board: Board, totals: Totals, { now }: Pick<Showing, 'now'>): string {
  return [...head(board, now), ...rates(totals), '分单位的情况请私聊我发“看板”。', BOARD_BASIS].join('\n');
}

/** 看板 in full: totals, states, units with the late ones first, and what presses most. */
export function boardText(board: Board, totals: Totals, showing: Showing): string {
  const states = board.byState.map((one) => `${STATE_NAMES[one.state]} ${one.n}`);
  const units = board.byDepartment.map((one) => `　${departmentName(showing.directory, one.department)} ${one.open} 件${marks(one)}`);
  return [
    ...head(board, showing.now),
    ...(states.length === 0 ? [] : [`按状态：${states.join('，')}`]),
    ...rates(totals),
    ...(units.length === 0 ? [] : ['按单位：', ...units]),
    ...(board.pressing.length === 0 ? [] : ['最急的：', ...board.pressing.map((one) => deadlineLine(one, showing))]),
    BOARD_BASIS,
  ].join('\n');
}

/** What the colours mean; said under every board. */
export const BOARD_BASIS = '（按办理时限：超时亮红牌，临期亮黄牌；挂账和等企业补充的停止计时）';

export function head(board: Board, now: Date): readonly string[] {
  const { open, receivedToday, closedToday, dueToday, supervised } = board;
  return [
    `截至 ${momentText(now.toISOString(), now)}，在办 ${open} 件${lightsText(board)}。`,
    `今天收到 ${receivedToday} 件，办结 ${closedToday} 件；今天还有 ${dueToday} 件到期，督办中 ${supervised} 件。`,
  ];
}

function lightsText({ open, red, yellow, green, paused }: Lights): string {
  if (open === 0) return '';
  return `：超时 ${red}，临期 ${yellow}，期内 ${green}${paused > 0 ? `，暂停 ${paused}` : ''}`;
}

function marks({ red, yellow, paused }: Lights): string {
  const shown = [red > 0 ? `超时 ${red}` : '', yellow > 0 ? `临期 ${yellow}` : '', paused > 0 ? `暂停 ${paused}` : ''];
  return shown
    .filter((one) => one !== '')
    .map((one) => `，${one}`)
    .join('');
}

const rates = (totals: Totals): readonly string[] => threeRates(totals, 'house').map((rate) => `${RATES_OF}${rateLine(rate)}`);
