import { describe, expect, flowTest } from '../support/town.ts';

const ASKED = '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:申诉求决 诉求:修好路灯;说明何时修';

describe('before a review', () => {
  flowTest('the whole answer is read, however long it is, and then the card', async ({ town }) => {
    await town.say('赵某', ASKED);
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    await town.say('王某强', '/签收 1');
    const long = Array.from({ length: 1500 }, (_, i) => `第${i + 1}盏灯已修好。`).join('');
    await town.say('王某强', `/答复 1 诉求:1 结论:支持 事实:三盏灯老化 依据:照明管理规定 内容:${long}`);
    town.forget();
    await town.say('王某强', '/答复 1 诉求:2 结论:解释 事实:已排工期 依据:施工计划 内容:下周三修好');
    const heard = town.messages('郑某');
    const at = heard.findIndex(({ text }) => text.includes('答复全文：'));
    const texts = heard.slice(at);
    const card = texts.findIndex(({ kind }) => kind === 'card');
    expect(texts.slice(card + 1)).toEqual([]);
    expect(texts[card]!.text).toContain('请审核答复');
    const parts = texts.slice(0, card);
    expect(parts.length).toBeGreaterThan(1);
    const whole = parts.map(({ text }) => text.replace(/\s*\(\d\/\d\)$/u, '')).join('');
    const said = [
      '**FJ2026-0001**｜村口路灯不亮',
      '【诉求1】修好路灯\n事实：三盏灯老化\n依据：照明管理规定',
      ...Array.from({ length: 1500 }, (_, i) => `第${i + 1}盏灯已修好。`),
      '结论：支持\n【诉求2】说明何时修\n事实：已排工期\n依据：施工计划\n答复：下周三修好\n结论：解释',
    ];
    expect(said.filter((words) => !whole.includes(words))).toEqual([]);
    town.forget(/答复全文|盏灯已修好/u);
    for (const reviewer of ['郑某', '孙某']) town.expectMessage(reviewer, /请审核答复/u);
    town.expectMessage('王某强', /已报郑某、孙某审核/u);
    town.expectNothingElse();
    // What was signed meanwhile is not told any more; an answer written anew is.
    await town.say('郑某', '/审核 1 不同意 意见:请写明工期');
    town.forget();
    await town.say('王某强', '/答复 1 诉求:2 内容:3月11日前修好');
    expect(town.expectMessage('郑某', /3月11日前修好/u).text).not.toContain('下周三');
    town.expectMessage('郑某', /请审核答复/u);
  });
});
