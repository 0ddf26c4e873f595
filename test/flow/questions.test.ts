import { answered, describe, expect, flowTest } from '../support/town.ts';

describe('questions', () => {
  flowTest('come one by one after a registration, until nothing is missing', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮，夜里看不清');
    town.expectMessage(
      '赵某',
      /^已登记：FJ2026-0001[\s\S]*还差：题目、姓名、电话、类别[\s\S]*题目[\s\S]*村口路灯不亮/u,
    );
    await town.say('赵某', '1');
    town.expectMessage('赵某', /已补充。[\s\S]*信访人姓名？/u);
    await town.say('赵某', '虞小舟');
    town.expectMessage('赵某', /已补充。[\s\S]*联系电话？/u);
    await town.say('赵某', '跳过');
    town.expectMessage('赵某', /属于哪一类？\n1 建议意见/u);
    await town.say('赵某', '3');
    town.expectMessage('赵某', /已补充。\n还差：电话/u);
    town.expectNothingElse();
    await town.say('赵某', '/查 1');
    town.expectMessage('赵某', /｜村口路灯不亮\n[\s\S]*姓名：虞＊＊/u);
  });

  flowTest('are never needed: the number is there before they are answered, and 结束 ends them', async ({ town }) => {
    await town.say('赵某', '/登记 路灯不亮');
    town.expectMessage('赵某', /已登记：FJ2026-0001/u);
    await town.say('赵某', '结束');
    town.expectMessage('赵某', /FJ2026-0001 先记到这里/u);
    await town.say('赵某', '虞小舟');
    town.expectMessage('赵某', /没看懂/u);
    town.expectNothingElse();
  });

  for (const word of ['撤销', '/撤销']) {
    flowTest(`${word} to a question takes back no older step: what is asked about was not done`, async ({ town }) => {
      await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮 姓名:匿名 类别:其他');
      await town.say('赵某', '/交办 1 城建办');
      await town.say('赵某', '/转办 1 农业办');
      town.expectMessage('赵某', /请写上理由/u);
      town.forget();
      await town.say('赵某', word);
      town.expectMessage('赵某', /^刚才那条没有办/u);
      town.expectNothingElse();
      await town.say('赵某', '/查 1');
      town.expectMessage('赵某', /已交办，待签收[\s\S]*城建办/u);
    });
  }

  flowTest('take nothing that is said of another matter', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮，夜里看不清');
    town.forget();
    for (const said of ['8号催一下', '12 已办', '第3件怎么样了', '同意', '不同意', '在吗', '明天几点开会']) {
      await town.say('赵某', said);
      town.expectMessage('赵某', /不像是这一问的回答，没有记[\s\S]*题目/u);
    }
    await town.say('赵某', '广场路灯不亮');
    town.expectMessage('赵某', /已补充。[\s\S]*信访人姓名？/u);
    for (const said of ['郑主任知道了', '8号催一下', '他来过了吗？']) {
      await town.say('赵某', said);
      town.expectMessage('赵某', /不像是这一问的回答，没有记[\s\S]*姓名/u);
    }
    await town.say('赵某', '虞小舟等3人');
    town.expectMessage('赵某', /已补充。/u);
    await town.say('赵某', '/查 1');
    town.expectMessage('赵某', /｜广场路灯不亮\n[\s\S]*姓名：虞/u);
    town.expectNothingElse();
  });

  flowTest('end with a new command', async ({ town }) => {
    await town.say('赵某', '/登记 路灯不亮');
    await town.say('赵某', '/今天');
    town.forget();
    await town.say('赵某', '路灯坏了三盏');
    town.expectMessage('赵某', /没看懂/u);
    await town.say('赵某', '/查 1');
    expect(town.expectMessage('赵某', /FJ2026-0001/u).text).toContain('FJ2026-0001**｜未分类');
  });

  flowTest('ask for what a command lacks, and keep what was typed', async ({ town }) => {
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1');
    town.expectMessage('赵某', /请写上承办单位。\n直接回复就行/u);
    await town.say('赵某', '城建办');
    town.expectMessage('赵某', /已交办城建办/u);
    await answered(town, 1);
    await town.say('赵某', '/办结 1 结果:换了灯');
    town.expectMessage('赵某', /请写上办结依据/u);
    await town.say('赵某', '书面答复');
    town.expectMessage('赵某', /【绿】FJ2026-0001 已办结/u);
    await town.say('赵某', '/查 1');
    town.expectMessage('赵某', /办结 赵某：书面答复，换了灯/u);
    await town.say('赵某', '/重启 1');
    town.expectMessage('赵某', /请写上理由/u);
    await town.say('赵某', '不用了');
    town.expectMessage('赵某', /好的，不办了/u);
  });

  flowTest('a wrong answer is explained and the matter keeps what it had', async ({ town }) => {
    await town.say('赵某', '/登记 路灯不亮 姓名:虞小舟');
    town.forget();
    await town.say('赵某', '虞小舟家的路灯不亮');
    town.expectMessage('赵某', /题目里不要有信访人的姓名/u);
    await town.say('赵某', '一二三四五六七八九十一二三四五六');
    town.expectMessage('赵某', /题目最多15个字/u);
    await town.say('赵某', '路灯不亮');
    town.expectMessage('赵某', /已补充。[\s\S]*联系电话？/u);
  });

  flowTest('for persons are asked in private when the matter was registered in a group', async ({ town }) => {
    await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮 类别:其他', { chat: '信访工作群' });
    town.expectMessage('信访工作群', /^FJ2026-0001｜路灯不亮.*\n已登记。其余信息请在和我的单聊里补充。$/u);
    town.expectMessage('赵某', /^FJ2026-0001 信访人姓名？/u);
    await town.say('赵某', '虞小舟');
    town.expectMessage('赵某', /联系电话？/u);
    town.expectNothingElse();
  });

  flowTest('take no word of yes or no for a name, and no words for a number', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮');
    town.forget();
    for (const word of ['是', '是的', '对', '不是', '不是的。', '好', '好的', '嗯', '知道了', '12345678']) {
      await town.say('赵某', word);
      town.expectMessage('赵某', /没有记。\nFJ2026-0001 信访人姓名？/u);
    }
    await town.say('赵某', '姓名:虞小舟');
    town.expectMessage('赵某', /已补充。[\s\S]*联系电话？/u);
    for (const word of ['王某强', '是的', '电话:王某强']) {
      await town.say('赵某', word);
      town.expectMessage('赵某', /没有记。\nFJ2026-0001 联系电话？/u);
    }
    await town.say('赵某', '座机 0570-5550100');
    town.expectMessage('赵某', /已补充。[\s\S]*属于哪一类？/u);
    for (const word of ['好', '7', '是']) {
      await town.say('赵某', word);
      town.expectMessage('赵某', /没有记。\nFJ2026-0001 属于哪一类？/u);
    }
    // 类别 is a command's other name.
    await town.say('赵某', '类别:3');
    town.expectMessage('赵某', /登记信息已齐/u);
    await town.say('赵某', '/查 1');
    town.expectMessage('赵某', /姓名：虞＊＊/u);
    town.expectNothingElse();
  });

  flowTest('take their own words for the answer, where a command is called so', async ({ town }) => {
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1 城建办');
    await answered(town, 1);
    await town.say('赵某', '/办结 1 结果:换了灯');
    town.expectMessage('赵某', /请写上办结依据/u);
    // 取消 is another name of 撤销, 依据 of 为什么.
    await town.say('赵某', '取消');
    town.expectMessage('赵某', /好的，不办了/u);
    await town.say('赵某', '/办结 1 结果:换了灯');
    await town.say('赵某', '依据:书面答复');
    town.expectMessage('赵某', /【绿】FJ2026-0001 已办结/u);
    await town.say('赵某', '/查 1');
    town.expectMessage('赵某', /办结 赵某：书面答复，换了灯/u);
  });

  for (const [line, asked, answer, kept, left] of [
    ['题目:路灯不亮', '姓名', '姓名 虞小舟', '姓名：虞＊＊', '电话、类别'],
    ['题目:路灯不亮', '姓名', '姓名虞小舟', '姓名：虞＊＊', '电话、类别'],
    ['题目:路灯不亮', '姓名', '名字：虞小舟', '姓名：虞＊＊', '电话、类别'],
    ['题目:路灯不亮', '姓名', '姓名 匿名', 'FJ2026-0001', '类别'],
    ['题目:路灯不亮', '姓名', '姓名不愿留名', 'FJ2026-0001', '类别'],
    ['题目:路灯不亮', '姓名', '不愿留名', 'FJ2026-0001', '类别'],
    ['题目:路灯不亮', '姓名', '信访人:不详', 'FJ2026-0001', '类别'],
    ['题目:路灯不亮', '姓名', '电话 13800000000', '路灯不亮', '姓名、类别'],
    ['题目:路灯不亮', '姓名', '13800000000', '路灯不亮', '姓名、类别'],
    ['题目:路灯不亮', '姓名', '类别3', '路灯不亮', '姓名、电话'],
    ['题目:路灯不亮', '姓名', '申诉求决', '路灯不亮', '姓名、电话'],
    ['题目:路灯不亮 姓名:虞小舟', '电话', '类别 3', '姓名：虞＊＊', '电话'],
    ['', '题目', '题目 井水发黑', '｜井水发黑', '姓名、电话、类别'],
    ['', '题目', '题目井水发黑', '｜井水发黑', '姓名、电话、类别'],
    ['', '题目', '标题：井水发黑', '｜井水发黑', '姓名、电话、类别'],
    ['', '题目', '类别定错了', '｜类别定错了', '姓名、电话、类别'],
    ['', '题目', '匿名', 'FJ2026-0001', '题目、类别'],
    ['', '题目', '姓名 虞小舟', '姓名：虞＊＊', '题目、电话、类别'],
  ] as const) {
    flowTest(`take “${answer}” for what it says when ${asked} of “${line}” is asked`, async ({ town }) => {
      await town.say('赵某', `/登记 村里有事 ${line}`);
      town.forget();
      await town.say('赵某', answer);
      const { text } = town.expectMessage('赵某', /已补充/u);
      expect(text).toContain(`还差：${left}\n`);
      // The first of what is still open is asked next.
      const first = { 题目: '还差题目', 姓名: '信访人姓名？', 电话: '联系电话？', 类别: '属于哪一类？' };
      expect(text).toContain(first[left.split('、')[0] as keyof typeof first]);
      await town.say('赵某', '/查 1');
      const shown = town.expectMessage('赵某', /FJ2026-0001/u).text;
      expect(shown).toContain(kept);
      expect(shown).not.toMatch(/姓名：[^虞]|｜(?:题目|标题)/u);
    });
  }

  for (const [line, answer, again] of [
    ['题目:路灯不亮 姓名:虞小舟 电话:13800000000', '匿名', '属于哪一类？'],
    ['题目:路灯不亮 姓名:虞小舟', '题目 井水发黑', '联系电话？'],
    ['题目:路灯不亮', '电话 王某强', '信访人姓名？'],
    ['题目:路灯不亮 姓名:匿名', '姓名 虞小舟', '属于哪一类？'],
  ] as const) {
    flowTest(`say “${answer}” back where “${line}” leaves nothing it fits, and stay open`, async ({ town, sql }) => {
      await town.say('赵某', `/登记 村里有事 ${line}`);
      town.forget();
      const events = await sql`select id from event`;
      await town.say('赵某', answer);
      const { text } = town.expectMessage('赵某', /没有记。\n/u);
      expect(text).toContain(`“${answer}”`);
      expect(text).toContain(again);
      expect(await sql`select id from event`).toHaveLength(events.length);
    });
  }

  flowTest('what was passed over is still taken by its name', async ({ town }) => {
    await town.say('赵某', '/登记 村里有事 题目:路灯不亮');
    for (const word of ['虞小舟', '跳过', '电话 13800000000', '类别 3']) await town.say('赵某', word);
    expect(town.messages('赵某').at(-1)?.text).toContain('登记信息已齐');
  });
});

describe('help', () => {
  flowTest('shows each role what it may use, with an example that works for it', async ({ town }) => {
    const roles: [who: string, has: string[], hasNot: string[]][] = [
      ['赵某', ['登记', '交办', '受理', '送达', '办结'], ['设置']],
      ['王某强', ['签收', '联系', '进展', '答复'], ['交办', '批示', '设置']],
      ['郑某', ['审核', '签收'], ['交办', '设置']],
      ['钱某', ['批示', '催办', '今天'], []],
      ['秦某', ['我的', '查'], ['设置']],
    ];
    for (const [who, has, hasNot] of roles) {
      await town.say(who, '/帮助');
      const { text } = town.expectMessage(who, /常用/u);
      for (const verb of has) expect(text, who).toMatch(new RegExp(`\\*\\*${verb}\\*\\* .*\\n/${verb}`, 'u'));
      for (const verb of hasNot) expect(text, who).not.toMatch(new RegExp(`\\*\\*${verb}\\*\\*|、${verb}[、\\n]`, 'u'));
    }
    await town.say('赵某', '/帮助 登记');
    town.expectMessage('赵某', /\*\*登记\*\* [\s\S]*\/登记 村口路灯不亮[\s\S]*可写：姓名: /u);
    await town.say('王某强', '帮助 交办');
    expect(town.expectMessage('王某强', /常用/u).text).not.toContain('/交办');
  });

  flowTest('greets by name and role whoever opens the private chat', async ({ town }) => {
    await town.enter('王某强');
    town.expectMessage('王某强', /^王某强，您好[\s\S]*经办人[\s\S]*\/帮助/u);
    town.expectNothingElse();
  });
});
