import { BarChart, type BarSeriesOption, HeatmapChart, type HeatmapSeriesOption, LineChart, type LineSeriesOption } from 'echarts/charts';
import { GridComponent, type GridComponentOption, VisualMapComponent, type VisualMapComponentOption } from 'echarts/components';
import { type ComposeOption, init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { widthOf } from './lettering.ts';
import type { Piece } from './style.ts';

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | HeatmapSeriesOption | GridComponentOption | VisualMapComponentOption
>;

use([BarChart, LineChart, HeatmapChart, GridComponent, VisualMapComponent, SVGRenderer]);
// Without a canvas the library guesses how wide a label is, and thins out an axis that has room.
setPlatformAPI({
  measureText: (text, font) => ({
    width: widthOf(text, Number(/([\d.]+)px/.exec(font ?? '')?.[1] ?? 12), /bold/.test(font ?? '') ? 'bold' : 'regular'),
  }),
});

/** A chart as a part of the page. */
export function chart(option: ChartOption, width: number, height: number): Piece {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption({ animation: false, ...option });
    // Styles, classes and the like are for the mouse; the outer element would hide what leaves its box.
    const svg = drawing
      .renderToSVGString()
      .replaceAll(/<style[^>]*>[\s\S]*?<\/style>| (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
      .replace(/^<svg[^>]*>/, '')
      .replace(/<\/svg>\s*$/, '');
    return { height, svg };
  } finally {
    // What is not disposed of keeps a timer, and the process with it.
    drawing.dispose();
  }
}
