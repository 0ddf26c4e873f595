/** What the page of a matter lets somebody do: every step of the work has its form, the one that is waited for stands first. */
import type { BrowserOf } from '../support/browser-of.ts';
import { act, action, MATTER, pageOf, signedIn, verbs } from '../support/matter-page.ts';
import { describe, expect, flowTest, type Town } from '../support/town.ts';

const PAGES = { pages: true, wecom: { app: true }, at: '2026-03-02T09:30' } as const;
const PHONE = `139${'0000'}${'1234'}`;

const registered = async (town: Town): Promise<void> => {
  await town.say('赵某', `/登记 路灯不亮 姓名:何某某 电话:${PHONE} 题目:路灯不亮 方式:来访`);
  town.forget();
};
const fieldsOf = (page: Parameters<typeof action>[0], label: string): string[] =>
  action(page, label).fields.map(({ key }) => key);
const send = async (browser: BrowserOf, ...given: Parameters<typeof act>): Promise<string> => {
  const { body } = await browser.post(`${MATTER}/act`, act(...given));
  expect(body['outcome'], String(body['text'])).toBe('done');
  return String(body['text']);
};

describe('what the state of a matter waits for', () => {
  flowTest('stands first, and a paper that nobody made is not there to be served', async ({ start }) => {
    const town = await start(PAGES);
    await registered(town);
    const browser = await signedIn(town, '赵某');
    const fresh = await pageOf(browser);
    expect(verbs(fresh).slice(0, 3)).toEqual(['交办', '受理', '分类']);
    expect(verbs(fresh)).toEqual(expect.arrayContaining(['补充', '本人回避', '送达别处做的文书']));
    expect(verbs(fresh)).not.toContain('送达');
    expect(fresh.actions.filter(({ settles }) => settles.length > 0)).toEqual([]);

    await send(browser, 'classify', { 类别: '申诉求决', 情形: '6 其他，一般求决', 业务: '城乡建设' });
    const said = await send(browser, 'admit', { 决定: '受理', 理由: '不该带上的' });
    expect(said).toContain('已登记为受理');
    const admitted = await pageOf(browser);
    expect(admitted.status).toBe('已受理，待交办');
    expect(verbs(admitted).slice(0, 2)).toEqual(['交办', '送达']);
    expect(verbs(admitted)).not.toContain('受理');
    expect(action(admitted, '送达')).toMatchObject({
      settles: ['书面告知'],
      fields: [{ key: '文书', options: ['受理告知书'], value: '受理告知书' }, {}, {}, {}],
    });
    expect(JSON.stringify(admitted.timeline)).not.toContain('不该带上的');

    await send(browser, 'serve', { 文书: '受理告知书', 日期: '2026-03-02', 方式: '直接送达' });
    await send(browser, 'assign', { 单位: '城建办' });
    const assigned = await pageOf(browser);
    expect(verbs(assigned)).not.toContain('送达');
    expect(verbs(assigned)).toEqual(expect.arrayContaining(['转办', '协办', '催办']));
    expect(verbs(await pageOf(await signedIn(town, '郑某')))[0]).toBe('签收');
    await send(browser, 'transfer', { 单位: '农业办', 理由: '属水利设施' });
    expect((await pageOf(browser)).facts).toContainEqual({ label: '承办', value: expect.stringMatching(/^农业办/u) });
  });

  flowTest(
    'a refusal asks for its reason and where to go instead, and its notice is served then',
    async ({ start }) => {
      const town = await start(PAGES);
      await registered(town);
      const browser = await signedIn(town, '赵某');
      expect(action(await pageOf(browser), '受理').fields).toEqual([
        { key: '决定', as: 'choice', optional: false, options: ['受理', '不予受理', '不再受理'] },
        { key: '理由', as: 'text', optional: false, when: { key: '决定', in: ['不予受理', '不再受理'] } },
        { key: '去向', as: 'line', optional: true, when: { key: '决定', in: ['不予受理'] } },
      ]);
      const bare = await browser.post(`${MATTER}/act`, act('admit', { 决定: '不予受理' }));
      expect(bare.body['outcome']).toBe('refused');
      await send(browser, 'admit', { 决定: '不予受理', 理由: '已由法院审理', 去向: '县人民法院' });
      const declined = await pageOf(browser);
      expect([declined.status, verbs(declined)[0]]).toEqual(['不予受理', '送达']);
      expect(action(declined, '送达').fields[0]!.options).toEqual(['不予受理告知书']);
    },
  );

  flowTest('who is asked for a signature finds that first', async ({ start }) => {
    const town = await start(PAGES);
    await town.say('赵某', '/登记 沟渠堵塞淹了六户 题目:沟渠堵塞 姓名:匿名 类别:申诉求决 人数:6');
    const leader = await signedIn(town, '钱某');
    expect(verbs(await pageOf(leader))[0]).toBe('批示');
    await send(leader, 'approve', { 决定: '同意' });
    expect(verbs(await pageOf(leader))[0]).toBe('交办');
  });
});

describe('forms', () => {
  flowTest('units to choose from are those that may take part; help is asked for and answered', async ({ start }) => {
    const town = await start(PAGES);
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他 涉及:农业办');
    const [sealed] = await town.app.database.sql<{ number: string }[]>`select number from petition`;
    const path = `/api/matters/${sealed!.number}`;
    const desk = await signedIn(town, '赵某');
    const unitsOf = async (label: string): Promise<readonly string[]> =>
      action(await pageOf(desk, path), label).fields[0]!.options!;
    const owners = await unitsOf('交办');
    expect([owners.includes('城建办'), owners.includes('农业办')]).toEqual([true, false]);
    await town.say('赵某', `/交办 ${sealed!.number} 城建办`);
    const helpers = await unitsOf('协办');
    expect(helpers).toContain('民政办');
    expect(helpers.filter((name) => ['农业办', '城建办'].includes(name))).toEqual([]);
    await desk.post(`${path}/act`, act('assist', { 单位: '民政办', 要求: '核实低保情况' }));
    expect(await unitsOf('协办')).not.toContain('民政办');
    const helper = await signedIn(town, '褚某兰');
    expect(verbs(await pageOf(helper, path))).toContain('协办答复');
    await helper.post(`${path}/act`, act('assist', { 答复: '已入户核实' }, undefined, 1));
    expect((await pageOf(desk, path)).timeline[0]).toMatchObject({ said: '已入户核实' });
  });

  flowTest('what is left empty stays as it was', async ({ start }) => {
    const town = await start(PAGES);
    await registered(town);
    const browser = await signedIn(town, '赵某');
    expect(action(await pageOf(browser), '补充').about).toBe('要补哪项填哪项，空着的不变。');
    const nothing = await browser.post(`${MATTER}/act`, act('supplement'));
    expect(nothing.body['outcome']).toBe('refused');
    await send(browser, 'supplement', { 系统编号: 'XF2026-112001', 地点: '' });
    const page = await pageOf(browser);
    expect(page.facts).toContainEqual({ label: '系统编号', value: 'XF2026-112001' });
    expect(page.title).toBe('路灯不亮');
  });

  flowTest(
    'who steps aside is told so on the page and finds nothing after; others are named by the desk only',
    async ({ start }) => {
      const town = await start(PAGES);
      await registered(town);
      await town.say('赵某', '/交办 1 城建办 经办:王某强');
      const desk = await signedIn(town, '赵某');
      const others = action(await pageOf(desk), '请别人回避').fields[0]!;
      expect([others.optional, others.options!.slice(0, 2)]).toEqual([false, ['王某强', '郑某']]);
      expect(others.options).not.toContain('赵某');
      const browser = await signedIn(town, '王某强');
      const page = await pageOf(browser);
      expect([fieldsOf(page, '本人回避'), verbs(page).includes('请别人回避')]).toEqual([['理由'], false]);
      expect(action(page, '本人回避').about).toContain('不能撤销');
      expect(await send(browser, 'recuse', { 理由: '当事人是我亲属' })).toContain('FJ2026-0001');
      expect((await browser.get(MATTER)).status).toBe(404);
    },
  );
});

describe('service of a paper', () => {
  flowTest('one that was made elsewhere is recorded as that, and the reply says so', async ({ start }) => {
    const town = await start(PAGES);
    await registered(town);
    await town.say('赵某', '/送达 1 文书:受理告知书 日期:2026-03-02 方式:直接送达');
    town.expectMessage('赵某', /不是机器人出的[^]*\/撤销 FJ2026-0001[^]*还没登记受理[^]*\/受理 FJ2026-0001 受理/u);
    await town.say('赵某', '/撤销 1');
    await town.say('赵某', '/分类 1 申诉求决');
    await town.say('赵某', '/受理 1 受理');
    town.forget();
    await town.say('赵某', '/送达 1 文书:受理告知书 日期:2026-03-02 方式:直接送达');
    town.expectMessage('赵某', /受理告知书已于3月2日\(周一\)送达。\n(?!这份文书)/u);
    const [row] = await town.app.database.sql<{ same: boolean }[]>`
      select (e.data ->> 'letter')::uuid = l.id same from event e, letter l
      where e.kind = 'served' and l.kind = 'accept' order by e.seq desc limit 1`;
    expect(row?.same).toBe(true);
    await town.say('赵某', '/受理 1 受理');
    town.expectMessage('赵某', /已经受理过了/u);
  });
});

flowTest('words on a page that accuse are asked about in the private chat', async ({ start }) => {
  const town = await start(PAGES);
  await registered(town);
  await town.say('赵某', '/交办 1 城建办');
  const browser = await signedIn(town, '赵某');
  const { body } = await browser.post(`${MATTER}/act`, act('supervise', { 要求: '查清王某强收了施工队三千块钱' }));
  expect(body['outcome']).toBe('refused');
  expect(String(body['text'])).toMatch(/没有记，也没有发给任何人。\n请在和我的单聊里回答/u);
  await town.say('赵某', '不是');
  town.expectMessage('郑某', /督办函[\s\S]*三千块/u);
});
