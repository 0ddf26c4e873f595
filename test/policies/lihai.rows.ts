/** S1 沥海街道, 沥工委〔2020〕38号, row by row. */
import { expect } from 'vitest';
import { answered } from '../support/chat.ts';
import { ask, dueOf, GROUPS, heard, last, type PlayedRow, registered } from './played.ts';

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
      expect(await ask(town, '孙某', `/包案 ${number} 约访:听取了诉求`)).toMatch(/还缺：解决化解(?:\n事项：.*)?$/u);
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
      town.expectMessage('赵某', new RegExp(`${number} 办结：钱某已批“同意”`, 'u'));
    },
  },
  {
    row: '1.1',
    given: 'a matter of lamps in a village: the words name 城建办’s line, the place a village',
    expected:
      'the clerk is shown route 1: the line’s leader leads, the line office handles, the area leader and the village help, with reason and clause; one tap assigns, another office is one word',
    async play(town) {
      const number = await registered(town, '路灯不亮 题目:路灯不亮 姓名:匿名 类别:申诉求决 地点:五里墩村');
      expect(last(town, '赵某')).toMatch(
        /线路一[^]*牵头：孙某\n承办：城建办\n协办：李某平、五里墩村\n理由：[^]*路灯[^]*一（一）1/u,
      );
      await town.say('赵某', `/交办 ${number}`);
      await town.click('赵某', `${number} 请定承办单位`, '城建办');
      expect(last(town, '赵某')).toMatch(/交办城建办已拟好/u);
    },
  },
  {
    row: '1.2',
    given: 'a matter of a village that names no office’s line',
    expected: 'route 2: the area leader leads, the village handles; the clerk may still say another unit',
    async play(town) {
      const number = await registered(town, '村里垃圾没人清 题目:村里垃圾 姓名:匿名 类别:申诉求决 地点:五里墩村');
      expect(last(town, '赵某')).toMatch(/线路二[^]*牵头：李某平\n承办：李某平、五里墩村[^]*一（一）2/u);
      await town.say('赵某', `/交办 ${number}`);
      await town.say('赵某', '城建办');
      town.expectMessage('赵某', /交办城建办已拟好/u);
    },
  },
  {
    row: '1.3',
    given: 'an accusation against 城建办 about works in a village',
    expected:
      'route 3: discipline handles; neither lead, handler nor helpers name the accused office or its people, they hear nothing, and it cannot be assigned to them',
    async play(town) {
      const number = await registered(town, '路灯工程验收走过场 涉及:城建办 姓名:匿名 类别:检举控告 地点:五里墩村');
      const suggestion = last(town, '赵某');
      expect(suggestion).toMatch(/线路三[^]*承办：镇纪委/u);
      expect(suggestion.slice(suggestion.indexOf('线路三'))).not.toMatch(/城建办|郑某|王某强/u);
      expect(await ask(town, '赵某', `/交办 ${number} 城建办`)).toMatch(/须回避/u);
      await town.say('赵某', `/交办 ${number} 镇纪委`);
      await town.say('钱某', `/批示 ${number} 同意`);
      expect(heard(town, ['郑某', '王某强', ...GROUPS], /LHJ|验收/u)).toEqual([]);
      town.expectMessage('秦某', new RegExp(`${number} 交办函`, 'u'));
    },
  },
  {
    row: '1.4',
    given: 'assigned on Monday; on Tuesday the handler calls and nobody answers; on Wednesday he goes to see',
    expected:
      'the call is due in one working day and he is reminded; a call that reached nobody leaves the period running and asks for a site visit at once; the visit is a step of its own',
    async play(town) {
      const number = await registered(town, '屋后护坡松动 题目:护坡松动 姓名:某甲 电话:无 方式:来访');
      await town.say('赵某', `/交办 ${number} 城建办 经办:王某强`);
      await town.click('钱某', `${number} 请批示`, '同意');
      expect(await dueOf(town, number, '联系信访人')).toBe('2026-03-03');
      await town.at('2026-03-03T09:30');
      town.expectMessage('王某强', new RegExp(`${number} 时限提醒[^]*联系信访人`, 'u'));
      expect(await ask(town, '王某强', `/联系 ${number} 电话打不通，没有联系上`)).toMatch(/随即到现场核实/u);
      await town.at('2026-03-04T10:00');
      town.expectMessage('郑某', new RegExp(`${number}[^]*联系信访人[^]*超期1天`, 'u'));
      expect(await ask(town, '王某强', `/进展 ${number} 现场:护坡外倾约十厘米`)).toMatch(/现场核实已记下/u);
      await town.say('王某强', `/联系 ${number} 当面问清，同意先加固`);
      expect(await ask(town, '赵某', `/查 ${number}`)).toMatch(/联系 王某强[^]*现场核实 王某强[^]*联系 王某强/u);
    },
  },
  {
    row: '1.5',
    given: 'four people at the hall; then six; then three who sit down and will not go',
    expected:
      'below five nobody is called unless it is a scene; from five on the line’s leaders are called at once, with how many and where, no name; the group hears the number only',
    async play(town) {
      expect(await ask(town, '赵某', '/到场 4人')).toMatch(/5人/u);
      expect(heard(town, ['孙某', '李某平', '钱某'], /接待大厅/u)).toEqual([]);
      await town.say('赵某', '/到场 6人');
      for (const leader of ['孙某', '李某平']) town.expectMessage(leader, /【紧急】[^]*来访6人/u);
      await town.say('赵某', '/到场 3人 现场:静坐');
      for (const leader of ['孙某', '李某平']) town.expectMessage(leader, /【紧急】[^]*来访3人/u);
    },
  },
  {
    row: '1.6',
    given: 'the same lamp raised three times by different people; another matter by six people',
    expected:
      'with the third (以上 includes it) the leader of the line is asked to handle in person, and so for the group; where somebody went is asked nowhere',
    async play(town) {
      const lamp = '题目:路灯不亮 姓名:匿名 类别:城乡建设 地点:五里墩村 方式:来访';
      const first = await registered(town, `村口路灯不亮 ${lamp}`);
      await town.say('赵某', `/交办 ${first} 城建办`);
      await town.click('钱某', `${first} 请批示`, '同意');
      const second = await registered(town, `村口路灯还是不亮 ${lamp}`);
      await town.say('赵某', `/并案 ${second} ${first}`);
      expect(heard(town, ['孙某'], /请领办/u)).toEqual([]);
      const third = await registered(town, `村口路灯一直不亮 ${lamp}`);
      await town.say('赵某', `/并案 ${third} ${first}`);
      town.expectMessage('孙某', new RegExp(`${first} 请领办[^]*第3次`, 'u'));
      const crowd = await registered(town, '多户停水 题目:停水 姓名:匿名 方式:来访 人数:6 类别:城乡建设');
      await town.say('赵某', `/交办 ${crowd} 城建办`);
      await town.click('钱某', `${crowd} 请批示`, '同意');
      town.expectMessage('孙某', new RegExp(`${crowd} 请领办[^]*6人`, 'u'));
    },
  },
  {
    row: '1.9',
    given:
      'a warning on 2 March; the office answers with findings, cause and measures; first refused by the leader, then signed',
    expected:
      'the head has it, leaders have copies; seven working days, 11 March; the answer goes back to the desk only with the leader’s signature; no plan about persons is asked for',
    async play(town) {
      const number = await registered(town, '路灯不亮 题目:路灯不亮 姓名:匿名 方式:来访 类别:申诉求决');
      await town.say('赵某', `/交办 ${number} 城建办 经办:王某强`);
      await town.click('钱某', `${number} 请批示`, '同意');
      await town.say('赵某', `/预警 ${number} 原因:同一事项多次反映`);
      expect(town.expectMessage('郑某', new RegExp(`${number} 预警提醒单`, 'u')).text).not.toMatch(/稳控/u);
      for (const above of ['孙某', '钱某']) town.expectMessage(above, new RegExp(`${number} 预警提醒单[^]*抄报`, 'u'));
      expect(await dueOf(town, number, '预警提醒单报回')).toBe('2026-03-11');
      const answer = `/预警 ${number} 报回:夜间仍不亮 原因:线路老化 措施:`;
      await town.say('郑某', `${answer}尽快更换`);
      await town.say('孙某', `/批示 ${number} 不同意 意见:措施没有时间 事项:预警报回`);
      expect(heard(town, ['赵某'], /已报回/u)).toEqual([]);
      await town.say('郑某', `${answer}3月底前更换线路`);
      await town.click('孙某', `${number} 请签报回`, '同意');
      town.expectMessage('赵某', new RegExp(`${number} 预警提醒单已报回，孙某已签字`, 'u'));
    },
  },
  {
    row: '1.13',
    given: 'the desk fills Monday to Friday; the leader of Tuesday receives and logs',
    expected: 'each morning that day’s leader is told and the desk reads who; the log counts 批 and 人次, no names',
    async play(town) {
      const days: [string, string][] = [
        ['周一', '钱某'],
        ['周二', '孙某'],
        ['周三', '李某平'],
        ['周四', '孙某'],
        ['周五', '李某平'],
      ];
      for (const [day, leader] of days) await town.say('赵某', `/值班 ${day} ${leader}`);
      expect(await ask(town, '赵某', '/值班')).toMatch(/本周没有空缺/u);
      await town.at('2026-03-03T08:40');
      town.expectMessage('孙某', /今天由您接访/u);
      town.expectMessage('赵某', /今天接访领导：孙某/u);
      await town.say('孙某', '/接访 2批 5人次');
      expect(await ask(town, '孙某', '/接访')).toMatch(/本周[^]*接访 2批 5人次/u);
      await town.at('2026-03-04T08:40');
      town.expectMessage('李某平', /今天由您接访/u);
    },
  },
  {
    row: '1.8',
    given: 'one matter from assignment to follow-up, with an agent; the Monday after',
    expected:
      'it takes effect with the first signature and is closed with the second; the agent is told; on Monday the consultation list names the open matters by unit and the offices are asked to bring theirs; one follow-up is asked for, once',
    async play(town) {
      const number = await registered(town, '小区停水 题目:小区停水 姓名:匿名 方式:来信 类别:城乡建设');
      await town.say('赵某', `/交办 ${number} 城建办 经办:王某强`);
      expect(heard(town, ['王某强'], /交办函/u)).toEqual([]);
      await town.click('钱某', `${number} 请批示`, '同意');
      town.expectMessage('王某强', /交办函/u);
      await town.say('赵某', `/协办 ${number} 代办:王某强`);
      town.expectMessage('王某强', new RegExp(`${number} 请代办`, 'u'));
      await town.at('2026-03-09T09:20');
      town.expectMessage('钱某', new RegExp(`未办结清单（1件[^]*城建办 1件\\n${number}`, 'u'));
      town.expectMessage('冯某', /每周会商/u);
      await answered(town, number);
      await town.say('赵某', `/办结 ${number} 依据:书面答复`);
      await town.click('钱某', `${number} 请签办结`, '同意');
      expect(await ask(town, '赵某', `/查 ${number}`)).toMatch(/已办结/u);
      await town.at('2026-03-20T09:20');
      expect(heard(town, ['赵某'], new RegExp(`${number} 请回访`, 'u'))).toHaveLength(1);
      await town.click('赵某', `${number} 请回访`, '满意');
    },
  },
  {
    row: '1.10',
    given: 'two matters, one with an agent that is closed and rated',
    expected:
      'the agent has it on a card and among their own matters; the weekly list shows the share with an agent against half, the closed and the satisfied ones, as figures of matters',
    async play(town) {
      const [one, two] = [
        await registered(town, '低保申请 题目:低保申请 姓名:匿名 方式:来电 类别:民政'),
        await registered(town, '路灯不亮 题目:路灯不亮 姓名:匿名 方式:来电 类别:城乡建设'),
      ];
      for (const number of [one, two]) {
        await town.say('赵某', `/交办 ${number} 城建办`);
        await town.say('钱某', `/批示 ${number} 同意`);
      }
      await town.say('赵某', `/协办 ${one} 代办:杨某`);
      town.expectMessage('杨某', new RegExp(`${one} 请代办`, 'u'));
      expect(await ask(town, '杨某', '/我的')).toContain(one);
      await answered(town, one);
      await town.say('赵某', `/办结 ${one} 依据:书面答复`);
      await town.say('钱某', `/批示 ${one} 同意`);
      await town.say('赵某', `/回访 ${one} 满意`);
      await town.at('2026-03-09T09:20');
      const { text } = town.expectMessage('钱某', /信访周报/u);
      expect(text).toMatch(/代办率 50%（1÷2），目标50%[^]*代办件办结率 100%[^]*代办件满意率 100%（1÷1）/u);
    },
  },
];
