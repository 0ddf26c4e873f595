import { answered, describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

/** Three months are played. */
const QUARTER_MS = 240_000;
const under = (policy: string) => ({ org: { ...sampleOrg, town: { ...sampleOrg.town, policy }, settings: {} } });
async function ask(town: Town, person: string, line: string): Promise<string> {
  await town.say(person, line);
  return town.messages(person).at(-1)?.text ?? '';
}
const dueOf = async (town: Town, title: string): Promise<string | undefined> =>
  new RegExp(`${title}｜到期 (\\S+)｜`, 'u').exec(await ask(town, '赵某', '/为什么 1'))?.[1];

/** At 城建办, signed in by 王某强; under 沥海 the main leader signs the assignment. */
async function assigned(town: Town, more = ''): Promise<void> {
  await town.say('赵某', `/登记 沟渠堵塞淹了院子 题目:沟渠堵塞 姓名:匿名 类别:申诉求决 ${more}`);
  await town.say('赵某', '/受理 1');
  await town.say('赵某', '/交办 1 城建办 经办:王某强');
  await town.say('钱某', '/批示 1 同意');
  await town.say('王某强', '/签收 1');
  town.forget();
}

async function closed(town: Town): Promise<void> {
  await assigned(town);
  await answered(town, 1);
  await town.say('赵某', '/送达 1 文书:处理意见书 日期:今天 方式:当面 凭证:送达回证');
  await town.say('赵某', '/办结 1 依据:书面答复');
  await town.say('钱某', '/批示 1 同意');
  town.forget();
}

describe('the service of an opinion', () => {
  flowTest('has a day, a way that is known, and its proof', async ({ town }) => {
    await assigned(town);
    await answered(town, 1);
    town.forget();
    await town.say('赵某', '/送达 1 文书:处理意见书 日期:2026-03-02');
    town.expectMessage('赵某', /请写上送达方式[\s\S]*直接回复就行/u);
    await town.say('赵某', '留置送达');
    town.expectMessage('赵某', /处理意见书已于3月2日\(周一\)送达/u);
    expect(await dueOf(town, '申请复查')).toBe('2026-04-01');
    expect(await ask(town, '赵某', '/送达 1 文书:处理意见书 日期:2026-03-02 方式:捎去')).toMatch(/请写上送达方式/u);
    expect(await ask(town, '赵某', '/送达 1 文书:处理意见书 日期:2026-03-02 方式:公告')).toMatch(/公告期满/u);
  });
});

for (const policy of ['fenjie', 'lihai', 'national']) {
  describe(`复查 and 复核 under ${policy}`, () => {
    flowTest(
      'run from the service, by day; what is revoked goes back to the unit',
      async ({ start }) => {
        const town = await start(under(policy));
        await closed(town);
        expect(await ask(town, '赵某', '/复查 1 复核 申请 日期:今天')).toMatch(/应先申请复查/u);
        expect(await ask(town, '赵某', '/复查 1 结果:维持 日期:今天')).toMatch(/还没记复查申请/u);
        await town.at('2026-03-20T10:00');
        town.forget();
        expect(await ask(town, '赵某', '/复查 1 申请 日期:2026-03-19')).toMatch(
          /复查申请已记下，3月19日\(周四\)提出。\n上级复查决定：4月20日/u,
        );
        town.expectMessage('王某强', /信访人申请了复查/u);
        town.expectMessage('郑某', /信访人申请了复查/u);
        expect(await ask(town, '赵某', '/复查 1 申请 日期:2026-03-20')).toMatch(/已经记过，还没有结果/u);
        expect(await dueOf(town, '上级复查决定')).toBe('2026-04-20');

        await town.at('2026-04-03T10:00');
        town.forget();
        expect(await ask(town, '赵某', '/复查 1 结果:维持 日期:2026-04-02')).toMatch(/复查意见已记下：维持/u);
        town.expectMessage('王某强', /复查意见：维持/u);
        await town.say('赵某', '/送达 1 文书:复查意见书 日期:2026-04-03 方式:邮寄 凭证:回执');
        expect(await dueOf(town, '申请复核')).toBe('2026-05-06');
        await town.at('2026-05-20T10:00');
        expect(await ask(town, '赵某', '/复查 1 复核 申请 日期:2026-05-18')).toMatch(
          /已过申请期限（5月6日\(周三\)），是否受理由复核机关决定/u,
        );

        await town.at('2026-06-05T10:00');
        town.forget();
        expect(await ask(town, '赵某', '/复查 1 复核 结果:撤销 日期:2026-06-04')).toMatch(
          /复核意见已记下：撤销。\n已交回承办单位重新办理[\s\S]*不再受理/u,
        );
        town.expectMessage('王某强', /复核意见：撤销。\n请按意见重新办理/u);
        expect(await ask(town, '赵某', '/复查 1 复核 申请 日期:今天')).toMatch(/已经复核，同一事实和理由不再受理/u);
        expect(await ask(town, '赵某', '/办结 1 依据:书面答复')).toMatch(/重启以后还没有新的答复/u);
        await answered(town, 1);
        expect(await ask(town, '赵某', '/办结 1 依据:书面答复')).toMatch(/已办结|已拟好/u);
      },
      QUARTER_MS,
    );

    flowTest('an agreement of both parties answers the demands it names', async ({ start }) => {
      const town = await start(under(policy));
      await assigned(town, '诉求:清沟;赔院墙');
      await town.say('赵某', '/调解 1 协议:三日内清理沟渠 日期:今天 参加:司法所 诉求:1');
      town.expectMessage('赵某', /双方都自愿吗/u);
      await town.say('赵某', '双方自愿');
      town.expectMessage('赵某', /调解协议已记下。\n已解决诉求：1。\n还有1条诉求没有答齐/u);
      for (const person of ['王某强', '郑某']) town.expectMessage(person, /已达成调解协议/u);
      expect(await ask(town, '赵某', '/调解 1 协议:私了 日期:今天 自愿:不自愿')).toMatch(/没有双方自愿/u);
      expect(await ask(town, '赵某', '/办结 1 依据:调解协议书')).toMatch(/诉求2还没有答复/u);
      expect(await ask(town, '赵某', '/调解 1 自愿:双方自愿 日期:今天 诉求:2 协议:赔偿三百元')).toMatch(
        /\/办结 FJ2026-0001 依据:调解协议书/u,
      );
      expect(await ask(town, '赵某', '/撤销 1')).toMatch(/“调解”已撤销/u);
      expect(await ask(town, '赵某', '/办结 1 依据:调解协议书')).toMatch(/诉求2还没有答复/u);
      await town.say('赵某', '/调解 1 自愿:双方自愿 日期:今天 诉求:2 协议:赔偿三百元');
      expect(await ask(town, '赵某', '/办结 1 依据:调解协议书')).toMatch(/已办结|已拟好/u);
    });
  });
}

describe('a hearing', () => {
  const atRecheck = async (town: Town): Promise<void> => {
    await closed(town);
    await town.at('2026-03-10T10:00');
    await town.say('赵某', '/复查 1 申请 日期:2026-03-10');
    await town.at('2026-03-20T10:00');
    await town.say('赵某', '/复查 1 结果:维持 日期:2026-03-20');
    await town.say('赵某', '/送达 1 文书:复查意见书 日期:2026-03-20 方式:直接送达');
    await town.at('2026-03-25T10:00');
    await town.say('赵某', '/复查 1 复核 申请 日期:2026-03-25');
    town.forget();
  };

  flowTest('at 复核 lengthens that one clock by the days it took, and /为什么 says why', async ({ town }) => {
    await atRecheck(town);
    expect(await dueOf(town, '上级复核决定')).toBe('2026-04-24');
    const others = await dueOf(town, '申请复核');
    await town.say('赵某', '/听证 1 定于:2026-04-03 地点:县信访局 主持:李某平');
    town.expectMessage('赵某', /听证定于4月3日\(周五\)，已告知承办单位。\n听证所需时间不计入复核期限/u);
    for (const person of ['王某强', '郑某', '李某平', '孙某']) town.expectMessage(person, /4月3日\(周五\)听证/u);
    await town.at('2026-04-03T16:00');
    expect(await ask(town, '赵某', '/听证 1 结果:双方陈述完毕 笔录:存县信访局')).toMatch(
      /听证用了9天，不计入复核期限/u,
    );
    expect(await dueOf(town, '上级复核决定')).toBe('2026-05-06');
    expect(await ask(town, '赵某', '/为什么 1')).toMatch(/听证所需的 9 天不计入，到期 2026-05-06（条例第三十六条）/u);
    expect(await dueOf(town, '申请复核')).toBe(others);
    expect(await ask(town, '赵某', '/听证 1 结果:又一次 笔录:存档')).toMatch(/还没有定听证/u);
    expect(await ask(town, '赵某', '/撤销 1')).toMatch(/“听证”已撤销/u);
    expect(await dueOf(town, '上级复核决定')).toBe('2026-04-24');
  });

  flowTest('is announced in time and not chaired by who handled the matter or is barred', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/回避 1 人员:孙某 理由:亲属');
    town.forget();
    for (const [line, says] of [
      ['/听证 1 定于:2026-03-05 地点:会议室 主持:李某平', /要提前7天告知，最早定于2026年3月9日/u],
      ['/听证 1 定于:2026-03-10 地点:会议室 主持:王某强', /主持人不能是经办或审核过/u],
      ['/听证 1 定于:2026-03-10 地点:会议室 主持:孙某', /须回避，不能主持/u],
      ['/听证 1 定于:2026-03-10 主持:李某平', /请写上听证地点/u],
    ] as const) {
      await town.say('赵某', line);
      town.expectMessage('赵某', says);
    }
    town.expectNothingElse();
    await town.say('赵某', '/听证 1 定于:2026-03-10 地点:会议室 主持:外请律师');
    town.expectMessage('赵某', /主持人不在通讯录里，请核对/u);
  });
});

describe('a complex matter', () => {
  flowTest('is reviewed by a meeting that the desk calls, and by nothing less', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/分类 1 疑难');
    await town.say('赵某', '/回避 1 人员:李某平 理由:亲属');
    town.forget();
    await answered(town, 1);
    town.expectMessage('郑某', /答复已记下。\n疑难事项，还需集体会审，已告知信访办。\n/u);
    town.expectMessage('赵某', /答复要集体会审。\n开会后请发：\/审核/u);
    town.expectNothingElse();
    expect(await ask(town, '赵某', '/办结 1 依据:书面答复')).toMatch(/还需集体会审/u);
    expect(await ask(town, '郑某', '/审核 1 同意')).toMatch(/没有等您签批的事/u);
    expect(await ask(town, '郑某', '/审核 1 集体 同意 参加:钱某')).toMatch(/由信访办、主要领导使用/u);
    expect(await ask(town, '赵某', '/审核 1 集体 同意 意见:可行 参加:钱某、李某平')).toMatch(/须回避/u);
    expect(await ask(town, '赵某', '/审核 1 集体 同意 意见:依据充分 参加:钱某、孙某')).toMatch(/集体会审通过/u);
    town.expectMessage('王某强', /答复审核已通过/u);
    expect(await ask(town, '赵某', '/办结 1 依据:书面答复')).toMatch(/已办结/u);
  });

  flowTest('marked so after a single review still needs the meeting', async ({ town }) => {
    await assigned(town);
    await town.say('王某强', '/答复 1 事实:看过 依据:规定 内容:已清');
    await town.say('赵某', '/分类 1 疑难');
    expect(await ask(town, '郑某', '/审核 1 同意')).toMatch(/疑难事项，还需集体会审/u);
    expect(await ask(town, '赵某', '/办结 1 依据:书面答复')).toMatch(/还需集体会审/u);
  });
});

describe('one call after the closing', () => {
  flowTest('is made once; who is not satisfied is one line from going on', async ({ town }) => {
    await closed(town);
    expect(await ask(town, '赵某', '/回访 1 不满意 情况:沟又堵了')).toMatch(
      /信访人不满意。要继续办，请发：\n\/重启 FJ2026-0001 理由:沟又堵了/u,
    );
    expect(await ask(town, '赵某', '/回访 1 满意')).toMatch(/已经回访过，一件只回访一次/u);
    expect(await ask(town, '赵某', '/重启 1 理由:沟又堵了')).toMatch(/已重启/u);
  });
});

describe('what one command wrote', () => {
  flowTest('is taken back together: 受理 with its 送达', async ({ town, sql }) => {
    await town.say('赵某', '/登记 沟渠堵塞 题目:沟渠堵塞 姓名:虞小舟 类别:申诉求决');
    await town.say('赵某', '/受理 1 受理 送达:今天 方式:当面');
    expect(await ask(town, '赵某', '/撤销 1')).toMatch(/“受理”已撤销/u);
    expect(await sql`select kind from clock where state = 'running'`).toEqual([{ kind: 'notice' }]);
    expect(await sql`select status from petition`).toEqual([{ status: 'registered' }]);
  });

  flowTest("a head's own answer with its review", async ({ town, sql }) => {
    await assigned(town);
    await answered(town, 1);
    expect(await ask(town, '郑某', '/撤销 1')).toMatch(/“答复”已撤销/u);
    expect(await sql`select * from demand`).toEqual([]);
    expect(await sql`select state from approval where kind = 'review'`).toEqual([{ state: 'withdrawn' }]);
    expect(await sql`select state from clock where kind = 'handle'`).toEqual([{ state: 'running' }]);
  });
});
