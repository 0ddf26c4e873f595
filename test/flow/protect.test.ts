import { describe, expect, flowTest, type Town } from '../support/town.ts';

async function assigned(town: Town): Promise<void> {
  await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 类别:申诉求决 姓名:虞小舟 电话:0523-0000000');
  await town.say('赵某', '/受理 1 受理 送达:今天 方式:当面');
  await town.say('赵某', '/交办 1 城建办 期限:10工作日 经办:王某强');
  await town.click('王某强', '交办函', '签收');
  town.forget();
}

describe('回避', () => {
  flowTest(
    'whoever steps back sees nothing any more, and the next rung is reminded in their place',
    async ({ town }) => {
      await assigned(town);
      await town.say('王某强', '/回避 1 理由:当事人是我亲属');
      town.expectMessage('王某强', /您已回避/u);
      for (const desk of ['赵某', '郑某']) town.expectMessage(desk, /FJ2026-0001 有人回避/u);
      town.expectNothingElse();
      await town.say('王某强', '/查 1');
      town.expectMessage('王某强', /查无此号/u);
      await town.say('王某强', '/我的');
      town.expectMessage('王某强', /没有在办/u);
      await town.at('2026-04-03T10:00');
      expect(
        town.messages('王某强').filter((m) => m.at > '2026-03-02T02:00:00Z' && m.text.includes('FJ2026-0001')),
      ).toEqual([]);
      town.expectMessage('郑某', /FJ2026-0001 督办函/u);
    },
  );

  flowTest('somebody else is recused by the desk only', async ({ town }) => {
    await assigned(town);
    await town.say('郑某', '/回避 1 人员:王某强 理由:亲属');
    town.expectMessage('郑某', /只能为自己申请回避/u);
    await town.say('赵某', '/回避 1 人员:王某强 理由:亲属');
    town.expectMessage('赵某', /已让其回避/u);
    await town.say('王某强', '/进展 1 去现场看过');
    town.expectMessage('王某强', /查无此号/u);
  });
});

describe('转办 督办 告知 到场', () => {
  flowTest('a matter passes to another unit; the former one is told to stop', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/转办 1 农业办 理由:属水利设施');
    town.expectMessage('赵某', /FJ2026-0001 已交办农业办/u);
    const { text } = town.expectMessage('冯某', /FJ2026-0001 交办函/u);
    expect(text).toMatch(/转办理由[：\s]*属水利设施/u);
    expect(text).not.toContain('要求');
    for (const former of ['王某强', '郑某']) town.expectMessage(former, /前一条通知已撤销/u);
    town.expectMessage('信访工作群', /已交办农业办，请签收/u);
    town.expectNothingElse();
  });

  flowTest(
    'a supervision letter reaches the unit, the leader above it and the groups for escalations',
    async ({ town }) => {
      await assigned(town);
      await town.say('赵某', '/督办 1 要求:三日内书面说明');
      town.expectMessage('赵某', /已向城建办发督办函/u);
      for (const person of ['王某强', '郑某', '孙某']) {
        town.expectMessage(person, /【督办】FJ2026-0001 督办函[\s\S]*三日内书面说明/u);
      }
      for (const group of ['信访工作群', '镇领导督办群']) town.expectMessage(group, /已向城建办发督办函/u);
      town.expectNothingElse();
    },
  );

  flowTest('the front desk gets three plain sentences, with the next right of the citizen', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/告知 1');
    town.expectMessage('赵某', /现在由城建办办理[\s\S]*最晚5月6日\(周三\)给您书面答复[\s\S]*编号：FJ2026-0001/u);
    await town.say('郑某', '/答复 1 路灯已修复');
    await town.say('赵某', '/送达 1 文书:处理意见书 日期:今天 方式:直接送达');
    town.forget();
    await town.say('赵某', '/告知 1');
    town.expectMessage('赵某', /书面答复已经送到您手里[\s\S]*4月1日\(周三\)前（含当日）可以向上一级机关申请复查/u);
  });

  flowTest(
    'several people at the hall: the leaders are called at once, at night too, and nobody is named',
    async ({ town }) => {
      await town.at('2026-03-07T21:00');
      town.forget();
      await town.say('赵某', '/到场 6人', { chat: '信访工作群' });
      for (const leader of ['钱某', '孙某', '李某平']) {
        town.expectMessage(leader, /请马上到接待大厅[\s\S]*来访6人，赵某在现场/u);
      }
      town.expectMessage('信访工作群', /有6人来访，已请领导到场/u);
      town.expectNothingElse();
    },
  );
});
