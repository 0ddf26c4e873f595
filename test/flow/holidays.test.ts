import { eq } from 'drizzle-orm';
import type { LocalDay } from '../../src/core/local-day.ts';
import { checkAllChains } from '../../src/domain/matter/chain.ts';
import { clocks, events, holidayNotices } from '../../src/db/schema.ts';
import { expect, flowTest, sampleOrg } from '../support/town.ts';

/** An invented notice. */
const NOTICE = `国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
现将2027年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月13日（周六）上班。
三、清明节：4月5日（周一）放假，与周末连休。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。`;
const PASTED = `/设置 放假 ${NOTICE}`;

const ADMINS = {
  ...sampleOrg,
  people: sampleOrg.people.map((person) =>
    person.userid === 'u-mz2' ? { ...person, roles: [...person.roles, 'admin' as const] } : person,
  ),
};
/** A second town, with an admin of its own. */
const ELSEWHERE = {
  town: { id: 'qiaotou', name: '桥头镇', prefix: 'QT', policy: 'fenjie' },
  units: [
    { id: 'xfb', name: '信访办', kind: 'desk' as const, head: 'q-desk' },
    { id: 'dzb', name: '党政办', kind: 'office' as const, head: 'q-admin' },
  ],
  people: [
    { userid: 'q-desk', name: '齐某', unit: 'xfb', roles: ['desk' as const] },
    { userid: 'q-admin', name: '邱某', unit: 'dzb', roles: ['admin' as const] },
  ],
  groups: [],
  settings: {},
};

flowTest('a pasted notice counts when a second admin says so, and what was 暂算 moves once', async ({ start, db }) => {
  const town = await start({ org: ADMINS });
  await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名');
  // Until 8 February 2027, a Monday; the rest of that notice lies over it.
  await town.say('赵某', '/交办 1 城建办 期限:343天 经办:王某强');
  const running = async () =>
    (await db.select().from(clocks).where(eq(clocks.state, 'running'))).map(({ id, dueOn, provisional }) => ({
      id,
      dueOn,
      provisional,
    }));
  // A day that the sender of the letter named, and one that has passed.
  await town.say(
    '赵某',
    '/登记 河道采砂 题目:河道采砂 姓名:匿名 类别:申诉求决 方式:上级交办 反馈:2027-02-08 来文:县信〔2026〕12号',
  );
  await town.say('赵某', '/登记 水渠堵了 题目:水渠堵了 姓名:匿名');
  await town.say('赵某', '/交办 3 城建办 期限:343天 经办:王某强');
  const late = (await db.select().from(clocks).where(eq(clocks.provisional, true))).at(-1)!;
  await db
    .update(clocks)
    .set({ dueOn: '2026-02-27' as LocalDay })
    .where(eq(clocks.id, late.id));
  const before = await running();
  expect(before.filter(({ provisional }) => provisional).map(({ dueOn }) => dueOn)).toContain('2027-02-08');
  town.forget();

  await town.say('尤某', '/设置 放假');
  expect(town.expectMessage('尤某', /放假安排/u).text).not.toMatch(/2027年/u);
  await town.say('尤某', PASTED);
  town.expectMessage(
    '尤某',
    /读到2027年放假安排，国办发明电〔2026〕99号[\s\S]*春节：2027年2月5日\(周五\)—2027年2月11日\(周四\)休，共7天；2027年1月31日\(周日\)、2027年2月13日\(周六\)上班/u,
  );
  town.expectMessage('卫某', /请核对放假安排[\s\S]*国办发明电〔2026〕99号/u);
  town.expectNothingElse();
  await town.say('尤某', '/设置 放假 确认');
  town.expectMessage('尤某', /要另一位管理员确认/u);
  await town.say('赵某', '/设置 放假 确认');
  town.expectMessage('赵某', /由.*使用/u);
  expect(await running()).toEqual(before);

  await town.click('卫某', /请核对放假安排/u, '确认');
  await town.settle();
  town.expectMessage('卫某', /已确认：2027年放假安排按国办发明电〔2026〕99号算/u);
  town.expectMessage('尤某', /卫某确认了2027年放假安排/u);
  const { text: told } = town.expectMessage('王某强', /按国办发明电〔2026〕99号（2027年放假安排）重算/u);
  expect(told).toMatch(/FJ2026-0001 .+：2027年2月8日\(周一\)→2027年2月12日\(周五\)/u);
  const after = await running();
  expect(after.filter(({ provisional }) => provisional)).toEqual([
    { id: late.id, dueOn: '2026-02-27', provisional: true },
  ]);
  expect(told).not.toMatch(/FJ2026-000[23]/u);
  expect(before.filter(({ dueOn }) => dueOn === '2027-02-08')).toHaveLength(2);
  expect(after.filter(({ dueOn }) => dueOn === '2027-02-08')).toHaveLength(1);
  const moves = await db.select().from(events).where(eq(events.kind, 'days-recounted'));
  expect(moves.map(({ by, data }) => [by, data['number']])).toContainEqual(['u-mz2', '国办发明电〔2026〕99号']);
  town.forget();

  // Once more: nothing moves, nobody is told.
  await db.update(holidayNotices).set({ movedAt: null });
  await town.settle();
  expect(await running()).toEqual(after);
  expect(await db.select().from(events).where(eq(events.kind, 'days-recounted'))).toHaveLength(moves.length);
  town.expectNothingElse();
  await town.say('卫某', '/设置 放假 确认');
  town.expectMessage('卫某', /没有等确认的放假安排/u);
  await town.say('卫某', PASTED);
  town.expectMessage('卫某', /2027年放假安排已经有了：国办发明电〔2026〕99号，和这份一样/u);
  await town.say('尤某', '/设置 放假');
  town.expectMessage('尤某', /2027年：国办发明电〔2026〕99号，尤某粘贴，卫某确认/u);
  expect((await checkAllChains({ tx: db })).faults).toEqual([]);
});

flowTest('a notice that cannot be read, or says otherwise than the package, changes nothing', async ({ start, db }) => {
  const town = await start({ org: ADMINS });
  await town.say('尤某', PASTED.replace('6月9日（周三）', '6月9日（周四）'));
  town.expectMessage('尤某', /没有收下：\n星期不对，6月9日是周三：6月9日\(周四\)放假1天/u);
  await town.say('尤某', PASTED.replace('5月1日（周六）至5日（周三）放假调休，共5天', '5月1日（周六）放假'));
  town.expectMessage('尤某', /劳动节法定2天，只读到1天，缺2027年5月2日/u);
  await town.say(
    '尤某',
    PASTED.replaceAll('2027', '2026')
      .replace(/（周.）/gu, '')
      .replace(/。[^。\n]*上班/gu, ''),
  );
  town.expectMessage(
    '尤某',
    /2026年放假安排已经有了：程序自带（chinese-days [\d.]+）。\n和国办发明电〔2026〕99号不同的日子：/u,
  );
  expect(await db.select().from(holidayNotices)).toEqual([]);
  town.expectNothingElse();

  await town.say('尤某', PASTED);
  await town.click('卫某', /请核对放假安排/u, '不对');
  await town.settle();
  town.expectMessage('卫某', /已记下不对/u);
  town.expectMessage('尤某', /卫某说2027年放假安排.*不对，没有生效/u);
  expect(await db.select({ state: holidayNotices.state }).from(holidayNotices)).toEqual([{ state: 'refused' }]);
});

flowTest('admins of every town are asked, and one of another town may confirm', async ({ town, db }) => {
  await town.importOrg(ELSEWHERE);
  await town.say('尤某', PASTED);
  await town.settle();
  const asked = await db.execute<{ to_id: string }>(`select to_id from outbox where kind = 'holidays-asked'`);
  expect(asked.map(({ to_id }) => to_id)).toEqual(['q-admin']);
});
