import { describe, expect, flowTest, type Town } from '../support/town.ts';

const lastTo = (town: Town, person: string): string => town.messages(person).at(-1)?.text ?? '';
const LAMP = '/登记 村口路灯不亮 题目:村口路灯不亮 收到:2026-03-02 姓名:匿名 类别:申诉求决';

/** What somebody is answered, and that nobody else is told of it. */
async function asked(town: Town, person: string, text: string): Promise<string> {
  town.forget();
  await town.say(person, text);
  town.expectMessage(person, /./u);
  town.expectNothingElse();
  return lastTo(town, person);
}

describe('今天 for a leader', () => {
  flowTest('says who has what for how long, and how to press them for it', async ({ town }) => {
    await town.say('赵某', LAMP);
    await town.say('赵某', '/交办 1 城建办 期限:10天 经办:王某强');
    await town.say('赵某', '/登记 水渠堵了 题目:水渠堵了 收到:2026-03-02 姓名:匿名');
    await town.say('赵某', '/交办 2 农业办 期限:14天 经办:陈某');
    await town.at('2026-03-13T10:00');
    const lines = (await asked(town, '钱某', '/今天')).split('\n');
    const overdue = lines.findIndex((line) => line.includes('超期 1件'));
    expect(lines.slice(overdue + 1, overdue + 3)).toEqual([
      '【红】FJ2026-0001｜村口路灯不亮｜城建办 王某强｜超期1天，3月12日(周四)',
      '　催办请发：/催办 FJ2026-0001',
    ]);
    expect(lines.find((line) => line.includes('FJ2026-0002'))).toMatch(/水渠堵了｜农业办 陈某｜还有3天/u);
    // 李某平 leads 农业办 and 民政办, and reads nothing of the other line.
    const led = await asked(town, '李某平', '/今天');
    expect(led).toContain('/催办 FJ2026-0002');
    expect(led).not.toContain('FJ2026-0001');
    // The line does what it says.
    await town.say('钱某', '/催办 FJ2026-0001');
    town.expectMessage('王某强', /FJ2026-0001[\s\S]*催办/u);
  });

  flowTest('presses no unit for what the desk owes, and nobody reads more lines than before', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 收到:2026-02-17');
    await town.say('赵某', '/交办 1 城建办 期限:60天');
    await town.at('2026-03-05T10:00');
    const main = await asked(town, '钱某', '/今天');
    expect(main).toMatch(/FJ2026-0001｜村口路灯不亮｜信访办｜/u);
    expect(main).not.toContain('催办请发');
    expect(await asked(town, '赵某', '/今天')).not.toContain('催办请发');
  });
});

describe('查', () => {
  flowTest('says who was reminded, who read it when, and which letters there are', async ({ town }) => {
    await town.say('赵某', LAMP);
    await town.say('赵某', '/交办 1 城建办 期限:15天 经办:王某强');
    await town.say('王某强', '/签收 1');
    await town.at('2026-03-13T09:00');
    await town.at('2026-03-14T10:00');
    await town.say('王某强', '已阅', { quote: 'FJ2026-0001 提醒函' });
    const shown = await asked(town, '赵某', '/查 1');
    expect(shown).toMatch(/提醒函 3月1[0-3]日 → [^\n]*王某强 已阅 3月14日/u);
    expect(shown).toMatch(/提醒函 3月1[0-3]日 → [^\n]*郑某[^\n；]* 未阅/u);
    expect(shown).toContain('1．交办函 分界信交〔2026〕1号（3月2日(周一)）');
    expect(shown).toContain('取文件请发：/查 FJ2026-0001 文书:序号');
  });

  flowTest('says what comes next and what that lacks, with the line for whoever may do it', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 收到:2026-03-02 诉求:修好路灯;说明何时修');
    expect(await asked(town, '赵某', '/查 1')).toContain(
      '下一步：交办给承办单位\n请发：/交办 FJ2026-0001 单位\n登记还差：姓名、电话、类别（可以以后补）',
    );
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    // The step is the unit's: the desk reads whose it is, and no line that it may not send.
    const desk = await asked(town, '赵某', '/查 1');
    expect(desk).toContain('下一步：城建办 王某强签收');
    expect(desk).not.toContain('/签收');
    expect(await asked(town, '王某强', '/查 1')).toContain('下一步：城建办 王某强签收\n请发：/签收 FJ2026-0001');
    await town.say('王某强', '/签收 1');
    await town.say('王某强', '/联系 1 电话联系上了');
    await town.say('王某强', '/答复 1 诉求:1 事实:三盏灯坏 依据:照明规定 内容:已修');
    await town.say('王某强', '结束');
    const handler = await asked(town, '王某强', '/查 1');
    expect(handler).toContain(
      '下一步：城建办 王某强写答复\n诉求2还差：事实、依据、答复\n请发：/答复 FJ2026-0001 诉求:2 ',
    );
    expect(handler).not.toContain('诉求1还差');
  });

  flowTest('names whose word is waited for, and offers no step that has to wait for it', async ({ town }) => {
    await town.say('赵某', `${LAMP} 诉求:修好路灯`);
    await town.say('赵某', '/分类 1 重要');
    await town.say('赵某', '/交办 1 城建办');
    const shown = await asked(town, '赵某', '/查 1');
    expect(shown).toMatch(/等钱某签：批示/u);
    expect(shown).not.toContain('下一步');
  });
});

describe('催办', () => {
  flowTest('says who reads it, and nobody else does', async ({ town }) => {
    await town.say('赵某', LAMP);
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    town.forget();
    await town.say('赵某', '/催办 1 要求:本周内报进展');
    expect(town.expectMessage('赵某', /已催办/u).text).toBe(
      'FJ2026-0001 已催办城建办。\n收催办的：王某强、郑某\n要求：本周内报进展\n事项：村口路灯不亮',
    );
    town.expectMessage('王某强', /本周内报进展/u);
    town.expectMessage('郑某', /本周内报进展/u);
    town.expectNothingElse();
    // Who urges is not told what they did.
    await town.say('郑某', '/催办 1');
    expect(town.expectMessage('郑某', /已催办/u).text).toContain('收催办的：王某强\n');
  });
});
