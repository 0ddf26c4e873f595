/** S1 沥海街道, 沥工委〔2020〕38号, row by row. */
import { expect } from 'vitest';
import { ask, dueOf, heard, type PlayedRow, registered } from './played.ts';

/** Every matter needs the main leader's 交办签 here. */
const RECEIVED = '收到:2026-02-27 姓名:匿名';

export const lihai: readonly PlayedRow[] = [
  {
    row: '1.7',
    given:
      'a phone call and a letter, both received on Friday 27 February and assigned on Monday, the phone call with 期限:30天',
    expected:
      'the call is due a week after 收到 (6 March), the assignment cannot lengthen it; the letter after 15 working days (19 March: Saturday 28 February is worked); the day after, 督办函 to unit and leaders',
    async play(town) {
      const call = await registered(town, `路灯不亮 方式:来电 题目:路灯不亮 ${RECEIVED}`);
      const letter = await registered(town, `水渠堵塞 方式:来信 题目:水渠堵塞 ${RECEIVED}`);
      await town.say('赵某', `/交办 ${call} 城建办 期限:30天 经办:王某强`);
      await town.say('赵某', `/交办 ${letter} 农业办 经办:陈某`);
      for (const number of [call, letter]) await town.click('钱某', `${number} 请批示`, '同意');
      expect(await dueOf(town, call, '办结并答复')).toBe('2026-03-06');
      expect(await dueOf(town, letter, '办结并答复')).toBe('2026-03-19');
      await town.at('2026-03-06T10:00');
      expect(heard(town, ['王某强', '孙某'], /督办函/u)).toEqual([]);
      await town.at('2026-03-09T10:00');
      for (const person of ['王某强', '郑某', '孙某']) town.expectMessage(person, new RegExp(`${call} 督办函`, 'u'));
      await town.at('2026-03-20T10:00');
      for (const person of ['陈某', '冯某', '李某平']) town.expectMessage(person, new RegExp(`${letter} 督办函`, 'u'));
      expect(await ask(town, '赵某', '/今天')).toMatch(/超期 2件/u);
    },
  },
];
