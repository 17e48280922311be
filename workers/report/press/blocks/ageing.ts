import type { AgeingFigure } from '../../../../core/report/figures.ts';
import { chart } from '../chart.ts';
import { clipped, drawable, fittingSize } from '../lettering.ts';
import { box, COLOUR, heading, INNER, moved, nothing, type Piece, paragraph, SIZE, stacked, words } from '../style.ts';

const MOST = 12;
const ROW = 58;
const NAMES = 200;
const NUMBER = 84;

const LIGHTS = [
  { key: 'red', name: '超时', colour: COLOUR.red },
  { key: 'yellow', name: '临期', colour: COLOUR.yellow },
  { key: 'green', name: '期内', colour: COLOUR.green },
  { key: 'paused', name: '暂停', colour: COLOUR.faint },
] as const;
type Light = (typeof LIGHTS)[number];

/** Open tickets by unit, worst first: as one bar, and as numbers under what their colour means. */
export function ageingBlock(units: readonly AgeingFigure[]): Piece {
  const some = units.filter((one) => total(one) > 0).toSorted((a, b) => b.red - a.red || b.yellow - a.yellow || total(b) - total(a));
  const head = heading(`在办 ${some.reduce((all, one) => all + total(one), 0)} 件`);
  if (some.length === 0) return stacked([head, nothing('没有在办的单子。')], 8);
  const lights = LIGHTS.filter(({ key }) => key !== 'paused' || some.some((one) => one.paused > 0));
  const shown = some.slice(0, MOST);
  return stacked([head, columnHeads(some, lights), rowsOf(shown, lights), restLine(some.slice(MOST), lights)], 16);
}

/** What the colours mean; with more than one unit, the sums over all of them, also those not listed. */
function columnHeads(units: readonly AgeingFigure[], lights: readonly Light[]): Piece {
  const several = units.length > 1;
  const heads = lights.map(({ key, name, colour }, i) => {
    const x = numberEnd(i, lights);
    const sums = several ? number(sum(units, key), x, 78, 'bold', COLOUR.ink) : '';
    return words(name, { x, y: 16, size: SIZE.small, fill: COLOUR.soft, anchor: 'end' }) + box(x - 52, 38, 52, 10, colour, 5) + sums;
  });
  const name = several ? words('合计', { x: 0, y: 78, size: SIZE.text, weight: 'bold' }) : '';
  return { height: several ? 100 : 54, svg: heads.join('') + name };
}

function rowsOf(units: readonly AgeingFigure[], lights: readonly Light[]): Piece {
  const height = units.length * ROW;
  const bars = chart(
    {
      grid: { left: 0, right: 0, top: 0, bottom: 0 },
      xAxis: { type: 'value', show: false, min: 0, max: Math.max(...units.map(total)) },
      yAxis: { type: 'category', show: false, inverse: true, data: units.map((_, i) => i) },
      series: lights.map(({ key, colour }) => ({
        type: 'bar',
        stack: 'all',
        barWidth: 30,
        silent: true,
        emphasis: { disabled: true },
        itemStyle: { color: colour },
        data: units.map((unit) => unit[key]),
      })),
    },
    INNER - NAMES - lights.length * NUMBER - 16,
    height,
  );
  const lines = units.map((unit, i) => {
    const y = (i + 0.5) * ROW;
    const numbers = lights.map(({ key }, column) => {
      const isBad = key === 'red' && unit.red > 0;
      const fill = isBad ? COLOUR.red : unit[key] === 0 ? COLOUR.faint : COLOUR.ink;
      return number(unit[key], numberEnd(column, lights), y, isBad ? 'bold' : 'regular', fill);
    });
    return words(clipped(drawable(unit.name), NAMES - 20, SIZE.text), { x: 0, y, size: SIZE.text }) + numbers.join('');
  });
  return { height, svg: moved(bars.svg, NAMES, 0) + lines.join('') };
}

function restLine(rest: readonly AgeingFigure[], lights: readonly Light[]): Piece {
  const sums = lights.map(({ key, name }) => `${name} ${sum(rest, key)}`).join('，');
  const text = rest.length === 0 ? '' : `其余 ${rest.length} 个单位：${sums}`;
  return paragraph(text, { x: 0, size: SIZE.small, fill: COLOUR.soft, width: INNER, most: 2 });
}

function number(count: number, x: number, y: number, weight: 'regular' | 'bold', fill: string): string {
  const text = String(count);
  return words(text, { x, y, size: fittingSize(text, NUMBER - 10, SIZE.text, weight), weight, fill, anchor: 'end' });
}

const numberEnd = (column: number, lights: readonly Light[]): number => INNER - (lights.length - 1 - column) * NUMBER;
const total = (one: AgeingFigure): number => one.red + one.yellow + one.green + one.paused;
const sum = (units: readonly AgeingFigure[], key: Light['key']): number => units.reduce((all, one) => all + one[key], 0);
