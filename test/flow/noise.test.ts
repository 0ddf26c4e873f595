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

  flowTest('a merged reminder is acknowledged by its line as by its card', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:00' });
    for (const title of ['路灯不亮', '水渠堵塞']) await assigned(town, title);
    await town.at('2026-03-17T10:00');
    expect(reads(town, '赵某', /^有2条提醒[\s\S]*看过请发：\/已阅 编号/u)).toBeGreaterThan(0);
    await town.say('赵某', '/已阅 1');
    await town.say('赵某', '/已阅 2');
    await town.at('2026-03-18T10:00');
    expect(reads(town, '赵某', /^\*\*3月18日[\s\S]*信访办｜提醒未阅/u)).toBe(0);
  });

  flowTest('what a clerk cannot be sent the other clerk reads at once, and once', async ({ start }) => {
    const town = await start({ everyoneHasSpoken: false, at: '2026-03-02T09:00' });
    // She registers in the group and has never written to the bot in private.
    await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮 类别:其他', { chat: '信访工作群' });
    await town.say('周某梅', '/交办 1 城建办 期限:10工作日 经办:王某强');
    await town.at('2026-03-16T10:00');
    expect([reads(town, '赵某', DUE), reads(town, '周某梅', DUE)]).toEqual([0, 1]);
    await town.at('2026-03-16T17:00');
    expect(reads(town, '周某梅', DUE)).toBe(1);
  });

  flowTest('a sign card waits for the next merge, with both its answers, and never overnight', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:00' });
    await town.say('尤某', '/设置 领导每天 1');
    const titles = ['路灯不亮', '水渠堵塞', '井盖松动', '围墙开裂'];
    for (const title of titles) await assigned(town, title);
    const ask = (n: number): Promise<void> => town.say('郑某', `/延期 ${n} 5天 理由:等待检测`);
    const signs = /请审批延期/u;
    await town.at('2026-03-03T09:00');
    for (const n of [1, 2, 3]) await ask(n);
    expect(reads(town, '孙某', signs)).toBe(1);
    await town.at('2026-03-03T10:31');
    expect(reads(town, '孙某', signs)).toBe(2);
    for (const word of ['同意', '不同意']) {
      expect(reads(town, '孙某', new RegExp(`^有2条提醒[^]*${word}请发：/批示 FJ2026-0002 ${word}`, 'u'))).toBe(1);
    }
    await town.at('2026-03-03T17:00');
    await ask(4);
    expect(reads(town, '孙某', signs)).toBe(3);
  });

  flowTest('a sign card of a sensitive matter waits for no budget', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:00' });
    await town.say('尤某', '/设置 领导每天 1');
    for (const title of ['路灯不亮', '水渠堵塞', '井盖松动']) {
      await town.tell('赵某', `/登记 ${title} 姓名:匿名 题目:${title} 类别:其他 标记:敏感`);
      await town.say('赵某', '/交办 城建办 期限:10工作日');
    }
    expect(reads(town, '钱某', /请批示/u)).toBe(3);
  });

  flowTest('the list of the morning leaves out what a card told a leader within the hour', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:00' });
    await town.say('尤某', '/设置 每日晨报时间 09:30');
    town.expectMessage('尤某', /每日晨报时间[\s\S]*09:30/u);
    await assigned(town, '路灯不亮');
    await town.at('2026-03-17T10:00');
    expect(reads(town, '孙某', /督办函/u)).toBe(1);
    const lists = town.messages('孙某').filter(({ text }) => text.startsWith('**3月17日'));
    expect(lists.filter(({ text }) => text.includes('路灯不亮'))).toEqual([]);
    await town.at('2026-03-18T10:00');
    expect(reads(town, '孙某', /^\*\*3月18日[\s\S]*超期 1件[\s\S]*FJ2026-0001/u)).toBe(1);
  });

  flowTest('a count that is off, or was not taken, is told to the admin and alarms', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:00' });
    await assigned(town, '路灯不亮');
    const there = town.userid('王某强');
    town.wecom.setFaults({ errorOn: { cmd: 'aibot_send_msg', code: 853000, times: 999, chat: there } });
    await town.at('2026-03-13T09:00');
    const off = /3月12日\(周四\)提醒核对：应提醒2，送达1，已阅0。/u;
    expect(reads(town, '尤某', off)).toBe(1);
    for (const other of ['赵某', '周某梅', '钱某']) expect(reads(town, other, /提醒核对/u)).toBe(0);
    const { sql } = town.app.database;
    await sql`delete from reminder_count where day = '2026-03-12'`;
    await town.at('2026-03-13T11:59');
    expect((await town.app.state()).count.missing).toBe(0);
    await town.at('2026-03-13T12:01');
    expect((await town.app.state()).count.missing).toBe(1);
    await town.at('2026-03-16T09:00');
    expect(reads(town, '尤某', /3月12日\(周四\)没有核对提醒/u)).toBe(1);
    expect((await town.app.state()).count).toMatchObject({ day: '2026-03-13', missing: 0 });
  });
});
