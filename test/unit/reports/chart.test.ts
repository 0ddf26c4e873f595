import { afterAll, describe, expect, it } from 'vitest';
import { createChartPainter } from '../../../src/reports/chart.ts';
import { weeklyChart } from '../../../src/reports/weekly-chart.ts';
import { figures, quiet, unit } from './support.ts';

const painter = createChartPainter({ idleMs: 200 });
afterAll(() => painter.close());

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const sizeOf = (png: Uint8Array) => {
  const view = Buffer.from(png);
  return { width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
};

/** Every font size of the option, wherever it stands. */
function fontSizes(node: unknown): number[] {
  if (Array.isArray(node)) return node.flatMap(fontSizes);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'fontSize' && typeof value === 'number' ? [value] : fontSizes(value),
  );
}

describe('the weekly chart', () => {
  it('is a PNG of twice its own size', async () => {
    const chart = weeklyChart(figures());
    const png = await painter.paint(chart);
    expect([...png.subarray(0, 8)]).toEqual(PNG);
    expect(sizeOf(png)).toEqual({ width: 1600, height: chart.height * 2 });
    expect(png.byteLength).toBeGreaterThan(20_000);
  });

  it('draws a week without anything', async () => {
    expect(sizeOf(await painter.paint(weeklyChart(quiet))).width).toBe(1600);
  });

  it('draws several at once, and again after the idle child has gone', async () => {
    const charts = [figures(), quiet].map(weeklyChart);
    const together = await Promise.all(charts.map((chart) => painter.paint(chart)));
    expect(together.map((png) => sizeOf(png).height)).toEqual(charts.map(({ height }) => height * 2));
    await painter.close();
    expect((await painter.paint(charts[0]!)).byteLength).toBe(together[0]!.byteLength);
  });

  it('a chart that cannot be drawn is an error, and the next one is drawn', async () => {
    await expect(painter.paint({ width: 800, height: -1, option: {} })).rejects.toThrow(/chart/u);
    await expect(painter.paint(weeklyChart(quiet))).resolves.toBeInstanceOf(Uint8Array);
  });

  it('nothing is smaller than 16', () => {
    expect(Math.min(...fontSizes(weeklyChart(figures()).option))).toBeGreaterThanOrEqual(16);
  });

  it('says town, week and moment, and survives being handed over as JSON', () => {
    const { option } = weeklyChart(figures());
    const text = JSON.stringify(option);
    expect(text).toContain('分界镇信访周报');
    expect(text).toContain('截至 2026-11-23 09:10');
    expect(JSON.parse(text)).toEqual(option);
  });

  it('a small number beside a great one keeps its own figure and room for it', () => {
    const { option } = weeklyChart(figures({ units: [unit('甲', 1, 198, 199, 1)] }));
    const series = option['series'] as {
      readonly data: readonly { readonly value: number; readonly label: object }[];
    }[];
    expect(series.map(({ data }) => data[0])).toEqual([
      { value: 198, label: { formatter: '198' } },
      { value: 16, label: { formatter: '1' } },
      { value: 16, label: { formatter: '1' } },
    ]);
  });

  it('more than fourteen units: the rest is left to the text', () => {
    const chart = weeklyChart(figures({ units: Array.from({ length: 20 }, (_, i) => unit(`村${i}`, 1, 1, 1, 0)) }));
    expect(JSON.stringify(chart.option)).toContain('另有 6 个单位，见文字周报');
    expect(JSON.stringify(chart.option)).not.toContain('村14');
  });
});
