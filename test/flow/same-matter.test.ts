import type { OrgFile } from '../../src/domain/org/file.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const lihai: OrgFile = { ...sampleOrg, town: { ...sampleOrg.town, policy: 'lihai' }, settings: {} };
/** Built, so that no number that could be somebody's stands in a file. */
const phone = ['139', '0000', '2601'].join('');

const lamp = (town: Town, more = '') =>
  town.say('赵某', `/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:城乡建设 地点:五里墩村${more}`);
const lampAgain = (town: Town, more = '') =>
  town.say('周某梅', `/登记 村口的路灯一直不亮，晚上很黑 题目:路灯不亮 姓名:匿名 类别:城乡建设 地点:五里墩村口${more}`);

describe('the finder of the same matter', () => {
  flowTest('names the earlier matter to the desk, with the line to type', async ({ town }) => {
    await lamp(town);
    town.forget();
    await lampAgain(town);
    const { text } = town.expectMessage('周某梅', /^已登记：FJ2026-0002/u);
    expect(text).toContain('可能是同一事项，请核对：\nFJ2026-0001（在办');
    expect(text).toContain('/并案 FJ2026-0002 FJ2026-0001');
    town.expectNothingElse();
  });

  flowTest('needs the words beside place or contact: a contact alone finds nothing', async ({ town }) => {
    await town.say('赵某', `/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 电话:${phone}`);
    await town.say('赵某', `/登记 低保申请没有回音 题目:低保申请 姓名:匿名 电话:${phone}`);
    await town.say('赵某', '/登记 水渠堵塞 题目:水渠堵塞 姓名:匿名 地点:五里墩村');
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名');
    expect(town.messages('赵某').filter(({ text }) => text.includes('可能是同一事项'))).toEqual([]);
    await town.say('赵某', `/登记 反映村口路灯不亮 题目:路灯不亮 姓名:匿名 电话:${phone}`);
    expect(town.messages('赵某').at(-1)?.text).toMatch(/可能是同一事项[\s\S]*FJ2026-0001（在办/u);
  });

  flowTest('is asked again when place or phone come later', async ({ town }) => {
    await lamp(town);
    await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮 姓名:匿名 类别:城乡建设');
    expect(town.messages('赵某').at(-1)?.text).not.toContain('可能是同一事项');
    await town.say('赵某', '/补充 2 地点:五里墩村');
    expect(town.messages('赵某').at(-1)?.text).toMatch(/FJ2026-0002 已补充[\s\S]*可能是同一事项[\s\S]*FJ2026-0001/u);
  });

  flowTest('tells a group nothing of it, and a handler nothing', async ({ town }) => {
    await lamp(town);
    await town.say('赵某', '@信访助手 /登记 村口路灯不亮 地点:五里墩村', { chat: '信访工作群' });
    expect(town.messages('信访工作群').at(-1)?.text).not.toContain('FJ2026-0001');
    expect(town.messages('赵某').at(-1)?.text).toContain('/并案 FJ2026-0002 FJ2026-0001');
    await town.say('杨某', '/登记 村口路灯不亮 地点:五里墩村 题目:路灯不亮 姓名:匿名');
    expect(town.messages('杨某').at(-1)?.text).toMatch(/^已登记：FJ2026-0003/u);
    expect(town.messages('杨某').at(-1)?.text).not.toContain('可能是同一事项');
  });

  flowTest('keeps a sealed matter from a clerk who is shut out of it', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 地点:五里墩村 涉及:周某梅 姓名:匿名 类别:申诉求决');
    town.expectMessage('赵某', /已登记：FJJ2026-\d{4}/u);
    await lampAgain(town);
    expect(town.messages('周某梅').at(-1)?.text).not.toContain('可能是同一事项');
    expect(town.messages('周某梅').at(-1)?.text).not.toContain('FJJ');
  });

  flowTest('keeps hashes only, which go with the key of the matter', async ({ town, sql }) => {
    await town.say('赵某', `/登记 村口路灯不亮 地点:五里墩村 电话:${phone} 姓名:匿名`);
    const marks = await sql<{ mark: string; kind: string }[]>`select kind, mark from matter_mark`;
    expect(new Set(marks.map(({ kind }) => kind))).toEqual(new Set(['contact', 'place', 'words']));
    for (const { mark } of marks) expect(mark).toMatch(/^[\w-]{22}$/u);
    await sql`delete from petition_key`;
    expect(await sql`select 1 from matter_mark`).toHaveLength(0);
  });
});

describe('并案', () => {
  const two = async (town: Town): Promise<void> => {
    await lamp(town);
    await town.say('赵某', '/交办 1 五里墩村 期限:20天');
    await lampAgain(town);
    town.forget();
  };

  flowTest('puts the later matter into the earlier one and keeps the notice that is owed', async ({ start }) => {
    const town = await start({ org: lihai });
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:某甲 电话:无 类别:城乡建设 地点:五里墩村');
    await town.say('赵某', '/交办 1 五里墩村');
    await town.say('钱某', '/批示 1 同意');
    await town.say('周某梅', '/登记 村口路灯还是不亮 题目:路灯不亮 姓名:某乙 电话:无 类别:城乡建设 地点:五里墩村');
    town.forget();
    await town.say('周某梅', '/并案 2 1');
    const { text } = town.expectMessage('周某梅', /^FJ2026-0002 已并入 FJ2026-0001 \S+。/u);
    expect(text).toContain('这件事共反映2次');
    expect(text).toMatch(/对 FJ2026-0002 的信访人仍要告知：\n书面告知：3月17日/u);
    town.expectMessage('韩某山', /FJ2026-0001 同一件事又有人反映，共2次/u);

    await town.say('赵某', '/查 1');
    expect(town.expectMessage('赵某', /^\*\*FJ2026-0001/u).text).toMatch(/并案：FJ2026-0002\n反映次数：2次/u);
    await town.say('赵某', '/查 2');
    expect(town.expectMessage('赵某', /^\*\*FJ2026-0002/u).text).toMatch(/状态：已并案[\s\S]*并入：FJ2026-0001/u);
    town.forget(/批示/u);
    await town.say('赵某', '/交办 2 城建办');
    town.expectMessage('赵某', /FJ2026-0002 已并案，在并入的那件里办理/u);

    await town.at('2026-03-13T10:00');
    // 周某梅 registered it.
    expect(town.expectMessage('周某梅', /FJ2026-0002 时限提醒/u).text).toContain('书面告知');
    await town.say('赵某', '/送达 2 文书:受理告知书 日期:2026-03-13');
    town.forget();
    await town.at('2026-03-20T10:00');
    expect(town.unexpected().filter((line) => line.includes('FJ2026-0002'))).toEqual([]);
    await town.say('赵某', '/告知 2');
    town.expectMessage('赵某', /先前登记的一件是同一件事，已经并在一起办理/u);
  });

  flowTest('typed twice or crosswise does nothing twice', async ({ town, sql }) => {
    await two(town);
    town.post('赵某', '/并案 2 1');
    town.post('周某梅', '/并案 2 1');
    await town.settle();
    expect(await sql`select kind from event where kind in ('merged', 'repeated') order by kind`).toEqual([
      { kind: 'merged' },
      { kind: 'repeated' },
    ]);
    expect(await sql`select raised from petition order by number`).toEqual([{ raised: 2 }, { raised: 1 }]);
    await town.say('赵某', '/并案 1 2');
    expect(town.messages('赵某').at(-1)?.text).toMatch(/自己已并入另一件|已有别的件并入/u);
  });

  flowTest('is taken back as a whole within the minutes', async ({ town, sql }) => {
    await two(town);
    await town.say('赵某', '/交办 2 城建办');
    town.forget();
    await town.say('周某梅', '/并案 2 1');
    town.expectMessage('郑某', /FJ2026-0002 已并案，不用单独办理/u);
    await town.say('周某梅', '/撤销 1');
    town.expectMessage('周某梅', /请从后登记的那件撤销：\n\/撤销 FJ2026-0002/u);
    await town.say('周某梅', '/撤销 2');
    town.expectMessage('周某梅', /FJ2026-0002 的“并案”已撤销/u);
    town.expectMessage('郑某', /FJ2026-0002 并案已撤销，请继续办理/u);
    expect(await sql`select status, raised, merged_into from petition order by number`).toEqual([
      { status: 'assigned', raised: 1, merged_into: null },
      { status: 'assigned', raised: 1, merged_into: null },
    ]);
    await town.say('郑某', '/签收 2');
    town.expectMessage('郑某', /FJ2026-0002 已签收/u);
  });

  flowTest('is not taken back once the earlier matter has moved on', async ({ town }) => {
    await two(town);
    await town.say('周某梅', '/并案 2 1');
    await town.say('韩某山', '/签收 1');
    town.forget();
    await town.say('周某梅', '/撤销 2');
    town.expectMessage('周某梅', /并案以后 FJ2026-0001 已有人接着办了，不能撤销/u);
  });

  flowTest('the later one leaves the weekly figures, the earlier one stays', async ({ town }) => {
    await two(town);
    await town.say('赵某', '/并案 2 1');
    town.forget();
    await town.at('2026-03-09T10:00');
    expect(town.expectMessage('镇领导督办群', /信访周报/u).text).toMatch(/五里墩村：新收 1/u);
  });

  flowTest('says what to type when something is missing or wrong', async ({ town }) => {
    await two(town);
    const wrong = async (line: string, pattern: RegExp): Promise<void> => {
      await town.say('赵某', line);
      town.expectMessage('赵某', pattern);
    };
    await wrong('/并案 2', /并到哪一件？请写两个编号[\s\S]*\/并案 FJ2026-0002 3/u);
    await wrong('/并案 2 2', /不能并到自己/u);
    await wrong('/并案 2 99', /查无此号/u);
    await wrong('/并案', /请写上编号|哪一件/u);
    await town.say('韩某山', '/答复 1 事实:现场查看属实 依据:有关管理规定 内容:已修');
    await town.say('赵某', '/办结 1 依据:书面答复');
    town.forget();
    await wrong(
      '/并案 2 1',
      /FJ2026-0001 已经办结，不能再并进去。\n有新情况，请发：\/并案 FJ2026-0002 FJ2026-0001 新情况/u,
    );
    await town.say('郑某', '/并案 2 1');
    town.expectMessage('郑某', /“并案”由信访办/u);
    town.expectNothingElse();
  });

  flowTest('never joins matters with different people shut out', async ({ town }) => {
    await two(town);
    await town.say('赵某', '/登记 村口路灯款去向 涉及:城建办 姓名:匿名');
    town.forget();
    await town.say('赵某', `/并案 ${town.sealed()} FJ2026-0001`);
    town.expectMessage('赵某', /回避对象不一样，不能并在一起/u);
    await town.say('郑某', `/并案 ${town.sealed()} FJ2026-0001`);
    town.expectMessage('郑某', /查无此号/u);
    town.expectNothingElse();
  });

  flowTest('in a group names one number and nothing of the text', async ({ town }) => {
    await two(town);
    await town.say('赵某', '@信访助手 /并案 2 1', { chat: '信访工作群' });
    const { text } = town.expectMessage('信访工作群', /FJ2026-0002/u);
    expect(text).toMatch(/已并案，在先登记的那件里办理。$/u);
    expect(text).not.toContain('FJ2026-0001');
  });
});

describe('新情况', () => {
  flowTest('after closing is a matter of its own, linked, and offered when it is registered', async ({ town, sql }) => {
    await lamp(town);
    await town.say('赵某', '/交办 1 五里墩村');
    await town.say('韩某山', '/答复 1 事实:现场查看属实 依据:有关管理规定 内容:已修');
    await town.say('赵某', '/办结 1 依据:书面答复');
    town.forget();
    await lampAgain(town);
    expect(town.expectMessage('周某梅', /^已登记/u).text).toContain(
      'FJ2026-0001（已办结）\n有新情况：/并案 FJ2026-0002 FJ2026-0001 新情况',
    );
    await town.say('周某梅', '/并案 2 1 新情况');
    const { text } = town.expectMessage('周某梅', /^FJ2026-0002 已关联 FJ2026-0001 \S+（有新情况）。/u);
    expect(text).toContain('这件事共反映2次');
    expect(
      await sql`select number, status, raised, linked_to is not null as linked from petition order by number`,
    ).toEqual([
      { number: 'FJ2026-0001', status: 'closed', raised: 2, linked: false },
      { number: 'FJ2026-0002', status: 'registered', raised: 1, linked: true },
    ]);
    expect(await sql`select data ->> 'linked' as linked from event where kind = 'repeated'`).toEqual([
      { linked: 'true' },
    ]);
    await town.say('周某梅', '/查 1');
    expect(town.expectMessage('周某梅', /^\*\*FJ2026-0001/u).text).toContain('后续：FJ2026-0002');
    await town.say('周某梅', '/撤销 2');
    town.expectMessage('周某梅', /“关联”已撤销/u);
    // Again within the year: the leader of whoever gets it explains (S0 四（四）); the desk knows at once.
    town.expectMessage('周某梅', /FJ2026-0002 时限提醒[\s\S]*说明情况/u);
    expect(await sql`select raised, linked_to from petition order by number`).toEqual([
      { raised: 1, linked_to: null },
      { raised: 1, linked_to: null },
    ]);
    town.expectNothingElse();
  });

  flowTest('links a dispute found on the spot with the petition it grew into', async ({ town }) => {
    await town.say(
      '赵某',
      '/登记 两户为宅基地边界起争执 方式:排查 题目:宅基地边界 姓名:匿名 类别:城乡建设 地点:五里墩村',
    );
    await town.say(
      '赵某',
      '/登记 宅基地边界一直没有解决 方式:来访 题目:宅基地边界 姓名:匿名 类别:城乡建设 地点:五里墩村',
    );
    expect(town.messages('赵某').at(-1)?.text).toContain('/并案 FJ2026-0002 FJ2026-0001');
    await town.say('赵某', '/并案 2 1 新情况');
    await town.say('赵某', '/查 2');
    expect(town.messages('赵某').at(-1)?.text).toContain('关联：FJ2026-0001');
    await town.say('赵某', '/交办 2 城建办');
    expect(town.messages('赵某').at(-1)?.text).toContain('FJ2026-0002 已交办城建办');
  });
});
