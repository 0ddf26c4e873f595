/** Whatever else a message refers to, in its text or in what it quotes: the matter last spoken of is never written into instead. */
import { eq } from 'drizzle-orm';
import { bars, outbox, petitions } from '../../../src/db/schema.ts';
import { describe, expect, townTest } from '../../support/domain.ts';
import { type Step, talkTo } from '../../support/talk.ts';
import { filled, LAST, number, TITLES } from '../../support/twelve-matters.ts';

/** What a colleague wrote, which somebody quotes: of another matter, or perhaps of one. */
const QUOTES = [
  ...[
    '12号 电梯修好了',
    '12号电梯修好了',
    '电梯修好了',
    '电梯故障：已报维保单位',
    '3号的老年卡寄到了',
    '三号',
    '12',
    '3、12 都好了',
  ],
  ...[
    '/进展 12 已到场',
    '@信访助手 /进展 12 已到场',
    '进展 12 已到场',
    '农业办今天到场',
    '水渠和河道都看过',
    '上一件也办了吧',
    '请看第3件',
  ],
  ...['村口路灯已换，电梯也修好了', '2026-0012 修好了', '编号：12 修好了', '编号12', '老年卡的事怎么样了'],
];
/** What refers to nothing, or to the one last spoken of. */
const IDLE_QUOTES = [
  '好的，辛苦',
  '什么时候能好？',
  '噪声小多了',
  '3盏都换了',
  '12楼的住户说的',
  '7号 噪声小多了',
  '已经去过两次',
];
const WRITES = [
  ...[
    '/进展 已核实',
    '/补充 内容:已核实',
    '/联系 已通话，约好明天',
    '/催办',
    '/催办 请抓紧',
    '/答复 事实:属实',
    '/分类 申诉求决 情形:6',
  ],
  ...[
    '/协办 党政办',
    '/交办 党政办',
    '/转办 党政办 理由:职责在那边',
    '/撤销',
    '/签收',
    '/督办 要求:书面说明',
    '/退回 理由:属村里',
  ],
];

describe('a quoted message that is none of ours', () => {
  townTest(
    'is part of what the message refers to',
    async ({ town }) => {
      const talk = await filled(town);
      const wrong: unknown[] = [];
      for (const quote of QUOTES) {
        for (const line of WRITES) {
          const { wrote, said } = await talk.try(line, { quote, last: LAST });
          // 签收 of a colleague's word about one matter is of that one.
          const isNamed = wrote.every((one) => quote.includes(TITLES[Number(one.slice(-4)) - 1]!.slice(0, 2)));
          if (wrote.includes(LAST) || wrote.length > 1 || !isNamed) wrong.push({ line, quote, wrote, said });
        }
      }
      expect(wrong).toEqual([]);
    },
    600_000,
  );

  townTest('that refers to nothing leaves the one last spoken of', async ({ town }) => {
    const talk = await filled(town);
    for (const quote of IDLE_QUOTES) {
      const { wrote, said } = await talk.try('/进展 已核实', { quote, last: LAST });
      expect([quote, wrote], said).toEqual([quote, [LAST]]);
    }
  });

  townTest(
    'names its matter by words and by number together, and is asked about by a number alone',
    async ({ town }) => {
      const talk = await filled(town);
      for (const [quote, wrote, said] of [
        ['12号 电梯修好了', number(12), /电梯故障/u],
        ['老年卡寄到了', number(3), /老年卡换发/u],
        ['12号 已修好', '', /哪一件？[\s\S]*FJ2026-0012 电梯故障\n/u],
        ['3号 电梯修好了', '', /哪一件？[\s\S]*FJ2026-0003[\s\S]*FJ2026-0012/u],
        ['99号 已修好', '', /哪一件？/u],
      ] as const) {
        const turn = await talk.try('/进展 已核实', { quote, last: LAST });
        expect([quote, turn.wrote.join(' '), turn.said]).toEqual([quote, wrote, expect.stringMatching(said)]);
      }
      // Text and quote are one message.
      const twice = await talk.try('/进展 老年卡已寄', { quote: '电梯修好了', last: LAST });
      expect([twice.wrote, twice.said]).toEqual([
        [],
        expect.stringMatching(/哪一件？[\s\S]*FJ2026-0003[\s\S]*FJ2026-0012/u),
      ]);
      const same = await talk.try('/进展 老年卡已寄', { quote: '老年卡寄了吗', last: LAST });
      expect(same.wrote).toEqual([number(3)]);
      const ours = `【黄】${number(2)}｜水渠堵塞`;
      for (const [line, wrote] of [
        ['/进展 已到场', number(2)],
        ['/进展 水渠已通', number(2)],
        ['/进展 已与民政办沟通', number(2)],
        [`/进展 ${number(2)} 已到场`, number(2)],
        [`/进展 已到场 ${number(2)}`, number(2)],
        ['/进展 老年卡已寄', ''],
        [`/进展 已到场 ${number(12)}`, ''],
        ['/进展 上一件已办', ''],
        // Also where the other is only mentioned, or named beside the quoted one.
        ['/进展 电梯那件已派人看过', ''],
        ['/进展 已告诉他们老年卡由民政办发', ''],
        ['/进展 水渠已通，老年卡也寄了', ''],
        ['/进展 水渠那件已派人看过', number(2)],
        ['/催办 公租房', number(2)],
        ['/撤销 公租房', ''],
        // A number behind what takes a thing, or two in the quoted message, of which one may be none.
        ['/进展 和3号一起处理了', ''],
        ['/催办 水渠', number(2)],
      ] as const) {
        const turn = await talk.try(line, { quote: ours, last: LAST });
        expect([line, turn.wrote.join(' ')], turn.said).toEqual([line, wrote]);
      }
    },
  );

  townTest('of ours, and a plain text that names another matter, are asked about', async ({ town }) => {
    const talk = await filled(town);
    const quote = `【黄】${number(2)}｜水渠堵塞`;
    for (const text of [
      '老年卡已寄',
      `见 ${number(12)}`,
      '第12件也去了',
      '上一件也办了',
      '电梯故障已报修',
      '电梯那件已派人看过',
    ]) {
      const { wrote, said } = await talk.try(text, { quote, last: LAST });
      expect([text, wrote, said]).toEqual([
        text,
        [],
        expect.stringMatching(/^引用的是 FJ2026-0002，文字里说的像是另一件/u),
      ]);
    }
    for (const text of ['已到场', '水渠已通', '换了3盏灯', '已与民政办沟通', `${number(2)} 已到场`, '去了2次']) {
      expect([text, (await talk.try(text, { quote, last: LAST })).wrote]).toEqual([text, [number(2)]]);
    }
  });

  townTest('of what the reader may not know of says nothing', async ({ town }) => {
    await filled(town);
    const talk = await talkTo(town, 'u-ny1');
    const hidden = await talk.try('/进展 已核实', { quote: '老年卡寄到了', last: number(2) });
    const absent = await talk.try('/进展 已核实', { quote: '公租房修好了', last: number(2) });
    expect([hidden.wrote, hidden.said]).toEqual([absent.wrote, absent.said]);
    const numbered = await talk.try('/进展 已核实', { quote: '3号 寄到了', last: number(2) });
    const none = await talk.try('/进展 已核实', { quote: '99号 寄到了', last: number(2) });
    expect([numbered.wrote, numbered.said]).toEqual([[], none.said]);
  });
});

describe('a command that names several matters', () => {
  townTest(
    'by titles or units is asked about, and writes into none',
    async ({ town }) => {
      const talk = await filled(town);
      const wrong: unknown[] = [];
      for (const names of [
        ...[
          '老年卡和水渠',
          '水渠和老年卡',
          '老年卡、水渠堵塞',
          '老年卡 水渠',
          '水渠与噪声',
          '老年卡还有电梯',
          '老年卡已换，水渠也通了',
        ],
        ...['农业办和民政办', '农业办、民政办', '民政办 农业办', '综治办和农业办', '五里墩和农业办'],
      ]) {
        for (const verb of ['进展', '催办', '联系', '补充', '答复', '签收', '撤销', '退回', '督办']) {
          for (const last of [LAST, number(2), number(3), undefined]) {
            const { wrote, said } = await talk.try(`/${verb} ${names}`, { last });
            if (wrote.length > 0) wrong.push({ line: `/${verb} ${names}`, last, wrote, said });
          }
        }
      }
      expect(wrong).toEqual([]);
      const { said } = await talk.try('/催办 老年卡和水渠', { last: LAST });
      expect(said).toMatch(/哪一件？回编号就行：\nFJ2026-0002 水渠堵塞\nFJ2026-0003 老年卡换发\n/u);
    },
    600_000,
  );

  townTest('a unit alone that has several, or another number in the text, is asked about', async ({ town }) => {
    const talk = await filled(town);
    for (const line of [
      ...['/催办 城建办', '/催办 城建办那件', '催 城建办', '/联系 城建办', '/签收 城建办', '/督办 城建办'],
      ...[
        '/进展 和2号一起处理了',
        '/进展 跟二号一样',
        '/进展 参照3办理',
        '/联系 2号的也打过了',
        '/催办 处理2号时一并报',
      ],
      ...['/进展 4 栏杆换好了\n3 老年卡寄了', '/进展 栏杆换好了\n3号，老年卡寄了', '/催办 4 请抓紧\n12 也请抓紧'],
    ]) {
      for (const last of [number(4), LAST]) {
        const { wrote, said } = await talk.try(line, { last });
        expect([line, last, wrote], said).toEqual([line, last, []]);
      }
    }
    for (const [line, wrote] of [
      ['/催办 农业办', number(2)],
      ['/催办 老年卡', number(3)],
      ['/进展 城建办已派人看过', number(4)],
      ['/进展 已约好，5号上门', number(4)],
      ['/进展 4 经过：\n1 已派人\n2 已换', number(4)],
      ['/进展 4 栏杆换好了\n99 根都焊了', number(4)],
    ] as const) {
      const turn = await talk.try(line, { last: number(4) });
      expect([line, turn.wrote.join(' ')], turn.said).toEqual([line, wrote]);
    }
    // What names the matter, and nothing else, is not what the office is asked for.
    for (const name of ['农业办', '水渠堵塞', '水渠那件']) {
      expect((await talk.try(`/催办 ${name}`, { last: number(2) })).said).not.toMatch(
        new RegExp(`要求[：:]?${name}`, 'u'),
      );
    }
    expect((await talk.try('/进展 水渠堵塞', { last: LAST })).wrote).toEqual([]);
    const two = `${number(4)} 和 ${number(99)} 都看过`;
    expect((await talk.try('/进展 已核实', { quote: two, last: LAST })).wrote).toEqual([]);
  });

  townTest('a sentence behind a key, a name, or what stands where a number does is a reference', async ({ town }) => {
    const talk = await filled(town);
    const wrong: unknown[] = [];
    for (const line of [
      ...['/协办 党政办 要求:核实低保情况', '/联系 结果:电梯那户没人'],
      ...['/答复 事实:河道已清 依据:x 结论:支持 内容:已疏通', '/退回 理由:低保应由人社办', '/催办 要求:8号也抓紧'],
      ...['/催办 冯某', '/催办 褚主任', '/催办 老蒋', '/补充 某丁 电话:139', '/联系 李建国 电话没人接'],
      ...['/进展 sanhao 已派人查看', '/进展 山号 已派人', '/进展 san号 已派人', '/催办 sihao', '/进展 fj 已派人'],
      ...[
        '/进展 <3> 已派人',
        '/进展 *3* 已派人',
        '/进展 `3` 已派人',
        '/进展 III 已派人',
        '/进展 一万号 已派人',
        '/进展 ٣ 已派人',
      ],
      ...['/进展 3² 已派人', '/进展 +3 已派人', '/进展 半号 已派人'],
      ...['/进展 编号② 已疏通', '/催办 编号⑵', '/进展 No② 已疏通', '/补充 编号② 人数:5', '/进展 案号㈡ 已疏通'],
      ...[
        '/进展 已疏通（2号）',
        '/进展 已疏通【2】',
        '/进展 已疏通，是2号',
        '/进展 已疏通（编号2）',
        '/联系 已打电话【3】',
      ],
      // A slip of the hand in a title, or a title in short.
      ...[
        '/进展 水曲已通',
        '/进展 把路登换了',
        '/进展 老人卡寄了',
        '/进展 老卡寄了',
        '/催办 低宝',
        '/联系 那个电提修好没',
      ],
      ...['/补充 内容:危防的鉴定做了', '/答复 事实:河到淤积清了 依据:x 结论:支持 内容:清了', '/催办 要求:低宝的抓紧'],
      ...['/催办 郑', '/催办 两件', '/催办 这两件抓紧', '/联系 那两件都没人接'],
      ...['/催办 民证办', '/催办 综治半', '/催办 五里屯村', '/催办 城建班', '/催办 水利站', '/催办 派出所'],
      ...[
        '/进展 12 栋电梯坏了',
        '/进展 5 月底修好',
        '/催办 5 日前办好',
        '/进展 9 点到现场',
        '/补充 4 个人',
        '/进展 8 米路面',
      ],
      ...['/进展 7 千元已付', '/进展 4 楼以上停电', '/进展 5 组村民'],
      ...[
        '/催办 5，再催办 8',
        '/催办 5，然后催办 8',
        '/催办 5，还有8号',
        '/催办 5，另8号也要催',
        '/催办 5，再催一下8号',
      ],
      ...['/进展 4 铺完，12 换完', '/进展 栏杆铺完，12 换完', '/进展 4 水渠堵塞又看了', '/联系 4 电梯故障，没人接'],
      ...['/进展 9 已清运，再联系 8 已打电话', '/联系 9 已电话联系，顺便签收 8'],
    ]) {
      const { wrote, said } = await talk.try(line, { last: LAST });
      if (wrote.length > 0) wrong.push({ line, wrote, said });
    }
    for (const [line, wrote] of [
      ['/进展 led灯已换', LAST],
      ['/进展 LED 灯已换', LAST],
      ['/催办 要求:请抓紧', LAST],
      ['/催办 要求:老年卡抓紧', number(3)],
      ['/催办 邻理', LAST],
      ['/催办 造声', LAST],
      ['/催办 要求:农业办', number(2)],
      ['/补充 诉求:老年卡要补办', number(3)],
      ['/联系 没人接', LAST],
      ['/进展 12 组织群众清理', number(12)],
      ['/进展 F J 2026-0012 已疏通', number(12)],
      ['/催办 Ｆ Ｊ ２０２６－００１２', number(12)],
      ['/进展 12 （1）已派人（2）已换', number(12)],
      ['/进展 已报派出所', LAST],
      ['/催办 抓紧办', LAST],
      ['/催办 快办', LAST],
      ['/进展 正在办', LAST],
      ['/联系 人不在村', LAST],
      ['/进展 刚到站', LAST],
      ['/进展 已到现场（3人）', LAST],
      ['/进展 5 路灯也顺手修了', number(5)],
      ['/进展 3 日常巡查已安排', number(3)],
      ['/联系 9 13800000000 打通了', number(9)],
      ['/进展 9 已清运，再过两天复查', number(9)],
    ] as const) {
      const turn = await talk.try(line, { last: LAST });
      if (turn.wrote.join(' ') !== wrote) wrong.push({ line, wrote: turn.wrote, said: turn.said });
    }
    expect(wrong).toEqual([]);
    // A quote names one matter, and the whole text another unit.
    const quote = `【黄】${number(2)}｜水渠堵塞`;
    expect((await talk.try('/催办 民政办', { quote, last: LAST })).wrote).toEqual([]);
    expect((await talk.try('/进展 已与民政办沟通', { quote, last: LAST })).wrote).toEqual([number(2)]);
  });

  townTest('the answer to which one is a number of the list, a full one, or no place in it', async ({ town }) => {
    const talk = await filled(town);
    const before: Step[] = [['u-desk1', '/催办 柳树湾村']];
    for (const [answer, wrote] of [
      ['1', ''],
      ['2', ''],
      ['5 8', ''],
      ['5 号 8 号', ''],
      ['8', number(8)],
      ['十二号', number(12)],
      ['FJ2026-0001', number(1)],
      ['7', number(7)],
    ] as const) {
      const turn = await talk.try(answer, { asks: before });
      expect([answer, turn.wrote.join(' ')], turn.said).toEqual([answer, wrote]);
    }
    for (const [answer, wrote] of [
      ['第二个', number(9)],
      ['第3条', number(10)],
      ['第二个那件', number(9)],
      ['第九个', ''],
    ] as const) {
      const turn = await talk.try(answer, { asks: before });
      expect([answer, turn.wrote.join(' ')], turn.said).toEqual([answer, wrote]);
    }
    // What named no matter is nothing that the office is asked for.
    expect((await talk.try('8', { asks: before })).said).not.toMatch(/要求/u);
    expect((await talk.try('3', { last: LAST, asks: [['u-desk1', '/催办 老人卡']] })).said).not.toMatch(/要求/u);
    // What is said beside it stays.
    for (const [line, wrote] of [
      ['/进展 路登换了', number(1)],
      ['/进展 水曲通', number(2)],
    ] as const) {
      const turn = await talk.try('第一个', { last: LAST, asks: [['u-desk1', line]] });
      expect([line, turn.wrote], turn.said).toEqual([line, [wrote]]);
    }
    expect((await talk.try('/催办 郑', { last: LAST })).said).toMatch(/还有别的没列出/u);
    const again = await talk.try('1', { asks: before });
    expect(again.said).toMatch(/^上面没有编号是 1 的，还没有办。\n请回完整编号，例如：\nFJ2026-0008\n/u);
  });

  townTest('the title of what went elsewhere is still a name to whoever was told of it', async ({ town }) => {
    await filled(town);
    const [matter] = await town.db
      .select()
      .from(petitions)
      .where(eq(petitions.number, number(2)));
    const own = await town.register('u-desk1', { text: '田埂垮塌', title: '田埂垮塌' });
    await town.assign('u-desk1', own, 'nyb');
    const talk = await talkTo(town, 'u-ny1');
    const write = () => talk.try('/进展 水渠已清', { last: own.number });
    await town.assign('u-desk1', matter!, 'cjb');
    // Nothing had gone out yet: to whoever never heard of it, its title is a text like any other.
    expect((await write()).wrote).toEqual([own.number]);
    await town.db.update(outbox).set({ state: 'sent' }).where(eq(outbox.petitionId, matter!.id));
    const told = await write();
    expect([told.wrote, told.said]).toEqual([[], expect.not.stringMatching(/FJ2026-0002|堵塞/u)]);
    await town.run((ctx) =>
      ctx.tx.insert(bars).values({
        id: ctx.ids.uuid(ctx.at),
        petitionId: matter!.id,
        userid: 'u-ny1',
        reason: 'accused',
        addedAt: ctx.at,
      }),
    );
    expect((await write()).wrote).toEqual([own.number]);
  });

  townTest('by a word for many is asked about', async ({ town }) => {
    const talk = await filled(town);
    for (const words of ['全部', '所有', '所有事项', '都催一下', '这几件', '那几件', '每件', '3/4', '3/4 已办']) {
      for (const verb of ['催办', '进展', '联系', '签收', '撤销']) {
        const { wrote, said } = await talk.try(`/${verb} ${words}`, { last: LAST });
        expect([verb, words, wrote], said).toEqual([verb, words, []]);
      }
    }
    expect((await talk.try('/进展 全部灯都换了', { last: LAST })).wrote).toEqual([LAST]);
  });

  townTest('by numbers is asked which, and what may be text is not lost', async ({ town }) => {
    const talk = await filled(town);
    for (const [line, wrote] of [
      ['/进展 3 4盏已换', number(3)],
      ['/进展 3 4 盏已换', number(3)],
      ['/进展 3 4栋的电梯', number(3)],
      ['/进展 3 1.已派人 2.已换', number(3)],
      ['/进展 3\n1 已派人\n2 已换', number(3)],
      ['/联系 3 13800000000 打通了', number(3)],
      ['/联系 3，13800000000打通了', number(3)],
      ['/交办 3 党政办 3天', number(3)],
      ['/分类 2 3', number(2)],
      ['/进展 3，5.20去过', number(3)],
    ] as const) {
      const turn = await talk.try(line, { last: LAST });
      expect([line, turn.wrote.join(' ')], turn.said).toEqual([line, wrote]);
    }
    expect((await talk.try('/进展 3 4 已换', { last: LAST })).said).toMatch(
      /^写了好几个编号，一次只办一件。\n哪一件？/u,
    );
  });
});

describe('a command that wants a number', () => {
  townTest('takes the title that the line begins with, and no mention of one', async ({ town }) => {
    const talk = await filled(town);
    for (const [line, wrote] of [
      ['/更正 邻里噪声 人数:3 理由:写错', LAST],
      ['/更正 噪声 人数:3 理由:写错', LAST],
      ['/更正 人数:3 理由:噪声那件写错', ''],
      ['/更正 水曲 人数:3 理由:写错', ''],
      ['/更正 人数:3 理由:写错', ''],
    ] as const) {
      const turn = await talk.try(line, { last: number(2) });
      expect([line, turn.wrote.join(' ')], turn.said).toEqual([line, wrote]);
    }
  });
});
