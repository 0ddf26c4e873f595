/** Until when: however it is written, it is the limit that is set or it is asked about, and never words of the order. */
import { describe, expect, townTest } from '../../support/domain.ts';
import { type Talk, talkTo } from '../../support/talk.ts';
import { filled, number } from '../../support/twelve-matters.ts';

/** On Monday, the 9th of March 2026; each is a spelling of one day. */
const LIMITS: readonly (readonly [until: string, spellings: readonly string[]])[] = [
  [
    '3月12日',
    [
      ...[
        '3天',
        '三天',
        '3天内',
        '3日内',
        '三天内办结',
        '期限3天',
        '期限:3天',
        '期限 3天',
        '限期3天',
        '限期:3天',
        '限期 3 天',
        '3 天',
      ],
      ...[
        '办理期限:3天',
        '时限:3天',
        '办结期限3天内',
        '请于3天内办结',
        '期限：３天',
        '3月12日前',
        '3月12号前',
        '3月12日',
        '3月 12日前',
      ],
      ...[
        '2026-03-12前',
        '2026年3月12日之前',
        '本周四',
        '本周四前',
        '本周四前办结',
        '周四前',
        '这周四之前',
        '12号前',
        '限本周四前',
        '期限:本周四前',
      ],
    ],
  ],
  [
    '3月20日',
    ['下周五', '下周五前', '下周五前办结', '下星期五之前', '限期下周五', '期限：下周五前', '20号前', '下个礼拜五前'],
  ],
  ['3月31日', ['月底前', '本月底前办结', '本月31日前', '月末前']],
  ['3月16日', ['五个工作日', '5个工作日内', '期限五个工作日', '限期:5工作日', '5 个工作日']],
];
/** Perhaps a limit, and nobody knows which: nothing is written. */
const DOUBTFUL = [
  ...[
    '期限:abc',
    '限期:abc',
    '限期abc',
    '期限办好',
    '限期办结',
    '5日前',
    '3天前',
    '本周内',
    '本周内办结',
    '尽快，本月内办完',
    '春节前办结',
    '下班前',
  ],
  ...[
    '3天内联系群众',
    '本周五前答复',
    '24小时内',
    '期限:24小时',
    '上周五前',
    '期限:昨天',
    '周日前答复群众',
    '12月35日前',
    '现场查看并于3天内反馈',
  ],
  ...['期限', '期限:', '限期：', '期限3天 5天', '3天 期限5天'],
];

const chainOf = async (talk: Talk, line: string): Promise<string> => (await talk.try(line)).said;

describe('a limit', () => {
  townTest('behind a sentence is the pair that it is, or asked about', async ({ town }) => {
    const talk = await filled(town);
    for (const line of [
      '/交办 8 城建办 要求:抓紧 期限3天',
      '/交办 8 城建办 期限3天 要求:抓紧',
      '/转办 8 城建办 理由:属城建 期限3天',
      '/转办 8 城建办 理由:属城建 期限:3天',
    ]) {
      const { wrote, said } = await talk.try(line);
      expect([line, wrote.length, said]).toEqual([line, 1, expect.stringMatching(/3月12日/u)]);
      expect([line, said]).toEqual([line, expect.not.stringMatching(/属城建 期限|抓紧 期限/u)]);
    }
    for (const line of [
      '/交办 8 农业办 要求:抓紧 本周五前办结',
      '/转办 8 城建办 理由:属城建 十个工作日',
      '/转办 8 城建办 理由:属城建 期限 三',
    ]) {
      const { wrote, said } = await talk.try(line);
      expect([line, wrote], said).toEqual([line, []]);
    }
    expect((await talk.try('/交办 8 城建办 要求:抓紧 限期5天办结')).said).toMatch(/3月1[46]日/u);
    for (const line of ['/交办 8 城建办 要求:三天内先到场看', '/转办 8 城建办 理由:已拖了 10天 才报来']) {
      expect([line, (await talk.try(line)).wrote.length]).toEqual([line, 1]);
    }
  });

  townTest(
    'is read as people write it, in every command that sets one',
    async ({ town }) => {
      const talk = await filled(town);
      const wrong: unknown[] = [];
      for (const [until, spellings] of LIMITS) {
        for (const spelling of spellings) {
          for (const line of [
            `/交办 12 党政办 ${spelling}`,
            `/交办 12 党政办 ${spelling} 要求:现场查看`,
            `/转办 12 党政办 ${spelling} 理由:职责`,
          ]) {
            const said = await chainOf(talk, line);
            if (!said.includes('已交办党政办') || !said.includes(until)) wrong.push({ line, said });
          }
        }
      }
      expect(wrong).toEqual([]);
    },
    600_000,
  );

  townTest('that may be none, or another, is asked about and is no text', async ({ town }) => {
    const talk = await filled(town);
    const wrong: unknown[] = [];
    for (const words of DOUBTFUL) {
      for (const line of [
        `/交办 12 党政办 ${words}`,
        `/转办 12 党政办 理由:职责\n${words}`,
        `/协办 12 民政办 ${words}`,
      ]) {
        const { wrote, said } = await talk.try(line);
        const isAsked = /没看懂|不是日期|不是期限|没有写内容|已经过了|没有“/u.test(said);
        if (wrote.length > 0 || !isAsked) wrong.push({ line, wrote, said });
      }
    }
    expect(wrong).toEqual([]);
    expect((await talk.try('/交办 12 党政办 3天内联系群众')).said).toMatch(
      /^“3天内联系群众”没看懂。\n是期限请写成 期限:3天 或 期限:2026-11-25，\n不是请写在 要求: 后面。/u,
    );
    expect((await talk.try('/交办 12 党政办 要求:3天内联系群众')).wrote).toEqual([number(12)]);
  });

  townTest('stands behind a comma as well, and a name or a second unit is no text of the order', async ({ town }) => {
    const talk = await filled(town);
    for (const [line, said] of [
      ['/交办 12，党政办，3天', /已交办党政办[\s\S]*3月12日/u],
      ['/交办 12 党政办，限期3天，要求现场查看', /已交办党政办[\s\S]*3月12日/u],
      ['/交办 12 党政办 尽快，3天内', /已交办党政办[\s\S]*3月12日/u],
      ['/交办 12 党政办 现场查看，拍照', /已交办党政办/u],
      ['/交办 12 城建办 王某强', /已交办城建办，经办：王某强/u],
      ['/交办 12 党政办 王某强', /王某强|党政办/u],
      ['/交办 12 党政办 15', /^“15”没看懂。\n是期限请写成/u],
      ['/交办 12 党政办 农业办', /^一次只交给一个单位。\n农业办协助的/u],
      ['/转办 12 党政办 农业办 理由:职责', /^一次只交给一个单位/u],
      ['/协办 12 民政办 农业办 核实情况', /已请民政办、农业办协办/u],
      ['/协办 12 民政办和农业办', /已请民政办、农业办协办/u],
      ['/交办 老年卡 党政办 3天', /FJ2026-0003 已交办党政办[\s\S]*3月12日/u],
      ['/交办 党政办 老年卡', /FJ2026-0003 已交办党政办/u],
      ['/转办 老年卡 党政办 理由:职责', /FJ2026-0003 已交办党政办/u],
      ['/分类 12 申诉求决 6', /^申诉求决的情形请写 1 到 6/u],
      ['/延期 12 5 等材料', /^“5”不是期限/u],
      ['/到场 3 4 6人', /编号没认出来/u],
      ['/到场 3 6人', /现场6人/u],
      ['/交接 3 4 郑某', /编号没认出来/u],
    ] as const) {
      expect([line, (await talk.try(line)).said]).toEqual([line, expect.stringMatching(said)]);
    }
  });

  townTest('of a helper is part of what is asked', async ({ town }) => {
    const talk = await filled(town);
    for (const line of [
      '/协办 12 民政办 期限:3天 要求:核实低保',
      '/协办 12 民政办 核实低保 限期3天',
      '/协办 12 民政办 3天',
    ]) {
      expect([line, (await talk.try(line)).said]).toEqual([line, expect.stringMatching(/已请民政办协办/u)]);
    }
    const helper = await talkTo(town, 'u-mz1');
    const shown = await helper.try('/查 12', { before: [['u-desk1', '/协办 12 民政办 期限:3天 要求:核实低保']] });
    expect(shown.said).toMatch(/核实低保；期限：3天/u);
  });

  townTest('goes by its other names in 延期 and 送达 as well', async ({ town }) => {
    const talk = await filled(town);
    for (const [line, said] of [
      ['/延期 12 期限:3天 理由:连阴雨', /延3天/u],
      ['/延期 12 延期3天 延期理由:连阴雨', /延3天/u],
      ['/延期 12 限期3天 理由:连阴雨', /延3天/u],
      ['/延期 12 3天 时限:abc 理由:连阴雨', /没有这个时限/u],
      ['/送达 12 文书名称:受理告知书 送达日期:2026-03-09 送达方式:直接送达', /受理告知书已于3月9日/u],
      ['/送达 12 受理告知书 送达日期3月9日 直接送达', /受理告知书已于3月9日/u],
      ['/送达 12 受理告知书 送达日期下周', /没看懂/u],
    ] as const) {
      expect([line, (await talk.try(line)).said]).toEqual([line, expect.stringMatching(said)]);
    }
  });
});
