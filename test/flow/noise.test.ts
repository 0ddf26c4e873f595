import { describe, expect, flowTest, type Town } from '../support/town.ts';

/** A matter of ten working days from Monday 2 March: due on Monday 16 March. */
async function assigned(town: Town, title: string): Promise<void> {
  await town.tell('赵某', `/登记 ${title} 姓名:匿名 题目:${title} 类别:其他`);
  await town.tell('赵某', '/交办 城建办 期限:10工作日 经办:王某强');
  await town.settle();
}

const DUE = /时限提醒[\s\S]*今天到期/u;
const reads = (town: Town, person: string, pattern: RegExp): number =>
  town.messages(person).filter(({ text }) => pattern.test(text)).length;

describe('noise', () => {
  flowTest('what one clerk registered the other does not read, until it is red', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:00' });
    await assigned(town, '路灯不亮');
    await town.at('2026-03-16T10:00');
    expect([reads(town, '赵某', DUE), reads(town, '周某梅', DUE)]).toEqual([1, 0]);
    await town.at('2026-03-17T10:00');
    expect([reads(town, '赵某', /督办函/u), reads(town, '周某梅', /督办函/u)]).toEqual([1, 1]);
  });

  flowTest('of a clerk who is away the other reads', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:00' });
    await assigned(town, '路灯不亮');
    await town.say('尤某', '/设置 外出 3月13日—3月20日 人员:赵某 委托:孙某');
    town.expectMessage('尤某', /赵某/u);
    await town.at('2026-03-16T10:00');
    expect([reads(town, '赵某', DUE), reads(town, '周某梅', DUE)]).toEqual([1, 1]);
  });

  flowTest('every clerk reads everything where the town wants it so', async ({ start }) => {
    const shared = await start({ at: '2026-03-02T09:00' });
    await assigned(shared, '路灯不亮');
    await shared.say('尤某', '/设置 信访办分工 关');
    shared.expectMessage('尤某', /分工/u);
    await shared.at('2026-03-16T10:00');
    expect([reads(shared, '赵某', DUE), reads(shared, '周某梅', DUE)]).toEqual([1, 1]);
  });

  flowTest('an acknowledgement of one clerk serves the other for two working days', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:00' });
    // A village registered it: it is every clerk's.
    await town.say('韩某山', '/登记 村口路灯不亮 姓名:韦某 电话:不详 住址:五里墩村 题目:路灯不亮 类别:其他 方式:来访');
    const notice = /书面告知[\s\S]*还有2天|书面告知[\s\S]*还有3天|书面告知[\s\S]*还有4天/u;
    await town.at('2026-03-13T10:00');
    expect([reads(town, '赵某', notice), reads(town, '周某梅', notice)]).toEqual([1, 1]);
    await town.click('赵某', notice, '已阅');
    await town.at('2026-03-17T10:00');
    const last = /书面告知[\s\S]*今天到期/u;
    expect([reads(town, '赵某', last), reads(town, '周某梅', last)]).toEqual([1, 0]);
  });

  flowTest('over the budget of the day what can wait is one message, and comes once', async ({ start }) => {
    const town = await start({ at: '2026-03-02T08:40' });
    for (const title of ['路灯不亮', '水渠堵塞', '井盖松动']) await assigned(town, title);
    await town.say('尤某', '/设置 信访办每人每天 1');
    town.expectMessage('尤某', /信访办每人每天最多几条消息/u);
    const close = async (n: number): Promise<void> => {
      await town.say('郑某', `/答复 ${n} 结论:支持 事实:现场查看属实 依据:有关管理规定 内容:已办好`);
      await town.say('郑某', `/办结 ${n} 依据:书面答复`);
    };
    await town.at('2026-03-03T09:00');
    const closed = /已办结/u;
    await close(1);
    expect(reads(town, '赵某', closed)).toBe(1);
    await close(2);
    await close(3);
    expect(reads(town, '赵某', closed)).toBe(1);
    await town.at('2026-03-03T10:29');
    expect(reads(town, '赵某', closed)).toBe(1);
    await town.at('2026-03-03T10:31');
    expect(reads(town, '赵某', closed)).toBe(2);
    expect(reads(town, '赵某', /^有2条提醒，合并在这里：[\s\S]*FJ2026-0002[\s\S]*FJ2026-0003/u)).toBe(1);
    await town.at('2026-03-04T12:00');
    expect(reads(town, '赵某', closed)).toBe(2);
  });

  flowTest('the admin reads what was sent and asked, by role; nobody else does', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:00' });
    await assigned(town, '路灯不亮');
    await town.at('2026-03-13T09:00');
    await town.say('尤某', '/统计 打扰');
    town.expectMessage(
      '尤某',
      /^\*\*打扰统计\*\* 3月7日\(周六\)—3月13日\(周五\)\n3月12日\(周四\)提醒核对：应提醒2，送达2，已阅0。\n信访办2人：[\s\S]*单位负责人\d+人：[\s\S]*不记哪个人/u,
    );
    for (const other of ['赵某', '钱某', '郑某']) {
      await town.say(other, '/统计 打扰');
      town.expectMessage(other, /打扰[\s\S]*管理员/u);
    }
  });
});
