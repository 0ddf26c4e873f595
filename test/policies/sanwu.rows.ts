/** S2 the "三无乡镇" plan, row by row. */
import { expect } from 'vitest';
import { ask, heard, type PlayedRow, registered } from './played.ts';

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
];
