import { describe, expect, flowTest, type Town } from '../support/town.ts';

const DESK = '信访工作群';
const register = (town: Town, title = '路灯不亮') =>
  town.say('赵某', `/登记 ${title} 姓名:匿名 题目:${title} 类别:其他`);

describe('what people type', () => {
  flowTest(
    'a mention is found when the name of the bot has spaces, or invisible characters stand in it',
    async ({ start }) => {
      const town = await start({ botName: '信访 小 助手' });
      await register(town);
      town.forget();
      for (const text of [
        '@信访 小 助手 /进展 1 已到场',
        '@信访 小 助手\u2005/进展 1 已到场',
        '@信访\u200b 小 助手 / 进\u200d展 1 已到场',
        '@赵某 @信访 小 助手 ／进展 1 已到场',
        '@信访 小 助手 进展 1 已到场',
      ]) {
        await town.say('赵某', text, { chat: DESK });
        town.expectMessage(DESK, /^FJ2026-0001｜路灯不亮.*\n进展已记下。$/u);
      }
      town.expectNothingElse();
    },
  );

  flowTest('a message of the group that does not mention the bot is none of its business', async ({ town }) => {
    await town.say('赵某', '登记一下村口路灯不亮', { chat: DESK, autoMention: false });
    town.expectNothingElse();
  });

  flowTest(
    'full-width signs, a Chinese comma for a slash, and no slash in private are understood',
    async ({ town }) => {
      await town.say('赵某', '／登记　路面塌陷　姓名：匿名　题目：路面塌陷　类别：城乡建设　人数：３');
      await town.say('赵某', '、查 １');
      town.expectMessage('赵某', /\*\*FJ2026-0001\*\*｜路面塌陷[\s\S]*3人/u);
      await town.say('赵某', '查 1');
      town.expectMessage('赵某', /\*\*FJ2026-0001\*\*/u);
      await town.say('赵某', '/查1');
      town.expectMessage('赵某', /\*\*FJ2026-0001\*\*/u);
      await town.say('赵某', '/SHOW 1');
      town.expectMessage('赵某', /\*\*FJ2026-0001\*\*/u);
    },
  );

  flowTest('a number may be written as people write it', async ({ town }) => {
    await register(town);
    for (const number of ['1', '#1', '＃１', '1号', '第1件', '0001', 'FJ2026-0001', 'fj2026-1', '1，']) {
      await town.say('赵某', `/查 ${number}`);
      town.expectMessage('赵某', /\*\*FJ2026-0001\*\*｜路灯不亮/u);
    }
  });

  flowTest(
    'a colon that follows no key of this command is text, and what follows 内容: is text to the end',
    async ({ town }) => {
      await town.say('赵某', '/登记 时间:昨晚 比例3:1 题目:路灯不亮 内容:您好：\n姓名:不写 题目:假的\n/办结 1');
      town.expectMessage('赵某', /已登记：FJ2026-0001/u);
      await town.say('赵某', '/查 1');
      const shown = town.expectMessage('赵某', /｜路灯不亮\n/u).text;
      expect(shown).toContain('内容：时间:昨晚 比例3:1\n您好：\n姓名:不写 题目:假的\n/办结 1');
    },
  );
});

describe('a number left out', () => {
  flowTest(
    'means the matter last spoken of here within thirty minutes, and is asked for after that',
    async ({ town }) => {
      await register(town);
      await register(town, '路面塌陷');
      await town.say('赵某', '/查 1');
      town.forget();
      await town.advance({ minutes: 29 });
      await town.say('赵某', '/进展 已派人');
      town.expectMessage('赵某', /^FJ2026-0001 进展已记下/u);
      await town.advance({ minutes: 31 });
      town.forgetRhythm();
      await town.say('赵某', '/进展 又派人');
      town.expectMessage('赵某', /^哪一件？回编号就行：\nFJ2026-0001 路灯不亮\nFJ2026-0002 路面塌陷/u);
      await town.say('赵某', '2');
      town.expectMessage('赵某', /^FJ2026-0002 进展已记下/u);
      town.expectNothingElse();
    },
  );

  flowTest('means the matter of this chat: the group and the private chat each have their own', async ({ town }) => {
    await register(town);
    await town.say('赵某', '/登记 路面塌陷 题目:路面塌陷', { chat: DESK });
    town.forget();
    await town.say('赵某', '/进展 到场', { chat: DESK });
    town.expectMessage(DESK, /^FJ2026-0002｜/u);
    await town.say('赵某', '/进展 到场');
    town.expectMessage('赵某', /^FJ2026-0001 进展/u);
  });

  flowTest('of a quoted message is the number that stands in it', async ({ town }) => {
    await register(town);
    await register(town, '路面塌陷');
    const [first] = town.messages('赵某');
    town.forget();
    await town.say('赵某', '/交办 城建办', { quote: first! });
    town.expectMessage('赵某', /^FJ2026-0001 已交办城建办/u);
    await town.say('赵某', '现场已围挡', { quote: first! });
    town.expectMessage('赵某', /^FJ2026-0001 进展已记下/u);
  });

  flowTest('completes a line whose matter was named by its title', async ({ town }) => {
    await register(town);
    await town.say('赵某', '/交办 1 城建办');
    await town.say('赵某', '转办 路灯 农业办');
    town.expectMessage('赵某', /请写上理由/u);
    await town.say('赵某', '归他们管');
    town.expectMessage('赵某', /FJ2026-0001 已交办农业办/u);
  });

  flowTest('completes a line where it stands: an answer is no part of the pairs that were typed', async ({ town }) => {
    await register(town);
    const completes = async (who: string, line: string, asks: RegExp, answer: string, done: RegExp): Promise<void> => {
      await town.say(who, line);
      town.expectMessage(who, asks);
      await town.say(who, answer);
      town.expectMessage(who, done);
    };
    await completes('赵某', '/交办 1 要求:现场查看 期限:20天', /单位/u, '城建办', /^FJ2026-0001 已交办城建办/u);
    await completes('郑某', '/延期 1 理由:专业检测 时限:镇内', /请写上延长的天数/u, '五天', /申请延5天/u);
    await town.say('郑某', '/延期 1 时限:镇内 6天 理由:专业检测');
    town.expectMessage('郑某', /申请延6天/u);
    await completes('赵某', '/更正 1 内容:村口的路灯不亮', /请写明为什么更正/u, '写错了', /^FJ2026-0001 已更正/u);
    await town.say('赵某', '/查 1');
    expect(town.messages('赵某').at(-1)!.text).not.toMatch(/内容：[^\n]*写错了/u);
    await completes(
      '赵某',
      '/转办 1 理由:属水利设施 期限:9天',
      /单位/u,
      '农业办',
      /^FJ2026-0001 已转办?农业办|农业办/u,
    );
    await completes('赵某', '/作废 1 理由:不是信访事项', /请写清为什么作废/u, '误登', /作废已报/u);
  });

  flowTest('never stands for a number that names nothing, or for several', async ({ town }) => {
    await register(town);
    await register(town, '路面塌陷');
    await town.say('赵某', '/进展 FJ2026－00 02 已派人');
    town.expectMessage('赵某', /^FJ2026-0002 进展已记下/u);
    for (const [line, answer] of [
      ['/进展 FJ2026－0010 已换', /^查无此号/u],
      ['/进展 十号 已换', /^查无此号/u],
      ['/联系 ＦＪ２０２６＿０００９ 已通话', /^查无此号/u],
      ['/进展 FJ2O26-0001 已换', /^这个编号没认出来[\s\S]*哪一件？回编号就行/u],
      ['/进展 1号已换', /^这个编号没认出来/u],
      ['/进展：12号已换', /^这个编号没认出来/u],
      ['/催办 1、2', /^写了好几个编号，一次只办一件/u],
      ['/告知 FJ-0001', /^这个编号没认出来/u],
    ] as const) {
      await town.say('赵某', line);
      town.expectMessage('赵某', answer);
    }
    // The question stays until a number answers it, and no other matter is meant meanwhile.
    await town.say('赵某', '/进展 FJ2O26-0001 已换灯');
    await town.say('赵某', '谢谢');
    town.expectMessage('赵某', /^没找到您说的这一件。\n哪一件？回编号就行/u);
    await town.say('赵某', '一号');
    town.expectMessage('赵某', /^FJ2026-0001 进展已记下/u);
    for (const [number, said] of [
      ['1', /进展 赵某：已换灯/u],
      ['2', /进展 赵某：已派人/u],
    ] as const) {
      await town.say('赵某', `/查 ${number}`);
      const { text } = town.expectMessage('赵某', /经过：/u);
      expect(text).toMatch(said);
      expect(text.match(/进展 赵某/gu)).toHaveLength(1);
    }
  });

  for (const [verb, rest] of [
    ['受理', '受理'],
    ['办结', '依据:书面答复'],
    ['送达', '文书:受理告知书 日期:2026-03-02'],
    ['延期', '10天 时限:镇内 理由:天气'],
  ]) {
    flowTest(`is never guessed for ${verb}, and its answer completes the line`, async ({ town }) => {
      await register(town);
      await town.say('赵某', '/交办 1 城建办');
      if (verb === '办结') await town.say('郑某', '/答复 1 事实:线路老化 依据:照明管理规定 内容:已换线');
      town.forget();
      await town.say('赵某', `/${verb} ${rest}`);
      town.expectMessage('赵某', /^哪一件？回编号就行：\nFJ2026-0001/u);
      await town.say('赵某', '1');
      town.expectMessage('赵某', /FJ2026-0001/u);
      await town.say('赵某', '/查 1');
      expect(town.expectMessage('赵某', /经过：/u).text).toMatch(
        verb === '延期' ? /延期申请 赵某：天气/u : new RegExp(`${verb} 赵某`, 'u'),
      );
    });
  }
});
