import { petitionTexts } from '../../src/db/schema.ts';
import { describe, expect, flowTest } from '../support/town.ts';

const DESK = '信访工作群';
const PHONE = '139' + '0000' + '0001';

describe('bad text gets a clear answer and loses nothing', () => {
  flowTest('an empty command, or the mention alone, is answered with help for this role', async ({ town }) => {
    await town.say('赵某', '/');
    town.expectMessage('赵某', /常用[\s\S]*\*\*登记\*\*/u);
    await town.say('王某强', '、');
    expect(town.expectMessage('王某强', /常用/u).text).not.toContain('**登记**');
    await town.say('赵某', '@信访助手', { chat: DESK });
    town.expectMessage(DESK, /请在和我的单聊里办理/u);
    town.expectMessage('赵某', /常用/u);
    town.expectNothingElse();
  });

  flowTest('an unknown command is answered with what may be meant, and nothing is run', async ({ town }) => {
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1 城建办');
    town.forget();
    await town.say('赵某', '/办解 1 依据:书面答复');
    town.expectMessage('赵某', /^没有这个命令。您是不是想发：\n\/办结/u);
    await town.say('赵某', '/cloze 1 依据:书面答复');
    town.expectMessage('赵某', /您是不是想发：\n\/close$/u);
    await town.say('赵某', '/飞天遁地');
    town.expectMessage('赵某', /^没看懂，没有动。\n可以这样说：/u);
    await town.say('赵某', '/查 1');
    town.expectMessage('赵某', /状态：已交办，待签收/u);
    town.expectNothingElse();
  });

  flowTest('twenty thousand characters are registered in full', async ({ town, db }) => {
    const letter = '路灯不亮，夜里看不清。'.repeat(1_800) + '完';
    await town.say('赵某', `/登记 题目:路灯不亮 内容:${letter}`);
    town.expectMessage('赵某', /^已登记：FJ2026-0001/u);
    const [row] = await db.select().from(petitionTexts);
    expect(row?.body).toBe(letter);
    await town.say('赵某', '/查 1');
    expect(town.expectMessage('赵某', /内容：路灯不亮/u).text.length).toBeLessThan(2_000);
  });

  flowTest('emoji stay, invisible and control characters go', async ({ town, db }) => {
    await town.say(
      '赵某',
      '\u202e/登\u200b记 🚨路灯\u0000不亮\u0007\u2066，👨‍👩‍👧三口人 题目:🚨路灯\u200f不亮 姓名:欧阳\u202e小舟',
    );
    town.expectMessage('赵某', /^已登记：FJ2026-0001/u);
    const [row] = await db.select().from(petitionTexts);
    expect(row?.body).toBe('🚨路灯不亮，👨👩👧三口人');
    await town.say('赵某', '/交办 1 城建办');
    expect(town.expectMessage('城建办工作群', /FJ2026-0001/u).text).toContain('｜🚨路灯不亮｜');
    await town.say('赵某', '/查 1 明文 理由:核对');
    town.expectMessage('赵某', /姓名：欧阳小舟\n/u);
  });

  flowTest('half a character does not stop anything', async ({ town }) => {
    await town.say('赵某', '/登记 路灯\ud83d不亮 姓名:\udea8某');
    town.expectMessage('赵某', /^已登记：FJ2026-0001/u);
  });

  flowTest('SQL and markdown in a name are a name', async ({ town, sql }) => {
    const name = `虞'); drop table petition; --`;
    await town.say('赵某', `/登记 路灯不亮 姓名:${name} 题目:路灯不亮`);
    await town.say('赵某', '/登记 路面塌陷 姓名:**虞**[小舟](http://a.example) 题目:路面塌陷');
    await town.say('赵某', "/搜 %' or 1=1 --");
    town.expectMessage('赵某', /没有找到/u);
    await town.say('赵某', '/查 1 明文 理由:核对');
    expect(town.expectMessage('赵某', /状态/u).text).toContain(`姓名：${name}\n`);
    await town.say('赵某', '/查 2 明文 理由:核对');
    expect(town.expectMessage('赵某', /状态/u).text).toContain('姓名：＊＊虞＊＊［小舟］');
    expect(await sql`select number from petition order by number`).toMatchObject([
      { number: 'FJ2026-0001' },
      { number: 'FJ2026-0002' },
    ]);
  });

  flowTest('a file where text is expected is answered, and the open question stays open', async ({ town }) => {
    await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮 类别:其他');
    town.expectMessage('赵某', /信访人姓名？/u);
    await town.sendFile('赵某', '来信.docx');
    town.expectMessage('赵某', /^照片和文件我现在收不了，这个没有保存，请自己留好。\n请用文字告诉我要办什么/u);
    await town.say('赵某', '虞小舟');
    town.expectMessage('赵某', /FJ2026-0001 已补充。[\s\S]*联系电话？/u);
    town.expectNothingElse();
  });

  flowTest(
    'a phone number in a group is not repeated; the bot asks to withdraw it and keeps what was said',
    async ({ town, db }) => {
      await town.say('赵某', `/登记 路灯不亮，回电${PHONE}`, { chat: DESK });
      const answer = town.expectMessage(
        DESK,
        /FJ2026-0001[\s\S]*群里出现了电话、证件号等个人信息，\n请长按撤回那条消息，改到和我的单聊里发。$/u,
      );
      expect(answer.text).not.toContain(PHONE);
      const [row] = await db.select().from(petitionTexts);
      expect(row?.body).toBe('路灯不亮，回电[#phone]');
      await town.say('赵某', '/查 1 明文 理由:回电');
      town.expectMessage('赵某', new RegExp(`正文中的号码、更正前的信息：${PHONE}`, 'u'));
      town.forget();
      await town.say('王某强', `@信访助手 他的电话是${PHONE}`, { chat: DESK });
      expect(town.expectMessage(DESK, /请长按撤回那条消息/u).text).not.toContain(PHONE);
      town.expectNothingElse();
    },
  );

  flowTest('numbers and names are lifted however they are written, wherever they are typed', async ({ town, sql }) => {
    await town.say(
      '赵某',
      '/登记 虞 小舟说路灯不亮，打 139 0000 0001 或一三九零零零零零零零一 姓名:虞小舟 题目:路灯不亮 类别:其他',
    );
    await town.say('赵某', '/交办 1 城建办 要求:先打１３９－００００－０００１找虞　小舟');
    await town.say('郑某', '/签收 1');
    await town.say('郑某', '/进展 1 虞·小舟（139.0000.0001）在家');
    await town.say('郑某', '/答复 1 已换灯，虞小舟 139 00000001 认可');
    const [row] = await sql`select body from petition_text`;
    expect(row!['body']).toBe('[#name]说路灯不亮，打 [#phone] 或[#phone]');
    expect(JSON.stringify(await sql`select * from demand`)).not.toMatch(/虞|小舟|139/u);
    await town.say('郑某', '/查 1');
    const shown = town.expectMessage('郑某', /内容：〔姓名〕说路灯不亮，打 〔电话〕 或〔电话〕/u);
    expect(shown.text).toMatch(/进展 郑某：〔姓名〕（〔电话〕）在家/u);
    const told = [...town.messages('郑某'), ...town.messages('钱某'), ...town.messages(DESK)].map(({ text }) => text);
    expect(
      told.filter((text) => /#(?:name|phone|id)|小\s*舟|(?:139|１３９|一三九)[-.\s－]*(?:0|０|零)/u.test(text)),
    ).toEqual([]);
    // Nothing is lost: a look that is written down shows it word for word.
    await town.say('赵某', '/查 1 明文 理由:核对');
    town.expectMessage('赵某', /进展[^\n]*虞·小舟（139\.0000\.0001）在家/u);
  });

  flowTest('a message that the platform repeats three times is one message', async ({ town }) => {
    town.wecom.setFaults({ duplicateInbound: { count: 1, times: 3 } });
    await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮 姓名:匿名 类别:其他');
    town.expectMessage('赵某', /已登记：FJ2026-0001/u);
    await town.say('赵某', '/登记 路面塌陷 题目:路面塌陷 姓名:匿名 类别:其他');
    town.expectMessage('赵某', /已登记：FJ2026-0002/u);
    town.expectNothingElse();
  });
});
