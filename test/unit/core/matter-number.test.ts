import { describe, expect, it } from 'vitest';

import { readChineseNumber } from '../../../src/core/chinese-number.ts';
import {
  endsInNumber,
  hasLaterNumber,
  hasNumber,
  numbersFurther,
  numbersIn,
  readNumber,
  readNumbers,
} from '../../../src/core/matter-number.ts';
import { narrow } from '../../../src/core/narrow.ts';

/** Spellings of FJ2026-0012, and of 12. */
const FULL = [
  ...['FJ2026-0012', 'fj2026-12', 'ｆｊ２０２６－００１２', 'FJ 2026-0012', 'FJ20260012', 'FJ2026_0012', 'FJ2026—0012'],
  ...['FJ2026－0012', 'FJ2026 - 0012', 'FJ2026一0012', 'FJ〔2026〕12号', 'FJ-2026-0012', 'FJ2026.0012', 'FJ2026/0012'],
  ...['编号FJ2026-0012', '编号：FJ2026-0012', '【FJ2026-0012】', '（FJ2026-0012）', 'FJ2026-00 12', 'FJ2026-0012号'],
  ...['编号：FJ 2026 — 0012', 'No. fj 2026 0012'],
  ...['FJ 2026 0012', '“FJ2026-0012”', '#FJ2026-0012', 'Fj2026-0012件', 'FJ2026‑0012', 'FJ2026–12'],
];
const SHORT = [
  ...['12', '１２', '0012', '#12', '＃１２', '12号', '12件', '12号件', '第12号', '第12件', '第 12 号', '12 号', '12#'],
  ...[
    '编号12',
    '编号：12',
    '编号 12',
    'No.12',
    'no 12',
    'NO12',
    '№12',
    '十二',
    '十二号',
    '第十二号',
    '十二号件',
    '第12',
  ],
  ...['件号12', '案号12', '事项12', '事项：12', '事项 12', '信访件12', '件12', 'Ⅻ'],
  ...['（12）', '【12】', '"12"', '〇一二', '拾贰号'],
];
const ENDS = ['', ' 已到场', '，已到场', '：已到场', '\n已到场', '。', '、', '.', ' ，已到场'];
const endless = (spelling: string, end: string): boolean =>
  // 十二、 begins the twelfth point of a list.
  !(/[〇一二拾贰十]$/u.test(spelling) && ['、', '.'].includes(end));

const TEXT = [
  ...[
    '12栋电梯坏了',
    '3盏已换',
    '2次没人接',
    '5户进水',
    '12天没水',
    '12月3日到场',
    '3月5日已到场',
    '2026年11月',
    '12号楼漏水',
  ],
  ...[
    '2026-11-20 到场',
    '3:30到场',
    '3.5米宽',
    '12,000元',
    '3-5户',
    '3到5天',
    '50%',
    '第三次反映',
    '第一时间到场',
    '第一书记到场',
  ],
  ...[
    '一直没修',
    '十分着急',
    '百姓反映',
    '老年卡',
    '农业办',
    '已到场',
    '①已到场 ②已换',
    '编号不清',
    'A3栋电梯',
    '12号线路',
    '',
    '三天内',
  ],
  ...['十一月三号到场', '12号下午到场', '五个工作日', '电话:没人接'],
  ...['②已换 ③已修', '2026年3月去的', '12:30到的', '3.5公里', '12/5去的', '1到3号楼'],
];
const DOUBTFUL = [
  ...[
    '12已到场',
    '12号已到场',
    '十二已到场',
    '三号已到场',
    '1、已派人 2、已换灯',
    '一、已派人',
    'FJ-0003',
    'FJ0003',
    'FJ2026-',
    'FJ2O26-0003',
  ],
  ...[
    '13800000000 打通了',
    '20261120 到场',
    '0',
    '12-13',
    'FJ2026-0012345',
    'FJ2026-0000',
    'FJ2026 3户没水',
    '12号13号',
    '⑫ 已到场',
    '1到3号已到场',
    '12.3盏已换',
    '2026年12号文件已送',
    'FJ2026-00l2',
  ],
];

describe('the number at the beginning of a text', () => {
  for (const spelling of FULL) {
    it(`${spelling} is FJ2026-0012`, () => {
      for (const end of ENDS) {
        expect([end, readNumber(spelling + end)]).toMatchObject([end, { kind: 'said', number: 'FJ2026-0012' }]);
      }
    });
  }
  for (const spelling of SHORT) {
    it(`${spelling} is 12`, () => {
      for (const end of ENDS.filter((one) => endless(spelling, one))) {
        expect([end, readNumber(spelling + end)]).toMatchObject([end, { kind: 'said', number: '12' }]);
      }
    });
  }

  it('what stands behind it is left as it was typed', () => {
    for (const spelling of [...FULL, ...SHORT]) {
      const found = readNumber(`${spelling}：  已到场，换灯３盏（两户）—— `);
      expect([spelling, found]).toMatchObject([spelling, { rest: '已到场，换灯３盏（两户）——' }]);
    }
    expect(readNumber('FJ2026-0003 12')).toEqual({ kind: 'said', number: 'FJ2026-0003', rest: '12' });
    expect(readNumber('2026-0003 已到')).toEqual({ kind: 'said', number: '2026-0003', rest: '已到' });
    for (const typed of ['2026年12号 已到', '2026年度第0012号，已到']) {
      expect(readNumber(typed)).toEqual({ kind: 'said', number: '2026-0012', rest: '已到' });
    }
    for (const typed of ['12，3盏已换', '12：3盏已换', '12,3盏已换']) {
      expect(readNumber(typed)).toEqual({ kind: 'said', number: '12', rest: '3盏已换' });
    }
    expect(readNumber('FJ2026-0003已到场')).toEqual({ kind: 'said', number: 'FJ2026-0003', rest: '已到场' });
  });

  for (const text of TEXT) it(`${text} is text`, () => expect(readNumber(text)).toEqual({ kind: 'none' }));

  for (const text of DOUBTFUL) {
    it(`${text} is neither a number nor passed over`, () => expect(readNumber(text).kind).toBe('doubtful'));
  }

  it('what may as well be text stays to be said; what is only a slip of a number does not', () => {
    expect(readNumber('12号已到场')).toEqual({ kind: 'doubtful', rest: '12号已到场' });
    expect(readNumber('FJ2O26-0003 已到场')).toEqual({ kind: 'doubtful', rest: '已到场' });
    expect(readNumber('FJ-3，已到场')).toEqual({ kind: 'doubtful', rest: '已到场' });
  });

  it.each([
    ['12、13 已到场', ['12', '13']],
    ['12和13', ['12', '13']],
    ['12号、13号', ['12', '13']],
    ['FJ2026-0012，FJ2026-0013 到', ['FJ2026-0012', 'FJ2026-0013']],
    ['十二号和三号', ['12', '3']],
    ['1、12、4', ['1', '12', '4']],
    ['12，3 已到场', ['12', '3']],
  ])('%s are several', (typed, numbers) => expect(readNumber(typed)).toMatchObject({ kind: 'several', numbers }));

  it.each([
    ['1、2号都打过', ['1', '2'], '2号都打过'],
    ['1，2号已换', ['1', '2'], '2号已换'],
    ['1、二号已换', ['1', '2'], '二号已换'],
    ['3+4 已换', ['3', '4'], '已换'],
  ])('%s are several, and what text is glued to stays', (typed, numbers, rest) =>
    expect(readNumber(typed)).toEqual({ kind: 'several', numbers, rest }),
  );

  it.each([
    ['3 4 已换', ['3', '4'], '已换'],
    ['1 2 3 已换', ['1', '2', '3'], '已换'],
    ['3 4号已换', ['3', '4'], '4号已换'],
    ['3 4 路灯已换', ['3', '4'], '路灯已换'],
    ['3 4 5盏已换', ['3', '4'], '5盏已换'],
    ['3\n4\n已换', ['3', '4'], '已换'],
    ['3\n4 已换', ['3', '4'], '已换'],
    ['FJ2026-0003 0004 已换', ['FJ2026-0003', '4'], '已换'],
    ['12 FJ2026-0003', ['12', 'FJ2026-0003'], ''],
  ])('%s are several where the text has no figure of its own', (typed, numbers, rest) =>
    expect(readNumbers(typed)).toEqual({ kind: 'several', numbers, rest }),
  );

  it.each([
    ...[
      '4盏已换',
      '4 盏已换',
      '4栋的电梯',
      '4号楼漏水',
      '10 月 5 日到场',
      '2026-11-20 到场',
      '3:30到场',
      '1.已派人',
      '1、已派人 2、已换',
    ],
    ...[
      '13800000000 打通了',
      '三方都同意',
      '12345转来',
      '12345 转来',
      '1 已派人\n2 已换',
      '一直没人',
      '5.20去过',
      '3天',
    ].map((text) => `\n${text}`),
  ])('12 %s is one, and a text', (text) =>
    expect(readNumbers(`12 ${text}`)).toEqual({ kind: 'said', number: '12', rest: text.trim() }),
  );

  it.each([
    ...['已并到第3件', '见#3', '和3号件一起', '请抓紧 12', '与FJ2026-0003同办'],
    ...[
      '和2号一起处理了',
      '跟三号一样',
      '已参照3号办理',
      '并入2号',
      '并到2',
      '同2号合并',
      '处理2号时顺便看了',
      '老年卡已换，2号也换了',
    ],
    ...[
      '已去过，和2一起处理了',
      '参照3办理',
      '查过，2号的也修好了',
      '把材料归入12号',
      '等2号一并办',
      '跟十二号的路一起修',
    ],
  ])('%s has a later number', (text) => expect(hasLaterNumber(text)).toBe(true));

  it.each([
    ...['第3号楼漏水', '第一件事是清理', '已换 3 盏', '12栋的电梯', '换了3件零件'],
    ...[
      '已约好，5号上门',
      '下月2号再去',
      '本月12号的会上定了',
      '12月5号也去过',
      '和2号楼的住户谈了',
      '跟3户都谈了',
      '与2号线同时停',
    ],
    ...[
      '已同两家谈妥',
      '和三方一起看过',
      '像上次一样',
      '按3天一次',
      '处理2次',
      '跟一位老人说了',
      '拟于15号前办完',
      '把2号泵换了',
    ],
  ])('%s has none', (text) => expect(hasLaterNumber(text)).toBe(false));

  it.each([
    ['2 已通\n3 已换', ['3']],
    ['2 已通\n12号，也好了\nFJ2026-0003 已换', ['12', 'FJ2026-0003']],
    ['已通\n3、已换', ['3']],
    ['2 1.已派人\n2.已换\n3.已清', []],
    ['2 经过：\n1、已派人\n2、已换', []],
    ['2\n1 已派人\n2 已换', []],
    ['2 已换\n30 盏都换了\n3号楼没换', []],
    ['2 已换\n13800000000 打过', []],
    ['152 铺完，154 换完', ['154']],
    ['152 铺完、154号灯换完、159号也好了', ['154', '159']],
    ['152 已约好，5号上门，3 天后再去', []],
    ['152 已派人，2 人去的，15 户都通了', []],
    ['152 1、已派人；2、已换', []],
  ])('%j has on further lines and clauses the numbers %j', (text, numbers) =>
    expect(numbersFurther(text)).toEqual(numbers),
  );

  it.each([
    ...['序号2 已派人', '单号2', '登记号2', '系统号2', '信件2', '分界2026-0002', '分界镇2026-2 地点:东街', '分界3号'],
    ...['fj4号 已换', 'fj三号', 'fj三件，已换', '第2个', '第二个 已换', '第2桩，', '一二 已换', '两 已换', '水渠2'],
  ])('%s ends its first word in a number', (text) => expect(endsInNumber(text)).toBe(true));

  it.each([
    ...[
      '3盏已换',
      '已换3盏',
      '已换3 盏',
      '2次没人接',
      '2号楼电梯',
      '第二次去没人',
      '第二个月去',
      '第2批已换',
      '第四条 依法缴纳',
      '张家湾二组 漏水',
    ],
    ...[
      '东街12号漏水',
      '周三 到场',
      '初三 去',
      '本月12号 到场',
      '电话13800000000 没人接',
      '两委已到场',
      '地点:东街3',
      '已到场',
    ],
  ])('%s does not', (text) => expect(endsInNumber(text)).toBe(false));

  it('somebody else’s words may have one anywhere', () => {
    for (const text of ['已到3号', '进展 12 已到', '查了3件']) expect([text, hasNumber(text)]).toEqual([text, true]);
    for (const text of ['3号楼', '换了3盏', '已到', '十分着急']) expect([text, hasNumber(text)]).toEqual([text, false]);
  });

  it('the longest text is read as fast as a short one', () => {
    const began = process.cpuUsage();
    for (const piece of ['1、', '1和', '十', 'FJ2026-', '编号', '（', '0 ', '第', '1 ', '1\n', '3号']) {
      const text = piece.repeat(20_000);
      readNumbers(text);
      hasNumber(text.slice(0, 300));
    }
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(500);
  });
});

describe('numbers in a text', () => {
  it('are the full ones, each once', () => {
    expect(numbersIn('【黄】FJ2026-0012｜路灯\nＦＪ2026－0012 并入 QS2026-0003；2026-11-20 电话 FJ2026')).toEqual([
      'FJ2026-0012',
      'QS2026-0003',
    ]);
  });
});

describe('numbers in words', () => {
  it.each([
    ...[
      ['三', 3],
      ['十', 10],
      ['十二', 12],
      ['二十', 20],
      ['廿一', 21],
      ['卅', 30],
      ['九十九', 99],
      ['一百', 100],
    ],
    ...[
      ['一百零三', 103],
      ['一百二十', 120],
      ['三百一十二', 312],
      ['〇〇三', 3],
      ['零零贰', 2],
      ['两', 2],
      ['卄一', 21],
      ['卌', 40],
      ['一〇三', 103],
      ['叁拾', 30],
    ],
    ...[
      ['一二', undefined],
      ['两十', undefined],
      ['一百二', undefined],
      ['十十', undefined],
      ['', undefined],
      ['零', undefined],
      ['百', undefined],
    ],
  ] as [string, number | undefined][])('%s is %s', (word, value) => expect(readChineseNumber(word)).toBe(value));
});

it('a text is narrowed sign by sign, and each sign knows where it stood', () => {
  const { text, at } = narrow('Ａ㎡😀－１');
  expect(text).toBe('Am2😀-1');
  expect(at).toEqual([0, 1, 1, 2, 2, 4, 5, 6]);
});
