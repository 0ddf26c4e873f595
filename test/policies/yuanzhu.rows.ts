/** S3 元竹镇, 坚持“四个到位” (2019), row by row. */
import { expect } from 'vitest';
import { answered } from '../support/chat.ts';
import { textOf } from '../support/docx.ts';
import { ask, assignedTo, dueOf, GROUPS, heard, last, type PlayedRow, registered } from './played.ts';

export const yuanzhu: readonly PlayedRow[] = [
  {
    row: '3.3',
    given: 'a village’s matter with 10 working days that nobody touches',
    expected:
      'the village secretary and the named cadre hear first and on the way, the town’s leaders only when it is overdue; 进展 may be reported at any time by a line of chat',
    async play(town) {
      const number = await assignedTo(town, '排水沟纠纷 题目:排水沟纠纷 姓名:匿名', '五里墩村 期限:10工作日 经办:杨某');
      const about = new RegExp(`${number} (交办函|时限提醒|督办函)`, 'u');
      expect(heard(town, ['韩某山', '杨某'], about)).toHaveLength(2);
      expect(await ask(town, '杨某', `/进展 ${number} 已到现场`)).toMatch(/进展已记下/u);
      await town.at('2026-03-16T10:00');
      expect(heard(town, ['李某平', '孙某', '钱某'], about)).toEqual([]);
      expect(heard(town, ['韩某山'], about).length).toBeGreaterThanOrEqual(3);
      await town.at('2026-03-17T10:00');
      town.expectMessage('李某平', new RegExp(`【红】${number} 督办函`, 'u'));
      expect(heard(town, ['钱某'], about)).toEqual([]);
    },
  },
  {
    row: '3.4',
    given: 'a villager calls the village; its cadre types one line',
    expected:
      'answered at once with a number and its dates, classified, given to a named person; the cadre who was first asked stays with the matter and reads how it ended',
    async play(town) {
      const answer = await ask(town, '杨某', '/登记 自来水时断时续 方式:来电 姓名:匿名 题目:自来水断续');
      const number = /已登记：(\S+)/u.exec(answer)![1]!;
      await town.say('赵某', `/分类 ${number} 申诉求决`);
      await town.say('赵某', `/交办 ${number} 城建办 经办:王某强 期限:10天`);
      expect(last(town, '赵某')).toMatch(/已交办城建办，经办：王某强/u);
      town.expectMessage('王某强', new RegExp(`${number} 交办函`, 'u'));
      expect(await ask(town, '杨某', `/查 ${number}`)).toMatch(/承办：城建办（王某强）[\s\S]*登记 杨某/u);
    },
  },
  {
    row: '3.5',
    given: 'two matters of one person and one of another, by phone, visit and net',
    expected:
      'one number each out of one series, one file each with its own course; nothing finds, lists or counts matters by the person',
    async play(town) {
      const names = ['甲某某', '甲某某', '乙某某'];
      const numbers = [
        await registered(town, `路灯不亮 方式:来电 姓名:${names[0]}`),
        await registered(town, `水渠堵塞 方式:来访 姓名:${names[1]}`),
        await registered(town, `围墙倾斜 方式:网上 姓名:${names[2]}`),
      ];
      expect(numbers).toEqual(['YZ2026-0001', 'YZ2026-0002', 'YZ2026-0003']);
      await town.say('赵某', `/交办 ${numbers[0]} 城建办`);
      expect(await ask(town, '赵某', `/查 ${numbers[0]}`)).toMatch(/路灯不亮[\s\S]*交办/u);
      expect(await ask(town, '赵某', `/查 ${numbers[1]}`)).toMatch(/水渠堵塞/u);
      expect(last(town, '赵某')).not.toMatch(/路灯|YZ2026-0001|交办 赵某/u);
      expect(await ask(town, '赵某', '/搜 甲某某'), 'not by the person').toMatch(/没有找到/u);
    },
  },
  {
    row: '3.11',
    given: 'a matter received on 2 March, assigned, not closed in 45 days; another closed on the 44th',
    expected:
      'the working day after (17 April) the groups for escalations read number, title, unit and clock of the first, its head and leaders have it as 督办函; no word about a person; the other is not in it',
    async play(town) {
      const late = await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名', '城建办 经办:王某强');
      const done = await assignedTo(town, '水渠堵塞 题目:水渠堵塞 姓名:匿名', '农业办 经办:陈某');
      expect(await dueOf(town, late, '办结通报期限')).toBe('2026-04-16');
      await town.at('2026-04-15T10:00');
      await answered(town, done, '冯某');
      await town.say('赵某', `/办结 ${done} 依据:调解协议书`);
      const circular = /办结通报期限超期/u;
      await town.at('2026-04-16T12:00');
      expect(heard(town, GROUPS, circular)).toEqual([]);
      await town.at('2026-04-17T10:00');
      for (const group of ['信访工作群', '镇领导督办群']) {
        expect(town.expectMessage(group, circular).text).toMatch(new RegExp(`【红】${late}｜路灯不亮｜城建办｜`, 'u'));
      }
      for (const person of ['郑某', '孙某', '钱某']) town.expectMessage(person, new RegExp(`${late} 督办函`, 'u'));
      expect(heard(town, GROUPS, /王某强|郑某|检查/u)).toEqual([]);
      expect(heard(town, ['冯某', ...GROUPS], new RegExp(`${done}[^]*超期`, 'u'))).toEqual([]);
    },
  },
  {
    row: '3.2',
    given: 'a major dispute of a village; the desk names one leader, a team of two units and a plan in one line',
    expected:
      'the leader and both units have it; the matter shows one problem, one leader, one team, one plan, and that it is not yet carried to the end',
    async play(town) {
      const number = await assignedTo(town, '征地补偿争议 题目:征地补偿 姓名:匿名', '五里墩村 经办:杨某');
      const named = await ask(town, '赵某', `/包案 ${number} 李某平 方案:先核面积再谈标准 专班:民政办、城建办`);
      expect(named).toMatch(/由李某平包案[\s\S]*还缺：一包到底/u);
      town.expectMessage('李某平', new RegExp(`${number} 包案`, 'u'));
      for (const head of ['褚某兰', '郑某']) town.expectMessage(head, new RegExp(number, 'u'));
      expect(await ask(town, '李某平', `/查 ${number}`)).toMatch(
        /包案领导：李某平[\s\S]*一个问题、一名领导、一个班子、一套方案/u,
      );
    },
  },
  {
    row: '3.10',
    given: 'a case named on 2 March and not closed on 1 April; an ordinary matter beside it',
    expected:
      'only the case has 30 days; the day after, its leader is asked to explain within 5 working days; the explanation reaches the main leader in writing',
    async play(town) {
      const ordinary = await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名', '城建办');
      const number = await assignedTo(town, '征地补偿争议 题目:征地补偿 姓名:匿名', '城建办 经办:王某强');
      await town.say('赵某', `/包案 ${number} 孙某 方案:先核面积 专班:农业办`);
      expect(await dueOf(town, number, '包案限期办结')).toBe('2026-04-01');
      expect(await dueOf(town, ordinary, '包案限期办结')).toMatch(/^none/u);
      await town.at('2026-04-02T10:00');
      expect(await dueOf(town, number, '书面说明')).toBe('2026-04-10');
      town.expectMessage('孙某', new RegExp(`${number} (督办函|时限提醒)[\\s\\S]*书面说明`, 'u'));
      await town.say('孙某', `/进展 ${number} 说明:补偿标准待县里批复，已报国土所`);
      town.expectMessage('钱某', new RegExp(`${number} 孙某已作书面说明`, 'u'));
      await town.at('2026-04-13T10:00');
      expect(heard(town, ['钱某'], new RegExp(`${number}[^]*书面说明.*超期`, 'u'))).toEqual([]);
    },
  },
  {
    row: '3.1',
    given: 'two leaders on the roster; a week of 接访, 约访 and 下访 is logged',
    expected: 'the day’s leader is told each morning; the log adds up 批 and 人次 by kind, for week and month',
    async play(town) {
      await town.say('赵某', '/值班 周二 孙某');
      await town.say('赵某', '/值班 周三 李某平');
      await town.at('2026-03-03T08:40');
      town.expectMessage('孙某', /今天由您接访/u);
      for (const line of ['3批 7人次', '约访 1批 2人次', '下访 2批 5人次']) await town.say('孙某', `/接访 ${line}`);
      await town.at('2026-03-04T08:40');
      town.expectMessage('李某平', /今天由您接访/u);
      await town.say('李某平', '/接访 1批 1人次');
      expect(await ask(town, '钱某', '/接访')).toMatch(
        /本周[^]*接访 4批 8人次\n约访 1批 2人次\n下访 2批 5人次\n本月[^]*接访 4批 8人次/u,
      );
    },
  },
  {
    row: '3.6',
    given: 'a visitor whose matter belongs to the county’s medical insurance',
    expected:
      'the clerk reads what to say; 不予受理 wants a reason and where to go, and gives a Word paper with both for the visitor; served, the period for the notice has ended',
    async play(town) {
      const number = await registered(town, '医保报销比例有争议 题目:医保报销 姓名:某甲 电话:无 诉求:按规定报销');
      expect(await ask(town, '赵某', `/受理 ${number} 不予受理`)).toMatch(/理由/u);
      await town.say('赵某', `/受理 ${number} 不予受理 理由:属医疗保障经办职责 去向:县医疗保障局`);
      const paper = await textOf(await town.bytesOf(town.expectLetter('赵某', new RegExp(`${number} .*告知书`, 'u'))));
      expect(paper).toMatch(/属医疗保障经办职责[^]*县医疗保障局/u);
      expect(await ask(town, '赵某', `/告知 ${number}`)).toMatch(/不属于我们受理的范围/u);
      await town.say('赵某', `/送达 ${number} 文书:不予受理告知书 日期:2026-03-02 方式:当面`);
      expect(await ask(town, '赵某', `/为什么 ${number}`)).toMatch(/书面告知[^]*已按期完成/u);
    },
  },
  {
    row: '3.7',
    given: 'a quarrel of neighbours of whom one is hard up: referred to 司法所, to the legal service and for relief',
    expected:
      '司法所 has it at once; for the others the clerk reads what to tell the visitor; each stands in the matter’s course, the relief with art. 37',
    async play(town) {
      const number = await assignedTo(town, '邻里排水纠纷 题目:排水纠纷 姓名:匿名', '五里墩村 经办:杨某');
      expect(await ask(town, '赵某', `/协办 ${number} 转介:司法所`)).toMatch(/已转介：司法所调解（元竹镇做法三）/u);
      town.expectMessage('吕某', new RegExp(number, 'u'));
      expect(await ask(town, '赵某', `/协办 ${number} 转介:法律服务`)).toMatch(/法律/u);
      expect(await ask(town, '赵某', `/协办 ${number} 转介:救助`)).toMatch(/第三十七条/u);
      expect(await ask(town, '赵某', `/查 ${number}`)).toMatch(/转介 赵某[^]*转介 赵某[^]*转介 赵某/u);
    },
  },
  {
    row: '3.9',
    given: 'an overdue matter and a case that was raised again; the 16th of the month',
    expected:
      'the main leader and the desk have the material of the half-month: figures, what has to be looked at, the open matters by unit with their days, and the receptions',
    async play(town) {
      const late = await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名 类别:其他', '城建办 期限:2工作日');
      await town.say('孙某', '/接访 约访 1批 2人次');
      await town.at('2026-03-16T09:30');
      for (const reader of ['钱某', '赵某']) {
        const { text } = town.expectMessage(reader, /半月分析研判例会\*\*\n3月1日—3月15日/u);
        expect(text).toMatch(new RegExp(`未办结清单（1件[^]*【红】${late}[^]*约访 1批 2人次`, 'u'));
      }
      await town.at('2026-04-01T09:30');
      town.expectMessage('钱某', /半月分析研判例会\*\*\n3月16日—3月31日/u);
    },
  },
  {
    row: '3.13',
    given: 'two grids report what they found in a month; one matter is settled',
    expected:
      'the village above reads one list of what was found, with how far each is; matters only; a month without petitions is neither a target nor a figure',
    async play(town) {
      const one = await registered(town, '楼道堆物 题目:楼道堆物 方式:排查 姓名:匿名 地点:五里墩一组', '许某');
      const two = await registered(town, '排水沟淤积 题目:排水沟淤积 方式:排查 姓名:匿名 地点:五里墩二组', '何某');
      for (const number of [one, two]) await town.say('赵某', `/交办 ${number} 五里墩村 期限:10工作日`);
      await answered(town, one, '韩某山');
      await town.say('韩某山', `/办结 ${one} 依据:调解协议书`);
      const text = await ask(town, '韩某山', '/台账');
      expect(text).toMatch(new RegExp(`${one}[^]*已办结[^]*${two}[^]*已交办`, 'u'));
      expect(await ask(town, '许某', '/零上访')).toMatch(/没有这个命令|没看懂/u);
    },
  },
];
