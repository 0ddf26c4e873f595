import { buttonsOf } from '../support/chat.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const assigned = async (town: Town): Promise<void> => {
  await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:申诉求决');
  await town.say('赵某', '/交办 1 城建办 经办:王某强');
  await town.say('王某强', '/签收 1');
  town.forget();
};
const lastCard = (town: Town, person: string) => town.messages(person).findLast(({ kind }) => kind === 'card')!;
type Listed = { option_list: { id: string; text: string }[] };
const optionsOf = (list: unknown): string[] => (list as Listed).option_list.map(({ id }) => id);

describe('协办 without units', () => {
  flowTest('asks by a card on which several can be ticked; a tap is the line that can be typed', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/协办 1');
    town.expectMessage('赵某', /请哪些单位协办？\n请在卡片上勾选/u);
    const asked = town.expectMessage('赵某', /FJ2026-0001 请谁协办？/u);
    expect(asked.card).toMatchObject({ card_type: 'vote_interaction', checkbox: { mode: 1 } });
    const offered = optionsOf(asked.card!['checkbox']);
    expect(offered).toContain('民政办');
    expect(offered, 'the unit that handles it').not.toContain('城建办');
    expect(buttonsOf(asked)).toEqual([{ text: '请协办', key: '/协办 FJ2026-0001 {units}' }]);
    town.expectNothingElse();

    await town.click('赵某', '请谁协办', '请协办', { choose: { units: ['民政办', '综治办'] } });
    town.expectMessage('赵某', /FJ2026-0001 已请民政办、综治办协办/u);
    town.expectMessage('褚某兰', /FJ2026-0001 请协办/u);
    town.messages().forEach((message) => expect(message.text).not.toContain('{units}'));
    expect(asked.card).toMatchObject({
      card_type: 'vote_interaction',
      replace_text: '已请协办',
      checkbox: { disable: true, option_list: ['民政办', '综治办'].map((id) => ({ id, text: id, is_checked: true })) },
    });
    town.forget();

    // Asked once more: who helps already is not offered again.
    await town.say('赵某', '/协办 1');
    expect(optionsOf(lastCard(town, '赵某').card!['checkbox'])).not.toContain('民政办');
  });

  flowTest('takes the units by plain words as well', async ({ town }) => {
    await assigned(town);
    await town.say('郑某', '/协办 1');
    town.forget();
    await town.say('郑某', '民政办');
    town.expectMessage('郑某', /FJ2026-0001 已请民政办协办/u);
  });

  flowTest('offers nobody who is shut out, and is for those who arrange only', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/补充 1 涉及:民政办');
    town.forget();
    await town.say('赵某', '/协办 1');
    expect(optionsOf(lastCard(town, '赵某').card!['checkbox'])).not.toContain('民政办');
    town.forget();
    await town.say('王某强', '/协办 1');
    town.expectMessage('王某强', /请信访办、领导或承办单位负责人来定/u);
    town.expectNothingElse();
  });

  flowTest('in a group shows no question', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '@信访助手 /协办 1', { chat: '信访工作群' });
    town.expectMessage('信访工作群', /请在单独发给您的卡片上选。$/u);
    town.expectMessage('赵某', /请谁协办/u);
    town.expectNothingElse();
  });
});

describe('延期 without days', () => {
  flowTest('asks which clock, how long and why as lists, and reports to who signs', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/受理 1');
    town.forget();
    await town.say('王某强', '/延期 1');
    town.expectMessage('王某强', /延几天，什么理由？/u);
    const asked = town.expectMessage('王某强', /FJ2026-0001 申请延期/u);
    expect(asked.card).toMatchObject({ card_type: 'multiple_interaction' });
    const lists = asked.card!['select_list'] as (Listed & { question_key: string })[];
    expect(lists.map(({ question_key }) => question_key)).toEqual(['clock', 'days', 'reason']);
    expect(lists[0]!.option_list).toEqual([
      { id: '镇内', text: '化解时限 可延30天' },
      { id: '法定', text: '办结时限 可延30天' },
    ]);
    town.expectNothingElse();
    await town.click('王某强', '申请延期', '提交申请', {
      choose: {
        clock: ['法定'],
        days: ['10天'],
        reason: ['需要专业检测鉴定，等待结果'],
      },
    });
    town.expectMessage('王某强', /申请延10天，到.+，已报.+审批/u);
    expect(asked.card).toMatchObject({ replace_text: '已申请延期' });
    const locked = asked.card!['select_list'] as Listed[];
    expect(locked.map((list) => optionsOf(list))).toEqual([['法定'], ['10天'], ['需要专业检测鉴定，等待结果']]);
    const sign = town.messages().find(({ text }) => text.includes('请审批延期'));
    expect(sign?.text).toContain('需要专业检测鉴定，等待结果');
    town.expectMessage('钱某', /请审批延期/u);
    town.expectNothingElse();
  });

  flowTest('offers no more days than the law leaves, and says so where none are left', async ({ start }) => {
    const town = await start({ org: { ...sampleOrg, town: { ...sampleOrg.town, policy: 'national' }, settings: {} } });
    await assigned(town);
    await town.say('赵某', '/受理 1');
    await town.say('王某强', '/延期 1 25天 时限:法定 理由:情况复杂');
    await town.say('钱某', '/批示 1 同意');
    town.forget();
    await town.say('王某强', '/延期 1');
    const lists = lastCard(town, '王某强').card!['select_list'] as (Listed & { question_key: string })[];
    expect(lists).toHaveLength(2);
    const days = lists.find(({ question_key }) => question_key === 'days')!;
    expect(days.option_list.map(({ id }) => id)).toEqual(['3天', '5天']);
    await town.click('王某强', '申请延期', '提交申请', { choose: { days: ['5天'], reason: ['正在落实资金或物资'] } });
    await town.say('钱某', '/批示 1 同意');
    town.forget();
    await town.say('王某强', '/延期 1');
    town.expectMessage('王某强', /没有可以延期的时限/u);
    town.expectNothingElse();
  });

  flowTest('a matter without a clock of the unit has nothing to extend', async ({ town }) => {
    await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮 姓名:匿名');
    town.forget();
    await town.say('赵某', '/延期 1');
    town.expectMessage('赵某', /没有可以延期的时限/u);
    town.expectNothingElse();
  });
});
