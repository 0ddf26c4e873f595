import { textOf } from '../support/docx.ts';
import { describe, expect, flowTest, type Town } from '../support/town.ts';

/** The words of the next letter that this person got. */
const letter = async (town: Town, person: string, name: RegExp): Promise<string> =>
  textOf(await town.bytesOf(town.expectLetter(person, name)));

describe('letters', () => {
  flowTest('交办函 goes to the head of the unit as a Word file, after the card, once', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:路灯不亮 类别:城乡建设 收到:2026-03-02 诉求:修好路灯;说明何时修');
    await town.say('赵某', '/交办 1 城建办 期限:20天 经办:王某强 要求:现场查看');
    const card = town.expectMessage('郑某', /交办函/u);
    const file = town.expectLetter('郑某', /^FJ2026-0001 交办函 分界信交〔2026〕1号\.docx$/u);
    expect(file.id > card.id).toBe(true);
    const text = await textOf(await town.bytesOf(file));
    for (const part of [
      '分界镇信访办\n信访事项交办函\n分界信交〔2026〕1号',
      '城建办：',
      '（一）修好路灯。\n（二）说明何时修。',
      '责任人：王某强',
      '2026年3月23日前办结（化解时限，依据：实施方案四（一））',
      '要求：现场查看',
      '5个工作日内书面提出异议',
      '2026年3月2日',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/[{}]/u);
    await town.say('赵某', '/交办 1 城建办 期限:20天');
    expect(await letter(town, '郑某', /分界信交〔2026〕2号/u)).toContain('依法按期办理');
    town.expectNoOtherLetters();
  });
});
