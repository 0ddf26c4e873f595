import { describe, expect, expectTypeOf, it } from 'vitest';
import type { WeeklyFigures } from '../../../src/contract/report.ts';
import { percent } from '../../../src/copy/report.ts';
import { onTimeRate } from '../../../src/reports/rate.ts';
import { MAX_TEXT_BYTES, weeklyText } from '../../../src/reports/weekly.ts';
import { figures, overdue, quiet, unit } from './support.ts';

describe('the weekly text', () => {
  it('reads line by line', () => {
    expect(weeklyText(figures()).split('\n')).toEqual([
      '**分界镇信访周报**',
      '11月16日—11月22日',
      '截至 2026-11-23 09:10',
      '',
      '**本周**',
      '新收 12 件',
      '办结 10 件',
      '到期 8 件',
      '未办结 15 件',
      '【黄】临期 3 件',
      '【红】逾期未结 2 件',
      '',
      '**按期办结率 75%**',
      '按期办结 9 ÷（办结 10＋逾期未结 2）',
      '目标 95%（实施方案二）',
      '',
      '**按时告知**',
      '书面告知：应 8，按时 7',
      '',
      '**逾期未结**',
      '【红·超期2天】FJ2026-0001 城建办 农村道路',
      '【红·超期1天】FJ2026-0002 城建办 农村道路',
      '',
      '**各单位（机构顺序，不排名）**',
      '信访办：新收 2，办结 1，逾期 0，按期率 100%',
      '城建办：新收 5，办结 4，逾期 2，按期率 50%',
      '农业农村局：新收 3，办结 5，逾期 0，按期率 100%',
      '其余 1 个单位本周无事项',
    ]);
  });

  it('a week without anything says so and claims no 100%', () => {
    const text = weeklyText(quiet);
    expect(text).toContain('按期办结率 —');
    expect(text).toContain('没有逾期未结的事项');
    expect(text).toContain('其余 1 个单位本周无事项');
    expect(text).not.toContain('100%');
  });

  it('contacts only where the town has that clock, yellow only where it has colours, target only where it names one', () => {
    const { yellowOpen: _yellow, target: _target, ...plain } = figures();
    expect(weeklyText(figures({ contacts: { due: 5, inTime: 4 } }))).toContain('电话联系：应 5，按时 4');
    expect(weeklyText(plain)).not.toMatch(/电话联系|【黄】|目标/u);
  });

  it('300 overdue matters: the first 30, and how many more', () => {
    const text = weeklyText(figures({ overdueOpen: overdue(300) }));
    expect(text.match(/【红·超期/gu)).toHaveLength(30);
    expect(text).toContain('另有 270 件');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_TEXT_BYTES);
  });

  it('never grows beyond what WeCom takes, however long the names', () => {
    const long = '很长的名称'.repeat(40);
    const text = weeklyText(
      figures({
        overdueOpen: overdue(300).map((row) => ({ ...row, unit: long, category: long })),
        units: Array.from({ length: 200 }, (_, i) => unit(`${long}${i}`, 1, 1, 1, 1)),
      }),
    );
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_TEXT_BYTES);
    expect(text).toMatch(/另有 \d+ 件/u);
    expect(text).toMatch(/另有 \d+ 个单位/u);
  });

  it('units keep the order of the organisation, whatever their rates', () => {
    const text = weeklyText(
      figures({ units: [unit('丙', 1, 0, 1, 3), unit('甲', 1, 1, 1, 0), unit('乙', 1, 0, 1, 0)] }),
    );
    expect(['丙：', '甲：', '乙：'].map((name) => text.indexOf(name))).toEqual(
      ['丙：', '甲：', '乙：'].map((name) => text.indexOf(name)).toSorted((a, b) => a - b),
    );
  });
});

describe('the on-time rate counts what is open and overdue', () => {
  it.each([
    [{ onTimeClosed: 9, closed: 10, openOverdue: 2 }, '75%'],
    [{ onTimeClosed: 2, closed: 2, openOverdue: 0 }, '100%'],
    [{ onTimeClosed: 2, closed: 2, openOverdue: 1 }, '66.7%'],
    [{ onTimeClosed: 0, closed: 0, openOverdue: 4 }, '0%'],
    [{ onTimeClosed: 0, closed: 0, openOverdue: 0 }, '—'],
    [{ onTimeClosed: 9999, closed: 10_000, openOverdue: 0 }, '99.9%'],
  ])('%o: %s', (parts, shown) => {
    expect(percent(onTimeRate(parts))).toBe(shown);
  });
});

type KeysOf<T> = T extends string | number
  ? never
  : T extends readonly (infer Item)[]
    ? KeysOf<Item>
    : T extends object
      ? { [K in keyof T]-?: K | KeysOf<NonNullable<T[K]>> }[keyof T]
      : never;

describe('what a report may hold', () => {
  it('numbers, categories, units and days, and no field for a person or a text', () => {
    expectTypeOf<KeysOf<WeeklyFigures>>().toEqualTypeOf<
      | 'town'
      | 'from'
      | 'to'
      | 'asOf'
      | 'registered'
      | 'voided'
      | 'closed'
      | 'fellDue'
      | 'open'
      | 'yellowOpen'
      | 'overdueOpen'
      | 'onTime'
      | 'notices'
      | 'contacts'
      | 'units'
      | 'target'
      | 'number'
      | 'unit'
      | 'category'
      | 'daysOverdue'
      | 'due'
      | 'inTime'
      | 'onTimeClosed'
      | 'openOverdue'
      | 'percent'
      | 'basis'
    >();
    // @ts-expect-error -- a name has no place in the figures
    expect(weeklyText(figures({ petitioner: '某某' }))).not.toContain('某某');
  });
});
