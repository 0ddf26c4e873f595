import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  accusesInPassing,
  asksInPassing,
  DOUBTFUL,
  readAccusation,
  SURE,
  type Verdict,
} from '../../../src/domain/accusation/text/reader.ts';
import { accusationScore } from '../../../src/domain/accusation/text/score.ts';
import madeOfPetitions from '../../../src/domain/accusation/text/weights.json' with { type: 'json' };
import madeOfNotes from '../../../src/domain/accusation/text/note-weights.json' with { type: 'json' };
import { fit } from '../../../training/accusations/fit.ts';
import { handIn, handsBeside, ofPetitions, written } from '../../../training/accusations/hands.ts';
import { lettersIn } from '../../support/letters-csv.ts';
import { dataTest } from '../../support/test.ts';

const HANDS = handsBeside();
const NOBODY = { units: [], people: [] };
const FIRST = HANDS.find(({ name }) => name === 'first')!.accusations;
const TOWN = { units: ['信访办', '城建办', '民政办', '五里墩村'], people: ['钱某', '韩某山'] };

const verdict = (text: string): Verdict => readAccusation(text, TOWN).verdict;
const isAsked = (text: string): boolean => ['accusation', 'doubtful'].includes(verdict(text));

/** Taught without one hand, judged by it: what a stranger's words would meet. docs/testing.md has the figures. */
describe.each([
  ['hand-a', 0.9],
  ['hand-b', 0.9],
  ['hand-c', 0.9],
  ['hand-d', 0.75],
  ['hand-e', 0.6],
] as const)('a hand that was not learned from (%s)', (name, found) => {
  const unseen = HANDS.find((hand) => hand.name === name)!;
  const weights = fit(ofPetitions(HANDS).filter((hand) => hand !== unseen));
  const share = (texts: readonly string[], from: number): number =>
    texts.filter((text) => accusationScore(text, NOBODY, weights) >= from).length / texts.length;

  test('is hardly missed', () => {
    expect(share(unseen.accusations, DOUBTFUL)).toBeGreaterThanOrEqual(found);
  });

  test('is seldom asked about ordinary matters, and hardly ever without a question', () => {
    expect(share(unseen.ordinary, DOUBTFUL)).toBeLessThanOrEqual(0.2);
    expect(share(unseen.ordinary, SURE)).toBeLessThanOrEqual(0.02);
  });
});

test('a hand that nothing was learned from: nine in ten are found, nine in ten of the ordinary left alone, fewer as notes', () => {
  const unseen = handIn(new URL('unseen.json', import.meta.url));
  expect(unseen.accusations.filter((text) => !isAsked(text)).length).toBeLessThanOrEqual(12);
  expect(unseen.ordinary.filter(isAsked).length).toBeLessThanOrEqual(12);
  expect(unseen.accusations.filter((text) => !asksInPassing(text, TOWN)).length).toBeLessThanOrEqual(19);
  expect(unseen.ordinary.filter((text) => asksInPassing(text, TOWN)).length).toBeLessThanOrEqual(17);
});

describe('texts of townspeople that nothing was learned from', () => {
  const { accusations, ordinary } = handIn(new URL('townspeople.json', import.meta.url));
  const asked = (texts: readonly string[]): number => texts.filter(isAsked).length;
  const everyThird = (texts: readonly string[]): string[] => texts.filter((_, i) => i % 3 === 0);

  test('accuse: of 120 at most fourteen are missed; ordinary ones: of 150 at most twelve are asked about', () => {
    expect([accusations.length, ordinary.length]).toEqual([120, 150]);
    expect(accusations.length - asked(accusations)).toBeLessThanOrEqual(14);
    expect(asked(ordinary)).toBeLessThanOrEqual(12);
    expect(ordinary.filter((text) => verdict(text) === 'accusation').length).toBeLessThanOrEqual(2);
  });

  test('a third of them as notes: of 40 that accuse at most seven are missed, of 50 ordinary ones at most two asked about', () => {
    const isAskedAsNote = (text: string): boolean => asksInPassing(text, TOWN);
    expect(everyThird(accusations).filter((text) => !isAskedAsNote(text)).length).toBeLessThanOrEqual(7);
    expect(everyThird(ordinary).filter(isAskedAsNote).length).toBeLessThanOrEqual(2);
  });
});

describe('who comes to accuse and does not say of what', () => {
  test.each(['我要实名举报', '我是来举报的', '本人要控告', '今天来检举', '来访人要匿名举报', '您好，我想举报，找谁'])(
    '%s: an accusation, and as a note as well',
    (text) => expect([verdict(text), accusesInPassing(text, TOWN)]).toEqual(['accusation', true]),
  );

  test('of a shop it may be no accusation', () => {
    expect(verdict('我要举报，楼下烧烤店半夜还开着')).toBe('doubtful');
  });

  test.each(['举报电话是多少', '我要举报隔壁工地夜间施工', '怎么举报出租车', '检举箱钥匙交给文书'])(
    '%s: no such announcement',
    (text) => expect(verdict(text)).not.toBe('accusation'),
  );
});

test.each(['非得请客才给盖章', '不送礼就不给批', '摆了两桌酒才肯验收'])('%s: an act of office for a treat', (text) => {
  expect(verdict(text)).toBe('accusation');
});

test.each(['冯某让我说已办', '叫我们填满意', '逼村民写“无异议”'])(
  '%s: words put into a mouth are asked about',
  (text) => {
    expect([verdict(text), asksInPassing(text, TOWN)]).toEqual(['doubtful', true]);
  },
);

test('叫我填满意度表: nobody says what to fill in', () => expect(isAsked('叫我填满意度表')).toBe(false));

describe('who is spoken of and then seizes, sells what is not theirs, or strikes', () => {
  test.each([
    ...['韩某山私分了修路款', '钱某倒卖路灯电缆', '村里私分了修路款', '民政办倒卖化肥', '韩某山霸占我家的水塘'],
    ...['书记扇了我一巴掌', '支书砸了我家的锅', '主任踢了我两脚', '钱某占了我家菜地'],
  ])('%s accuses, also among colleagues', (text) => {
    expect([verdict(text), asksInPassing(text, TOWN)]).toEqual(['accusation', true]);
  });
  test.each([
    ...['韩某山已处理霸占通道的事', '钱某到现场，摊贩占道', '邻居占了我家菜地', '韩某山去调解占地'],
    ...['村里组织踢毽子', '五里墩村占了我家地建广场', '钱某踢开路障', '小偷偷卖电缆'],
  ])('%s does not by these words', (text) => expect(readAccusation(text, TOWN).why).not.toContain('SEIZES'));
  test.each(['举报', '检举。'])('%s and not one word beside it', (text) => expect(verdict(text)).toBe('accusation'));
});

test.each(['城建办乱收费', '民政办收钱不办事', '城建办吃请受贿'])('%s: an office of the org file', (text) => {
  expect(isAsked(text)).toBe(true);
});

test.each(['我要举报城建办', '群众检举民政办分棉衣不公', '实名控告信访办'])('%s: an office is accused', (text) => {
  expect([verdict(text), accusesInPassing(text, TOWN)]).toEqual(['accusation', true]);
});

test.each(['向城建办举报楼上违建', '举报城建办门口的小贩'])('%s: at an office', (text) => {
  expect(verdict(text)).not.toBe('accusation');
});

test.each(['城建办去看了', '民政办上门登记', '城建办门口积水'])('%s: the same offices at work', (text) => {
  expect([isAsked(text), asksInPassing(text, TOWN)]).toEqual([false, false]);
});

describe('short notes of an office that nothing was learned from', () => {
  const { accusations, ordinary } = handIn(new URL('office-notes.json', import.meta.url));
  const isAskedAsNote = (text: string): boolean => asksInPassing(text, TOWN);

  test('are asked about where somebody is to find out whether an office did wrong: of sixty at most six are missed, seven as a petition', () => {
    expect(accusations).toHaveLength(60);
    expect(accusations.filter((text) => !isAskedAsNote(text)).length).toBeLessThanOrEqual(6);
    expect(accusations.filter((text) => !isAsked(text)).length).toBeLessThanOrEqual(7);
  });

  test('are left alone where they are the day’s work: of a hundred at most six are asked about', () => {
    expect(ordinary).toHaveLength(100);
    expect(ordinary.filter(isAskedAsNote).length).toBeLessThanOrEqual(6);
  });

  test.each(['查城建办有没有拿施工方好处', '核实城建办有没有虚报工程量'])(
    '%s: asked about wherever it stands',
    (text) => {
      expect([isAskedAsNote(text), isAsked(text)]).toEqual([true, true]);
    },
  );

  test.each([
    '跟组长通了电话，他带人去看',
    '油烟归城管管',
    '换灯的材料费村里先垫上了',
    '两家户主都到村部签了字',
    '用户是低保户，先由民政对接',
    '和工人代表通了电话',
    '核实城建办有没有收到图纸',
  ])('%s: the day’s work', (text) => expect(isAskedAsNote(text)).toBe(false));
});

test('the weights are those that the texts teach', () => {
  expect(JSON.parse(written(fit(ofPetitions(HANDS))))).toEqual(madeOfPetitions);
  expect(JSON.parse(written(fit(HANDS)))).toEqual(madeOfNotes);
});

test.each([
  '王某强已核实，补贴没发到位',
  '郑某半夜到现场抢修水管',
  '卫某送了两箱牛奶慰问',
  '村干部半夜转移群众',
  '会计收了材料，下周入户',
  '韩某山的弟弟已签协议，同意让路',
])('%s: the day’s work of an office accuses nobody in a group', (line) => {
  expect(accusesInPassing(line, { units: [], people: ['王某强', '郑某', '卫某', '韩某山'] })).toBe(false);
});

describe('whom a text is written to', () => {
  const ADDRESSES = [
    '尊敬的镇长：',
    '尊敬的各位领导你们好！',
    '尊敬的县委书记、县长：',
    '镇长您好，',
    '王书记好，',
    '乡长同志，',
    '各位领导，',
    '领导，',
    '李主任您好！',
    '致镇政府：',
    '王镇长：',
  ];
  const SHORT =
    '村口路灯坏了 村口井盖坏了 水渠堵塞 垃圾没人清运 自来水停了三天 学校门口堵车 养老金没到账 孩子上学名额问题 征地补偿什么时候发 医保卡刷不了 山上滑坡 想当护林员'.split(
      ' ',
    );

  test.each(ADDRESSES)('%s says nothing against them, and takes nothing from what is said of others', (address) => {
    expect(SHORT.filter((text) => isAsked(`${address}${text}`))).toEqual([]);
    const asked = (texts: readonly string[]): string[] => texts.filter(isAsked);
    expect(asked(FIRST.map((text) => `${address}${text}`))).toEqual(FIRST.map((text) => `${address}${text}`));
  });

  test.each([
    '村支书：把鱼塘给了弟弟',
    '会计：账从不公开',
    '书记把地卖给了他弟弟',
    '书记好几年没上过班，工资照领',
    '钱某有问题',
  ])('%s: somebody told of', (text) => expect(isAsked(text)).toBe(true));
});

describe('ordinary matters', () => {
  test.each([
    ['尊敬的镇长：村口路灯坏了', 'none'],
    ['镇长您好，村口路灯坏了', 'none'],
    ['请书记关注村口路灯', 'none'],
    ['韩某山来过现场，路灯还没修', 'mention'],
    ['五里墩村水渠冲毁', 'none'],
    ['韩某山把集体的鱼塘租给了弟弟', 'accusation'],
    ['韩某山打我', 'doubtful'],
    ['有人拿了好处', 'doubtful'],
  ] as const)('%s: %s', (text, wanted) => {
    expect(verdict(text)).toBe(wanted);
  });
});

dataTest('of real letters at most one in ten is asked about', ({ data }) => {
  const letters = lettersIn(join(data, 'letters.csv'));
  expect(letters.length).toBeGreaterThan(200);
  const asked = letters.filter(({ subject, body }) => isAsked(`${subject}\n${body}`));
  expect(asked.length / letters.length).toBeLessThanOrEqual(0.1);
});
