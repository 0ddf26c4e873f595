import { loadCommands } from '../../src/app/load-folder.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

/** Of the office that has the matter: what is typed accuses him. */
const ACCUSED = '王某强';
const WORDS = '群众说王某强收了施工队三千块钱';
const TRACE = '三千块';
const DESK = '信访工作群';
const GROUPS = [DESK, '城建办工作群', '五里墩村群', '镇领导督办群'];

/** Lines that a matter went through before; N is its number. */
const STAGES = {
  registered: [],
  assigned: ['赵某 /交办 N 城建办'],
  answered: ['赵某 /交办 N 城建办', '王某强 /答复 N 事实:三盏路灯不亮 依据:城市照明管理规定 结论:支持 内容:已修复'],
  reviewed: [
    '赵某 /交办 N 城建办',
    '郑某 /答复 N 事实:三盏路灯不亮 依据:城市照明管理规定 结论:支持 内容:已修复',
    '郑某 /审核 N 同意',
    '孙某 /审核 N 同意',
  ],
  closed: [
    '赵某 /交办 N 城建办',
    '郑某 /答复 N 事实:三盏路灯不亮 依据:城市照明管理规定 结论:支持 内容:已修复',
    '郑某 /审核 N 同意',
    '孙某 /审核 N 同意',
    '赵某 /办结 N 依据:书面答复',
  ],
  helped: ['赵某 /交办 N 城建办', '赵某 /协办 N 民政办'],
  returning: ['赵某 /交办 N 城建办', '郑某 /退回 N 理由:不属职责'],
  led: ['赵某 /交办 N 城建办', '钱某 /包案 N 李某平'],
  signed: ['赵某 /交办 N 城建办', '钱某 /批示 N 同意'],
  warned: ['赵某 /交办 N 城建办', '钱某 /批示 N 同意', '赵某 /预警 N 原因:第三次反映'],
  hearing: ['赵某 /交办 N 城建办', '赵某 /听证 N 定于:2026-03-12 地点:会议室 主持:孙某'],
} as const;

type Stage = keyof typeof STAGES;
interface Typed {
  readonly stage: Stage;
  readonly by: string;
  /** W are the words. */
  readonly line: string;
  /** `asked`: written nowhere until it is said whose words they are; `sealed`: at once; `dropped`: the words are no part of what is kept. */
  readonly then: 'asked' | 'sealed' | 'dropped';
}
const typed = (stage: Stage, by: string, line: string, then: Typed['then'] = 'asked'): Typed => ({
  stage,
  by,
  line,
  then,
});
/** Where 预警 is known. */
const LIHAI = { ...sampleOrg, town: { ...sampleOrg.town, policy: 'lihai' }, settings: {} };

/** Every command: each place where it takes free words, or why it takes none. */
const CATALOGUE: Readonly<Record<string, readonly Typed[] | string>> = {
  受理: [
    typed('registered', '赵某', '/受理 N 不予受理 理由:W'),
    typed('registered', '赵某', '/受理 N 不予受理 理由:已由法院审理 去向:W'),
  ],
  批示: [typed('assigned', '钱某', '/批示 N 不同意 意见:W')],
  交办: [typed('registered', '赵某', '/交办 N 城建办 要求:W')],
  协办: [
    typed('assigned', '赵某', '/协办 N 民政办 要求:W'),
    typed('assigned', '赵某', '/协办 N 转介:司法所 要求:W'),
    typed('helped', '卫某', '/协办 N 答复:W'),
  ],
  到场: [typed('assigned', '赵某', '/到场 N 6人 W', 'dropped')],
  分类: [typed('assigned', '赵某', '/分类 N 业务:W', 'dropped')],
  办结: [
    typed('reviewed', '赵某', '/办结 N 依据:书面答复 结果:W'),
    typed('reviewed', '赵某', '/办结 N 依据:书面答复，W'),
  ],
  联系: [typed('assigned', '赵某', '/联系 N W', 'sealed'), typed('assigned', '赵某', '/联系 N 结果:W', 'sealed')],
  更正: [
    typed('assigned', '赵某', '/更正 N 人数:5 理由:W'),
    typed('assigned', '赵某', '/更正 N 理由:写错了 地点:W', 'sealed'),
    typed('assigned', '赵某', '/更正 N 理由:写错了 内容:W', 'sealed'),
    typed('assigned', '赵某', '/更正 N 理由:写错了 类别:建议意见 内容:W', 'sealed'),
  ],
  延期: [typed('assigned', '郑某', '/延期 N 10天 理由:W')],
  回访: [typed('closed', '赵某', '/回访 N 不满意 情况:W')],
  听证: [
    typed('assigned', '赵某', '/听证 N 定于:2026-03-12 地点:会议室 主持:孙某 W'),
    typed('assigned', '赵某', '/听证 N 定于:2026-03-12 地点:W 主持:孙某'),
    typed('hearing', '赵某', '/听证 N 结果:W 笔录:存信访办'),
  ],
  包案: [typed('assigned', '钱某', '/包案 N 李某平 方案:W'), typed('led', '李某平', '/包案 N 分析会:W')],
  调解: [typed('assigned', '赵某', '/调解 N 自愿:双方自愿 日期:2026-03-02 参加:司法所 协议:W')],
  进展: [
    typed('assigned', '赵某', '/进展 N W'),
    typed('assigned', '赵某', '/进展 N 内容:W'),
    typed('assigned', '郑某', '/进展 N 现场:W'),
    typed('assigned', '孙某', '/进展 N 说明:W'),
  ],
  回避: [typed('assigned', '蒋某', '/回避 N 理由:W', 'dropped'), typed('assigned', '赵某', '/回避 N 人员:郑某 理由:W')],
  复查: [typed('closed', '赵某', '/复查 N 复查 结果:维持 日期:2026-03-02 意见:W', 'dropped')],
  重启: [typed('closed', '赵某', '/重启 N 理由:W')],
  答复: [
    typed('assigned', '郑某', '/答复 N 事实:W'),
    typed('assigned', '郑某', '/答复 N 依据:W'),
    typed('assigned', '赵某', '/答复 N 内容:W'),
  ],
  退回: [
    typed('assigned', '郑某', '/退回 N 理由:W'),
    typed('returning', '赵某', '/退回 N 不同意 W'),
    typed('returning', '赵某', '/退回 N 同意 W'),
    typed('registered', '赵某', '/退回 N 异议:W'),
  ],
  审核: [typed('answered', '郑某', '/审核 N 不同意 意见:W')],
  送达: [
    typed('assigned', '赵某', '/送达 N 文书:回执 日期:2026-03-02 方式:邮寄 凭证:W'),
    typed('assigned', '赵某', '/送达 N 文书:W 日期:2026-03-02 方式:邮寄'),
  ],
  督办: [typed('assigned', '赵某', '/督办 N 要求:W'), typed('assigned', '钱某', '/督办 N W')],
  补充: [
    typed('assigned', '赵某', '/补充 N W', 'sealed'),
    typed('assigned', '赵某', '/补充 N 地点:W', 'sealed'),
    typed('assigned', '赵某', '/补充 N 诉求:W', 'sealed'),
    typed('assigned', '赵某', '/补充 N 书面:W', 'sealed'),
    typed('assigned', '赵某', '/补充 N 来文:W', 'sealed'),
    typed('assigned', '赵某', '/补充 N 题目:W', 'dropped'),
    typed('assigned', '赵某', '/补充 N 类别:W', 'dropped'),
  ],
  转办: [typed('assigned', '赵某', '/转办 N 农业办 理由:W')],
  催办: [typed('assigned', '赵某', '/催办 N 要求:W'), typed('assigned', '孙某', '/催办 N W')],
  预警: [
    typed('signed', '赵某', '/预警 N 原因:W'),
    typed('warned', '郑某', '/预警 N 报回:已入户 原因:W 措施:本月更换'),
  ],
  作废: [typed('registered', '赵某', '/作废 N 误登 理由:W')],
  登记: 'seals itself: test/flow/accusations.test.ts',
  并案: 'two numbers',
  交接: 'names',
  绑定: 'a unit and what it receives',
  解绑: 'nothing',
  授权: 'a name and a role',
  接访: 'figures and a leader',
  值班: 'days and names',
  零报告: 'a kind and a unit',
  设置: 'figures, days and a name',
  签收: 'a number',
  撤销: 'a number',
  查: 'changes nothing; why an identity is looked at stands where nobody reads it',
  搜: 'changes nothing',
  清单: 'changes nothing',
  告知: 'changes nothing',
  接手: 'changes nothing',
  为什么: 'changes nothing',
  今天: 'changes nothing',
  我的: 'changes nothing',
  统计: 'changes nothing',
  台账: 'changes nothing',
  周报: 'changes nothing',
  月报: 'changes nothing',
  季报: 'changes nothing',
  年报: 'changes nothing',
  帮助: 'changes nothing',
};

const CASES = Object.values(CATALOGUE).flatMap((of) => (typeof of === 'string' ? [] : of));

async function matterAt(town: Town, stage: Stage): Promise<string> {
  await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:申诉求决 方式:上级交办');
  const number = /FJ2026-\d{4}/u.exec(town.messages('赵某').findLast(({ text }) => /已登记/u.test(text))!.text)![0];
  for (const step of STAGES[stage]) {
    const [by, ...line] = step.replace('N', number).split(' ');
    await town.say(by!, line.join(' '));
  }
  return number;
}

const heardSince = (town: Town, who: string, { messages }: Before): string =>
  town
    .messages()
    .slice(messages)
    .flatMap(({ chat, text }) => (chat === town.userid(who) ? [text] : []))
    .join('\n');

interface Before {
  readonly messages: number;
  readonly letters: number;
}
const now = (town: Town): Before => ({ messages: town.messages().length, letters: town.letters().length });

/** What those who must not read the words have got since. */
function reached(town: Town, by: string, { messages, letters }: Before): string[] {
  const unread = new Set([ACCUSED, ...GROUPS, ...(by === '郑某' ? [] : ['郑某'])].map((name) => chatOf(town, name)));
  const told = town
    .messages()
    .slice(messages)
    .filter(({ text }) => text.includes(TRACE));
  return [...told, ...town.letters().slice(letters)]
    .filter(({ chat }) => unread.has(chat))
    .map(({ chat, text }) => `${chat}: ${text}`);
}

const chatOf = (town: Town, name: string): string => (GROUPS.includes(name) ? town.chatid(name) : town.userid(name));

const SAID: Readonly<Record<Typed['then'], RegExp>> = {
  asked: /没有记，也没有发给任何人/u,
  sealed: /已转为密件/u,
  dropped: /./u,
};

/** Types each line into a matter of its own. @returns what went wrong */
async function typeAll(town: Town, cases: readonly Typed[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { stage, by, line, then } of cases) {
    await town.advance({ minutes: 1 });
    const number = await matterAt(town, stage);
    const before = now(town);
    await town.say(by, line.replace('N', number).replace('W', WORDS));
    const heard = heardSince(town, by, before);
    if (!SAID[then].test(heard)) wrong.push(`${line}: ${heard}`);
    await town.say(ACCUSED, `/查 ${number}`);
    for (const one of reached(town, by, before)) wrong.push(`${line} → ${one}`);
    if (then !== 'asked') continue;
    // The office's own words stay where they were, and the command is done.
    const asked = now(town);
    await town.say(by, '不是');
    const done = heardSince(town, by, asked);
    if (done === '' || /没有记|没看懂|例如|请写/u.test(done)) wrong.push(`${line} 不是: ${done}`);
  }
  return wrong;
}

describe('words that accuse, whichever command they stand in', () => {
  flowTest('the table has every command', async () => {
    const commands = await loadCommands(new URL('../../commands/', import.meta.url));
    expect(commands.map(({ name }) => name).toSorted()).toEqual(Object.keys(CATALOGUE).toSorted());
  });

  flowTest('reach neither whom they accuse, nor their office, nor a group', { timeout: 240_000 }, async ({ town }) => {
    expect(
      await typeAll(
        town,
        CASES.filter(({ line }) => !line.startsWith('/预警')),
      ),
    ).toEqual([]);
  });

  flowTest('nor where a town has more commands', async ({ start }) => {
    const town = await start({ org: LIHAI });
    expect(
      await typeAll(
        town,
        CASES.filter(({ line }) => line.startsWith('/预警')),
      ),
    ).toEqual([]);
  });
});

describe('whose the words are', () => {
  const SUPERVISED = `/督办 FJ2026-0001 要求:${WORDS}`;

  flowTest('the petitioner’s seal the matter, and it is asked whom they are about', async ({ town }) => {
    await matterAt(town, 'assigned');
    for (const [by, line] of [
      ['赵某', SUPERVISED],
      ['郑某', `/进展 1 ${WORDS}`],
    ] as const) {
      await town.say(by, line);
      town.expectMessage(by, /FJ2026-0001 这段话没有记，也没有发给任何人。\n[^\n]*反映的是干部或单位的问题吗？/u);
    }
    await town.say('赵某', '好的');
    town.expectMessage('赵某', /不像是这一问的回答，没有记。\nFJ2026-0001 这段话没有记/u);
    await town.say('赵某', '是');
    town.expectMessage('赵某', /FJ2026-0001 已补充。[\s\S]*反映的是哪个单位或哪个人？/u);
    await town.say('赵某', ACCUSED);
    await town.say(ACCUSED, '/查 1');
    town.expectMessage(ACCUSED, /^查无此号/u);
    await town.say('赵某', '/查 1');
    town.expectMessage('赵某', new RegExp(TRACE, 'u'));
  });

  flowTest('the answer may name whom they are about, or quote the question', async ({ town }) => {
    await matterAt(town, 'assigned');
    await town.say('赵某', SUPERVISED);
    await town.say('赵某', ACCUSED, { quote: town.expectMessage('赵某', /没有记，也没有发给任何人/u) });
    town.expectMessage('赵某', /FJ2026-0001 已补充/u);
    await town.say(ACCUSED, '/查 1');
    town.expectMessage(ACCUSED, /^查无此号/u);
  });

  flowTest('the office’s own are said to be so in the line itself, too', async ({ town }) => {
    await matterAt(town, 'assigned');
    await town.say('赵某', `/督办 1 检举:否 要求:${WORDS}`);
    town.expectMessage('赵某', /FJ2026-0001[\s\S]*督办/u);
    town.expectMessage('郑某', new RegExp(`督办函[\\s\\S]*${TRACE}`, 'u'));
    await town.say('赵某', `/催办 1\n/督办 1 要求:${WORDS}`);
    town.expectMessage('赵某', /全都没有办[\s\S]*后面加 检举:否/u);
    await town.say('赵某', '不是');
    town.expectMessage('赵某', /没看懂/u);
  });

  flowTest('what nobody writes into any more, or may not, becomes a matter of its own', async ({ town }) => {
    for (const [stage, by, line] of [
      ['closed', '赵某', `/回访 N 不满意 情况:${WORDS}`],
      ['helped', '卫某', `/协办 N 答复:${WORDS}`],
    ] as const) {
      const number = await matterAt(town, stage);
      await town.say(by, line.replace('N', number));
      await town.say(by, '是');
      town.expectMessage(by, /已登记：FJJ/u);
      await town.say(ACCUSED, `/查 ${number}`);
      expect(town.messages(ACCUSED).at(-1)!.text).not.toContain(TRACE);
      await town.say(by, '结束');
    }
  });

  flowTest('what is kept nowhere is said not to be kept, and a group is asked to forget it', async ({ town }) => {
    for (const words of [WORDS, '王某强家盖了三层楼，钱哪来的大家心里有数']) {
      await town.say('赵某', `/到场 6人 ${words}`, { chat: DESK });
      expect(town.expectMessage(DESK, /请长按撤回那条消息/u).text).not.toMatch(/6人/u);
      town.expectMessage('赵某', /后面的话没有记。\n反映干部或单位的，请发：\/登记 内容/u);
    }
    await town.say('赵某', '/到场 7人 现场:静坐');
    expect(town.messages('赵某').at(-1)!.text).not.toMatch(/没有记/u);
  });

  flowTest('typed in a group it is asked to forget them, and asked in private', async ({ town }) => {
    for (const line of [
      '/督办 N 要求:W',
      '/进展 N W',
      '/联系 N W',
      '/催办 N 王某强家盖了三层楼，钱哪来的大家心里有数',
    ]) {
      const number = await matterAt(town, 'assigned');
      await town.say('赵某', line.replace('N', number).replace('W', WORDS), { chat: DESK });
      expect(town.expectMessage(DESK, /请长按撤回那条消息/u).text).not.toMatch(/FJ|路灯/u);
      town.expectMessage('赵某', /没有记，也没有发给任何人|已转为密件/u);
      await town.say('赵某', '结束');
      town.forget();
    }
  });

  flowTest('what is in doubt is asked about as at registration, whichever way it is typed', async ({ town }) => {
    for (const words of ['群众反映你们村的头头把材料费揣自己腰包了，请说明', '五里墩村把补贴截了', '钱让村里贪了']) {
      await town.say('赵某', '/登记 水渠堵塞 题目:水渠堵塞 姓名:匿名 类别:申诉求决 方式:上级交办');
      const said = town.messages('赵某').findLast(({ text }) => /已登记/u.test(text))!.text;
      const number = /FJ2026-\d{4}/u.exec(said)![0];
      await town.say('赵某', `/交办 ${number} 五里墩村`);
      for (const line of [`/督办 ${number} 要求:${words}`, `/联系 ${number} ${words}`, `/进展 ${number} ${words}`]) {
        town.forget();
        await town.advance({ minutes: 1 });
        await town.say('赵某', line);
        town.expectMessage('赵某', /没有记，也没有发给任何人/u);
        await town.say('赵某', '结束');
        await town.say('赵某', line, { chat: DESK });
        expect(town.expectMessage(DESK, /请长按撤回那条消息/u).text).not.toMatch(/FJ|水渠/u);
        await town.say('赵某', '结束');
        expect(town.messages('韩某山').filter(({ text }) => text.includes(words))).toEqual([]);
      }
      await town.say('赵某', `@信访助手 ${words}`, { chat: DESK });
      town.expectMessage(DESK, /请长按撤回那条消息/u);
      town.expectMessage('赵某', /^(?:要登记这件事吗？\n\/登记 |这段话没有记。\n反映干部或单位的，请发：\/登记 内容)/u);
    }
  });

  flowTest('what is in doubt and tells of somebody in office seals what it is added to', async ({ town }) => {
    await matterAt(town, 'registered');
    await town.say('赵某', '/交办 1 五里墩村');
    await town.say('赵某', '/补充 1 五里墩村把补贴截了');
    town.expectMessage('赵某', /已转为密件/u);
    await town.say('韩某山', '/查 1');
    town.expectMessage('韩某山', /^查无此号/u);
  });

  flowTest('whoever noted it reads where it went, and no more', async ({ town }) => {
    await matterAt(town, 'assigned');
    await town.say('郑某', `/联系 1 ${WORDS}`);
    town.expectMessage('郑某', /已转为密件，交信访办处理/u);
    for (const who of [ACCUSED, '郑某']) {
      await town.say(who, '/查 1');
      town.expectMessage(who, /^查无此号/u);
    }
  });

  flowTest('what was heard is not taken back: whoever says that it accuses nobody says so', async ({ town }) => {
    for (const line of ['/联系 N W', '/补充 N W', '/补充 N 检举:是 内容:W', '/交办 N 镇纪委 要求:W']) {
      const number = await matterAt(town, line.startsWith('/交办') ? 'registered' : 'assigned');
      await town.say('赵某', line.replace('N', number).replace('W', WORDS));
      await town.say('赵某', `/撤销 ${number}`);
      town.expectMessage('赵某', new RegExp(`${number} 因这段话转为密件，不能用撤销收回`, 'u'));
      await town.say(ACCUSED, `/查 ${number}`);
      town.expectMessage(ACCUSED, /^查无此号/u);
      town.forget();
    }
  });
});
