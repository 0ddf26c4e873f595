import { describe, expect, test } from 'vitest';
import { hasPersonalNumber, holdsAny, liftPersonal } from '../../src/core/privacy.ts';

const MARKS = { phone: '[P]', identity: '[I]', name: '[N]' };
const lifted = (text: string, known: readonly string[] = []): string => liftPersonal(text, MARKS, known).text;

/** No subscriber has these; identity numbers fail their check digit. */
const PHONES = [
  '13800000000',
  '１３８００００００００',
  '138 0000 0000',
  '138-0000-0000',
  '138—0000—0000',
  '138－0000－0000',
  '138.0000.0000',
  '138．0000．0000',
  '138。0000。0000',
  '138·0000·0000',
  '138:0000:0000',
  '138：0000：0000',
  '138＊0000＊0000',
  '138…0000…0000',
  '138　0000　0000',
  '138,0000,0000',
  '1380000 0000',
  '138 00000000',
  '138 000 00000',
  '138 00 00 00 00',
  '1 3 8 0 0 0 0 0 0 0 0',
  '1-3-8-0-0-0-0-0-0-0-0',
  '+8613800000000',
  '+86 138 0000 0000',
  '86-138-0000-0000',
  '008613800000000',
  '(+86)13800000000',
  '(138)00000000',
  '（138）0000-0000',
  '013800000000',
  '一三八零零零零零零零零',
  '幺三八零零零零零零零零',
  '一三八〇〇〇〇〇〇〇〇',
  '一三八 零零零零 零零零零',
  '幺三八-零零零零-零零零零',
  '壹叁捌零零零零零零零零',
  '138零零零零零零零零',
  '一三八00000000',
  '0523-00000000',
  '0523 0000000',
  '(0523)0000000',
  '（0523）00000000',
  '０５２３－０００００００',
  '0523-000-0000',
  '0523 0000 0000',
  '05230000000',
  '+86-523-0000000'.replace('523', '0523'),
  '零五二三零零零零零零零',
  '138_0000_0000',
  '138*0000*0000',
  '138/0000/0000',
  '138​0000​0000',
  '138、0000、1234',
  '138一0000一1234',
  '①③⑧00000000',
  'l38OOOO0000',
  '138\n0000\n1234',
] as const;

const IDENTITIES = [
  '110101190001010000',
  '１１０１０１１９０００１０１００００',
  '11010119000101000X',
  '11010119000101000x',
  '11010119000101000Ｘ',
  '110101 19000101 0000',
  '110101-19000101-0000',
  '110101.19000101.000X',
  '110101 1900 0101 000 X',
  '110101　19000101　0000',
  '1101 0119 0001 0100 00',
  '一一零一零一一九零零零一零一零零零零',
  '110101900101000',
] as const;

const FRAMES = [
  (number: string) => number,
  (number: string) => `回电${number}`,
  (number: string) => `电话：${number}，谢谢`,
  (number: string) => `请打 ${number} 找我`,
  (number: string) => `我叫来人\n${number}\n路灯不亮`,
  (number: string) => `2026-11-25 ${number}`.replace('2026-11-25 ', '11月25日，'),
];

/** What looks like digits and is nobody's number. */
const LEFT = [
  '2026-11-25',
  '2026.11.25',
  '2026 11 25',
  '２０２６－１１－２５',
  '20261125',
  '二〇二六年十一月二十五日',
  '2026-11-25至2026-12-25',
  '2026-11-25 09:30',
  '20261125 093000',
  'FJ2026-0012',
  'FJ2026-0012、FJ2026-0013',
  'QS20260003',
  'FJJ2026-4831',
  '工单GD202611250001234',
  '12345工单号：20261125000123456',
  '12345 工单 2026112500012345',
  '工单号13526000123',
  '系统编号:330600202611250012',
  'XF2026-112001',
  'XF202611200100001',
  '信访编号3306002026112500017',
  '分信交〔2026〕12号',
  '金额13800000000元',
  '共计 13,800,000,000 元',
  '补偿18 000 000 000元',
  '¥15000000000',
  '亩产1500斤，15户共13500斤',
  '19户 2026-11-25 3人',
  '第12、13、14、15、16条',
  '1、3、5、7、9、11、13号楼',
  '1 3 5 7 9 11 13 15',
  '面积138.5平方米，长12.5米，宽0.8米',
  '路灯杆号 0012 0013 0014',
  '拨打12345、12333',
  '一三五七九每周开门',
  '三十八亩六分七厘',
  '一百三十八万零五百元',
  '0.138 0.0000',
  'G12345 K0571+300',
  '8:00-12:00，13:30-17:30',
  '快递单号 1234567890123',
  '收件 EMS9876543210987CN',
  '卫星图 118.7612, 32.0415',
  '地址159、121.41.105.198',
  '15:16:08\n35467',
  '事项 #187, #3849, #3906',
  '1500\n2000\n300\n400',
  '①路灯不亮②水渠堵塞③停水',
  '1500+2000+300',
] as const;

describe('numbers that identify somebody', () => {
  test.each(PHONES)('a phone number written %j is lifted, alone and in a sentence', (number) => {
    for (const frame of FRAMES) {
      expect(lifted(frame(number))).toBe(frame('[P]'));
      expect(hasPersonalNumber(frame(number))).toBe(true);
    }
  });

  test.each(IDENTITIES)('an identity number written %j is lifted, alone and in a sentence', (number) => {
    for (const frame of FRAMES) expect(lifted(frame(number))).toBe(frame('[I]'));
  });

  test.each(LEFT)('%j is left alone', (text) => {
    expect(lifted(text)).toBe(text);
    expect(lifted(`反映${text}，请处理`)).toBe(`反映${text}，请处理`);
  });

  test('several in one text, with a date between them', () => {
    expect(lifted('138 0000 0000/139-0000-0000，2026-11-25起 0523-0000000')).toBe('[P]/[P]，2026-11-25起 [P]');
    expect(lifted('证号110101190001010000电话13800000000')).toBe('证号[I]电话[P]');
    expect(lifted('20261125 13800000000')).toBe('20261125 [P]');
    expect(lifted('3人 13800000000 5户')).toBe('3人 [P] 5户');
    expect(lifted('来人（138 0000 0000）')).toBe('来人（[P]）');
  });

  test('a number without area code, where the text says that it is one', () => {
    expect(lifted('电话6000001')).toBe('电话[P]');
    expect(lifted('座机：6000 0001')).toBe('座机：[P]');
    expect(lifted('亩数6000001')).toBe('亩数6000001');
    for (const word of ['打', '请拨', '拨打', '联系', '联系我：', '回电', '号码是', '微信', '致电']) {
      expect(lifted(`${word}60000012谢谢`)).toBe(`${word}[P]谢谢`);
      expect(lifted(`${word} 600-0001`)).toBe(`${word} [P]`);
    }
    expect(lifted('联系20261125 打12345、12333')).toBe('联系20261125 打12345、12333');
  });

  test('an identity number that is mistyped identifies as well', () => {
    expect(lifted('身份证110101190013990000')).toBe('身份证[I]');
    expect(lifted('身份证号码：11010119000101000')).toBe('身份证号码：[I]');
  });

  test('what was lifted is handed back as it was typed', () => {
    expect(liftPersonal('打138 0000 0000', MARKS).found).toEqual(['138 0000 0000']);
  });
});

describe('a name given as such', () => {
  test.each([
    '虞小舟',
    '虞 小舟',
    '虞　小　舟',
    '虞·小舟',
    '虞\u00a0小舟',
    '虞．小．舟',
    '虞－小舟',
    '虞—小—舟',
    '虞_小舟',
    '虞\u200b小舟',
  ])('is lifted where it stands as %j', (name) => {
    expect(lifted(`${name}来访，${name}说`, ['虞小舟'])).toBe('[N]来访，[N]说');
    expect(lifted('虞小舟来访', [name])).toBe('[N]来访');
    expect(holdsAny(`${name}家漏水`, ['虞小舟'])).toBe(true);
  });

  test('a comma is no part of a name', () => {
    expect(lifted('姓虞，小舟过河', ['虞小舟'])).toBe('姓虞，小舟过河');
  });

  test('signs in a value are no pattern', () => {
    expect(lifted('3单元(东)', ['3单元(东)'])).toBe('[N]');
    expect(lifted('a.b', ['a+b'])).toBe('a.b');
    expect(lifted('价格$5-[x]', ['$5-[x]'])).toBe('价格[N]');
  });
});

/** The work is bounded by the text's length; a rule that reads back and forth would not come to its end here. */
test('texts made to be slow are read', () => {
  for (const unit of ['1', '1 ', '1 3 8 ', '138-', '一', '王 ', '(', '0', '110101 ', '0523']) {
    const text = unit.repeat(50_000 / unit.length);
    expect(liftPersonal(text, MARKS, ['王小明']).text.length).toBeGreaterThan(0);
  }
});
