import { eq } from 'drizzle-orm';

import { petitions } from '../../../src/db/schema.ts';
import { askSignature } from '../../../src/domain/approval/ask.ts';
import { recuse } from '../../../src/domain/handling/recusal.ts';
import { describe, expect, townTest } from '../../support/domain.ts';
import { talkTo } from '../../support/talk.ts';
import { filled, LAST, number, TITLES } from '../../support/twelve-matters.ts';

/** What each command is given behind the number. */
const COMMANDS: readonly (readonly [verb: string, rest: string])[] = [
  ['进展', '已到场处理'],
  ['联系', '已通话，约好明天'],
  ['补充', '内容:补充一点'],
  ['催办', '请抓紧'],
  ['答复', '事实:属实'],
  ['转办', '党政办 理由:职责在那边'],
  ['分类', '申诉求决 情形:6'],
  ['交办', '党政办 期限:5天'],
];
const TWELVE = [
  ...[
    '12',
    '１２',
    '0012',
    '12.',
    '12、',
    '12，',
    '#12',
    '12号',
    '12件',
    '12号件',
    '第12号',
    '编号12',
    '编号：12',
    'No.12',
    '№12',
  ],
  ...[
    '十二号',
    '第十二号',
    '十二',
    '（12）',
    '【12】',
    'FJ2026-0012',
    'fj2026-12',
    'ＦＪ２０２６－００１２',
    'FJ 2026-0012',
  ],
  ...['件号12', '案号12', '事项12', '事项：12', '事项十二', '信访件12', '件12'],
  ...['FJ20260012', 'FJ2026_0012', 'FJ2026—0012', 'FJ2026一0012', 'FJ2026-00 12', '2026-0012'],
];
/** They name nothing, or perhaps 12, or several: nothing is written. */
const REFUSED = [
  ...[
    'FJ2026－0099',
    'FJ2O26-0012',
    'FJ-0012',
    'FJ0012',
    '九十九号',
    '12、3',
    '12和3号',
    '12号已办',
    '十二号已办',
    'FJ2026-0000',
    '0',
  ],
  ...['QS2026-0012', '12-13', '农业局那件 FJ2026-0099'],
  // What ends in a number where one stands, with nothing that it counts behind it.
  ...['序号12', '单号12', '登记号12', '系统号12', '信件12', '分界2026-0012', '分界镇2026-12', '分界12号', '分界十二号'],
  ...['fj4号', 'fj12号件', 'fj十二号', '水渠12', '第2个', '第二个', '第2桩', '一一', '一二号'],
];
/** Several, however they are joined. */
const SEVERAL = [
  ...[
    '12、3号',
    '12，3号已换，',
    '12和3',
    '12和3号都',
    '12跟3号',
    '3 12',
    '12号 3号',
    '十二号和三号',
    '12、3、4',
    '12 3',
    '12 FJ2026-0003',
  ],
  ...[
    '12+3',
    '12以及3',
    '12还有3号',
    '12/3号',
    '12;3',
    '第12件、第3件',
    '12\n3\n',
    'FJ2026-0012/0003',
    'FJ2026-0003 0012',
  ],
];
/** Text, whatever it begins with: the matter last spoken of. */
const TEXT = [
  ...['', '12栋', '3盏已换，', '2次没人接，', '3月5日', '一直没人，', '12天'],
  ...['已换3盏 ', '2号楼门厅 ', '第二次去没人 ', '周三 ', '本月12号 ', '两委已到场，', '两次没人 ', '事项十分紧急 '],
];

describe('which matter a line writes into', () => {
  townTest(
    'is the one that was said, in every spelling, for every command, whatever was spoken of last',
    async ({ town }) => {
      const talk = await filled(town);
      let lines = 0;
      const wrong: unknown[] = [];
      const check = async (line: string, last: string | undefined, expected: readonly string[]): Promise<void> => {
        lines += 1;
        const { wrote, said } = await talk.try(line, { last });
        const titled = wrote.every((one) => said.includes(one) && said.includes(TITLES[Number(one.slice(-4)) - 1]!));
        if (wrote.join(' ') !== expected.join(' ') || !titled) wrong.push({ line, last, wrote, said });
      };
      for (const [verb, rest] of COMMANDS) {
        for (const spelling of TWELVE) {
          await check(`/${verb} ${spelling} ${rest}`, LAST, [number(12)]);
          if (verb === '进展') await check(`/${verb} ${spelling} ${rest}`, undefined, [number(12)]);
        }
        for (const spelling of REFUSED) await check(`/${verb} ${spelling} ${rest}`, LAST, []);
        for (const spelling of SEVERAL) {
          await check(`/${verb} ${spelling} ${rest}`, LAST, []);
        }
      }
      for (const [verb, rest] of COMMANDS.slice(0, 4)) {
        for (const text of TEXT) {
          await check(`/${verb} ${text}${rest}`, LAST, [LAST]);
          if (verb !== '联系') await check(`/${verb} ${text}${rest}`, undefined, []);
        }
      }
      expect(wrong).toEqual([]);
      expect(lines).toBeGreaterThanOrEqual(400);
    },
    600_000,
  );

  townTest('is never the last spoken of where the text refers to another', async ({ town }) => {
    const talk = await filled(town);
    for (const [line, wrote, said] of [
      // Words of one title name that matter; a mere mention is asked about.
      ['/进展 老年卡 已换发', number(3), /老年卡换发/u],
      ['/进展 村口路灯已换好', number(1), /村口路灯不亮/u],
      ['/催办 老年卡的事', number(3), /老年卡换发/u],
      ['/进展 已告诉他们水渠堵塞由村里清', '', /哪一件？[\s\S]*FJ2026-0002 水渠堵塞\nFJ2026-0007/u],
      ['/进展 噪声已停', LAST, /邻里噪声/u],
      // A unit alone names its only matter, and of several it is asked.
      ['/催办 农业办', number(2), /水渠堵塞/u],
      ['/催办 城建办', '', /哪一件？[\s\S]*FJ2026-0001[\s\S]*FJ2026-0004/u],
      ['/催办 党政办', '', /没找到您说的这一件/u],
      ['/进展 已与民政办沟通', '', /哪一件？[\s\S]*FJ2026-0003/u],
      ['/进展 已与综治办沟通', LAST, /邻里噪声/u],
      ['/催办 五里墩', number(6), /自来水浑浊/u],
      ['/进展 五里墩 已到场', '', /哪一件？[\s\S]*FJ2026-0006[\s\S]*FJ2026-0007/u],
      // 那件, 上一件: another, and nobody says which. 刚才那件 is the one at hand.
      ['/进展 王某负责的那件已办', '', /哪一件/u],
      ['/进展 上一件已办', '', /哪一件/u],
      ['/进展 另外两件也办了', '', /哪一件/u],
      ['/进展 刚才那件已办', LAST, /邻里噪声/u],
      ['/进展 换了两件零件', LAST, /邻里噪声/u],
      // Numbers elsewhere than in front.
      ['/进展 已到场 FJ2026-0012', '', /哪一件/u],
      ['/催办 请抓紧 12', '', /哪一件/u],
      ['/交办 城建办 12号', '', /^请写上编号/u],
      ['/进展 换灯 3 盏', LAST, /邻里噪声/u],
      ['/进展 按要求已派人', LAST, /邻里噪声/u],
    ] as const) {
      const turn = await talk.try(line, { last: LAST });
      expect([line, turn.wrote.join(' '), turn.said]).toEqual([line, wrote, expect.stringMatching(said)]);
    }
    for (const [line, said] of [
      ['/告知 老年卡', /FJ2026-0003/u],
      ['/告知 公租房', /没找到您说的这一件/u],
      ['/查 电梯', /\*\*FJ2026-0012\*\*/u],
      ['/为什么 公租房', /没找到您说的这一件/u],
      ['/告知', /FJ2026-0007/u],
    ] as const) {
      expect([line, (await talk.try(line, { last: LAST })).said]).toEqual([line, expect.stringMatching(said)]);
    }
  });

  townTest('is found by words only where the reader may know of it', async ({ town }) => {
    await filled(town);
    const talk = await talkTo(town, 'u-ny1');
    const hidden = await talk.try('/告知 老年卡', { last: number(2) });
    const absent = await talk.try('/告知 公租房', { last: number(2) });
    expect(hidden.said).toBe(absent.said);
    expect(hidden.said).toMatch(/没找到您说的这一件/u);
    expect(hidden.said).not.toMatch(/老年卡|FJ2026-0003/u);
    const written = await talk.try('/进展 老年卡已换发', { last: number(2) });
    expect(written.wrote).toEqual([number(2)]);
  });

  townTest(
    'is the only one that waits for the command, and of several it is asked with those alone',
    async ({ town }) => {
      const desk = await filled(town);
      const farm = await talkTo(town, 'u-ny1');
      expect((await farm.try('/签收')).wrote).toEqual([number(2)]);
      expect((await farm.try('/签收')).said).toMatch(/FJ2026-0002[\s\S]*水渠堵塞/u);
      expect((await farm.try('/退回 理由:属村里')).wrote).toEqual([number(2)]);
      const city = await talkTo(town, 'u-cj1');
      const asked = await city.try('/签收');
      expect(asked.wrote).toEqual([]);
      expect(asked.said).toMatch(/哪一件？回编号就行：\nFJ2026-0001 村口路灯不亮\nFJ2026-0004 桥栏杆松动\n/u);
      // A colleague signed the one just looked at: only the other can be meant. Said twice, it is a slip.
      const other = await city.try('/签收', { before: [['u-cj2', `/签收 ${number(1)}`]], last: number(1) });
      expect(other.wrote).toEqual([number(4)]);
      expect(other.said).toMatch(/FJ2026-0004[\s\S]*桥栏杆松动/u);
      const twice = await city.try('/签收', { before: [['u-cj1', `/签收 ${number(1)}`]], last: number(1) });
      expect(twice.wrote).toEqual([]);
      expect(twice.said).toMatch(/哪一件？回编号就行：\nFJ2026-0004 桥栏杆松动/u);
      for (const verb of ['受理 受理', '办结 依据:书面答复', '送达 文书:回执 日期:2026-03-09', '延期 3天 理由:雨']) {
        const turn = await farm.try(`/${verb}`, { last: number(2) });
        expect([verb, turn.wrote]).toEqual([verb, []]);
      }
      // Nothing is past its day: what could be urged is not offered for 督办.
      expect((await desk.try('/督办 要求:书面说明')).said).toMatch(/^请写上编号/u);
      town.go('2026-07-01');
      const late = await desk.try('/督办 要求:书面说明');
      expect(late.wrote).toEqual([]);
      expect(late.said).toMatch(/哪一件？/u);
    },
  );

  townTest('of a quoted message is asked about where it names several', async ({ town }) => {
    const talk = await filled(town);
    const quote = `【黄】${number(2)}｜水渠堵塞\n【红】${number(3)}｜老年卡换发`;
    for (const text of ['已到场', '收到', '同意', '/进展 已到场', '/签收']) {
      const turn = await talk.try(text, { quote, last: LAST });
      expect([text, turn.wrote, turn.said]).toEqual([
        text,
        [],
        expect.stringMatching(/不止一件[\s\S]*FJ2026-0002\nFJ2026-0003/u),
      ]);
    }
    expect((await talk.try('/进展 3 已到场', { quote })).wrote).toEqual([number(3)]);
    // One that names nothing may be another that this reader may not know of: it is several all the same.
    const unknown = await talk.try('已到场', { quote: `【黄】${number(2)}｜水渠堵塞 见 FJ2026-0999` });
    expect([unknown.wrote, unknown.said]).toEqual([[], expect.stringMatching(/不止一件/u)]);
  });
});

describe('the matter last spoken of', () => {
  townTest('is none for who was shut out of it since', async ({ town }) => {
    await filled(town);
    const [last] = await town.db.select().from(petitions).where(eq(petitions.number, LAST));
    await town.act('u-desk1', last!, (ctx, actor, petition) => recuse(ctx, actor, petition, 'u-desk2', '亲属'));
    const talk = await talkTo(town, 'u-desk2');
    for (const line of ['/进展 已到场处理', '/进展 柳树湾村 已联系', '/进展 三号楼 已联系', '/催办', '/查']) {
      const now = await talk.try(line, { last: LAST });
      expect([line, now.wrote, now.said]).toEqual([line, [], (await talk.try(line)).said]);
    }
  });
});

describe('several commands in one message', () => {
  townTest('run in their order, or none of them does', async ({ town }) => {
    const talk = await filled(town);
    const both = await talk.try('/进展 2 已到场\n又去一次\n/催办 3 请抓紧');
    expect(both.wrote).toEqual([number(2), number(3)]);
    expect(both.said).toMatch(/^FJ2026-0002 进展已记下[\s\S]*水渠堵塞\n\nFJ2026-0003 已催办[\s\S]*老年卡换发/u);
    const grouped = await talk.try('@信访助手 /进展 2 已到场\n/催办 3', { chatid: 'wrTown' });
    expect(grouped.wrote).toEqual([number(2), number(3)]);
    expect(grouped.said).toMatch(/FJ2026-0002｜水渠堵塞[\s\S]*FJ2026-0003｜老年卡换发/u);
    for (const [text, said] of [
      ['/进展 2 已到场\n/催办 99', /^这条消息里有2条命令，第2条没办成，全都没有办。\n查无此号/u],
      ['/进展 2 已到场\n/受理', /第2条没办成，全都没有办。\n哪一件？请写上编号重发：\nFJ2026-0001/u],
      [
        '/进展 2 已到场\n/签受 3',
        /^第2行的“\/签受”不是命令，这条消息全都没有办。\n您是不是想发：\n\/签批\n\/签收\n是内容的，请去掉行首的“\/”再发。\n$/u,
      ],
      ['/进展 2 已到场\n又去一次\n/路灯 3', /^第3行的“\/路灯”不是命令，这条消息全都没有办。\n是内容的/u],
      ['/进展 2 已到场\n/催办 3\n/签受', /^第3行的“\/签受”不是命令/u],
      ['/进展 2 已到场\n//催办 3', /^第2行的“\/催办”不是命令/u],
      ['/催办 2 /催办 3', /^这里写了不止一条命令，都没有办。/u],
      ['/催办 2；／催办3', /^这里写了不止一条命令/u],
      // Without a slash it is a command as well, where a number of its own stands behind it.
      ...[
        '进展 2 已派人\n进展 4 已换栏杆',
        '进展 2 已派人\n进展 4号已换栏杆',
        '补充 2 地点:东街\n补充 4 地点:西街',
        '联系 2 已打\n联系 4 没人接',
        '/催办 2\n催办 4',
        '/催办 2\n催4',
        '催办 2;催办 4',
        '催办 2，催办 四号',
      ].map((text) => [text, /^这里写了不止一条命令，都没有办。\n请一条一条发/u] as const),
      ['/进展 2 已到场 /催办 3\n/催办 4', /^这条消息里有2条命令，第1条没办成，全都没有办。\n这里写了不止一条命令/u],
    ] as const) {
      const turn = await talk.try(text, { last: LAST });
      expect([text, turn.wrote, turn.said]).toEqual([text, [], expect.stringMatching(said)]);
    }
    const unread = await talk.try('@信访助手 /进展 2 已到场\n/签受 3', { chatid: 'wrTown' });
    expect([unread.wrote, unread.outcome.chat]).toEqual([[], expect.not.stringMatching(/签受/u)]);
    expect(unread.outcome.private).toMatch(/^第2行的“\/签受”不是命令/u);
    for (const text of [
      '/进展 2 已到场\n/2号楼也去了',
      '/进展 2 3/4号楼和水泥/沙子',
      '/进展 2 内容:已发 /催办 3',
      '/进展 2 已到场\n联系 3次没人接',
      '/进展 2 已到场，联系 13800000000 打通了',
      '/进展 2 已到场\n催办 过两次',
      '/进展 2 内容:已发\n催办 4',
    ]) {
      expect([text, (await talk.try(text)).wrote]).toEqual([text, [number(2)]]);
    }
  });
});

describe('words without a colon', () => {
  townTest('are pairs where a value fits a key of the command, and asked about where it does not', async ({ town }) => {
    const talk = await filled(town);
    for (const [line, said] of [
      ['/交办 12 党政办 期限3天 要求现场查看', /FJ2026-0012 已交办党政办[\s\S]*3月12日/u],
      ['/交办 12 党政办 五个工作日', /FJ2026-0012 已交办党政办[\s\S]*3月16日/u],
      ['/交办 12 期限 3天 党政办', /FJ2026-0012 已交办党政办[\s\S]*3月12日/u],
      ['/交办 12 党政办 协办民政办', /FJ2026-0012 已交办党政办[\s\S]*FJ2026-0012 已请民政办协办/u],
      ['/转办 12 党政办 期限3天 理由职责在那边', /FJ2026-0012 已交办党政办[\s\S]*3月12日/u],
      ['/协办 12 民政办 要求核实低保', /FJ2026-0012 已请民政办协办/u],
      ['/送达 12 受理告知书 2026-03-09 直接送达', /FJ2026-0012 受理告知书已于3月9日/u],
      ['/分类 2 3', /FJ2026-0002 已分类：申诉求决/u],
      ['/分类 2 三', /FJ2026-0002 已分类：申诉求决/u],
      ['/分类 2 第三个', /FJ2026-0002 已分类：申诉求决/u],
      ['/分类 2 3、', /FJ2026-0002 已分类：申诉求决/u],
    ] as const) {
      const turn = await talk.try(line);
      expect([line, turn.said]).toEqual([line, expect.stringMatching(said)]);
    }
    for (const [line, said] of [
      ['/交办 12 党政办 期限内办好', /^“期限”后面的“内办好”没看懂，请写成 期限:…/u],
      ['/交办 12 党政办 期限', /^“期限”后面没有写内容/u],
      ['/交办 12 党政办 期限:3天 5天', /^“3天 5天”不是日期/u],
      ['/交办 12 党政办 协办镇派出所', /^没有这个单位/u],
      ['/送达 12 受理告知书 日期下周', /^“日期”后面的“下周”没看懂/u],
      ['/批示 12 同意 事项:加急', /^“批示”由|“事项”请写/u],
      ['/分类 2 7', /^类别请写/u],
    ] as const) {
      const turn = await talk.try(line);
      expect([line, turn.wrote, turn.said]).toEqual([line, [], expect.stringMatching(said)]);
    }
  });

  townTest('stay text in what is kept whole, and the answer tells what was read as what', async ({ town }) => {
    const talk = await filled(town);
    const said = async (line: string): Promise<string> => (await talk.try(line)).said;
    expect(await said('/进展 2 期限3天 已换 时间:昨晚')).toMatch(/读作：内容\d+字\n“时间”留在内容里，没有单独记。/u);
    expect(await said('/补充 2 姓名王某 地点:村口')).toMatch(/读作：地点 村口；内容4字\n“姓名”留在内容里/u);
    expect(await said('/补充 2 姓名:王某某 电话:12345')).toMatch(/读作：姓名；电话\n/u);
    expect(await said('/登记 路口积水 收到时间:昨天 题目:路口积水')).toMatch(
      /读作：题目 路口积水；内容\d+字\n“收到时间”“收到”留在内容里/u,
    );
    expect(await said('/登记 路口积水，姓名:王某某，电话:无')).toMatch(/“姓名”“电话”留在内容里/u);
    expect(await said('/进展 2 已到场')).not.toMatch(/读作/u);
  });

  townTest('延期 says which clock, and never moves the first contact', async ({ town }) => {
    const talk = await filled(town);
    const flooded = await town.register('u-desk1', { title: '路口积水' });
    await town.assign('u-desk1', flooded, 'cjb');
    for (const [words, said] of [
      ['3天 时限:联系 理由:连阴雨', /没有这个时限，可以延的有：|没有可以延期的时限/u],
      ['3天 时限:告知 理由:连阴雨', /没有这个时限，可以延的有：|没有可以延期的时限/u],
      ['告知 3天', /理由/u],
      ['3天 化解', /理由/u],
    ] as const) {
      const turn = await talk.try(`/延期 ${flooded.number} ${words}`);
      expect([words, turn.wrote, turn.said]).toEqual([words, [], expect.stringMatching(said)]);
    }
    for (const line of [
      '/延期 2 3天 理由:连阴雨',
      '/延期 2 3天 理由:连阴雨 时限:镇内',
      '/延期 2 3天 法定 理由:连阴雨',
    ]) {
      const { said, wrote } = await talk.try(line);
      expect([line, said, wrote]).toEqual([line, expect.not.stringMatching(/联系/u), expect.anything()]);
    }
  });

  townTest('批示 with two questions open asks which', async ({ town }) => {
    const matter = await town.register('u-desk1', { title: '堤坝渗水', text: '堤坝渗水', important: true });
    await town.assign('u-desk1', matter, 'cjb');
    const leader = await talkTo(town, 'u-lead1');
    expect((await leader.try('/批示 1 同意 事项:加急')).said).toMatch(/^“事项”请写：批示/u);
    expect((await leader.try('/批示 同意')).said).toMatch(/^FJ2026-0001 批示：同意[\s\S]*堤坝渗水/u);
    await town.run((ctx) => askSignature(ctx, matter, 'close', { userid: 'u-desk1' }, undefined, {}, ['main-leader']));
    const asked = await leader.try('/批示 1 同意');
    expect(asked.wrote).toEqual([]);
    expect(asked.said).toMatch(/^这件有2项等您签批：批示、办结。\n签哪一项？/u);
    expect((await leader.try('/批示 1 同意 事项:批示')).wrote).toEqual([number(1)]);
  });
});
