import { describe, expect, flowTest, type Town } from '../support/town.ts';

/** What somebody is answered, and that nobody else is told of it. */
async function asked(town: Town, person: string, text: string): Promise<string> {
  town.forget();
  await town.say(person, text);
  const { text: said } = town.expectMessage(person, /./u);
  town.expectNothingElse();
  return said;
}

describe('接手', () => {
  flowTest('tells whoever joins, in eight lines, where it stands and whom to ask', async ({ town }) => {
    await town.say(
      '赵某',
      '/登记 村口路灯不亮 题目:村口路灯不亮 收到:2026-03-02 姓名:虞小舟 电话:13800000000 类别:申诉求决 诉求:修好路灯;说明何时修',
    );
    await town.say('赵某', '/受理 1 受理');
    await town.say('赵某', '/交办 1 城建办 期限:15天 经办:王某强');
    await town.say('王某强', '/签收 1');
    await town.say('王某强', '/联系 1 联系上了，约好周三现场看');
    const said = await asked(town, '郑某', '/接手 1');
    const lines = said.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeLessThanOrEqual(8);
    expect(lines.slice(0, 8)).toEqual([
      '**FJ2026-0001**｜村口路灯不亮',
      '现在：办理中；3月2日(周一)来访',
      '承办：城建办 王某强',
      '对群众的承诺：书面告知最晚3月17日(周二)；办结时限最晚5月6日(周三)',
      expect.stringMatching(/^化解时限：3月17日\(周二\)前，还有15天$/u),
      expect.stringMatching(/^最近：3月2日\(周一\) 09:\d\d 联系 王某强：联系上了，约好周三现场看$/u),
      '下一步：城建办 王某强写答复；诉求1还差：事实、依据、答复；诉求2还差：事实、依据、答复',
      '问谁：王某强（城建办）、赵某（信访办）',
    ]);
    expect(said).not.toMatch(/虞小舟|13800000000/u);
  });

  flowTest('answers nobody who may not read the matter, in the words for what does not exist', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名');
    await town.say('赵某', '/交办 1 城建办');
    const hidden = await asked(town, '冯某', '/接手 1');
    expect(hidden.replaceAll('0001', 'N').replace(/\b1\b/u, 'N')).toBe(
      (await asked(town, '冯某', '/接手 9')).replaceAll('0009', 'N').replace(/\b9\b/u, 'N'),
    );
    expect(hidden).not.toContain('路灯');
  });

  flowTest('says no more in a group than that it goes on in private', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名');
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    town.forget();
    await town.say('王某强', '/接手 1', { chat: '城建办工作群' });
    expect(town.expectMessage('城建办工作群', /./u).text).not.toMatch(/问谁|承诺|下一步/u);
    expect(town.expectMessage('王某强', /./u).text).toContain('问谁：');
    town.expectNothingElse();
  });
});
