import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readsAsName } from '../../../src/domain/petition/person-names.ts';
import { proposeTitle, titleFault } from '../../../src/domain/petition/title.ts';
import { lettersIn } from '../../support/letters-csv.ts';
import { dataTest } from '../../support/test.ts';

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾石路水金方'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文晓春梅红雪浩宇俊海波林永福德'];
const FRAMES: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => `${name}家漏水`,
  (name) => `反映${name}`,
  (name) => `反映${name}占地`,
  (name) => `${name}书记`,
  (name) => `村民${name}房屋漏水`,
  (name) => `${name[0]}某某家`,
  (name) => `村支书${name}`,
  (name) => `五保户${name}`,
  (name) => `拖欠${name}工资`,
  (name) => `低保户${name}漏评`,
];

/** 200 invented names, each in one frame; the same ones every time. */
const NAMED = Array.from({ length: 200 }, (_, i) => {
  const given = GIVEN[(i * 7) % GIVEN.length]! + (i % 4 === 0 ? '' : GIVEN[(i * 13 + 5) % GIVEN.length]!);
  return FRAMES[i % FRAMES.length]!(SURNAMES[(i * 11) % SURNAMES.length]! + given);
});

const NEUTRAL = [
  ...[
    '村口路灯不亮',
    '水渠堵塞',
    '石桥损坏',
    '高压线太低',
    '金属厂噪音',
    '方向牌缺失',
    '田埂被占',
    '马路不平',
    '白天停水',
  ],
  ...[
    '黄泥路难走',
    '安置房漏水',
    '水费过高',
    '江堤渗水',
    '车位不足',
    '李家湾停水',
    '张庄路灯不亮',
    '陈塘村道路',
    '许可证办理',
  ],
  ...['五里墩村自来水浑浊', '账目公开', '拖欠工资', '宅基地纠纷', '危房改造', '低保申请', '农资质量问题'],
];

describe('a title for groups', () => {
  test('with any of 200 invented names does not pass', () => {
    expect(NAMED.filter((title) => titleFault(title, []) === undefined)).toEqual([]);
  });

  test.each(NEUTRAL)('%s passes: 路 水 石 are surnames, too', (title) => {
    expect(titleFault(title, [])).toBeUndefined();
  });

  test.each([
    ['村支书某某卖地', 'numbers'],
    ['书记某人卖地', 'accuses'],
    ['举报村账目', 'accuses'],
    ['书记卖地', 'accuses'],
    ['镇长小舅子砖厂', 'accuses'],
    ['韩某山占地', 'names'],
    ['韩 某山占地', 'names'],
    ['尊敬的镇长', 'salutes'],
    ['镇长您好', 'salutes'],
    ['张书记：', 'salutes'],
    ['王建国家漏水', 'person'],
  ] as const)('%s: %s', (title, fault) => {
    expect(titleFault(title, ['韩某山'])).toBe(fault);
  });

  test('a proposal is held to the same rule and passes over what does not keep it', () => {
    expect(proposeTitle('尊敬的镇长：您好，村口路灯不亮三个月', [])).toBe('村口路灯不亮三个月');
    expect(proposeTitle('王建国家漏水。排水沟堵塞', [])).toBe('排水沟堵塞');
    expect(proposeTitle('举报村支书', [])).toBeUndefined();
  });
});

dataTest('of the subjects of real letters at most one in twenty is questioned', ({ data }) => {
  const subjects = lettersIn(join(data, 'letters.csv')).map(({ subject }) => subject);
  expect(subjects.filter(readsAsName).length / subjects.length).toBeLessThanOrEqual(0.05);
});
