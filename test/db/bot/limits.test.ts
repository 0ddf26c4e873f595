/** Which limit a line sets, keeps or puts off. */
import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';
import { type Step, talkTo } from '../../support/talk.ts';

const REGISTER: Step = ['u-desk1', '/登记 水渠堵塞 题目:水渠堵塞 姓名:匿名 类别:申诉求决 收到:2026-03-09'];

describe('转办', () => {
  townTest('takes a 期限, and otherwise keeps the limit that was set', async ({ town }) => {
    const talk = await talkTo(town, 'u-desk1');
    const days = async (assign: string, transfer: string): Promise<string | undefined> => {
      const { said } = await talk.try(transfer, { before: [REGISTER, ['u-desk1', assign]] });
      return /化解时限：(\d+月\d+日)/u.exec(said)?.[1] ?? said;
    };
    for (const [assign, transfer, due] of [
      // Ten working days from 9 March; the other unit has no more of them.
      ['/交办 1 城建办 期限:10工作日', '/转办 1 农业办 理由:属水利设施', '3月23日'],
      ['/交办 1 城建办 期限:2026-03-20', '/转办 1 农业办 理由:属水利设施', '3月20日'],
      // Twenty days end on Sunday the 29th.
      ['/交办 1 城建办 期限:10工作日', '/转办 1 农业办 期限:20天 理由:属水利设施', '3月30日'],
      ['/交办 1 城建办 期限:10工作日', '/转办 1 农业办 20天 理由:属水利设施', '3月30日'],
      ['/交办 1 城建办 期限:10工作日', '/转办 1 农业办 期限五个工作日 理由:属水利设施', '3月16日'],
      // Left to the rules it is sixty days, here and there.
      ['/交办 1 城建办', '/转办 1 农业办 理由:属水利设施', '5月8日'],
    ] as const) {
      expect([assign, transfer, await days(assign, transfer)]).toEqual([assign, transfer, due]);
    }
    const asked = await talk.try('/转办 1 农业办 期限下周 理由:属水利设施', {
      before: [REGISTER, ['u-desk1', '/交办 1 城建办 期限:10工作日']],
    });
    expect(asked.wrote).toEqual([]);
    expect(asked.said).toMatch(/^“期限”后面的“下周”没看懂/u);
  });
});

/** At 党政办, whose leader is the main leader: the town's limit and the law's are both put off by one person. */
const HANDLED: readonly Step[] = [
  REGISTER,
  ['u-desk1', '/受理 1'],
  ['u-desk1', '/交办 1 党政办 期限:10工作日'],
  ['u-dz1', '/签收 1'],
];
const BOTH: readonly Step[] = [
  ...HANDLED,
  ['u-dz1', '/延期 1 5天 时限:镇内 理由:连阴雨'],
  ['u-dz1', '/延期 1 10天 时限:法定 理由:连阴雨'],
];

describe('two extensions of one matter', () => {
  const due = (said: string): string[] => [...said.matchAll(/(化解时限|办结时限)：(\d+月\d+日)/gu)].map(([all]) => all);
  const leader = (town: TestTown) => talkTo(town, 'u-lead1');

  townTest('are two questions: 同意 alone asks which, by name, and puts off neither', async ({ town }) => {
    for (const line of ['/批示 1 同意', '/批示 1 同意 事项:延期', '/批示 1 不同意 意见:不必']) {
      const { wrote, said } = await (await leader(town)).try(line, { before: BOTH });
      expect([line, wrote]).toEqual([line, []]);
      expect(said).toMatch(/^这件有2项等您签批：化解时限延期、办结时限延期。\n签哪一项？/u);
    }
  });

  townTest('stand in the day’s list as two lines, each by its limit', async ({ town }) => {
    const { said } = await (await leader(town)).try('/今天', { before: BOTH });
    expect(said).toMatch(/FJ2026-0001｜化解时限延期\nFJ2026-0001｜办结时限延期/u);
  });

  townTest('and the one that is named is answered', async ({ town }) => {
    for (const [named, days] of [
      // 23 March and five days: a Saturday.
      ['化解时限延期', ['化解时限：3月30日', '办结时限：5月8日']],
      ['办结时限延期', ['化解时限：3月23日', '办结时限：5月18日']],
      ['办结时限', ['化解时限：3月23日', '办结时限：5月18日']],
    ] as const) {
      const { wrote, said } = await (await leader(town)).try(`/批示 1 同意 事项:${named}`, { before: BOTH });
      expect([named, wrote, due(said)]).toEqual([named, ['FJ2026-0001'], days]);
    }
  });

  townTest('of which one was answered leave the other to a bare 同意, and an old card to nothing', async ({ town }) => {
    const signed: readonly Step[] = [...BOTH, ['u-lead1', '/批示 1 同意 事项:化解时限延期']];
    const rest = await (await leader(town)).try('/批示 1 同意', { before: signed });
    expect(due(rest.said)).toEqual(['化解时限：3月30日', '办结时限：5月18日']);
    const again = await (await leader(town)).try('/批示 1 同意 事项:化解时限延期', { before: signed });
    expect([again.wrote, again.said]).toEqual([[], expect.stringMatching(/没有等您签批的事/u)]);
  });
});
