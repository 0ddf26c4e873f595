import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isKnownWord } from '../../../src/domain/title/known-words.ts';
import { readsAsName } from '../../../src/domain/title/person-names.ts';
import { proposeTitle, titleFault } from '../../../src/domain/title/title.ts';
import { titlesWithNames } from '../../support/invented-names.ts';
import { lettersIn } from '../../support/letters-csv.ts';
import { seeded } from '../../support/random.ts';
import { dataTest } from '../../support/test.ts';

const NEUTRAL = [
  ...[
    '邻居家漏水',
    '国家补贴未发',
    '专家门诊难挂',
    '农家乐油烟',
    '村民反映路灯',
    '业主投诉噪音',
    '商家占道',
    '老人家漏水',
    '两家积水',
  ],
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
  ...['反映五里墩村路灯不亮', '城建办门口积水', '对征地补偿标准不服', '王家湾停水', '阿胶厂排污', '高压线垂落'],
  ...['黄泥塘清淤', '金银花收购', '方便面厂异味', '常年积水', '白酒厂排污', '云山公园路灯', '水田灌溉', '房产证办理'],
  ...['边坡塌方', '米厂粉尘', '来往车辆噪音', '全村停水', '连续停电', '花木被毁', '明渠加盖', '沙石路难走', '保险理赔'],
  ...['水发黄', '路积水', '房漏水', '田进水', '车乱停', '林权改革', '水利建设', '石料运输', '高铁建设噪音', '全面停水'],
  ...['林业站的人', '水管站长期停水', '车队长期占道', '高中老师不足', '水总停', '路总堵', '全体老师', '田间道路'],
  ...[
    '应急物资',
    '经营证办理',
    '养老金停发',
    '高龄津贴漏发',
    '粮补未到账',
    'A3区公交改线',
    '10kV线路太低',
    'EMS不派件',
  ],
];

/** What a list of frames let through, and what people are called by. */
const CALLED = [
  ...[
    '水生家路灯',
    '向阳家漏水',
    '石头家漏水',
    '二狗家漏水',
    '白雪投诉噪音',
    '白雪噪音',
    '平安家噪音',
    '建国家漏水',
    '建国和建军打架',
    '水生反映噪音',
    '春花家漏水',
    '大壮家占道',
  ],
  ...[
    '请帮助张伟',
    '关于马超的事',
    '救救王丽',
    '马超低保停发',
    '上官婉儿',
    '逄丽',
    '仝卓',
    '给高建国办低保',
    '業主張偉',
  ],
  ...['Zhang Wei', 'zhangwei', 'ZHANG WEI', '张 伟停水', '张·伟停水', '停水 张伟', 'a@example.com', '匿名'],
  ...[
    '小刘',
    '老张家漏水',
    '阿芳低保',
    '小芳上学',
    '王老五',
    '刘大妈',
    '尤师傅修路',
    '老王头占地',
    '方老师家停水',
    '王被打伤',
    '石玲家路灯不亮',
  ],
];
/** Surnames that are words, with words that people are called by, and with what people are. */
const WORDLIKE = [...'林万田于钱房车路时高江安金石方白常全水马'];
const CALLED_BY =
  '建国 建军 国庆 胜利 建设 解放 大海 有才 爱国 跃进 光明 向前 向阳 和平 新生 长江 文明 友谊 成功 长青'.split(' ');
/** The same, that no list of the program has. */
const UNHEARD =
  '立业 长远 永红 学文 来旺 春光 东升 朝阳 东风 石头 福气 吉祥 太平 安定 兴旺 发达 富贵 荣华 金山 银河 天明 黎明 爱民 振兴 复兴 中华 中兴 世界 大河 桂花 松林 明珠'.split(
    ' ',
  );
const POSTS = '镇长 书记 主任 所长 站长 会计 老师 大爷 大妈 师傅 队长 组长 支书 村长 医生 局长'.split(' ');
const FRAMES = ['*反映积水', '*家田埂垮塌', '*的低保停发', '反映*占道', '村民*上访'];
const within = (words: readonly string[]): string[] =>
  WORDLIKE.flatMap((surname) =>
    words.flatMap((word) => FRAMES.map((frame) => frame.replace('*', `${surname}${word}`))),
  );
const UNITS = ['城建办', '五里墩村', '民政办'];
const TOWN = { people: [], units: UNITS };
const NOBODY = { people: [], units: [] };

describe('a title for groups', () => {
  test('with any of 5,000 invented names is asked about, but for three in a thousand', () => {
    // Who is called 黄金 or 宁夏 has the name of a thing.
    const named = titlesWithNames(seeded(11), 5_000).filter(({ name }) => !isKnownWord(name));
    const passed = named.filter(({ title }) => titleFault(title, NOBODY) === undefined);
    expect(named.length).toBeGreaterThan(4_950);
    expect(passed.length).toBeLessThanOrEqual(15);
  });

  test('with a surname and a given name that are words is asked about, but for two in a hundred', () => {
    const titles = within(CALLED_BY);
    expect(titles).toHaveLength(2_000);
    expect(titles.filter((title) => titleFault(title, NOBODY) === undefined).length).toBeLessThanOrEqual(40);
  });

  test('the same of words that are in no list, where somebody does something', () => {
    const titles = WORDLIKE.flatMap((surname) =>
      UNHEARD.flatMap((word) =>
        ['*反映积水', '*家田埂垮塌', '反映*占道'].map((f) => f.replace('*', `${surname}${word}`)),
      ),
    );
    const passed = titles.filter((title) => titleFault(title, NOBODY) === undefined);
    expect(passed.length / titles.length).toBeLessThanOrEqual(0.02);
  });

  test('with a surname that is a word before a post or a form of address is always asked about', () => {
    const alone = WORDLIKE.flatMap((surname) => POSTS.map((post) => `${surname}${post}`));
    expect([...alone, ...within(POSTS)].filter((title) => !readsAsName(title))).toEqual([]);
  });

  test.each(CALLED)('%s is asked about', (title) => {
    expect(titleFault(title, NOBODY)).toBe('person');
  });

  test.each(NEUTRAL)('%s passes: 路 水 石 are surnames, too', (title) => {
    expect(titleFault(title, TOWN)).toBeUndefined();
  });

  test.each([
    '反映城建办',
    '城建办乱收费',
    '非得请客才给盖章',
    '冯某让我说已办',
    '投诉城建办不作为',
    '城建办态度差',
    '反映五里墩村的问题',
    '贪污款去向',
    '以权谋私',
    '腐败问题',
  ])('%s accuses', (title) => {
    expect(titleFault(title, TOWN)).toBe('accuses');
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
    expect(titleFault(title, { people: ['韩某山'], units: [] })).toBe(fault);
  });

  test('a proposal is held to the same rule and passes over what does not keep it', () => {
    expect(proposeTitle('尊敬的镇长：您好，村口路灯不亮三个月', NOBODY)).toBe('村口路灯不亮三个月');
    expect(proposeTitle('王建国家漏水。排水沟堵塞', NOBODY)).toBe('排水沟堵塞');
    expect(proposeTitle('举报村支书', NOBODY)).toBeUndefined();
    expect(proposeTitle('城建办乱收费。门前积水', TOWN)).toBe('门前积水');
    expect(proposeTitle('举报村支书', NOBODY, '劳动保障')).toBe('劳动保障');
  });
});

dataTest(
  'of the subjects of real letters at most one in twenty is questioned, and nearly each has a title to propose',
  ({ data }) => {
    const letters = lettersIn(join(data, 'letters.csv'));
    const questioned = letters.filter(({ subject }) => readsAsName(subject));
    expect(questioned.length / letters.length).toBeLessThanOrEqual(0.05);
    const without = letters.filter(({ body }) => proposeTitle(body, NOBODY) === undefined);
    expect(without.length / letters.length).toBeLessThanOrEqual(0.02);
  },
);
