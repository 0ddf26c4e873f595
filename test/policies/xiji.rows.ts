/** S4 西集镇, 西发〔2020〕16号, row by row. */
import { expect } from 'vitest';
import { answered } from '../support/chat.ts';
import { ask, assignedTo, GROUPS, heard, last, type PlayedRow, registered } from './played.ts';

export const xiji: readonly PlayedRow[] = [
  {
    row: '4.1',
    given: 'two open matters, one overdue since Wednesday; the Monday after',
    expected:
      'the weekly summary names the overdue one with the days it is over, oldest first, for the leader and the group; no total is compared with another, no village is ranked',
    async play(town) {
      const late = await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名', '城建办 期限:2工作日');
      await assignedTo(town, '水渠堵塞 题目:水渠堵塞 姓名:匿名', '农业办 期限:20天');
      await town.at('2026-03-09T09:30');
      for (const chat of ['钱某', '信访工作群']) {
        const { text } = town.expectMessage(chat, /信访周报/u);
        expect(text).toMatch(new RegExp(`未办结 2 件[\\s\\S]*【红·超期5天】${late} 城建办`, 'u'));
        expect(text).not.toMatch(/同比|环比|排名 |第\d名|清零/u);
      }
    },
  },
  {
    row: '4.2',
    given: 'an office’s matter with 2 working days that nobody touches',
    expected:
      'staff and head first; the day after it is over 督办函 to them and the desk; three working days later the line’s leader; seven later the main leader',
    async play(town) {
      const number = await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名', '城建办 期限:2工作日 经办:王某强');
      const about = new RegExp(`${number} (交办函|时限提醒|督办函)`, 'u');
      const since = async (moment: string): Promise<string[]> => {
        const before = new Map(
          ['王某强', '郑某', '孙某', '钱某'].map((one) => [one, heard(town, [one], about).length]),
        );
        await town.at(moment);
        return [...before].filter(([one, count]) => heard(town, [one], about).length > count).map(([one]) => one);
      };
      expect(heard(town, ['王某强', '郑某'], about)).toHaveLength(2);
      expect(await since('2026-03-04T10:00')).toEqual(['王某强', '郑某']);
      expect(await since('2026-03-05T10:00')).toEqual(['王某强', '郑某']);
      expect(await since('2026-03-09T10:00')).toEqual(['郑某', '孙某']);
      expect(await since('2026-03-13T10:00')).toEqual(['孙某', '钱某']);
    },
  },
  {
    row: '4.4',
    given: 'a visit at the hall goes its way: 登记, 分类, 交办, 督办, 答复, 办结, 回访',
    expected: 'each step is one line of chat, answered at once, and stands in the matter’s course with day and person',
    async play(town) {
      const number = await registered(town, '路面塌陷 方式:来访 题目:路面塌陷 姓名:匿名');
      await town.say('赵某', `/分类 ${number} 申诉求决 业务:城乡建设`);
      await town.say('赵某', `/交办 ${number} 城建办 期限:2工作日 经办:王某强`);
      await town.click('王某强', `${number} 交办函`, '签收');
      await town.at('2026-03-05T10:00');
      await town.say('孙某', `/督办 ${number} 要求:三日内书面说明进展`);
      town.expectMessage('王某强', /督办函\n孙某督办[\s\S]*三日内书面说明/u);
      expect(last(town, '信访工作群')).toMatch(/已向城建办发督办函/u);
      await answered(town, number);
      expect(await ask(town, '王某强', `/办结 ${number} 依据:调解协议书`)).toMatch(/已办结/u);
      expect(await ask(town, '赵某', `/回访 ${number} 满意`)).toMatch(/回访已记下/u);
      expect(await ask(town, '赵某', `/查 ${number}`)).toMatch(
        /分类[\s\S]*交办[\s\S]*签收 王某强[\s\S]*督办 孙某[\s\S]*答复 郑某[\s\S]*办结 王某强[\s\S]*回访 赵某/u,
      );
    },
  },
  {
    row: '4.5',
    given: 'a visitor with name, number and address, registered by the desk for a named person of the office',
    expected:
      'the person has the matter; groups read number, title, unit and clock only; other offices find nothing; names are masked, and looking behind the mask is written down',
    async play(town) {
      const phone = ['138', '0013', '8000'].join('');
      const number = await registered(
        town,
        `屋后护坡松动 姓名:虞小舟 电话:${phone} 住址:柳树湾村3组12号 题目:护坡松动`,
      );
      await town.say('赵某', `/交办 ${number} 城建办 期限:10工作日 经办:王某强`);
      town.expectMessage('王某强', new RegExp(`${number} 交办函`, 'u'));
      expect(heard(town, GROUPS, /虞小舟|138|12号|屋后/u)).toEqual([]);
      expect(await ask(town, '陈某', `/查 ${number}`)).toMatch(/查无此号/u);
      expect(await ask(town, '陈某', '/搜 护坡')).toMatch(/没有找到/u);
      const masked = await ask(town, '王某强', `/查 ${number}`);
      expect(masked).not.toMatch(new RegExp(`虞小舟|${phone}`, 'u'));
      expect(await ask(town, '王某强', `/查 ${number} 明文 理由:电话联系`)).toContain(phone);
      expect(await ask(town, '赵某', `/查 ${number}`)).toMatch(/查看身份信息 王某强/u);
    },
  },
  {
    row: '4.6',
    given: 'a matter of a grid that names no leader of its own, with 2 working days',
    expected:
      'the grid’s head has it, the head of the village above sees it and may act, and three working days after the day the village’s leader hears; another village sees nothing',
    async play(town) {
      const number = await assignedTo(town, '排水沟堵塞 题目:排水沟堵塞 姓名:匿名', '五里墩二网格 期限:2工作日');
      town.expectMessage('何某', new RegExp(`${number} 交办函`, 'u'));
      expect(await ask(town, '韩某山', `/查 ${number}`)).toMatch(/五里墩二网格/u);
      expect(await ask(town, '韩某山', `/进展 ${number} 已到现场`)).toMatch(/进展已记下/u);
      expect(await ask(town, '朱某田', `/查 ${number}`)).toMatch(/查无此号/u);
      await town.at('2026-03-09T10:00');
      town.expectMessage('李某平', new RegExp(`【红】${number}`, 'u'));
    },
  },
  {
    row: '4.9',
    at: '2026-09-14T10:00',
    given: 'two weeks before 国庆: a matter due on 4 October, one due in November',
    expected:
      'before the holidays heads, leaders and the desk read which matters fall due in them, with the last working day to act, 30 September; the other is not in it; no person and no plan about persons',
    async play(town) {
      const inside = await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名 类别:其他', '城建办 期限:20天');
      const outside = await assignedTo(town, '沟渠堵塞 题目:沟渠堵塞 姓名:匿名 类别:其他', '城建办 期限:2026-11-20');
      await town.at('2026-09-30T12:00');
      for (const reader of ['钱某', '孙某', '郑某', '赵某']) {
        const { text } = town.expectMessage(reader, /节前清单｜国庆/u);
        expect(text).toMatch(new RegExp(`${inside}[^]*最后一个工作日9月30日`, 'u'));
        expect(text).not.toContain(outside);
      }
      expect(heard(town, ['冯某', ...GROUPS], /节前清单/u)).toEqual([]);
    },
  },
  {
    row: '4.7',
    at: '2026-03-03T09:00',
    given: 'a month and the turn of a quarter',
    expected:
      'offices and villages are asked for their monthly meeting before the 28th and the desk reads who has held it; on the first working day of April the material for the quarter’s inspection: figures by unit, what to look at, age of the open matters',
    async play(town) {
      const late = await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名 类别:其他', '城建办 期限:2工作日');
      await town.at('2026-03-27T18:00');
      for (const head of ['郑某', '韩某山', '吕某']) {
        expect(heard(town, [head], /请报：月度例会小结/u)).toHaveLength(1);
      }
      town.expectMessage('赵某', /\*\*月度例会小结\*\*[^]*应报 \d+，已报 0/u);
      await town.at('2026-04-01T10:00');
      for (const reader of ['钱某', '赵某']) {
        const { text } = town.expectMessage(reader, /季度检查材料\*\*\n1月1日—3月31日/u);
        expect(text).toMatch(/未办结事项已办多久\*\*\n30天内 1 件/u);
      }
      expect(late).toBe('XJ2026-0001');
    },
  },
  {
    row: '4.8',
    given: 'March: one village answers 零报告, one registers what it found, the others say nothing',
    expected:
      'asked from the 20th, silent ones once more; by the 25th the desk reads how many reported and who did not, and sends round the ledger of what was found',
    async play(town) {
      await town.at('2026-03-20T09:10');
      await town.click('韩某山', '排查台账', '零报告');
      const number = await registered(town, '机耕路塌陷 题目:机耕路塌陷 方式:排查 姓名:匿名 地点:柳树湾村', '朱某田');
      await town.at('2026-03-24T18:00');
      expect(heard(town, ['冯某'], /还没报：排查台账/u)).toHaveLength(1);
      expect(heard(town, ['韩某山', '朱某田'], /还没报：排查台账/u)).toEqual([]);
      await town.at('2026-03-25T18:00');
      town.expectMessage('赵某', /\*\*排查台账\*\*[^]*已报 2。\n其中零报告 1，登记了事项 1。\n未报：[^]*农业办/u);
      expect(await ask(town, '赵某', '/台账')).toMatch(
        new RegExp(`${number}[^]*事项：机耕路塌陷[^]*地点：柳树湾村[^]*排查日期：3月20日`, 'u'),
      );
    },
  },
  {
    row: '4.15',
    given: 'a matter received in January of the year before, closed in March',
    expected: 'the month’s summary counts it as an old matter settled, as a fact without a prize',
    async play(town) {
      const old = await assignedTo(
        town,
        '宅基地界线不清 题目:宅基地界线 姓名:匿名 收到:2025-01-10',
        '五里墩村 期限:2026-03-20',
      );
      await answered(town, old, '韩某山');
      await town.say('韩某山', `/办结 ${old} 依据:调解协议书`);
      await town.at('2026-04-01T10:00');
      const { text } = town.expectMessage('钱某', /月小结/u);
      expect(text).toMatch(/办结1年以上的旧事项 1 件，其中5年以上 0 件/u);
      expect(text).not.toMatch(/奖|元/u);
    },
  },
  {
    row: '4.16',
    at: '2026-12-28T09:00',
    given: 'the turn of a year, and the Monday after',
    expected:
      '周通报 on Monday to leader, desk and group; 月小结 and 年汇总 of the period that ended on the first working day of January, to leader and desk only',
    async play(town) {
      await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名 类别:其他', '城建办 期限:10工作日');
      await town.at('2027-01-04T12:00');
      for (const reader of ['钱某', '赵某']) {
        town.expectMessage(reader, /月小结\*\*\n2026年12月1日—12月31日/u);
        town.expectMessage(reader, /年汇总\*\*\n2026年1月1日—12月31日/u);
      }
      town.expectMessage('信访工作群', /信访周报/u);
      expect(heard(town, GROUPS, /月小结|年汇总/u)).toEqual([]);
    },
  },
];
