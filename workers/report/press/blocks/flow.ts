import type { FlowFigure } from '../../../../core/report/figures.ts';
import { chart } from '../chart.ts';
import { clipped, drawable, widthOf } from '../lettering.ts';
import { COLOUR, heading, INNER, moved, nothing, type Piece, SIZE, stacked, words } from '../style.ts';

const HEIGHT = 380;
const LABELS = 6;

const LINES = [
  { key: 'received', name: '收到', colour: COLOUR.blue, dash: 'solid' },
  { key: 'closed', name: '办结', colour: COLOUR.orange, dash: [14, 8] },
] as const;

/** What came in and what was done, day by day. */
export function flowBlock(days: readonly FlowFigure[]): Piece {
  const [first, last] = [days.at(0), days.at(-1)];
  const span = first && last ? `${dayText(first.day)}至${dayText(last.day)}，共 ${days.length} 天` : '';
  const head = heading('收到与办结', span);
  if (days.every((one) => one.received === 0 && one.closed === 0)) return stacked([head, nothing('这段时间没有收到，也没有办结。')], 8);
  return stacked([head, legend(days), lines(days)], 16);
}

function legend(days: readonly FlowFigure[]): Piece {
  let x = 0;
  const entries = LINES.map(({ key, name, colour, dash }) => {
    const text = `${name} ${days.reduce((all, one) => all + one[key], 0)} 件`;
    const stroke = `stroke="${colour}" stroke-width="6"${dash === 'solid' ? '' : ` stroke-dasharray="${dash.join(' ')}"`}`;
    const svg = moved(`<path d="M0 22L58 22" ${stroke}/>${words(text, { x: 72, y: 22, size: SIZE.text, weight: 'bold' })}`, x, 0);
    x += 72 + widthOf(text, SIZE.text, 'bold') + 56;
    return svg;
  });
  return { height: 44, svg: entries.join('') };
}

function lines(days: readonly FlowFigure[]): Piece {
  const step = Math.max(1, Math.ceil((days.length - 1) / (LABELS - 1)));
  // Counted from the last day: today is always named.
  const isNamed = (index: number) => (days.length - 1 - index) % step === 0;
  const label = { fontSize: SIZE.small, color: COLOUR.soft };
  return chart(
    {
      grid: { left: 64, right: 62, top: 16, bottom: 52 },
      xAxis: {
        type: 'category',
        boundaryGap: days.length === 1,
        // No text of anybody's as a key: a category called __proto__ spoils the library for every picture after it.
        data: days.map((_, i) => i),
        axisLabel: { ...label, interval: isNamed, margin: 16, formatter: (_, i) => dayText(days[i]?.day ?? '') },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: COLOUR.faint, width: 2 } },
      },
      yAxis: {
        type: 'value',
        min: 0,
        minInterval: 1,
        splitNumber: 4,
        axisLabel: { ...label, margin: 14 },
        splitLine: { lineStyle: { color: COLOUR.line, width: 2 } },
      },
      series: LINES.map(({ key, colour, dash }) => ({
        type: 'line',
        silent: true,
        emphasis: { disabled: true },
        data: days.map((one) => one[key]),
        showSymbol: days.length === 1,
        symbolSize: 14,
        itemStyle: { color: colour },
        lineStyle: { color: colour, width: 6, type: dash === 'solid' ? dash : [...dash], join: 'round' },
        ...(key === 'received' ? { areaStyle: { color: colour, opacity: 0.1 } } : {}),
      })),
    },
    INNER,
    HEIGHT,
  );
}

/** `11月26日`; what is no calendar day is said as it came. */
function dayText(day: string): string {
  const found = /^\d{4}-(\d\d)-(\d\d)$/.exec(day);
  return found ? `${Number(found[1])}月${Number(found[2])}日` : clipped(drawable(day), 120, SIZE.small);
}
