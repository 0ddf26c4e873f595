/** 撤销 of what was asked twice, and of what it does not take. */
import { describe, expect } from 'vitest';
import { ask, last } from '../policies/played.ts';
import { flowTest, sampleOrg, type Town } from '../support/town.ts';

const MATTER = '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:王某某 收到:2026-03-01 方式:来访 人数:3 类别:申诉求决';
const LIHAI = { ...sampleOrg, town: { ...sampleOrg.town, policy: 'lihai' }, settings: {} };

/** Two lines that ask for a signature, the second in the place of the first. */
interface Twice {
  readonly given: readonly (readonly [by: string, line: string])[];
  readonly by: string;
  readonly first: string;
  readonly second: string;
  readonly signer: string;
  readonly card: RegExp;
}
const HANDLED = [
  ['赵某', MATTER],
  ['赵某', '/交办 1 城建办 经办:王某强'],
] as const;
const TWICE: Readonly<Record<string, Twice>> = {
  void: {
    given: [['赵某', MATTER]],
    by: '赵某',
    first: '/作废 1 误登 理由:不是信访',
    second: '/作废 1 误登 理由:是咨询',
    signer: '钱某',
    card: /作废这次登记/u,
  },
  correct: {
    given: [['赵某', MATTER]],
    by: '赵某',
    first: '/更正 1 收到:2026-03-02 理由:核对来信',
    second: '/更正 1 类别:建议意见 理由:核对来信',
    signer: '钱某',
    card: /更正登记内容/u,
  },
  extend: {
    given: HANDLED,
    by: '郑某',
    first: '/延期 1 3天 时限:镇内 理由:检测',
    second: '/延期 1 4天 时限:镇内 理由:检测',
    signer: '孙某',
    card: /请审批延期/u,
  },
};

async function askedTwice(town: Town, { given, by, first, second, signer, card }: Twice) {
  for (const [who, line] of given) await town.say(who, line);
  await town.say(by, first);
  const cards = [town.expectMessage(signer, card)];
  await town.at('2026-03-02T10:01');
  await town.say(by, second);
  cards.push(town.expectMessage(signer, card));
  return cards;
}

describe('a question asked twice and taken back', () => {
  for (const [kind, twice] of Object.entries(TWICE)) {
    flowTest(
      `${kind}: nothing waits any more, neither of the cards signs, and the answer says so`,
      async ({ town, sql }) => {
        const cards = await askedTwice(town, twice);
        await town.at('2026-03-02T10:02');
        expect(await ask(town, twice.by, '/撤销 1')).toMatch(/已撤销。\n先前报的也不再签/u);
        expect(await sql`select state from approval`).toEqual([{ state: 'withdrawn' }, { state: 'withdrawn' }]);
        for (const card of cards) {
          town.press(twice.signer, card, '同意');
          await town.settle();
          expect(last(town, twice.signer)).toContain('这张卡片上的事已不再报签，不用签了');
        }
        expect(await ask(town, twice.signer, '/今天')).not.toContain('FJ2026-0001');
        expect(await sql`select kind from event where kind in ('voided', 'corrected', 'extended')`).toEqual([]);
      },
    );
  }

  flowTest('预警报回 too', async ({ start, sql }) => {
    const town = await start({ org: LIHAI });
    for (const [by, line] of [
      ...HANDLED.slice(0, 1),
      ['钱某', '/批示 1 同意'],
      ['赵某', '/交办 1 城建办 经办:王某强'],
      ['赵某', '/预警 1 原因:多次反映'],
      ['王某强', '/预警 1 报回:不亮 原因:老化 措施:更换'],
    ] as const) {
      await town.say(by, line);
    }
    await town.at('2026-03-02T10:01');
    await town.say('王某强', '/预警 1 报回:夜间不亮 原因:线路老化 措施:更换线路');
    expect(await ask(town, '王某强', '/撤销 1')).toMatch(/已撤销。\n先前报的也不再签/u);
    expect(await sql`select state from approval where kind = 'warning'`).toEqual([
      { state: 'withdrawn' },
      { state: 'withdrawn' },
    ]);
  });

  flowTest(
    '交办: the 批示 that the town wants is asked once more, and puts nothing into effect',
    async ({ town, sql }) => {
      await town.say('赵某', '/登记 沟渠堵塞淹了六户 题目:沟渠堵塞 姓名:匿名 类别:申诉求决 人数:6');
      await town.at('2026-03-02T10:01');
      await town.say('赵某', '/交办 1 城建办');
      await town.at('2026-03-02T10:02');
      await town.say('赵某', '/交办 1 农业办');
      await town.at('2026-03-02T10:03');
      town.forget();
      expect(await ask(town, '赵某', '/撤销 1')).toMatch(/已撤销。\n先前报的也不再签/u);
      expect(town.expectMessage('钱某', /FJ2026-0001 请批示/u).text).not.toMatch(/交办(?:城建办|农业办)/u);
      await town.say('钱某', '/批示 1 同意');
      expect(await sql`select status, owner_unit from petition`).toEqual([{ status: 'registered', owner_unit: null }]);
      expect(await ask(town, '赵某', '/交办 1 农业办')).toMatch(/已交办农业办/u);
    },
  );

  flowTest('审核: the answer that stands again still waits for it, and this is said', async ({ town, sql }) => {
    for (const [by, line] of HANDLED) await town.say(by, line);
    await town.say('王某强', '/答复 1 事实:看过 依据:规定 内容:已修');
    await town.at('2026-03-02T10:01');
    await town.say('王某强', '/答复 1 内容:已换新灯');
    await town.at('2026-03-02T10:02');
    expect(await ask(town, '王某强', '/撤销 1')).toMatch(/“答复”已撤销。\n先前报签的仍等签批/u);
    expect(await sql`select state from approval where kind = 'review' order by asked_at`).toEqual([
      { state: 'open' },
      { state: 'withdrawn' },
    ]);
  });
});

describe('what a group read of the step', () => {
  flowTest(
    'is taken back there too, once in each group, and never twice in the one where it was said',
    async ({ town }) => {
      await town.say('赵某', MATTER.replace('姓名:王某某', '姓名:匿名'));
      await town.say('赵某', '/交办 1 城建办');
      await town.at('2026-03-02T10:01');
      town.forget();
      await town.say('赵某', '/督办 1 要求:书面说明', { chat: '信访工作群' });
      await town.say('赵某', '/撤销 1', { chat: '信访工作群' });
      town.expectMessage('信访工作群', /已向城建办发督办函/u);
      town.expectMessage('镇领导督办群', /已向城建办发督办函/u);
      town.expectMessage('信访工作群', /上一步已撤销。/u);
      town.expectMessage('镇领导督办群', /前一条通知已撤销。/u);
      for (const who of ['郑某', '孙某']) {
        town.expectMessage(who, /督办函/u);
        town.expectMessage(who, /前一条通知已撤销/u);
      }
      town.expectNothingElse();
    },
  );

  flowTest('what a signature puts into effect is read beside the signature', async ({ town }) => {
    await town.say('赵某', `${MATTER.replace('姓名:王某某', '姓名:匿名')} 标记:重要`);
    await town.say('赵某', '/交办 1 民政办');
    town.forget();
    await town.say('钱某', '/批示 1 同意', { chat: '信访工作群' });
    town.expectMessage('信访工作群', /已批示：同意/u);
    town.expectMessage('信访工作群', /已交办民政办，请签收/u);
  });

  flowTest('is not read where nothing was sent yet, and 匿名 is nobody’s name', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:申诉求决', { chat: '信访工作群' });
    expect(town.expectMessage('信访工作群', /已登记/u).text).not.toMatch(/个人信息/u);
    expect(await ask(town, '孙某', '同意')).toBe('现在没有等您签批的事，没有记下什么。');
    town.forget();
    await town.say('赵某', '/撤销 1');
    town.expectMessage('赵某', /已撤销/u);
    town.expectNothingElse();
  });
});

describe('撤销 without a number', () => {
  flowTest('is of the step just done, not of what was looked at since', async ({ town, sql }) => {
    for (const title of ['村口路灯不亮', '水渠堵塞']) {
      await town.say('赵某', `/登记 ${title} 题目:${title} 姓名:匿名 类别:申诉求决`);
    }
    await town.at('2026-03-02T10:30');
    await town.say('赵某', '/补充 2 内容:上游也堵了');
    await town.say('赵某', '/查 1');
    expect(await ask(town, '赵某', '/撤销')).toMatch(/哪一件？[^]*FJ2026-0002 水渠堵塞/u);
    expect(await ask(town, '赵某', '2')).toMatch(/FJ2026-0002 的“补充”已撤销/u);
    expect(await sql`select petition_id from event where kind = 'undone'`).toHaveLength(1);
  });
});

describe('a step that 撤销 does not take', () => {
  flowTest('更正: the line that puts it back does so', async ({ town }) => {
    await town.say('赵某', MATTER);
    await town.say('赵某', '/更正 1 人数:5 方式:来信 理由:数错');
    expect(await ask(town, '赵某', '/撤销 1')).toBe(
      'FJ2026-0001 的“更正”不能用撤销收回。\n要改回去，请再更正一次：\n/更正 FJ2026-0001 方式:来访 人数:3人 理由:为什么',
    );
    expect(await ask(town, '赵某', '/更正 FJ2026-0001 方式:来访 人数:3人 理由:为什么')).toMatch(
      /方式 来信→来访、人数 5人→3人/u,
    );
    await town.say('赵某', '/更正 1 姓名:王某 理由:听错');
    expect(await ask(town, '赵某', '/撤销 1')).toContain('/更正 FJ2026-0001 姓名:原来的 理由:为什么');
  });

  flowTest('not an accusation: said to be one after all, it is known to few', async ({ town, sql }) => {
    await town.say('赵某', '/登记 修桥的钱不知道去哪了，有人拿了好处 姓名:匿名');
    await town.say('赵某', '不是');
    expect(await ask(town, '赵某', '/撤销 FJ2026-0001')).toBe(
      'FJ2026-0001 已改为普通件，这一步不能用撤销收回。\n是反映干部或单位的，请发：/补充 FJ2026-0001 检举:是',
    );
    await town.say('赵某', '/补充 FJ2026-0001 检举:是');
    expect(await sql`select sealed from petition`).toEqual([{ sealed: true }]);
  });

  flowTest('what was taken back already, a registration too', async ({ town }) => {
    await town.say('赵某', MATTER);
    await town.say('赵某', '/受理 1');
    await town.say('赵某', '/撤销 1');
    expect(await ask(town, '赵某', '/撤销 1')).toContain('上一步已经撤销过了，不能接着往前撤');
    await town.say('赵某', MATTER);
    await town.say('赵某', '/撤销 2');
    expect(await ask(town, '赵某', '/撤销 FJ2026-0002')).toContain('FJ2026-0002 的登记已经撤销过了');
    expect(await ask(town, '周某梅', '/撤销 1'), "another's").toContain('最后一步不是您做的');
  });

  flowTest('作废 that was signed, 回避 and 交接', async ({ town }) => {
    for (const [by, line] of HANDLED) await town.say(by, line);
    await town.say('赵某', '/回避 1 人员:陈某 理由:亲属');
    expect(await ask(town, '赵某', '/撤销 1')).toContain('的“回避”不能撤销');
    await town.say('王某强', '/交接 1 郑某');
    await town.say('郑某', '/交接 接收');
    expect(await ask(town, '郑某', '/撤销 1')).toMatch(
      /已经生效，不能撤销。\n要交回去，请发：\/交接 FJ2026-0001 王某强/u,
    );
    await town.say('赵某', '/作废 1 误登 理由:不是信访');
    await town.say('钱某', '/批示 1 同意');
    for (const who of ['钱某', '赵某']) {
      expect(await ask(town, who, '/撤销 FJ2026-0001')).toContain('已经签批作废，不能撤销');
    }
  });
});

describe('a question that nothing can come of any more', () => {
  flowTest('falls with the limit that it was about, and who asked is told', async ({ town }) => {
    await town.say('赵某', '/登记 沟渠堵塞 题目:沟渠堵塞 姓名:匿名 类别:申诉求决');
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    await town.say('郑某', '/延期 1 10天 时限:镇内 理由:需要检测');
    town.expectMessage('孙某', /请审批延期/u);
    await town.say('赵某', '/转办 1 民政办 理由:不属城建办');
    town.expectMessage('郑某', /FJ2026-0001 您报的延期用不着签了/u);
    expect(await ask(town, '孙某', '/批示 1 同意')).not.toMatch(/已延|经批准/u);
    expect(await ask(town, '孙某', '/今天')).not.toContain('延期');
  });

  flowTest('作废 falls with the paper that was served', async ({ town }) => {
    await town.say('赵某', '/登记 沟渠堵塞 题目:沟渠堵塞 姓名:匿名 类别:申诉求决');
    await town.say('赵某', '/作废 1 误登 理由:不是信访');
    await town.say('赵某', '/受理 1 受理 送达:2026-03-02 方式:直接送达');
    expect(await ask(town, '钱某', '/今天')).not.toContain('作废');
  });
});
