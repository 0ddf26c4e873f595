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
      expect(heard(town, ['韩某山'], /\*\*社日排查日报告/u).length, 'receipts go to the village').toBeGreaterThan(0);
      expect(heard(town, ['韩某山'], /请报：每周矛盾纠纷报送/u)).toHaveLength(1);
      expect(heard(town, ['许某'], /请报：每周矛盾纠纷报送/u)).toEqual([]);
      await town.at('2026-03-25T18:00');
      for (const head of ['郑某', '吕某']) {
        expect(heard(town, [head], /请报：镇属单位月排查月报告/u), head).toHaveLength(1);
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
];
