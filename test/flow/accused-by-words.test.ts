import { describe, expect, flowTest } from '../support/town.ts';

const numberIn = (text: string): string => /FJJ?\d{4}-\d{4}/u.exec(text)![0];

describe('whom the words of an accusation name', () => {
  flowTest(
    'whom its words name knows nothing of it until it is said whom it is about, or that it accuses nobody',
    async ({ town }) => {
      for (const [by, line, named] of [
        ['卫某', '/登记 纪委秦某收了砖厂老板的钱压着案子不查 姓名:匿名', '秦某'],
        ['卫某', '/登记 镇长钱某收了砖厂老板五万块钱 姓名:匿名', '钱某'],
        ['周某梅', '/登记 信访办赵某把举报信给了被举报的人，收了他两千块 姓名:匿名', '赵某'],
      ] as const) {
        town.forget();
        await town.say(by, line);
        const number = numberIn(town.expectMessage(by, /已登记：FJJ/u).text);
        await town.say('周某梅', `/交办 ${number} 镇纪委`);
        expect(town.messages(named).filter(({ text }) => text.includes(number))).toEqual([]);
        await town.say(named, `/查 ${number}`);
        town.expectMessage(named, /^查无此号/u);
        await town.say(named, '/搜 砖厂');
        expect(town.messages(named).at(-1)!.text).not.toContain(number);
      }
    },
  );

  flowTest('who registers what names them has handed it in, and opens nothing', async ({ town }) => {
    await town.say('王某强', '/登记 王某强收了砖厂两千块钱 姓名:匿名');
    const number = numberIn(town.messages('王某强').at(-1)!.text);
    for (const line of ['不是', `/补充 ${number} 检举:否`, `/查 ${number}`]) {
      await town.say('王某强', line);
      expect(town.messages('王某强').at(-1)!.text).not.toMatch(/改为普通件|砖厂/u);
    }
    await town.say('赵某', `/查 ${number}`);
    town.expectMessage('赵某', /砖厂/u);
  });

  flowTest('不是 lets in again whom it named', async ({ town }) => {
    await town.say('赵某', '/登记 钱某的弟弟包了修桥的工程，有人拿了好处 题目:修桥工程 姓名:匿名 类别:其他');
    const sealed = numberIn(town.expectMessage('赵某', /已登记：FJJ/u).text);
    await town.say('钱某', `/查 ${sealed}`);
    town.expectMessage('钱某', /^查无此号/u);
    await town.say('赵某', `/补充 ${sealed} 检举:否`);
    town.expectMessage('赵某', /从现在起编号是 FJ2026-0001/u);
    await town.say('钱某', '/查 FJ2026-0001');
    town.expectMessage('钱某', /修桥工程/u);
  });

  flowTest('whichever command makes an accusation of it, whom its words name is shut out', async ({ town }) => {
    const sealing: readonly ((number: string) => string)[] = [
      (number) => `/补充 ${number} 检举:是`,
      (number) => `/补充 ${number} 内容:镇长钱某收了砖厂老板五万块钱`,
      (number) => `/分类 ${number} 检举控告`,
      (number) => `/更正 ${number} 类别:检举控告 理由:听错了`,
      (number) => `/更正 ${number} 理由:写错了 内容:镇长钱某收了砖厂老板五万块钱`,
      (number) => `/交办 ${number} 镇纪委`,
    ];
    for (const [index, line] of sealing.entries()) {
      await town.say('赵某', '/登记 砖厂夜里冒黑烟，已向钱某说过 题目:砖厂冒黑烟 姓名:匿名 类别:其他');
      const number = numberIn(town.expectMessage('赵某', /已登记：FJ2026/u).text);
      await town.say('钱某', `/查 ${number}`);
      town.expectMessage('钱某', /砖厂冒黑烟/u);
      town.forget();
      await town.say('赵某', line(number));
      const heard = town.messages('赵某').at(-1)?.text;
      await town.say('钱某', `/查 ${number}`);
      expect([index, heard, town.messages('钱某').at(-1)?.text]).toEqual([
        index,
        heard,
        expect.stringMatching(/^查无此号/u),
      ]);
      town.forget();
    }
  });

  flowTest('taken back, it shuts out whom it had let in, and lets in whom it had shut out', async ({ town }) => {
    await town.say('卫某', '/登记 镇长钱某收了砖厂老板五万块钱 题目:砖厂 姓名:匿名 类别:其他');
    const number = numberIn(town.expectMessage('卫某', /已登记：FJJ/u).text);
    // Whom the clerk names is one of two: the other stays out until somebody says that they have nothing to do with it.
    await town.say('赵某', `/补充 ${number} 涉及:韩某山`);
    town.expectMessage('赵某', /内容里还写到钱某，也先回避。\n与其无关的请发：\/补充 FJJ\d{4}-\d{4} 无关:钱某/u);
    await town.say('赵某', `/补充 ${number} 涉及:钱某`);
    expect(town.messages('赵某').at(-1)!.text).not.toMatch(/也先回避/u);
    await town.say('赵某', `/撤销 ${number}`);
    const asks = async (): Promise<string> => {
      await town.say('钱某', `/查 ${number}`);
      return town.messages('钱某').at(-1)!.text;
    };
    expect(await asks()).toMatch(/^查无此号/u);
    await town.say('赵某', `/补充 ${number} 无关:钱某`);
    expect(await asks()).toContain(number);
    await town.say('赵某', `/撤销 ${number}`);
    expect(await asks()).toMatch(/^查无此号/u);

    await town.say('赵某', '/登记 砖厂夜里冒黑烟，已向钱某说过 题目:砖厂冒黑烟 姓名:匿名 类别:其他');
    await town.say('赵某', '/补充 FJ2026-0001 检举:是');
    await town.say('赵某', '/撤销 FJ2026-0001');
    town.forget();
    await town.say('钱某', '/查 FJ2026-0001');
    town.expectMessage('钱某', /砖厂冒黑烟/u);
  });

  flowTest('of two that came in one message the one taken back lets in its own only', async ({ town }) => {
    await town.say('赵某', '/登记 砖厂夜里冒黑烟 题目:砖厂冒黑烟 姓名:匿名 类别:其他');
    await town.say('赵某', '/补充 1 涉及:钱某\n/补充 1 涉及:韩某山');
    await town.say('赵某', '/撤销 FJ2026-0001');
    town.expectMessage('赵某', /“补充”已撤销/u);
    await town.say('钱某', '/查 FJ2026-0001');
    expect(town.messages('钱某').at(-1)!.text).toMatch(/^查无此号/u);
    await town.say('赵某', '/交办 1 五里墩村');
    expect(town.messages('赵某').at(-1)!.text).not.toMatch(/回避/u);
  });

  flowTest(
    'whoever has the matter may be the one: it goes back to the desk, and none of theirs opens it',
    async ({ town }) => {
      await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:其他');
      await town.say('赵某', '/交办 1 五里墩村');
      await town.say('赵某', '/补充 1 内容:五里墩村的干部收了灯厂两千块钱，村支书最清楚');
      town.expectMessage('赵某', /已转为密件/u);
      town.expectMessage('赵某', /承办单位不再承办/u);
      for (const who of ['韩某山', '杨某']) {
        for (const line of ['/查 1', '/补充 1 检举:否', '/进展 1 核实了']) {
          await town.say(who, line);
          expect([who, line, town.messages(who).at(-1)!.text]).toEqual([
            who,
            line,
            expect.stringMatching(/^查无此号|没有|已转/u),
          ]);
        }
      }
      await town.say('赵某', '/补充 1 检举:否');
      town.expectMessage('赵某', /已改为普通件/u);
    },
  );

  flowTest('what an earlier version left with an office goes back at the start, once', async ({ town, sql }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:其他');
    await town.say('赵某', '/交办 1 五里墩村');
    await sql`update petition set sealed = true`;
    await town.app.start(undefined);
    await town.app.start(undefined);
    expect(await sql`select owner_unit, status from petition`).toEqual([{ owner_unit: null, status: 'returned' }]);
    expect(await sql`select count(*)::int as n from event where kind = 'passed-on'`).toEqual([{ n: 1 }]);
    await town.say('赵某', '/查 1');
    town.expectMessage('赵某', /（系统）/u);
  });

  flowTest('a post names as a name does, until it is said whom it is about', async ({ town }) => {
    for (const [line, who] of [
      ['信访办赵主任收了砖厂老板五万块钱', '赵某'],
      ['钱镇长收了砖厂老板五万块钱', '钱某'],
      ['镇长收了砖厂老板五万块钱', '钱某'],
      ['镇纪委秦书记收了砖厂老板的钱压着案子', '秦某'],
    ] as const) {
      await town.say('卫某', `/登记 ${line} 姓名:匿名`);
      const number = numberIn(town.messages('卫某').at(-1)!.text);
      for (const typed of [`/查 ${number}`, `/补充 ${number} 检举:否`]) {
        await town.say(who, typed);
        expect([line, town.messages(who).at(-1)!.text]).toEqual([line, expect.stringMatching(/^查无此号/u)]);
      }
      // Said to be about somebody else, a bare post says nothing more.
      await town.say('周某梅', `/补充 ${number} 涉及:韩某山`);
      await town.say(who, `/查 ${number}`);
      expect([line, town.messages(who).at(-1)!.text]).toEqual([line, expect.stringMatching(new RegExp(number, 'u'))]);
    }
  });

  flowTest('several are written as people write them, and all are shut out', async ({ town }) => {
    for (const names of ['钱某、韩某山', '钱某和韩某山', '韩某山，钱某', '钱某 韩某山']) {
      await town.say('赵某', '/登记 砖厂老板给干部送了十万块钱 姓名:匿名 题目:砖厂 类别:其他');
      const number = numberIn(town.messages('赵某').at(-1)!.text);
      await town.say('赵某', names);
      town.expectMessage('赵某', new RegExp(`${number} 已补充`, 'u'));
      for (const who of ['钱某', '韩某山']) {
        await town.say(who, `/查 ${number}`);
        expect([names, who, town.messages(who).at(-1)!.text]).toEqual([
          names,
          who,
          expect.stringMatching(/^查无此号/u),
        ]);
      }
    }
  });

  flowTest('with the whole desk named the main leader and discipline are told at once', async ({ town }) => {
    await town.say('卫某', '/登记 信访办赵某和周某梅把举报信卖给了砖厂，收了两千块 姓名:匿名');
    town.expectMessage('钱某', /信访办不能办这件事，请您或纪委来办/u);
    town.expectMessage('秦某', /信访办不能办这件事，请您或纪委来办/u);
  });

  flowTest('taken back, whichever command it was, everything is as it was', async ({ town }) => {
    for (const line of ['补充 N 检举:是', '分类 N 检举控告', '交办 N 镇纪委']) {
      await town.say('赵某', '/登记 砖厂夜里冒黑烟，已向钱某说过 题目:砖厂冒黑烟 姓名:匿名 类别:其他');
      const number = numberIn(town.expectMessage('赵某', /已登记：FJ2026/u).text);
      await town.say('赵某', `/交办 ${number} 城建办`);
      const reads = async (who: string): Promise<string> => {
        await town.say(who, `/查 ${number}`);
        return town.messages(who).at(-1)!.text;
      };
      await town.say('赵某', `/${line.replace('N', number)}`);
      for (const who of ['钱某', '郑某']) {
        expect([line, await reads(who)]).toEqual([line, expect.stringMatching(/^查无此号/u)]);
      }
      await town.say('赵某', `/撤销 ${number}`);
      expect([line, await reads('钱某')]).toEqual([line, expect.stringContaining('砖厂冒黑烟')]);
      expect([line, await reads('郑某')]).toEqual([line, expect.stringContaining('承办：城建办')]);
    }
  });

  flowTest(
    'said at registration whom it is about, whoever else is named is out as well, and the clerk reads it',
    async ({ town }) => {
      await town.say('赵某', '/登记 镇长钱某和韩某山一起收了十万块 涉及:韩某山 姓名:匿名 人数:6 题目:砖厂 类别:其他');
      const number = numberIn(
        town.expectMessage('赵某', /内容里还写到钱某，也先回避。\n与其无关的请发：\/补充 FJJ/u).text,
      );
      expect(town.messages('钱某')).toEqual([]);
      await town.say('钱某', `/查 ${number}`);
      town.expectMessage('钱某', /^查无此号/u);
      // Neither the one nor the other says that somebody has nothing to do with it.
      for (const who of ['韩某山', '杨某', '郑某']) {
        await town.say(who, `/补充 ${number} 无关:钱某`);
        expect(town.messages(who).at(-1)!.text).toMatch(/^查无此号/u);
      }
      await town.say('赵某', `/补充 ${number} 无关:钱某`);
      await town.say('钱某', `/查 ${number}`);
      town.expectMessage('钱某', /砖厂/u);
    },
  );

  flowTest('whoever writes half a name or a post alone reads whom it may mean, and what to type', async ({ town }) => {
    await town.say('赵某', '/登记 村里的账从来没公开过，有人拿了好处 题目:账目 姓名:匿名');
    const number = numberIn(town.messages('赵某').at(-1)!.text);
    for (const [said, whom] of [
      ['韩书记', ['韩某山']],
      ['老韩', ['韩某山']],
      ['姓韩的', ['韩某山']],
      ['韩某', ['韩某山']],
      ['韩某某', ['韩某山']],
      ['五里墩韩主任或者别人', ['韩某山']],
      ['镇长', ['钱某']],
      ['信访办主任', ['赵某']],
      ['村里会计', ['五里墩村', '柳树湾村']],
      ['村支书', ['五里墩村', '柳树湾村']],
      ['城建的人', ['城建办']],
      ['农业办，王某强', ['农业办', '王某强']],
      ['老诸葛', []],
    ] as const) {
      await town.say('赵某', `/补充 ${number} 涉及:${said}`);
      const offered = [
        ...town
          .messages('赵某')
          .at(-1)!
          .text.matchAll(/^(?!请写)(.+)：\/补充 (\S+) 涉及:(.+)$/gmu),
      ];
      expect([said, offered.map(([, name]) => name)]).toEqual([said, whom]);
      for (const [, name, at, typed] of offered) expect([at, typed]).toEqual([number, name]);
      // Who may not read of the matter is offered nobody.
      await town.say('郑某', `/补充 ${number} 涉及:${said}`);
      expect(town.messages('郑某').at(-1)!.text).toMatch(/^查无此号/u);
      await town.advance({ minutes: 1 });
    }
    await town.say('赵某', '/登记 账目不清 题目:账目 姓名:匿名 涉及:老韩');
    town.expectMessage('赵某', /通讯录里没有[\s\S]*可能是：\n韩某山：\/补充 FJJ\d{4}-\d{4} 涉及:韩某山/u);
  });
});
