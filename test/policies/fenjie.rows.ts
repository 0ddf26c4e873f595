/** S0 分界镇, 初信初访责任制实施方案 (2023), row by row. */
import { expect } from 'vitest';
import { answered } from '../support/chat.ts';
import { textOf } from '../support/docx.ts';
import { ask, assignedTo, dueOf, GROUPS, heard, last, type PlayedRow, registered } from './played.ts';

export const fenjie: readonly PlayedRow[] = [
  {
    row: '0.6',
    given:
      'a matter received on 27 February, classified and assigned on 2 March with 30 days; a sensitive one beside it',
    expected:
      'the unit and its person have it at once, the limit counts from 收到; of the sensitive one the office hears nothing until the main leader’s 同意, which needs no second typing',
    async play(town) {
      const ordinary = await registered(town, '水渠堵塞 题目:水渠堵塞 姓名:匿名 收到:2026-02-27');
      expect(await ask(town, '赵某', `/分类 ${ordinary} 申诉求决 情形:6 业务:城乡建设`)).toMatch(
        /已分类：申诉求决，城乡建设/u,
      );
      await town.say('赵某', `/交办 ${ordinary} 城建办 期限:30天 经办:王某强`);
      expect(await dueOf(town, ordinary, '化解时限')).toBe('2026-03-30');
      for (const person of ['王某强', '郑某']) town.expectMessage(person, new RegExp(`${ordinary} 交办函`, 'u'));
      const sensitive = await registered(town, '征地补偿 题目:征地补偿 姓名:匿名 标记:敏感');
      town.expectMessage('钱某', new RegExp(`${sensitive} 请批示`, 'u'));
      await town.say('赵某', `/交办 ${sensitive} 农业办 期限:30天`);
      expect(heard(town, ['冯某', '陈某', ...GROUPS], new RegExp(`${sensitive}.*(交办|请签收)`, 'su'))).toEqual([]);
      await town.click('钱某', `${sensitive} 请批示`, '同意');
      town.expectMessage('冯某', new RegExp(`${sensitive} 交办函`, 'u'));
      expect(await dueOf(town, sensitive, '化解时限')).toBe('2026-04-01');
    },
  },
  {
    row: '0.13',
    given: 'the head of a grid reports a quarrel of two households, 方式:排查',
    expected:
      'it has a number at once, stands on the desk’s list to be assigned, and is followed as a matter; no command keeps anything about a person',
    async play(town) {
      const number = await registered(town, '两户因排水沟争执 方式:排查 地点:五里墩一组 题目:排水沟纠纷', '许某');
      expect(await ask(town, '赵某', '/今天')).toMatch(/还没交办 1件/u);
      await town.say('赵某', `/交办 ${number} 五里墩村 期限:10工作日`);
      town.expectMessage('韩某山', new RegExp(`${number} 交办函`, 'u'));
      expect(await ask(town, '许某', `/查 ${number}`), 'who reported it can follow it').toMatch(/五里墩村/u);
      for (const line of ['/重点人员 某某', '/管控 某某', '/敲门 某某']) {
        expect(await ask(town, '许某', line)).toMatch(/没有这个命令|没看懂/u);
      }
    },
  },
  {
    row: '0.14',
    given: 'closing on a waiver (停诉息访承诺书), then on a mediation agreement',
    expected: 'the waiver is refused and the matter stays open; the agreement closes it, green in words',
    async play(town) {
      const number = await assignedTo(town, '两户排水纠纷 题目:排水纠纷 姓名:匿名', '城建办 经办:王某强');
      await answered(town, number);
      expect(await ask(town, '赵某', `/办结 ${number} 依据:停诉息访承诺书`)).not.toMatch(/已办结/u);
      expect(await ask(town, '赵某', '/搜 排水')).not.toMatch(/【绿】/u);
      expect(await ask(town, '赵某', `/办结 ${number} 依据:调解协议书`)).toMatch(
        new RegExp(`【绿】${number} 已办结`, 'u'),
      );
      expect(last(town, '城建办工作群')).toMatch(new RegExp(`${number}.*\n【绿】已办结`, 'u'));
    },
  },
  {
    row: '0.15',
    given:
      'a town that has not filled in the missing number: a matter of 10 working days and one of 45 days; then the number, 5',
    expected:
      'the admin is asked for the number and nothing else waits; from then on the short one is yellow with 4 days left, the long one with 9; red the day after; green when closed',
    settings: {},
    async play(town) {
      const short = await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名', '城建办 期限:10工作日');
      const long = await assignedTo(town, '道路拓宽 题目:道路拓宽 姓名:匿名', '农业办 期限:45天');
      expect([await dueOf(town, short, '化解时限'), await dueOf(town, long, '化解时限')]).toEqual([
        '2026-03-16',
        '2026-04-16',
      ]);
      expect(await ask(town, '赵某', `/为什么 ${short}`)).toMatch(/赋黄色：本镇文件漏写天数，待填/u);
      await town.at('2026-03-03T08:45');
      town.expectMessage('尤某', /四（四）[\s\S]*\/设置 \d+ 数值/u);
      await town.say('尤某', '/设置 yellowUnderMonthDays 5');
      await town.at('2026-03-11T10:00');
      expect(heard(town, ['郑某'], /【黄】/u)).toEqual([]);
      await town.at('2026-03-12T10:00');
      town.expectMessage('郑某', new RegExp(`【黄】${short} 提醒函[\\s\\S]*还有4天`, 'u'));
      await town.at('2026-03-17T10:00');
      town.expectMessage('郑某', new RegExp(`【红】${short} 督办函`, 'u'));
      await answered(town, short);
      expect(await ask(town, '赵某', `/办结 ${short} 依据:调解协议书`)).toMatch(/【绿】/u);
      await town.at('2026-04-03T10:00');
      expect(heard(town, ['冯某'], /【黄】/u)).toEqual([]);
      await town.at('2026-04-07T10:00');
      town.expectMessage('冯某', new RegExp(`【黄】${long} 提醒函[\\s\\S]*还有9天`, 'u'));
    },
  },
  {
    row: '0.17',
    given:
      'red on 17 March; the handler asks in writing for 31 days, for 30; another for 80 and, as a special matter, 80 again',
    expected:
      'more than 30 is refused; 30 is signed by the line’s leader and starts a second limit; 80 only 性质:特殊; the legal day stays where it was',
    async play(town) {
      const [one, two] = [
        await assignedTo(town, '路面塌陷 题目:路面塌陷 姓名:匿名 类别:申诉求决', '城建办 期限:10工作日 经办:王某强'),
        await assignedTo(town, '围墙倒塌 题目:围墙倒塌 姓名:匿名 类别:申诉求决', '城建办 期限:10工作日 经办:王某强'),
      ];
      await town.say('赵某', `/受理 ${one}`);
      expect(await dueOf(town, one, '办结时限')).toBe('2026-05-06');
      await town.at('2026-03-17T10:00');
      expect(await ask(town, '王某强', `/延期 ${one} 31天 时限:镇内 理由:要检测`)).toMatch(/最多延30天/u);
      await town.say('王某强', `/延期 ${one} 30天 时限:镇内 理由:要检测`);
      await town.click('孙某', `${one} 请审批延期`, '同意');
      expect(await dueOf(town, one, '第二次化解时限')).toBe('2026-04-16');
      expect(await dueOf(town, one, '办结时限'), 'the law’s own day').toBe('2026-05-06');
      expect(await ask(town, '王某强', `/延期 ${two} 80天 时限:镇内 理由:要检测`)).toMatch(/最多延30天/u);
      await town.say('王某强', `/延期 ${two} 80天 时限:镇内 理由:要检测 性质:特殊`);
      await town.click('孙某', `${two} 请审批延期`, '同意');
      expect(await dueOf(town, two, '第二次化解时限')).toBe('2026-06-05');
    },
  },
  {
    row: '0.7',
    given: 'a matter with 城建办; the desk asks 民政办 and 农业办 to help, one of them answers',
    expected:
      'both heads have a card to sign in; the answer reaches the handler; the matter shows who still has to answer; the handler reports the investigation by 进展',
    async play(town) {
      const number = await assignedTo(town, '危房漏雨 题目:危房漏雨 姓名:匿名', '城建办 经办:王某强');
      expect(await ask(town, '赵某', `/协办 ${number} 民政办、农业办 要求:核实救助条件`)).toMatch(
        /已请民政办、农业办协办/u,
      );
      for (const head of ['褚某兰', '冯某']) {
        expect(town.expectMessage(head, new RegExp(`${number} 请协办`, 'u')).text).toMatch(/核实救助条件/u);
      }
      expect(await ask(town, '褚某兰', `/协办 ${number} 答复:已入户，符合条件`)).toMatch(/协办答复已记下/u);
      town.expectMessage('王某强', new RegExp(`${number} 民政办已协办答复[\\s\\S]*已入户，符合条件`, 'u'));
      await town.say('王某强', `/进展 ${number} 已现场查看，屋面需翻修`);
      expect(await ask(town, '赵某', `/查 ${number}`)).toMatch(
        /协办：.*民政办（已答复）.*农业办（待答复）|协办：.*农业办（待答复）.*民政办（已答复）/u,
      );
      expect(await ask(town, '陈某', `/办结 ${number} 依据:书面答复`), 'who helps does not decide').toMatch(
        /查无此号/u,
      );
    },
  },
  {
    row: '0.1',
    given:
      'a broken lamp by phone; the same lamp by a visitor; later, closed, the lamp with new facts out of a county department’s assignment',
    expected:
      'the clerk is shown the first matter with the line to type; the visit is merged into it and counted as raised twice, the new facts are a matter of their own linked to the first, with their own days; nothing counts by person',
    async play(town) {
      const first = await registered(
        town,
        '村口路灯不亮 题目:村口路灯不亮 姓名:匿名 方式:来电 类别:城乡建设 地点:五里墩村',
      );
      await town.say('赵某', `/交办 ${first} 城建办 期限:20天 经办:王某强`);
      const lamp = '题目:路灯不亮 姓名:匿名 类别:城乡建设 地点:五里墩村口';
      const again = await registered(town, `村口的路灯一直不亮 ${lamp} 方式:来访`);
      expect(last(town, '赵某')).toMatch(new RegExp(`可能是同一事项[^]*${first}[^]*/并案 ${again} ${first}`, 'u'));
      // The answer; the reminder that the repeat calls for may stand below it.
      await ask(town, '赵某', `/并案 ${again} ${first}`);
      expect(
        town
          .messages('赵某')
          .map((message) => message.text)
          .join('\n'),
      ).toMatch(/已并入[^]*共反映2次/u);
      await answered(town, first);
      await town.say('赵某', `/办结 ${first} 依据:书面答复`);
      const later = await registered(town, `村口的路灯修好又不亮 ${lamp} 方式:上级交办`);
      await ask(town, '赵某', `/并案 ${later} ${first} 新情况`);
      expect(
        town
          .messages('赵某')
          .map((message) => message.text)
          .join('\n'),
      ).toMatch(/已关联[^]*单独办理，时限照算/u);
      expect(await ask(town, '赵某', `/查 ${later}`)).toMatch(new RegExp(`关联：${first}`, 'u'));
      expect(await dueOf(town, later, '书面告知|提出异议')).toMatch(/^2026-03/u);
    },
  },
  {
    row: '0.3',
    given: 'a village secretary reports a seeping dyke by one line, 电话先报',
    expected:
      'registered at once and given a number; due in writing the next working day, asked for in the morning, of the desk too when it is late; with the written report the matter has both',
    async play(town) {
      const answer = await ask(
        town,
        '韩某山',
        '/登记 电话先报 堤坝渗水，三户转移 题目:堤坝渗水 姓名:匿名 类别:申诉求决',
      );
      const number = /已登记：(\S+)/u.exec(answer)![1]!;
      expect(answer).toMatch(/补齐书面：3月3日/u);
      await town.at('2026-03-04T10:00');
      for (const person of ['韩某山', '赵某']) town.expectMessage(person, new RegExp(`${number}[^]*补齐书面`, 'u'));
      await town.say('韩某山', `/补充 ${number} 书面:三户十一人已安置，堤坝已加固`);
      expect(await ask(town, '赵某', `/查 ${number}`)).toMatch(/堤坝渗水，三户转移[^]*三户十一人已安置/u);
      const before = heard(town, ['韩某山', '赵某'], /补齐书面/u).length;
      await town.at('2026-03-06T10:00');
      expect(heard(town, ['韩某山', '赵某'], /补齐书面/u)).toHaveLength(before);
    },
  },
  {
    row: '0.4',
    given: 'a dispute found by screening in March; a week later six of those concerned come to the hall with new facts',
    expected:
      'the new matter is linked to the dispute it grew out of, both can be read from each other, and as an important one it goes to the main leader at once',
    async play(town) {
      const dispute = await registered(
        town,
        '两组争水渠 题目:水渠争议 方式:排查 姓名:匿名 类别:农业农村 地点:五里墩村',
        '许某',
      );
      await town.at('2026-03-09T10:00');
      const grown = await registered(
        town,
        '两组争水渠，下游田里缺水 题目:水渠争议 方式:来访 人数:6 姓名:匿名 类别:农业农村 地点:五里墩村',
      );
      expect(last(town, '赵某')).toContain(dispute);
      town.expectMessage('钱某', new RegExp(`${grown} 请批示`, 'u'));
      await town.say('赵某', `/并案 ${grown} ${dispute} 新情况`);
      expect(await ask(town, '赵某', `/查 ${grown}`)).toMatch(new RegExp(`关联：${dispute}`, 'u'));
      expect(await ask(town, '赵某', `/查 ${dispute}`)).toMatch(new RegExp(`后续：${grown}`, 'u'));
    },
  },
  {
    row: '0.5',
    given:
      'seven matters by letter, visit, phone, net, 12345, assignment from above and screening, and one of them once more by 12345',
    expected:
      'one series of numbers and one list for all; the one that comes twice is named to the clerk; the list is up to date after each step',
    async play(town) {
      const ways = ['来信', '来访', '来电', '网上', '12345', '上级交办', '排查'];
      const what = ['路面塌陷', '水渠堵塞', '噪声扰民', '垃圾清运', '路灯不亮', '河道采砂', '围墙倒塌'];
      const numbers: string[] = [];
      for (const [i, way] of ways.entries()) {
        numbers.push(
          await registered(town, `${what[i]} 题目:${what[i]} 方式:${way} 姓名:匿名 类别:其他 地点:柳树湾村`),
        );
      }
      expect(numbers).toEqual(ways.map((_, i) => `FJ2026-000${i + 1}`));
      await registered(town, '路灯不亮 题目:路灯不亮 方式:12345 姓名:匿名 类别:其他 地点:柳树湾村');
      expect(last(town, '赵某')).toMatch(/可能是同一事项[^]*FJ2026-0005/u);
      await town.say('赵某', '/并案 8 5');
      expect(await ask(town, '赵某', '/今天')).toMatch(/还没交办 7件/u);
      await town.say('赵某', '/交办 2 农业办');
      expect(await ask(town, '赵某', '/今天')).toMatch(/还没交办 6件/u);
    },
  },
  {
    row: '0.11',
    given:
      'the desk fills the roster of a week: 孙某 Tuesday with a substitute, the main leader Wednesday; Friday stays open',
    expected:
      'everybody may read the week with its gaps and whether the main leader has a day; in the morning whoever receives is told, and the desk and the group read who; on an open day the desk is asked to fill it; visits down are logged',
    async play(town) {
      expect(await ask(town, '赵某', '/值班')).toMatch(/缺：周一、周二、周三、周四、周五[^]*应1天/u);
      for (const line of ['周二 孙某 替班:李某平', '周三 钱某', '周四 李某平']) await town.say('赵某', `/值班 ${line}`);
      expect(await ask(town, '王某强', '/值班')).toMatch(
        /周二 3月3日　孙某（替班：李某平）[^]*缺：周一、周五[^]*主要领导本周接访1天/u,
      );
      await town.at('2026-03-03T08:40');
      town.expectMessage('孙某', /今天由您接访/u);
      for (const chat of ['赵某', '信访工作群']) town.expectMessage(chat, /今天接访领导：孙某/u);
      await town.at('2026-03-06T08:40');
      town.expectMessage('赵某', /今天没有接访领导/u);
      expect(await ask(town, '孙某', '/接访 带案下访 1批 3人次')).toMatch(/带案下访 1批3人次/u);
    },
  },
  {
    row: '0.12',
    given: 'a village’s own roster, filled for Monday only',
    expected: 'the village reads who receives and which days nobody does; there is no command for knocking on doors',
    async play(town) {
      await town.say('赵某', '/值班 五里墩村 周一 韩某山 替班:杨某');
      expect(await ask(town, '韩某山', '/值班 五里墩村')).toMatch(
        /周一 3月2日　韩某山（替班：杨某）[^]*缺：周二、周三、周四、周五/u,
      );
      expect(await ask(town, '韩某山', '/敲门行动 一组')).toMatch(/没有这个命令|没看懂/u);
    },
  },
  {
    row: '0.16',
    given: 'a matter of 10 working days that the office lets go yellow and red',
    expected:
      '交办函 to the department, which names the responsible person, who has it as a card; 提醒函 when it turns yellow and 督办函 when it turns red, each as a numbered Word file to department and person; read receipts are counted the next morning',
    async play(town) {
      const number = await assignedTo(
        town,
        '路灯不亮 题目:路灯不亮 姓名:匿名 诉求:修好路灯',
        '城建办 期限:10工作日 经办:王某强',
      );
      const order = await textOf(await town.bytesOf(town.expectLetter('郑某', new RegExp(`${number} 交办函`, 'u'))));
      expect(order).toMatch(/责任人：王某强[^]*2026年3月16日前（含当日）办结/u);
      town.expectMessage('王某强', new RegExp(`${number} 交办函`, 'u'));
      await town.at('2026-03-12T10:00');
      for (const person of ['郑某', '王某强']) town.expectLetter(person, new RegExp(`${number} 提醒函`, 'u'));
      await town.click('王某强', `${number} 提醒函`, '已阅');
      await town.at('2026-03-13T08:40');
      // Counted every morning; the admin is told only when it is off, and reads it in 统计 打扰.
      await town.say('尤某', '/统计 打扰');
      town.expectMessage('尤某', /3月12日[^\n]*提醒核对：应提醒2，送达2，已阅1。/u);
      await town.at('2026-03-17T10:00');
      for (const person of ['郑某', '王某强']) {
        const paper = await textOf(await town.bytesOf(town.expectLetter(person, new RegExp(`${number} 督办函`, 'u'))));
        expect(paper).toMatch(/〔2026〕\d+号/u);
        expect(paper).toMatch(/第四十条[^]*四（四）[^]*报告期限/u);
      }
    },
  },
  {
    row: '0.2',
    given:
      'three first matters of March: one closed in time with the notice served, one open and overdue, one raised again after closing',
    expected:
      'the month’s review names the three rates with numerator, denominator, target and clause; what is open and overdue counts in the denominator, so that a pile cannot hide',
    async play(town) {
      const done = await assignedTo(
        town,
        '路灯不亮 题目:路灯不亮 姓名:某甲 电话:无 类别:申诉求决',
        '城建办 期限:10工作日',
      );
      await town.say('赵某', `/受理 ${done} 受理 送达:2026-03-02`);
      await assignedTo(town, '水渠堵塞 题目:水渠堵塞 姓名:匿名 类别:农业农村', '农业办 期限:5工作日');
      await answered(town, done);
      await town.say('赵某', `/办结 ${done} 依据:书面答复`);
      await town.at('2026-04-01T10:00');
      const { text } = town.expectMessage('钱某', /月讲评/u);
      expect(text).toMatch(/及时受理率 100%（1÷1），目标95%（实施方案二）/u);
      expect(text).toMatch(/按期办结率 50%（1÷2），目标95%/u);
      expect(text).toMatch(/一次性化解率 100%（1÷1），目标90%/u);
    },
  },
  {
    row: '0.8',
    given: 'a plain answer by the handler; another matter marked as complex (疑难)',
    expected:
      'the office’s head or the leader answers for the reply and may send it back; the complex one needs a collective review, without which it is not closed; who took part is kept',
    async play(town) {
      const plain = await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名', '城建办 经办:王某强');
      await town.say('王某强', `/答复 ${plain} 事实:灯坏 依据:照明管理规定 内容:已修`);
      await town.click('郑某', `${plain} 请审核答复`, '同意');
      expect(await ask(town, '赵某', `/办结 ${plain} 依据:书面答复`)).toMatch(/已办结/u);
      const hard = await assignedTo(town, '征地补偿争议 题目:征地补偿 姓名:匿名', '城建办 经办:王某强');
      await town.say('赵某', `/分类 ${hard} 疑难`);
      await town.say('王某强', `/答复 ${hard} 事实:面积有出入 依据:土地管理法 内容:按复核面积补足`);
      await town.say('郑某', `/审核 ${hard} 同意`);
      expect(await ask(town, '赵某', `/办结 ${hard} 依据:书面答复`)).not.toMatch(/已办结/u);
      await town.say('赵某', `/审核 ${hard} 集体 同意 意见:依据充分 参加:孙某、李某平、郑某`);
      expect(await ask(town, '赵某', `/办结 ${hard} 依据:书面答复`)).toMatch(/已办结/u);
    },
  },
  {
    row: '0.18',
    given: 'a second limit that is missed; another matter that comes back within the year with new facts',
    expected:
      'for both the leader is asked to explain to the main leader within 5 working days, the explanation reaches him; the month’s review puts both before the joint meeting, where a case leader is named',
    async play(town) {
      const late = await assignedTo(
        town,
        '路面塌陷 题目:路面塌陷 姓名:匿名 类别:城乡建设',
        '城建办 期限:2工作日 经办:王某强',
      );
      const lamp = '题目:路灯不亮 姓名:匿名 类别:城乡建设 地点:五里墩村';
      const first = await assignedTo(town, `村口路灯不亮 ${lamp}`, '农业办 期限:20天');
      await town.at('2026-03-05T10:00');
      await town.say('王某强', `/延期 ${late} 5天 时限:镇内 理由:要检测`);
      await town.click('孙某', `${late} 请审批延期`, '同意');
      const again = await registered(town, `村口路灯又不亮 ${lamp}`);
      await town.say('赵某', `/并案 ${again} ${first}`);
      expect(await dueOf(town, first, '说明情况')).toBe('2026-03-12');
      await town.at('2026-03-11T10:00');
      expect(await dueOf(town, late, '说明情况')).toBe('2026-03-18');
      town.expectMessage('孙某', new RegExp(`${late} [^]*说明情况`, 'u'));
      await town.say('孙某', `/进展 ${late} 说明:检测单位排期，已催`);
      town.expectMessage('钱某', new RegExp(`${late} 孙某已作书面说明`, 'u'));
      await town.at('2026-04-01T10:00');
      const { text } = town.expectMessage('钱某', /月讲评/u);
      expect(text).toMatch(/提请联席会议研究/u);
      expect(text).toMatch(new RegExp(`${late} 城建办[^\\n]*再次逾期`, 'u'));
      expect(text).toMatch(new RegExp(`${first} 农业办[^\\n]*重复反映`, 'u'));
      expect(await ask(town, '赵某', `/包案 ${late} 孙某 方案:先临时围挡再修`)).toMatch(/由孙某包案/u);
    },
  },
  {
    row: '0.19',
    at: '2026-03-03T09:00',
    given: 'March of a town that began on the 3rd',
    expected:
      'the desk and the main leader have 周汇报 each Monday, 月讲评 and 季点评 on the first working day of April, each about the period that ended; the group has the weekly one only',
    async play(town) {
      await assignedTo(town, '路灯不亮 题目:路灯不亮 姓名:匿名 类别:其他', '城建办 期限:10工作日');
      await town.at('2026-04-01T10:00');
      for (const reader of ['钱某', '赵某']) {
        expect(heard(town, [reader], /^\*\*分界镇[^\n]*周/u)).toHaveLength(4);
        town.expectMessage(reader, /月讲评\*\*\n3月1日—3月31日/u);
        town.expectMessage(reader, /季点评\*\*\n1月1日—3月31日/u);
      }
      expect(heard(town, GROUPS, /月讲评|季点评/u)).toEqual([]);
    },
  },
];
