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
  {
    row: '1.11',
    given:
      'the desk names 孙某 case leader of a difficult matter, with a plan; he notes the situation, the meeting and the talk with the petitioner',
    expected:
      'he has it as a card; what the case still lacks is named and shrinks; it says nothing of making somebody give up or of watching anybody, and 稳控 or 息访 is no step',
    async play(town) {
      const number = await registered(town, '多年停水 题目:多年停水 姓名:匿名 方式:来访');
      await town.say('赵某', `/交办 ${number} 城建办`);
      await town.click('钱某', `${number} 请批示`, '同意');
      const named = await ask(town, '赵某', `/包案 ${number} 孙某 方案:先接临时管再换主管`);
      expect(named).toMatch(/由孙某包案[\s\S]*还缺：掌握情况、召开专题分析会、约访听取诉求/u);
      town.expectMessage('孙某', new RegExp(`${number} 包案`, 'u'));
      await town.say('孙某', `/包案 ${number} 情况:主管老化`);
      await town.say('孙某', `/包案 ${number} 分析会:供水站、城建办参加`);
      expect(await ask(town, '孙某', `/包案 ${number} 约访:听取了诉求`)).toMatch(/还缺：解决化解$/u);
      expect(heard(town, ['赵某', '孙某', '郑某'], /息访|稳控|思想转化/u)).toEqual([]);
    },
  },
  {
    row: '1.16',
    given:
      'a letter with two demands; closing before the second is answered, then with an answer without facts, then complete',
    expected:
      'closing is refused and says which demand lacks what, with the line to type; only when each has fact, basis and answer it goes to the main leader and, signed, is closed',
    async play(town) {
      const number = await registered(town, '路灯和水渠 题目:路灯和水渠 姓名:匿名 方式:来信 诉求:修路灯;清水渠');
      await town.say('赵某', `/交办 ${number} 城建办 经办:王某强`);
      await town.click('钱某', `${number} 请批示`, '同意');
      await town.say('郑某', `/答复 ${number} 诉求:1 事实:两盏不亮 依据:照明管理规定 内容:3月10日前修好`);
      const close = `/办结 ${number} 依据:书面答复`;
      expect(await ask(town, '赵某', close)).toMatch(/诉求2.*不能办结[\s\S]*\/答复 .* 诉求:2/u);
      await town.say('郑某', `/答复 ${number} 诉求:2 内容:按规定处理`);
      expect(await ask(town, '赵某', close)).toMatch(/诉求2.*缺事实|诉求2[\s\S]*事实/u);
      await town.say('郑某', `/答复 ${number} 诉求:2 事实:淤积约三十米 依据:水利工程管理规定 内容:3月15日前清完`);
      expect(await ask(town, '赵某', close)).toMatch(/办结已拟好/u);
      await town.click('钱某', `${number} 请签办结`, '同意');
      town.expectMessage('周某梅', new RegExp(`【绿】${number} 已办结`, 'u'));
    },
  },
];
