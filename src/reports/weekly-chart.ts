/** The weekly report as a chart. Colour is never the only sign: every bar has its number and a pattern of its own. */
import type { Chart, UnitRow, WeeklyFigures } from '../contract/report.ts';
import { percent, weeklyChartCopy as say, weeklyCopy } from '../copy/report.ts';
import { onTimeRate } from './rate.ts';

const WIDTH = 800;
const MARGIN = 40;
const HEADER = 240;
const BAR_ROW = 46;
const FOOTER = 64;
/** More bars would not be read on a phone; the text has them all. */
const MAX_BARS = 14;

const INK = '#1f2933';
const SOFT = '#52606d';
const LINE = '#d9e2ec';
const PAPER = '#ffffff';
const TILE = '#f3f6f9';
const RED = '#b3261e';

const SERIES = [
  { name: say.onTime, colour: '#2f7d4f', ink: '#ffffff', of: (row: UnitRow) => row.onTimeClosed },
  { name: say.late, colour: '#7b8794', ink: '#ffffff', of: (row: UnitRow) => row.closed - row.onTimeClosed },
  { name: say.overdue, colour: RED, ink: '#ffffff', of: (row: UnitRow) => row.openOverdue },
] as const;

export function weeklyChart(figures: WeeklyFigures): Chart {
  const rows = figures.units.filter((row) => row.closed + row.openOverdue > 0);
  const shown = rows.slice(0, MAX_BARS);
  const top = HEADER + (shown.length === 0 ? 40 : 92);
  const plot = shown.length === 0 ? 60 : Math.max(shown.length * BAR_ROW, 90);
  const height = top + plot + FOOTER;
  const notes = [say.formula, ...(rows.length > shown.length ? [say.moreUnits(rows.length - shown.length)] : [])];
  return {
    width: WIDTH,
    height,
    option: {
      backgroundColor: PAPER,
      animation: false,
      textStyle: { fontSize: 18, color: INK },
      aria: { enabled: true, decal: { show: true, decals: DECALS } },
      graphic: {
        elements: [
          words(weeklyCopy.title(figures.town), MARGIN, 34, { fontSize: 34, fontWeight: 'bold' }),
          words(say.subtitle(figures.from, figures.to, figures.asOf), MARGIN, 84, { fontSize: 19, fill: SOFT }),
          ...tiles(figures),
          words(say.bars, MARGIN, HEADER + 18, { fontSize: 22, fontWeight: 'bold' }),
          ...(shown.length === 0 ? [words(say.noBars, MARGIN, top + 22, { fontSize: 20, fill: SOFT })] : []),
          words(notes.join('　　'), MARGIN, height - 42, { fontSize: 17, fill: SOFT }),
        ],
      },
      ...(shown.length === 0 ? {} : bars(shown, top, plot)),
    },
  };
}

function bars(rows: readonly UnitRow[], top: number, plot: number): Record<string, unknown> {
  const least = Math.max(...rows.map((row) => row.closed + row.openOverdue)) * LEAST_SHARE;
  return {
    legend: {
      left: MARGIN - 5,
      top: HEADER + 54,
      itemWidth: 30,
      itemHeight: 18,
      itemGap: 28,
      selectedMode: false,
      textStyle: { fontSize: 18, color: INK },
      data: SERIES.map(({ name }) => name),
    },
    grid: {
      left: MARGIN,
      right: MARGIN + 20,
      top,
      height: plot,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ unit }) => shortened(unit)),
      axisLine: { lineStyle: { color: LINE } },
      axisTick: { show: false },
      axisLabel: { fontSize: 18, color: INK, margin: 14 },
    },
    series: SERIES.map(({ name, colour, ink, of }) => ({
      name,
      type: 'bar',
      stack: 'all',
      barWidth: 28,
      itemStyle: { color: colour, borderColor: PAPER, borderWidth: 1 },
      // The number stands on a plate of the bar's colour, so that the pattern does not cross it.
      label: {
        show: true,
        position: 'inside',
        fontSize: 18,
        fontWeight: 'bold',
        color: ink,
        backgroundColor: colour,
        padding: [1, 5],
      },
      data: rows.map((row) => bar(of(row), least)),
    })),
  };
}

/** A small number beside a great one still gets a bar that has room for it. */
const LEAST_SHARE = 0.08;
const bar = (n: number, least: number): unknown =>
  n === 0 ? '-' : { value: Math.max(n, least), label: { formatter: String(n) } };

/** Plain, dotted, slanted: told apart without colour. */
const DECALS = [
  { symbol: 'none' },
  {
    symbol: 'circle',
    symbolSize: 0.5,
    color: 'rgba(255,255,255,0.55)',
    dashArrayX: [
      [0, 8],
      [8, 8],
    ],
    dashArrayY: [8, 0],
  },
  {
    symbol: 'rect',
    symbolSize: 1,
    color: 'rgba(255,255,255,0.45)',
    dashArrayX: [1, 0],
    dashArrayY: [3, 7],
    rotation: -Math.PI / 4,
  },
] as const;

function tiles(figures: WeeklyFigures): unknown[] {
  const cells = [
    { label: say.tiles.registered, value: String(figures.registered), fill: INK },
    { label: say.tiles.closed, value: String(figures.closed), fill: INK },
    { label: say.tiles.fellDue, value: String(figures.fellDue), fill: INK },
    {
      label: say.tiles.overdue,
      value: String(figures.onTime.openOverdue),
      fill: figures.onTime.openOverdue > 0 ? RED : INK,
    },
    { label: say.tiles.rate, value: percent(onTimeRate(figures.onTime)), fill: INK },
  ];
  const gap = 12;
  const width = (WIDTH - 2 * MARGIN - gap * (cells.length - 1)) / cells.length;
  return cells.flatMap(({ label, value, fill }, i) => {
    const left = MARGIN + i * (width + gap);
    return [
      { type: 'rect', shape: { x: left, y: 124, width, height: 104, r: 10 }, style: { fill: TILE }, silent: true },
      words(value, left + width / 2, 142, { fontSize: 38, fontWeight: 'bold', fill, align: 'center' }),
      words(label, left + width / 2, 192, { fontSize: 19, fill: SOFT, align: 'center' }),
    ];
  });
}

const words = (text: string, x: number, y: number, style: Record<string, unknown>): unknown => ({
  type: 'text',
  silent: true,
  x,
  y,
  style: { text, fill: INK, ...style },
});

const shortened = (unit: string): string => (unit.length > 9 ? `${unit.slice(0, 8)}…` : unit);
