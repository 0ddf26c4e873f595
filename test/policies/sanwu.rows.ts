/** S2 the "三无乡镇" plan, row by row. */
import { expect } from 'vitest';
import { answered } from '../support/chat.ts';
import { ask, assignedTo, dueOf, heard, type PlayedRow, registered } from './played.ts';

export const sanwu: readonly PlayedRow[] = [
  {
    row: '2.5',
    given: 'a week: on Wednesday a village answers with one tap, an office by registering what it found',
    expected:
      'villages and offices are asked on Wednesday at nine; the tap and the registration both count; in the evening the desk reads how many reported and who did not; the next Wednesday again',
    async play(town) {
      await town.at('2026-03-03T10:00');
      expect(heard(town, ['韩某山', '郑某'], /每周矛盾纠纷报送/u)).toEqual([]);
      await town.at('2026-03-04T09:10');
      for (const head of ['韩某山', '郑某', '冯某', '吕某']) town.expectMessage(head, /请报：每周矛盾纠纷报送/u);
      await town.click('韩某山', '每周矛盾纠纷报送', '零报告');
      town.expectMessage('韩某山', /已记下零报告/u);
      await registered(town, '两户争宅基地 姓名:匿名 方式:排查 题目:宅基地纠纷', '郑某');
      await town.at('2026-03-04T17:45');
      const { text } = town.expectMessage('赵某', /\*\*每周矛盾纠纷报送\*\*/u);
      expect(text).toMatch(/已报 2。\n其中零报告 1，登记了事项 1。\n未报：.*农业办/u);
      expect(text).not.toMatch(/未报：.*(城建办|五里墩村)/u);
      await town.at('2026-03-11T09:10');
      town.expectMessage('韩某山', /请报：每周矛盾纠纷报送/u);
    },
  },
  {
    row: '2.9',
    given: 'three weeks and a half of March',
    expected:
      'grids are asked every working day and report to their village, villages on Wednesdays, offices and stations for the 25th; a village is not asked for the monthly report',
    async play(town) {
      await town.at('2026-03-04T18:00');
      expect(heard(town, ['许某'], /请报：社日排查日报告/u)).toHaveLength(2);
      expect(heard(town, ['韩某山'], /\*\*社日排查日报告/u).length).toBeGreaterThan(0);
      expect(heard(town, ['韩某山'], /请报：每周矛盾纠纷报送/u)).toHaveLength(1);
      expect(heard(town, ['许某'], /请报：每周矛盾纠纷报送/u)).toEqual([]);
      await town.at('2026-03-25T18:00');
      for (const head of ['郑某', '吕某']) {
        expect(heard(town, [head], /请报：镇属单位月排查月报告/u)).toHaveLength(1);
      }
      expect(heard(town, ['韩某山', '许某'], /镇属单位月排查月报告/u)).toEqual([]);
      town.expectMessage('赵某', /\*\*镇属单位月排查月报告\*\*[\s\S]*应报 \d+，已报 0/u);
      expect(await ask(town, '许某', '/零报告')).toMatch(/零报告|已报/u);
    },
  },
  {
    row: '2.4',
    given: 'two leaders note their visits to villages of the week',
    expected: 'batches and people by kind, for week and month, readable by the leaders; no name of anybody visited',
    async play(town) {
      expect(await ask(town, '李某平', '/接访 下访 2批 6人次')).toMatch(/下访 2批6人次，李某平/u);
      await town.say('赵某', '/接访 下访 1批 2人次 领导:孙某');
      expect(await ask(town, '孙某', '/接访')).toMatch(/本周[^]*下访 3批 8人次[^]*本月[^]*下访 3批 8人次/u);
    },
  },
  {
    row: '2.8',
    given:
      'a visitor on the reception day of 孙某; the village’s cadre registers; the matter goes its way to the reply',
    expected:
      'the leader of the day is told in the morning; whoever registered stays named with the matter; registered, handled, verified, answered, served, each with its day',
    async play(town) {
      await town.say('赵某', '/值班 周二 孙某');
      await town.at('2026-03-03T08:40');
      town.expectMessage('孙某', /今天由您接访/u);
      await town.at('2026-03-03T10:00');
      const number = await registered(town, '水渠堵塞 题目:水渠堵塞 姓名:匿名 方式:来访', '杨某');
      await town.say('赵某', `/交办 ${number} 农业办 经办:陈某 期限:15天`);
      await town.say('陈某', `/联系 ${number} 已当面问清`);
      await town.say('陈某', `/进展 ${number} 已现场核实，淤积三十米`);
      await answered(town, number, '冯某');
      await town.say('赵某', `/送达 ${number} 文书:处理意见书 日期:2026-03-03 方式:直接送达`);
      expect(await ask(town, '杨某', `/查 ${number}`)).toMatch(
        /登记 杨某[^]*交办 赵某[^]*联系 陈某[^]*进展 陈某[^]*答复 冯某[^]*送达 赵某/u,
      );
    },
  },
  {
    row: '2.10',
    given: 'a case with one leader, a team of two units and a plan; later the handler hands over to another',
    expected:
      'the matter shows the five ones; the handover waits for acceptance, until then the former handler keeps it, and no day moves',
    async play(town) {
      const number = await assignedTo(town, '征地补偿争议 题目:征地补偿 姓名:匿名', '城建办 经办:王某强 期限:30天');
      const led = await ask(town, '赵某', `/包案 ${number} 孙某 方案:先核面积再谈标准 专班:民政办、农业办`);
      expect(led).toMatch(/由孙某包案[^]*还缺：一包到底/u);
      const due = await dueOf(town, number, '限期解决');
      await town.say('王某强', `/交接 ${number} 郑某`);
      expect(await ask(town, '赵某', `/查 ${number}`)).toMatch(/城建办（王某强）/u);
      await town.click('郑某', '请接收1件事项', '接收');
      expect(await ask(town, '赵某', `/查 ${number}`)).toMatch(/城建办（郑某）/u);
      expect(await dueOf(town, number, '限期解决')).toBe(due);
    },
  },
  {
    row: '2.2',
    given: 'three first matters, two closed',
    expected:
      'the month on demand names the two rates about handling with both numbers; no rate about people is computed',
    async play(town) {
      const one = await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名', '城建办');
      const two = await assignedTo(town, '水渠堵塞 题目:水渠堵塞 姓名:匿名', '城建办');
      await assignedTo(town, '围墙倒塌 题目:围墙倒塌 姓名:匿名', '城建办');
      for (const number of [one, two]) {
        await answered(town, number);
        await town.say('赵某', `/办结 ${number} 依据:书面答复`);
      }
      const text = await ask(town, '赵某', '/月报');
      expect(text).toMatch(/初信初访办结率 100%（2÷2）（方案三（二））\n案件处理率 100%（2÷2）/u);
      expect(text).not.toMatch(/稳控|老户|维持率/u);
    },
  },
  {
    row: '2.6',
    given: 'a dispute of five people found by a village, assigned',
    expected:
      'the ledger of the month names cause, time, place, unit, headcount, how it develops and what was done; there is no column and no field for a person',
    async play(town) {
      const number = await registered(
        town,
        '两组争排水沟 题目:排水沟争议 方式:排查 人数:5 地点:柳树湾村 姓名:某甲',
        '韩某山',
      );
      await town.say('赵某', `/批示 ${number} 同意`);
      await town.say('赵某', `/交办 ${number} 柳树湾村`);
      const text = await ask(town, '赵某', '/台账');
      expect(text).toMatch(
        new RegExp(
          `${number}[^]*起因：排水沟争议[^]*时间：3月2日[^]*地点：柳树湾村[^]*单位：[^]*涉及人数：5人[^]*事态发展：[^]*调处情况：`,
          'u',
        ),
      );
      expect(text).not.toMatch(/某甲|姓名|电话|重点人员/u);
    },
  },
  {
    row: '2.11',
    given: 'a key case that its village lets pass its day',
    expected:
      'the village and its leaders have 督办函, by itself the day after and by hand with what is asked; the cause is written down with the case and stays with the matter',
    async play(town) {
      const number = await assignedTo(town, '征地补偿争议 题目:征地补偿 姓名:匿名', '五里墩村 期限:2工作日 经办:杨某');
      await town.say('赵某', `/包案 ${number} 李某平 方案:先核面积`);
      await town.at('2026-03-05T10:00');
      for (const person of ['韩某山', '杨某', '李某平']) {
        town.expectMessage(person, new RegExp(`${number} 督办函`, 'u'));
      }
      await town.say('钱某', `/督办 ${number} 要求:三日内写明没有按期办结的原因`);
      town.expectMessage('杨某', /钱某督办[^]*写明没有按期办结的原因/u);
      town.expectLetter('韩某山', new RegExp(`${number} 督办函`, 'u'));
      await town.say('李某平', `/包案 ${number} 分析会:首次答复用错了补偿标准`);
      expect(await ask(town, '钱某', `/查 ${number}`)).toMatch(
        /督办 钱某：三日内写明[^]*李某平：首次答复用错了补偿标准/u,
      );
    },
  },
];
