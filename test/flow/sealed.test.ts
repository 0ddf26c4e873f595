import { describe, expect, flowTest, type Town } from '../support/town.ts';

const GROUPS = ['信访工作群', '城建办工作群', '五里墩村群', '镇领导督办群'];
const ACCUSED = ['韩某山', '杨某'];

/** A matter about 五里墩村, handled by the discipline office, and an ordinary one of that village. */
async function register(town: Town): Promise<void> {
  await town.say('赵某', '/登记 村账目不清 涉及:五里墩村 姓名:匿名 类别:检举控告');
  await town.say('赵某', `/交办 ${town.sealed()} 镇纪委 期限:5工作日`);
  await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:其他');
  await town.say('赵某', '/交办 FJ2026-0001 五里墩村 期限:5工作日 经办:杨某');
}

describe('a matter about an office or cadre', () => {
  flowTest('takes a number of a series of its own and is never mentioned in any group', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30' });
    await register(town);
    town.expectMessage('赵某', /^已登记：FJJ2026-\d{4}\n[\s\S]*被反映方看不到/u);
    town.expectMessage('赵某', /^已登记：FJ2026-0001/u);
    town.expectMessage('秦某', /FJJ2026-\d{4} 交办函/u);
    await town.say('赵某', '/登记 账目不清 涉及:柳树湾村', { chat: '信访工作群' });
    town.expectMessage('信访工作群', /^这类内容不宜在群里说，\n请长按撤回那条消息[^\n]*。\n后续我在单聊里回复您。$/u);
    for (const line of [
      `/进展 ${town.sealed()} 已查账`,
      `/查 ${town.sealed()}`,
      `/为什么 ${town.sealed()}`,
      `/催办 ${town.sealed()}`,
    ]) {
      await town.say('赵某', line, { chat: '信访工作群' });
    }
    await town.at('2026-03-12T10:00');
    await town.say('秦某', `/办结 ${town.sealed()} 依据:核查结论`, { chat: '信访工作群' });
    const said = GROUPS.flatMap((chat) => town.messages(chat)).map((message) => message.text);
    expect(said.length).toBeGreaterThan(10);
    expect(said.filter((text) => /FJJ|账目|纪委|检举/u.test(text))).toEqual([]);
  });

  flowTest("is not counted in a group's weekly summary, and is in the leader's", async ({ start }) => {
    const town = await start({ at: '2026-03-05T09:30' });
    await register(town);
    await town.at('2026-03-09T09:20');
    town.expectMessage('信访工作群', /新收 1 件[\s\S]*未办结 1 件/u);
    town.expectMessage('镇领导督办群', /新收 1 件[\s\S]*未办结 1 件/u);
    town.expectMessage('钱某', /新收 2 件[\s\S]*未办结 2 件/u);
  });

  flowTest(
    'does not exist for the accused, by any way, through a whole month',
    async ({ start }) => {
      const town = await start({ at: '2026-03-02T09:30' });
      await register(town);
      for (const person of ACCUSED) {
        for (const line of [
          `/查 ${town.sealed()}`,
          `/为什么 ${town.sealed()}`,
          `/签收 ${town.sealed()}`,
          `/进展 ${town.sealed()} 内容:看看`,
          `/办结 ${town.sealed()} 依据:x`,
          `/撤销 ${town.sealed()}`,
        ]) {
          await town.say(person, line);
          expect(town.messages(person).at(-1)?.text, `${person} ${line}`).toMatch(/查无此号/u);
        }
        await town.say(person, '已阅', { quote: `${town.sealed()} 交办函` });
        expect(town.messages(person).at(-1)?.text).toMatch(/查无此号/u);
      }
      const asBefore = town.messages('韩某山').at(-1)?.text;
      await town.say('韩某山', '/查 FJJ2026-0007');
      expect(town.messages('韩某山').at(-1)?.text, 'the same as for what is not there').toBe(asBefore);
      for (const person of ACCUSED) {
        for (const line of ['/我的', '/搜 账目', '/搜 FJJ', '/今天', '/帮助']) await town.say(person, line);
      }
      await town.at('2026-03-31T10:00');
      const heard = ACCUSED.flatMap((person) => [...town.messages(person), ...town.letters(person)]).map(
        (message) => message.text,
      );
      expect(
        heard.filter((text) => text.includes('FJ2026-0001')).length,
        'their own matter does reach them',
      ).toBeGreaterThan(4);
      expect(heard.filter((text) => /FJJ|账目|检举/u.test(text))).toEqual([]);
      expect(town.messages('秦某').filter((message) => /FJJ2026-\d{4}/u.test(message.text)).length).toBeGreaterThan(3);
    },
    120_000,
  );

  flowTest('about a leader goes past that leader to 纪检', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30' });
    await town.say('赵某', '/登记 施工质量 涉及:孙某 姓名:匿名 类别:检举控告');
    await town.say('赵某', `/交办 ${town.sealed()} 城建办 期限:3工作日`);
    await town.at('2026-03-09T10:00');
    expect(town.messages('孙某').filter((message) => /FJJ/u.test(message.text))).toEqual([]);
    town.expectMessage('郑某', /【红】FJJ2026-\d{4} 督办函/u);
    town.expectMessage('秦某', /【红】FJJ2026-\d{4} 督办函/u);
    await town.say('孙某', `/查 ${town.sealed()}`);
    town.expectMessage('孙某', /^查无此号/u);
  });

  flowTest('sealed after it was known disappears from the accused, and from groups', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30' });
    await town.say('赵某', '/登记 村账目不清 题目:账目问题 姓名:匿名 类别:其他');
    await town.say('赵某', '/交办 1 镇纪委 期限:5工作日');
    await town.say('赵某', '/补充 1 涉及:五里墩村');
    town.forget();
    await town.at('2026-03-12T10:00');
    expect(
      GROUPS.flatMap((chat) => town.messages(chat)).filter(
        (m) => m.at > '2026-03-02T02' && m.text.includes('FJ2026-0001'),
      ),
    ).toEqual([]);
    await town.say('杨某', '/查 1');
    town.expectMessage('杨某', /^查无此号/u);
  });

  flowTest('cannot be assigned to the accused', async ({ town }) => {
    await town.say('赵某', '/登记 村账目不清 涉及:五里墩村 姓名:匿名 类别:检举控告');
    await town.say('赵某', `/交办 ${town.sealed()} 五里墩村`);
    town.expectMessage('赵某', /不能交办给它：该单位或人员与这件事有关，须回避/u);
    town.forget();
    await town.say('赵某', '/搜 账目');
    town.expectMessage('赵某', /FJJ2026-\d{4}/u);
    expect(ACCUSED.flatMap((person) => [...town.messages(person), ...town.letters(person)])).toEqual([]);
  });

  flowTest(
    'a number of its series is answered alike in a group, by whomever and whether there is one or not',
    async ({ town }) => {
      await town.say('赵某', '/登记 村账目不清 涉及:五里墩村 姓名:匿名 类别:检举控告');
      const there = town.sealed();
      const answers = new Set<string>();
      for (const person of ['赵某', '韩某山', '秦某']) {
        for (const number of [there, 'FJJ2026-0007', there.toLowerCase().replace('-', ' '), there.replace('-', '－')]) {
          for (const verb of ['查', '进展']) {
            await town.say(person, `/${verb} ${number} 看看`, { chat: '信访工作群' });
            answers.add(town.messages('信访工作群').at(-1)!.text);
          }
        }
      }
      expect([...answers]).toEqual(['这项请在和我的单聊里办理，我已在那里回复您。']);
      expect(town.messages('信访工作群')).toHaveLength(24);
      town.expectMessage('赵某', new RegExp(`^\\*\\*${there}`, 'u'));
      expect(new Set(town.messages('韩某山').map(({ text }) => text.replace(/FJJ\S+(?: \d{4})?/giu, '…'))).size).toBe(
        1,
      );
    },
  );

  flowTest('about who registers it: handed in, and asked nothing more', async ({ town }) => {
    await town.say('赵某', '/登记 推诿扯皮 涉及:信访办 类别:检举控告');
    const { text } = town.expectMessage('赵某', /^已登记：FJJ2026-\d{4}/u);
    expect(text).toMatch(/这件事您须回避/u);
    expect(text).not.toMatch(/？|请补|\/交办/u);
    for (const person of ['钱某', '秦某']) {
      town.expectMessage(person, /信访办不能办这件事[\s\S]*还没交办[\s\S]*\/交办 FJJ/u);
    }
    await town.say('赵某', '李某');
    expect(town.messages('赵某').at(-1)!.text).not.toMatch(/已补充/u);
    await town.say('秦某', '/今天');
    town.expectMessage('秦某', /FJJ2026-\d{4}/u);
    await town.say('秦某', `/交办 ${town.sealed()} 党政办`);
    town.expectMessage('秦某', /已交办|等.*批示|已拟好/u);
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 类别:其他');
    await town.say('秦某', '/交办 FJ2026-0001 党政办');
    town.expectMessage('秦某', /查无此号/u);
    await town.say('赵某', `/查 ${town.sealed()}`);
    town.expectMessage('赵某', /查无此号/u);
  });
});
