// The process that draws charts: ECharts → SVG → PNG. It lives only while there is something to draw (see chart.ts), so that
// its memory (up to 140 MB) is given back. Plain JavaScript, because a TypeScript loader would cost more than the work.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BarChart } from 'echarts/charts';
import { AriaComponent, GraphicComponent, GridComponent, LegendComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

const require = createRequire(import.meta.url);
const { Resvg } = require('@resvg/resvg-js');

// The package lists its fonts but exports no paths; they lie beside its entry's folder.
const fonts = join(dirname(require.resolve('@embedpdf/fonts-sc')), '..', 'fonts');
const FAMILY = 'Noto Sans S Chinese';
/** Pixels per unit: sharp when the picture is opened full screen on a phone. */
const SCALE = 2;

echarts.use([AriaComponent, BarChart, GraphicComponent, GridComponent, LegendComponent, SVGRenderer]);

function draw({ width, height, option }) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...option, textStyle: { ...option.textStyle, fontFamily: FAMILY } });
    // Graphic elements do not inherit the option's text style: ECharts falls back to sans-serif there.
    return chart.renderToSVGString().replaceAll('sans-serif', FAMILY);
  } finally {
    // An undisposed instance keeps the process alive.
    chart.dispose();
  }
}

const paint = (svg) =>
  new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: {
      fontFiles: [join(fonts, 'NotoSansHans-Regular.otf'), join(fonts, 'NotoSansHans-Bold.otf')],
      loadSystemFonts: false,
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
  })
    .render()
    .asPng();

/** Who asked may have been killed meanwhile: then nobody needs the picture any more. */
const answer = (message) => void process.send(message, (error) => error && process.exit(0));

process.on('message', ({ id, chart }) => {
  try {
    answer({ id, png: paint(draw(chart)) });
  } catch (error) {
    answer({ id, failed: error instanceof Error ? error.message : String(error) });
  }
  // The collector does not see resvg's own memory (two fonts and a bitmap a chart) and would let it pile up.
  globalThis.gc?.();
});
process.on('disconnect', () => process.exit(0));
