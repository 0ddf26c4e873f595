import fc from 'fast-check';
import { addDays, daysBetween, type LocalDay, weekdayOf } from '../../../src/core/local-day.ts';
import { LONGEST_NOTICE, type NoticeFault, readNotice } from '../../../src/domain/calendar/notice/read.ts';
import { errorText } from '../../../src/copy/errors.ts';
import { describe, expect, it } from 'vitest';
import { cases } from '../../support/cases.ts';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

/** An invented notice; the ground of most cases. */
const TEXT = `国务院办公厅关于2027年
部分节假日安排的通知
国办发明电〔2026〕99号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　现将2027年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周五）至3日（周日）放假，共3天。
　　二、春节：2月5日（农历腊月二十九、周五）至11日（农历正月初六、周四）放假调休，共7天。1月31日（周日）、2月13日（周六）上班。
　　三、清明节：4月5日（周一）放假，与周末连休。
　　四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
　　五、端午节：6月9日（周三）放假1天。
　　六、中秋节：9月15日（周三）放假，共1天。
　　七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
国务院办公厅
2026年11月4日`;

const rowsOf = (text: string): string[] => {
  const read = readNotice(text);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.notice.rows.map(({ day, kind, name }) => `${day} ${kind} ${name}`);
};
const faultsOf = (text: string): readonly NoticeFault[] => {
  const read = readNotice(text);
  return 'faults' in read ? read.faults : [];
};

describe('the notice of a year’s holidays', () => {
  it('is read with its number, year, rest days and worked days', () => {
    const read = readNotice(TEXT);
    expect(read).toMatchObject({ notice: { year: 2027, number: '国办发明电〔2026〕99号', corrects: false } });
    const rows = rowsOf(TEXT);
    expect(rows.filter((row) => row.includes('makeup'))).toEqual([
      '2027-01-31 makeup 春节',
      '2027-02-13 makeup 春节',
      '2027-04-25 makeup 劳动节',
      '2027-05-08 makeup 劳动节',
      '2027-10-09 makeup 国庆节',
    ]);
    expect(rows.filter((row) => row.endsWith('holiday 春节'))).toHaveLength(7);
    expect(rows).toHaveLength(3 + 9 + 1 + 7 + 1 + 1 + 8);
  });

  it.each([
    ['one line', TEXT.replaceAll('\n', '')],
    ['without numbering', TEXT.replace(/[一二三四五六七]、(?=[元春清劳端中国])/gu, '')],
    [
      'with 1. 2. 3.',
      TEXT.replace(
        /([一二三四五六七])、(?=[元春清劳端中国].{1,2}：)/gu,
        (_, n: string) => `${'一二三四五六七'.indexOf(n) + 1}．`,
      ),
    ],
    ['half-width marks', TEXT.replaceAll('（', '(').replaceAll('）', ')').replaceAll('：', ':').replaceAll('，', ',')],
    ['星期 in place of 周', TEXT.replaceAll('（周', '（星期')],
    ['square brackets around the year of the number', TEXT.replace('〔2026〕', '[2026]')],
    ['spaces and marks of a web page', TEXT.replace(/月/gu, ' 月\u200b ')],
    ['a dash for 至', TEXT.replaceAll('至', '—')],
  ])('is the same with %s', (_, text) => {
    expect(rowsOf(text)).toEqual(rowsOf(TEXT));
  });

  it.each<[string, string, string, readonly string[]]>([
    [
      'New Year reaches back and its worked day too',
      '一、元旦：1月1日（周五）至3日（周日）放假，共3天。',
      '一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。2026年12月27日（周日）上班。',
      ['2026-12-27 makeup 元旦', '2026-12-31 holiday 元旦', '2027-01-01 holiday 元旦', '2027-01-02 holiday 元旦'],
    ],
    [
      'December without a year is the one before',
      '一、元旦：1月1日（周五）至3日（周日）放假，共3天。',
      '一、元旦：12月31日至1月2日放假，共3天。',
      ['2026-12-31 holiday 元旦', '2027-01-01 holiday 元旦', '2027-01-02 holiday 元旦'],
    ],
    [
      'a day taken later',
      '三、清明节：4月5日（周一）放假，与周末连休。',
      '三、清明节：4月5日放假，4月6日（周二）补休。',
      ['2027-04-05 holiday 清明', '2027-04-06 holiday 清明'],
    ],
  ])('%s', (_, from, to, expected) => {
    const name = expected[0]!.split(' ')[2]!;
    expect(rowsOf(TEXT.replace(from, to)).filter((row) => row.endsWith(name))).toEqual(expected);
  });

  it('two holidays given together have the days of both', () => {
    const joint = TEXT.replace(
      /　　六、[^\n]*\n　　七、[^\n]*/u,
      '　　六、国庆节、中秋节：10月1日至8日放假调休，共8天。10月9日（周六）上班。',
    );
    expect(rowsOf(joint).filter((row) => row.endsWith('国庆节、中秋'))).toHaveLength(9);
    expect(faultsOf(joint.replace('10月1日至8日放假调休，共8天', '10月1日至3日放假调休，共3天'))).toMatchObject([
      {
        fault: 'short',
        missing: [
          { name: '中秋', has: 3, needs: 4 },
          { name: '国庆节', has: 3, needs: 4 },
        ],
      },
    ]);
  });

  it.each<[string, string, string, object]>([
    ['a wrong weekday', '6月9日（周三）', '6月9日（周四）', { fault: 'weekday', day: '2027-06-09', really: 3 }],
    ['a day that there is not', '9月15日（周三）', '9月31日（周三）', { fault: 'no-day' }],
    [
      'a count that is not right',
      '至7日（周四）放假调休，共7天',
      '至7日（周四）放假调休，共8天',
      { fault: 'count', said: 8, read: 7 },
    ],
    [
      '放假 with a number that is not right',
      '6月9日（周三）放假1天',
      '6月9日（周三）放假2天',
      { fault: 'count', said: 2, read: 1 },
    ],
    ['an end before its beginning', '5月1日（周六）至5日（周三）', '5月5日（周三）至1日（周六）', { fault: 'range' }],
    ['another year', '9月15日（周三）', '2028年9月15日', { fault: 'other-year' }],
    ['a working day that is worked', '4月25日（周日）', '4月26日（周一）', { fault: 'worked-anyway' }],
    ['a day off and on', '5月8日（周六）上班', '5月1日（周六）上班', { fault: 'both', day: '2027-05-01' }],
    ['a day without a verb', '9月15日（周三）放假，共1天', '9月15日（周三）', { fault: 'unread' }],
    ['a negation', '9月15日（周三）放假，共1天', '9月15日（周三）不放假', { fault: 'unread' }],
  ])('%s is refused with its line', (_, from, to, fault) => {
    expect(TEXT).toContain(from);
    const faults = faultsOf(TEXT.replace(from, to));
    expect(faults).toContainEqual(expect.objectContaining(fault));
    expect(errorText('notice.refused', { faults })).toMatch(/没有收下：\n.+/u);
  });

  it('fewer rest days than the law gives are refused with what is missing', () => {
    expect(faultsOf(TEXT.replace('5月1日（周六）至5日（周三）放假调休，共5天', '5月1日（周六）放假'))).toEqual([
      { fault: 'short', missing: [{ name: '劳动节', has: 1, needs: 2, without: ['2027-05-02'] }] },
    ]);
    expect(faultsOf(TEXT.replace(/　　五、[^\n]*\n/u, ''))).toEqual([
      { fault: 'short', missing: [{ name: '端午', has: 0, needs: 1, without: [] }] },
    ]);
  });

  it.each<[string, string, string]>([
    ['no notice', '今天下午三点开会', 'no-notice'],
    ['no number', TEXT.replace(/国办发.*号/u, ''), 'no-number'],
    ['no year', TEXT.replaceAll('2027年', ''), 'no-year'],
    ['too long', `${TEXT}${'字'.repeat(LONGEST_NOTICE)}`, 'long'],
  ])('%s', (_, text, fault) => {
    expect(faultsOf(text)).toMatchObject([{ fault }]);
  });

  it.each([
    ['brackets', '元旦：1月1日('.repeat(2_000)],
    ['days', `国办发明电〔2026〕1号关于2027年元旦：${'1月1日至'.repeat(3_000)}`],
    ['names', '元旦、'.repeat(6_000)],
    ['lengthening', `关于延长2027年春节假期的通知如下：${'延长2027年春节假期至'.repeat(1_500)}`],
  ])('hostile %s cost no more than they are long', (_, text) => {
    const begun = process.cpuUsage();
    expect(faultsOf(text.slice(0, LONGEST_NOTICE)).length).toBeGreaterThan(0);
    expect(process.cpuUsage(begun).user).toBeLessThan(2_000_000);
  });
});

describe('a correction', () => {
  const before = [...rowsOf(TEXT)].map((row) => {
    const [day, kind, name] = row.split(' ');
    return { day: day as LocalDay, kind: kind as 'holiday' | 'makeup', name: name! };
  });
  const read = (text: string) => readNotice(text, before);

  it('gives a holiday anew', () => {
    const text = `国务院办公厅关于调整2027年劳动节假期安排的通知
国办发明电〔2027〕3号
现将2027年劳动节假期安排调整通知如下：
一、2027年5月1日至4日放假调休，共4天。4月25日（星期日）、5月9日（星期日）上班。
二、各地区要落实好相关工作。`;
    expect(read(text)).toMatchObject({
      notice: { year: 2027, corrects: true, festivals: ['劳动节'], number: '国办发明电〔2027〕3号' },
    });
    const got = read(text);
    expect('notice' in got && got.notice.rows.map(({ day, kind }) => `${day} ${kind}`)).toEqual([
      '2027-04-25 makeup',
      '2027-05-01 holiday',
      '2027-05-02 holiday',
      '2027-05-03 holiday',
      '2027-05-04 holiday',
      '2027-05-09 makeup',
    ]);
  });

  it('lengthens a holiday from where it ended', () => {
    const got = read(`国务院办公厅关于延长2027年春节假期的通知
国办发明电〔2027〕1号
现将有关事项通知如下：
一、延长2027年春节假期至2月15日（农历正月初十、星期一），2月16日（星期二）起正常上班。`);
    const rows = 'notice' in got ? got.notice.rows : [];
    expect(rows.filter(({ kind }) => kind === 'holiday').map(({ day }) => day)).toEqual(
      Array.from({ length: 11 }, (_, i) => addDays('2027-02-05' as LocalDay, i)),
    );
    // 13 February was to be worked.
    expect(rows.filter(({ kind }) => kind === 'makeup').map(({ day }) => day)).toEqual(['2027-01-31']);
  });
});

describe('a generated notice', () => {
  const zh = (day: LocalDay): string =>
    `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日（周${WEEKDAYS[weekdayOf(day) - 1]}）`;
  const BASES: readonly (readonly [string, string, string, number])[] = [
    ['元旦', '元旦', '01-01', 1],
    ['春节', '春节', '02-10', 4],
    ['清明节', '清明', '04-04', 1],
    ['劳动节', '劳动节', '05-01', 2],
    ['端午节', '端午', '06-15', 1],
    ['中秋节', '中秋', '09-14', 1],
    ['国庆节', '国庆节', '10-01', 3],
  ];
  it('gives back its days', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2026, max: 2045 }),
        fc.array(fc.record({ more: fc.integer({ min: 0, max: 5 }), worked: fc.boolean() }), {
          minLength: 7,
          maxLength: 7,
        }),
        (year, plans) => {
          const expected: string[] = [];
          const items = BASES.map(([title, name, start, least], i) => {
            const { more, worked } = plans[i]!;
            const from = `${year}-${start}` as LocalDay;
            const to = addDays(from, least + more - 1);
            for (let day = from; day <= to; day = addDays(day, 1)) expected.push(`${day} holiday ${name}`);
            let work = addDays(to, 1);
            while (weekdayOf(work) < 6) work = addDays(work, 1);
            if (worked) expected.push(`${work} makeup ${name}`);
            const span = from === to ? zh(from) : `${zh(from)}至${zh(to)}`;
            return `${title}：${span}放假，共${daysBetween(from, to) + 1}天。${worked ? `${zh(work)}上班。` : ''}`;
          });
          const text = `国务院办公厅关于${year}年部分节假日安排的通知 国办发明电〔${year - 1}〕7号 ${items.join('\n')}`;
          expect(rowsOf(text)).toEqual(expected.toSorted());
        },
      ),
      cases(300),
    );
  });
});
