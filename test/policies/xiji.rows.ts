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
];
