import { answered, describe, expect, flowTest, type Town } from '../support/town.ts';

async function assigned(town: Town, count = 1, period = '10工作日'): Promise<string[]> {
  const numbers: string[] = [];
  for (let i = 1; i <= count; i += 1) {
    await town.tell('赵某', `/登记 第${i}件 姓名:匿名 题目:第${'一二三四五六七八九十'[i - 1]}件 类别:其他`);
    await town.tell('赵某', `/交办 ${i} 城建办 期限:${period} 经办:王某强`);
    numbers.push(`FJ2026-${String(i).padStart(4, '0')}`);
  }
  await town.settle();
  return numbers;
}

const cardsOf = (town: Town, person: string, pattern: RegExp): string[] =>
  town
    .messages(person)
    .filter((message) => message.kind === 'card' && pattern.test(message.text))
    .map((message) => message.at);

describe('quiet hours', () => {
  flowTest('hold what can wait until the morning, and answer at once whoever writes', async ({ start }) => {
    const town = await start({ at: '2026-03-03T18:05' });
    await assigned(town);
    town.expectMessage('赵某', /已登记/u);
    town.expectMessage('赵某', /已交办城建办/u);
    town.expectNothingElse();
    await town.at('2026-03-04T07:59');
    town.expectNothingElse();
    await town.at('2026-03-04T08:00');
    town.expectMessage('王某强', /交办函/u);
    town.expectMessage('郑某', /交办函/u);
    town.expectMessage('城建办工作群', /已交办城建办/u);
    town.expectNothingElse();
  });

  flowTest('last through the National Day week, and a Saturday that is worked is a working day', async ({ start }) => {
    const town = await start({ at: '2026-09-30T19:00' });
    await assigned(town);
    await town.at('2026-10-08T07:59');
    expect(town.messages('王某强')).toEqual([]);
    await town.at('2026-10-08T08:00');
    expect(cardsOf(town, '王某强', /交办函/u)).toHaveLength(1);
    await town.at('2026-10-10T10:00');
    await town.say('赵某', '/登记 加班 姓名:匿名 题目:周六上班 类别:其他');
    await town.say('赵某', '/交办 2 城建办 经办:王某强');
    expect(cardsOf(town, '王某强', /FJ2026-0002 交办函/u), 'Saturday 10 October is worked').toHaveLength(1);
  });

  flowTest('hold on a weekend what is typed at noon', async ({ start }) => {
    const town = await start({ at: '2026-03-07T12:00' });
    await assigned(town);
    expect(town.messages('王某强')).toEqual([]);
    await town.at('2026-03-09T08:01');
    expect(cardsOf(town, '王某强', /交办函/u)).toHaveLength(1);
  });

  flowTest('drop what was overtaken during the night', async ({ start }) => {
    const town = await start({ at: '2026-03-03T20:00' });
    await assigned(town);
    await answered(town, 1);
    await town.say('赵某', '/办结 1 依据:书面答复');
    await town.at('2026-03-04T09:00');
    expect(cardsOf(town, '王某强', /交办函/u)).toEqual([]);
    expect(town.messages('城建办工作群').map((message) => message.text)).toEqual([expect.stringContaining('已办结')]);
  });
});

describe('many reminders at once', () => {
  flowTest('come as one message that names every matter, in private and in the group', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30' });
    const numbers = await assigned(town, 6, '5工作日');
    await town.at('2026-03-06T09:00');
    town.forget();
    await town.at('2026-03-09T09:00');
    town.forgetRhythm();
    const merged = town.expectMessage('王某强', /^有6条提醒，合并在这里：/u);
    expect(merged.text.match(/FJ\d{4}-\d{4}/gu), 'in order').toEqual(numbers);
    for (const number of numbers) {
      expect(merged.text).toMatch(new RegExp(`${number} 时限提醒｜.*｜化解时限｜.*今天到期`, 'u'));
    }
    const lines = town.expectMessage('城建办工作群', /^有6条提醒，合并在这里：/u);
    for (const number of numbers) expect(lines.text).toContain(number);
    expect(cardsOf(town, '王某强', /今天到期/u)).toEqual([]);
    await town.say('王某强', '已阅', { quote: `${numbers[2]}` });
    town.expectMessage('王某强', new RegExp(`${numbers[2]} 已签收[\\s\\S]*2条提醒已标为已阅`, 'u'));
  });

  flowTest('of a few each keep their card', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30' });
    await assigned(town, 4, '5工作日');
    await town.at('2026-03-09T09:00');
    expect(cardsOf(town, '王某强', /今天到期/u)).toHaveLength(4);
  });

  flowTest("never pass the platform's thirty a minute: what does not fit waits and none is lost", async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30' });
    for (let i = 1; i <= 30; i += 1) {
      await town.tell(i % 2 === 0 ? '赵某' : '周某梅', `/登记 第${i}件 姓名:匿名 题目:路灯不亮 类别:其他`);
      if (i % 20 === 0) await town.advance({ minutes: 1 });
    }
    await town.advance({ minutes: 2 });
    for (let i = 1; i <= 30; i += 1) await town.tell(i % 2 === 0 ? '赵某' : '周某梅', `/交办 ${i} 农业办`);
    await town.settle();
    const cards = cardsOf(town, '冯某', /交办函/u);
    expect(cards.length + town.letters('冯某').length, 'the rest waits').toBe(25);
    expect(cards.length, 'letters leave room for cards').toBeGreaterThanOrEqual(17);
    await town.advance({ minutes: 2 });
    expect(cardsOf(town, '冯某', /交办函/u), 'cards go before letters').toHaveLength(30);
    await town.advance({ minutes: 3 });
    expect(town.letters('冯某')).toHaveLength(30);
    const sent = [...town.messages('冯某'), ...town.letters('冯某')].map(({ at }) => Date.parse(at));
    expect(sent).toHaveLength(60);
    expect(
      Math.max(...sent.map((at) => sent.filter((one) => one >= at && one < at + 60_000).length)),
    ).toBeLessThanOrEqual(30);
    const texts = new Set(town.messages('冯某').map((message) => /FJ2026-\d+/u.exec(message.text)?.[0]));
    expect(texts.size).toBe(30);
    expect(town.logs.filter((line) => line.includes('"errcode":846607'))).toEqual([]);
  });
});
