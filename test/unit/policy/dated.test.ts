/**
 * Deadlines and figures of the law and of five towns as dated examples, counted by hand on the calendar of 2026: 春节 15–23 February with
 * work on the 14th and 28th, 清明 4–6 April, 劳动节 1–5 May with work on the 9th, 端午 19–21 June, 中秋 25–27 September with work on the
 * 20th, 国庆 1–7 October with work on the 10th.
 */
import { describe, expect, it } from 'vitest';
import { readDay, readPeriod } from '../../../src/contract/args.ts';
import { extendedDue, fixedDue } from '../../../src/domain/clock/plan.ts';
import { computeDue } from '../../../src/domain/deadline/due.ts';
import { resolvePolicy, type Settings } from '../../../src/domain/policy/resolve.ts';
import { yellowOf } from '../../../src/domain/policy/stages.ts';
import { fieldsOf } from '../../../src/letters/fields.ts';
import { readReportPeriod } from '../../../src/reports/read-period.ts';
import { SAMPLES } from '../../support/letter-samples.ts';
import { calendar, day } from '../deadline/support.ts';
import { definition } from './support.ts';

type TownId = 'national' | 'fenjie' | 'lihai' | 'sanwu' | 'yuanzhu' | 'xiji';

function ruleOf(town: TownId, kind: string, settings?: Settings) {
  const rule = resolvePolicy(definition(town), settings).clocks.find((one) => one.kind === kind);
  if (rule === undefined) throw new Error(`${town} has no clock ${kind}`);
  return rule;
}

const ART = '《信访工作条例》';
const SIMPLE = '《信访事项简易办理办法》';

describe('a clock that starts on a day ends on a day', () => {
  it.each([
    // The law: days of the calendar, the last of them rolled to a working day; five working days for the objection.
    ['national', 'notice', '2026-03-09', '2026-03-24', ART],
    ['national', 'notice', '2026-03-06', '2026-03-23', ART],
    ['national', 'objection', '2026-03-09', '2026-03-16', ART],
    ['national', 'handle', '2026-03-09', '2026-05-08', ART],
    ['national', 'simple-accept', '2026-03-09', '2026-03-12', SIMPLE],
    ['national', 'simple-handle', '2026-03-09', '2026-03-23', SIMPLE],
    ['national', 'review-request', '2026-03-09', '2026-04-08', ART],
    ['national', 'review-decision', '2026-03-09', '2026-04-08', ART],
    ['national', 'recheck-request', '2026-03-12', '2026-04-13', ART],
    ['national', 'recheck-decision', '2026-03-09', '2026-04-08', ART],
    ['fenjie', 'resolve', '2026-03-09', '2026-05-08', '四（一）'],
    ['fenjie', 'second-limit', '2026-03-26', '2026-04-27', '四（四）'],
    ['fenjie', 'explain', '2026-04-21', '2026-04-28', '四（四）'],
    ['fenjie', 'written-report', '2026-03-06', '2026-03-09', '四（一）'],
    ['lihai', 'contact', '2026-03-06', '2026-03-09', '一（二）'],
    ['lihai', 'resolve-remote', '2026-03-09', '2026-03-16', '一（五）'],
    ['lihai', 'resolve-letter', '2026-03-09', '2026-03-30', '一（五）'],
    ['lihai', 'warning-answer', '2026-03-09', '2026-03-18', '二（二）'],
    ['yuanzhu', 'case-limit', '2026-03-09', '2026-04-08', ''],
    ['yuanzhu', 'circular', '2026-03-09', '2026-04-23', ''],
    ['yuanzhu', 'statement', '2026-04-09', '2026-04-16', ''],
    // 30 January and 15 days: the 14th of February is a Saturday that is worked, so that nothing rolls.
    ['national', 'notice', '2026-01-30', '2026-02-14', '第二十三条'],
    // 17 April and 15 days: 2 May, inside 劳动节.
    ['national', 'notice', '2026-04-17', '2026-05-06', '第二十三条'],
    // 18 September and 15 days: 3 October, inside 国庆.
    ['national', 'notice', '2026-09-18', '2026-10-08', '第二十三条'],
    // 8 August and 60 days: 7 October, the last day of 国庆.
    ['national', 'handle', '2026-08-08', '2026-10-08', '第三十四条'],
    ['national', 'handle', '2026-07-24', '2026-09-22', '第三十四条'],
    // 1 July and 30 days: 31 July, a Friday.
    ['national', 'review-request', '2026-07-01', '2026-07-31', '第三十五条'],
    ['national', 'review-decision', '2026-09-03', '2026-10-08', '第三十五条'],
    // Five working days before 春节: 14 February is one of them. Behind it 24 to 27.
    ['national', 'objection', '2026-02-13', '2026-02-27', '第二十三条'],
    // 6, 7, 8, 9 (a Saturday) and 11 May.
    ['national', 'objection', '2026-04-30', '2026-05-11', '第二十三条'],
    // 17, 18, 22, 23 and 24 June.
    ['national', 'objection', '2026-06-16', '2026-06-24', '第二十三条'],
    // 13 and 14 February, then the 24th.
    ['national', 'simple-accept', '2026-02-12', '2026-02-24', SIMPLE],
    // 8, 9 and 10 October, a Saturday that is worked.
    ['national', 'simple-accept', '2026-09-30', '2026-10-10', SIMPLE],
    ['national', 'simple-handle', '2026-02-13', '2026-03-05', SIMPLE],
    ['lihai', 'contact', '2026-09-30', '2026-10-08', '一（二）'],
    // 28, 29 and 30 September, 8, 9, 10 and 12 October.
    ['lihai', 'warning-answer', '2026-09-24', '2026-10-12', '二（二）'],
    // A week is seven days of the calendar: 5 May is still 劳动节.
    ['lihai', 'resolve-remote', '2026-04-28', '2026-05-06', '一（五）'],
    ['fenjie', 'resolve', '2026-03-02', '2026-05-06', '四（一）'],
    // Forty-five days of the calendar: 4 October.
    ['yuanzhu', 'circular', '2026-08-20', '2026-10-08', ''],
  ] as const)('%s %s: %s → %s (%4$s)', (town, kind, startOn, dueOn, clause) => {
    const rule = ruleOf(town, kind);
    expect(computeDue(day(startOn), rule.period!, calendar).dueOn).toBe(dueOn);
    expect(rule.basis).toContain(clause);
  });

  it.each([
    // No number in the town's text: no day of its own until an assignment names one.
    ['sanwu', 'resolve'],
    ['xiji', 'resolve'],
    ['yuanzhu', 'resolve'],
    ['lihai', 'resolve-other'],
    ['national', 'feedback'],
  ] as const)('%s %s has no period that nobody gave', (town, kind) => {
    const rule = ruleOf(town, kind);
    expect(rule).toMatchObject({ kind });
    expect(rule.period).toBeUndefined();
  });
});

describe('条例 art. 34: thirty days more in all, counted from the sixtieth day and not from the day it rolled to', () => {
  const handle = ruleOf('national', 'handle');

  it.each([
    // The sixtieth day is 1 May, the thirtieth after it 31 May, a Sunday.
    ['2026-03-02', '2026-05-06', 30, '2026-06-01'],
    // 8 May, then 7 June, a Sunday.
    ['2026-03-09', '2026-05-08', 30, '2026-06-08'],
    ['2026-03-09', '2026-05-08', 10, '2026-05-18'],
    // 7 October is the last day of 国庆; thirty more end on Friday 6 November.
    ['2026-08-08', '2026-10-08', 30, '2026-11-06'],
  ] as const)('admitted on %s, due on %s, by %i days: %s', (startOn, dueOn, days, extendedTo) => {
    const clock = { startOn: day(startOn), period: handle.period!, extendedDays: 0, dueOn: day(dueOn) };
    expect(computeDue(clock.startOn, clock.period, calendar).dueOn).toBe(dueOn);
    expect(extendedDue(clock, days, calendar).dueOn).toBe(extendedTo);
  });

  it('in two parts it ends where it would have ended in one', () => {
    const clock = { startOn: day('2026-03-02'), period: handle.period!, extendedDays: 10, dueOn: day('2026-05-11') };
    expect(extendedDue(clock, 20, calendar).dueOn).toBe('2026-06-01');
  });

  it('is the most that any town may add to a limit of the law', () => {
    expect(handle.extension).toMatchObject({ max: { n: 30, unit: 'days' }, by: ['main-leader'] });
  });
});

describe('实施方案四（四）: the second limit counts from the day it is set', () => {
  const second = ruleOf('fenjie', 'second-limit');

  it.each([
    ['max', '2026-03-26', '2026-04-27'],
    ['max', '2026-09-03', '2026-10-08'],
    // Three months for special or complex matters: the corresponding day.
    ['maxSpecial', '2026-03-26', '2026-06-26'],
    ['maxSpecial', '2026-07-01', '2026-10-08'],
    ['maxSpecial', '2026-11-30', '2027-03-01'],
  ] as const)('%s from %s: %s', (limit, setOn, dueOn) => {
    expect(computeDue(day(setOn), second[limit]!, calendar).dueOn).toBe(dueOn);
  });
});

describe('实施方案四（四）: the first yellow day', () => {
  const yellow = (startOn: string, n: number, unit: 'days' | 'working-days', settings?: Settings) =>
    yellowOf(
      'resolve',
      day(startOn),
      computeDue(day(startOn), { n, unit }, calendar),
      resolvePolicy(definition('fenjie'), settings).colours,
    );

  it.each([
    // A month and longer: less than ten days are left, nine that is.
    ['2026-03-09', 60, 'days', undefined, '2026-04-29'],
    ['2026-03-09', 60, 'days', { yellowUnderMonthDays: 5 }, '2026-04-29'],
    // Under a month the paper has a gap: no yellow until the town has said.
    ['2026-03-02', 21, 'days', undefined, undefined],
    ['2026-03-02', 21, 'days', { yellowUnderMonthDays: 5 }, '2026-03-19'],
    ['2026-03-09', 15, 'working-days', { yellowUnderMonthDays: 5 }, '2026-03-26'],
    // Exactly a month is a month: 以上 includes the number.
    ['2026-03-09', 31, 'days', { yellowUnderMonthDays: 5 }, '2026-03-31'],
  ] as const)('%s and %i %s with %j: %s', (startOn, n, unit, settings, on) => {
    expect(yellow(startOn, n, unit, settings)).toBe(on);
  });
});

describe('条例 art. 22: a day that the sender named stays that day', () => {
  it.each([
    // A Saturday, and a day of 国庆: reminded of on the last working day before.
    ['2026-03-21', '2026-03-20'],
    ['2026-10-05', '2026-09-30'],
    ['2026-03-20', '2026-03-20'],
  ])('%s, reminded of on %s', (dueOn, remindBy) => {
    expect(fixedDue(day(dueOn), calendar)).toMatchObject({ dueOn, remindBy });
  });
});

describe('a period in words', () => {
  const today = day('2026-03-02');

  it.each([
    ['五个工作日', '2026-09-24', '2026-10-09'],
    ['5个工作日', '2026-04-30', '2026-05-11'],
    ['十个工作日', '2026-02-13', '2026-03-05'],
    ['15工作日', '2026-03-09', '2026-03-30'],
    ['3天', '2026-03-06', '2026-03-09'],
    ['十五天', '2026-03-06', '2026-03-23'],
    ['一周', '2026-03-02', '2026-03-09'],
    ['2个月', '2026-03-02', '2026-05-06'],
    ['两个月', '2026-03-11', '2026-05-11'],
    ['2026-03-20', '2026-03-02', '2026-03-20'],
    ['三天内办结', '2026-03-06', '2026-03-09'],
    ['本周五前', '2026-03-02', '2026-03-06'],
    ['周五前办结', '2026-03-02', '2026-03-06'],
    ['下周五之前', '2026-03-02', '2026-03-13'],
    ['12号前', '2026-03-02', '2026-03-12'],
    ['3月12日前', '2026-03-02', '2026-03-12'],
    ['月底前', '2026-03-02', '2026-03-31'],
    ['下月5日前', '2026-03-02', '2026-04-07'],
  ])('%s from %s: %s', (word, from, dueOn) => {
    expect(computeDue(day(from), readPeriod(word, day(from), today), calendar).dueOn).toBe(dueOn);
  });
});

describe('a day that somebody names lies within ten years of today', () => {
  const today = day('2026-03-02');
  const read = (word: string): string => {
    try {
      return readDay(word, today);
    } catch {
      return 'refused';
    }
  };

  it.each([
    ['2036-03-02', '2036-03-02'],
    ['2036-03-03', 'refused'],
    ['2016-03-02', '2016-03-02'],
    ['2016-03-01', 'refused'],
    ['9999-12-31', 'refused'],
    ['2026年2月30日', 'refused'],
    ['3月20日', '2026-03-20'],
    ['昨天', '2026-03-01'],
    ['上周五', '2026-02-27'],
    ['本周日', '2026-03-08'],
    ['下周一', '2026-03-09'],
    ['上月28日', '2026-02-28'],
    ['上月30日', 'refused'],
    ['上月底', '2026-02-28'],
    // Which one, nobody knows.
    ['周五', 'refused'],
    ['5日前', 'refused'],
    ['下周', 'refused'],
  ])('%s: %s', (word, wanted) => {
    expect(read(word)).toBe(wanted);
  });

  it.each([
    ['3660天', '3661天'],
    ['2500个工作日', '2501个工作日'],
    ['120个月', '121个月'],
  ])('and a period is no longer: %s, not %s', (longest, longer) => {
    expect(readPeriod(longest, today, today)).toMatchObject({ n: Number.parseInt(longest, 10) });
    expect(() => readPeriod(longer, today, today)).toThrow('args.invalid');
  });
});

describe('a report is headed by its days', () => {
  it.each([
    ['weekly', '', '2026-03-04', '2026-03-02', '2026-03-08'],
    ['weekly', '上周', '2026-03-01', '2026-02-16', '2026-02-22'],
    ['monthly', '', '2026-03-01', '2026-03-01', '2026-03-31'],
    ['monthly', '上月', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['monthly', '2025年12月', '2026-03-01', '2025-12-01', '2025-12-31'],
    ['quarterly', '', '2026-04-01', '2026-04-01', '2026-06-30'],
    ['quarterly', '上季度', '2026-01-05', '2025-10-01', '2025-12-31'],
    ['quarterly', '第1季度', '2026-05-01', '2026-01-01', '2026-03-31'],
    ['annual', '去年', '2026-03-01', '2025-01-01', '2025-12-31'],
    ...['2025', '2025年', '2025年度', '25年', '去年度', '上年'].map(
      (word) => ['annual', word, '2026-03-01', '2025-01-01', '2025-12-31'] as const,
    ),
    ...['前年', '２０２４年'].map((word) => ['annual', word, '2026-03-01', '2024-01-01', '2024-12-31'] as const),
    ...[
      '2026-03',
      '2026/3',
      '2026.03',
      '202603',
      '2026年3月',
      '2026年03月份',
      '26年3月',
      '三月',
      '3月份',
      '３月',
      '今年3月',
      '本月',
      '这个月',
      '3 月',
    ].map((word) => ['monthly', word, '2026-03-11', '2026-03-01', '2026-03-31'] as const),
    ...['12月', '十二月'].map((word) => ['monthly', word, '2026-12-11', '2026-12-01', '2026-12-31'] as const),
    ...['上月', '上个月', '上一个月', '2月', '一个月前', '1个月前', '上月份'].map(
      (word) => ['monthly', word, '2026-03-31', '2026-02-01', '2026-02-28'] as const,
    ),
    ...['上上月', '上上个月', '两个月前'].map(
      (word) => ['monthly', word, '2026-03-31', '2026-01-01', '2026-01-31'] as const,
    ),
    ['monthly', '去年3月', '2026-03-31', '2025-03-01', '2025-03-31'],
    ...[
      '2026Q1',
      'Q1',
      'q1',
      '2026-Q1',
      '一季度',
      '第一季度',
      '1季度',
      '第1季',
      '2026年一季度',
      '今年第1季度',
      '上季',
      '上个季度',
      '一个季度前',
    ].map((word) => ['quarterly', word, '2026-05-01', '2026-01-01', '2026-03-31'] as const),
    ...['去年四季度', '上上季度'].map((word) => ['quarterly', word, '2026-05-01', '2025-10-01', '2025-12-31'] as const),
    ...['上周', '上一周', '上星期', '一周前', '上个礼拜', '3月2日', '2026-03-05', '上周五'].map(
      (word) => ['weekly', word, '2026-03-11', '2026-03-02', '2026-03-08'] as const,
    ),
    ...['三周前', '3周前', '3个星期前', '上上上周'].map(
      (word) => ['weekly', word, '2026-03-11', '2026-02-16', '2026-02-22'] as const,
    ),
    ...['本周', '这周', '这个星期', '今天'].map(
      (word) => ['weekly', word, '2026-03-11', '2026-03-09', '2026-03-15'] as const,
    ),
  ] as const)('%s %s on %s: %s to %s', (kind, word, today, from, to) => {
    expect(readReportPeriod(kind, word, day(today))).toEqual({ from, to });
  });

  it.each([
    ...['下周', '第12周', '3月', '2026-03', '周五', '2月30日', '去年'].map((word) => ['weekly', word] as const),
    ...['13月', '4月', '下月', '上半年', '2026', '3月9日', '前月', '0月', '99999个月前', '第3季度', 'Q1'].map(
      (word) => ['monthly', word] as const,
    ),
    ...['第5季度', 'Q0', '二季度', '下季度', '上半年', '3月'].map((word) => ['quarterly', word] as const),
    ...['明年', '2027年', '3月', '202', '上半年', '2016'].map((word) => ['annual', word] as const),
  ])('%s %s says what may be written', (kind, word) => {
    expect(() => readReportPeriod(kind, word, day('2026-03-11'))).toThrow('args.invalid');
  });
});

describe('a letter says its days', () => {
  const letterOf = (kind: string) => SAMPLES.find((one) => one.kind === kind)!;

  it.each([
    // 化解时限 ends on 16 March.
    ['remind', '2026-03-12', '剩余时间', '距到期还有4天'],
    ['remind', '2026-03-16', '剩余时间', '今天到期'],
    ['supervise', '2026-03-17', '剩余时间', '已超过期限1天'],
    ['supervise', '2026-03-17', '报告期限', '2026年3月20日'],
    ['accept', '2026-03-12', '办理期限', '即最晚于2026年5月11日前（含当日）书面答复'],
    ['extend', '2026-03-12', '新期限', '2026年6月10日'],
  ] as const)('%s of %s, %s: %s', (kind, on, field, says) => {
    const letter = letterOf(kind);
    expect(fieldsOf({ ...letter, facts: { ...letter.facts, on: day(on) } })[field]).toContain(says);
  });

  it('a simple handling names its own day: ten working days from 12 March', () => {
    const letter = letterOf('accept');
    const due = computeDue(day('2026-03-12'), ruleOf('national', 'simple-handle').period!, calendar).dueOn;
    expect(due).toBe('2026-03-26');
    const facts = {
      ...letter.facts,
      matter: { ...letter.facts.matter, simple: true },
      period: { title: '简易办理', basis: SIMPLE, dueOn: due },
    };
    expect(fieldsOf({ ...letter, facts })['办理期限']).toBe(
      '本事项按简易程序办理，最晚于2026年3月26日前（含当日）答复',
    );
  });
});
