import { dutyRoster } from '../../src/db/schema.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const as = (policy: string, settings = {}) => ({ ...sampleOrg, town: { ...sampleOrg.town, policy }, settings });
const LIHAI = as('lihai', { otherDays: 20 });
const last = (town: Town, person: string): string => town.messages(person).at(-1)?.text ?? '';

/** Registered, signed and assigned to 城建办; 孙某 leads it. */
async function assigned(town: Town, extra = '姓名:匿名'): Promise<void> {
  await town.say('赵某', `/登记 村口路灯不亮 方式:来访 题目:村口路灯不亮 类别:申诉求决 ${extra}`);
  await town.say('赵某', '/交办 1 城建办 经办:王某强');
  await town.say('钱某', '/批示 1 同意');
  await town.say('王某强', '/签收 1');
  town.forget(/^(?![\s\S]*(?:建议下一步|请领办))/u);
}

describe('预警提醒单', () => {
  flowTest('is answered in seven working days, signed by the leader, and goes back to the desk', async ({ start }) => {
    const town = await start({ org: LIHAI });
    await assigned(town);
    await town.say('赵某', '/预警 1');
    town.expectMessage('赵某', /请写上预警原因/u);
    await town.say('赵某', '同一事项多次反映');
    town.expectMessage('赵某', /FJ2026-0001 预警提醒单已发城建办，并抄报领导。\n预警提醒单报回：3月11日\(周三\)前/u);
    town.expectMessage(
      '郑某',
      /FJ2026-0001 预警提醒单[\s\S]*同一事项多次反映[\s\S]*3月11日[\s\S]*再次核实、原因、化解措施/u,
    );
    for (const above of ['孙某', '钱某']) town.expectMessage(above, /FJ2026-0001 预警提醒单[\s\S]*抄报/u);
    town.expectNothingElse();

    await town.say('赵某', '/预警 1 原因:同一事项多次反映');
    town.expectMessage('赵某', /还没有报回，报回后可以再发/u);
    await town.say('郑某', '/预警 1 原因:随便');
    town.expectMessage('郑某', /预警提醒单由信访办或领导发/u);
    town.expectNothingElse();

    await town.click('郑某', '预警提醒单', '报回');
    town.expectMessage('郑某', /请写上再次调查核实的情况/u);
    await town.say('郑某', '夜间仍不亮');
    town.expectMessage('郑某', /请写上原因分析/u);
    await town.say('郑某', '线路老化');
    town.expectMessage('郑某', /请写上化解措施/u);
    await town.say('郑某', '更换线路');
    town.expectMessage('郑某', /报回已记下，已请孙某签字/u);
    town.expectMessage('孙某', /FJ2026-0001 请签报回[\s\S]*夜间仍不亮[\s\S]*线路老化[\s\S]*更换线路/u);
    town.expectNothingElse();
    await town.say('孙某', '/批示 1 不同意 意见:措施没有时间 事项:预警报回');
    town.expectMessage('孙某', /预警报回：不同意，已记下/u);
    for (const person of ['郑某', '赵某']) town.expectMessage(person, /预警报回：孙某已批“不同意”/u);
    town.expectNothingElse();

    await town.say('王某强', '/预警 1 报回:夜间仍不亮 原因:线路老化 措施:3月底前更换线路');
    town.expectMessage('王某强', /已请孙某签字/u);
    town.expectMessage('孙某', /FJ2026-0001 请签报回[\s\S]*3月底前更换线路/u);
    await town.click('孙某', '请签报回', '同意');
    town.expectMessage('孙某', /预警报回：同意，已记下/u);
    town.expectMessage('王某强', /预警报回：孙某已批“同意”/u);
    town.expectMessage('赵某', /FJ2026-0001 预警提醒单已报回，孙某已签字/u);
    town.expectNothingElse();
    await town.say('赵某', '/为什么 1');
    expect(last(town, '赵某')).toMatch(/预警提醒单报回｜到期 2026-03-11｜依据沥工委〔2020〕38号二（二）\n已按期完成/u);
    await town.say('孙某', '/撤销 1');
    town.expectMessage('赵某', /前一条通知已撤销/u);
    await town.say('赵某', '/为什么 1');
    expect(last(town, '赵某'), 'asked again, and the period runs on').toMatch(/预警提醒单报回｜[^\n]*\n进行中/u);
  });

  flowTest('not answered presses the head, the leaders and the desk', async ({ start }) => {
    const town = await start({ org: LIHAI });
    await assigned(town);
    await town.say('赵某', '/预警 1 原因:多次反映');
    town.forget();
    await town.at('2026-03-12T10:00');
    for (const person of ['郑某', '孙某', '钱某', '赵某']) {
      town.expectMessage(person, /【红】FJ2026-0001[\s\S]*预警提醒单报回[\s\S]*超期1天/u);
    }
  });

  flowTest('sent by mistake is taken back, and its clock with it', async ({ start }) => {
    const town = await start({ org: LIHAI });
    await assigned(town);
    await town.say('赵某', '/预警 1 原因:多次反映');
    town.forget();
    await town.say('赵某', '/撤销 1');
    for (const person of ['郑某', '孙某', '钱某']) town.expectMessage(person, /前一条通知已撤销/u);
    await town.say('郑某', '/预警 1 报回:一 原因:二 措施:三');
    expect(last(town, '郑某')).toMatch(/没有等着报回/u);
    await town.say('赵某', '/为什么 1');
    expect(last(town, '赵某')).not.toMatch(/预警提醒单报回/u);
  });

  flowTest('does not exist in a town whose paper has none, and 督办 is named instead', async ({ town }) => {
    await town.say('赵某', '/登记 路灯不亮');
    await town.say('赵某', '/交办 1 城建办');
    await town.say('赵某', '/预警 1 原因:多次反映');
    expect(last(town, '赵某')).toMatch(/本镇的文件没有预警提醒单。\n要催办理，请发：\/督办 FJ2026-0001/u);
  });
});

describe('a threshold of the town', () => {
  flowTest('reached once offers the next step to the desk and hands the matter to the leader', async ({ start }) => {
    const town = await start({ org: LIHAI });
    await assigned(town, '姓名:匿名 人数:6');
    for (const clerk of ['赵某', '周某梅']) {
      town.expectMessage(
        clerk,
        /FJ2026-0001 建议下一步[\s\S]*涉及6人[\s\S]*发预警提醒单、定包案领导[\s\S]*沥工委〔2020〕38号二（二）[\s\S]*二（四）/u,
      );
    }
    town.expectMessage('孙某', /FJ2026-0001 请领办[\s\S]*涉及6人[\s\S]*请您直接承办[\s\S]*一（四）/u);
    town.expectNothingElse();
    await town.say('赵某', '/补充 1 人数:9');
    town.forget(/已补充/u);
    town.expectNothingElse();
    await town.say('赵某', '/查 1');
    town.expectMessage('赵某', /领办：孙某（涉及6人）/u);

    await town.click('赵某', '建议下一步', '发预警');
    town.expectMessage('赵某', /预警提醒单已发城建办/u);
    town.expectMessage('郑某', /预警提醒单[\s\S]*涉及6人/u);
    town.forget(/抄报/u);
    await town.click('周某梅', '建议下一步', '孙某包案');
    town.expectMessage('周某梅', /由孙某包案，已通知/u);
    town.expectMessage('孙某', /FJ2026-0001 包案[\s\S]*还缺/u);
    for (const person of ['王某强', '郑某']) town.expectMessage(person, /FJ2026-0001 包案/u);
    town.expectNothingElse();
  });

  flowTest(
    'reached by a slip goes with it when the slip is undone, and comes again with the next',
    async ({ start }) => {
      const town = await start({ org: LIHAI });
      await assigned(town);
      town.expectNothingElse();
      await town.say('赵某', '/补充 1 人数:60');
      town.expectMessage('孙某', /请领办/u);
      town.forget();
      await town.say('赵某', '/撤销 1');
      town.expectMessage('赵某', /“补充”已撤销/u);
      await town.say('赵某', '/查 1');
      expect(last(town, '赵某')).not.toMatch(/领办：/u);
      town.forget();
      await town.say('赵某', '/补充 1 人数:6');
      town.expectMessage('孙某', /请领办[\s\S]*涉及6人/u);
    },
  );

  flowTest('counts how often the same matter came, and forgets what is taken back', async ({ start }) => {
    const town = await start({ org: LIHAI });
    await assigned(town);
    const again = async (serial: number, how = ''): Promise<void> => {
      await town.say('赵某', '/登记 路灯还是不亮 方式:来访 题目:路灯不亮 姓名:匿名 类别:申诉求决');
      await town.say('赵某', `/并案 ${serial} 1${how}`);
      town.forget(/^(?![\s\S]*(?:建议下一步|请领办))/u);
    };
    await again(2);
    town.expectNothingElse();
    await again(3);
    for (const clerk of ['赵某', '周某梅']) {
      town.expectMessage(clerk, /FJ2026-0001 建议下一步[\s\S]*同一事项第3次反映[\s\S]*孙某包案/u);
    }
    town.expectMessage('孙某', /FJ2026-0001 请领办[\s\S]*同一事项第3次反映/u);
    await again(4);
    town.expectNothingElse();
    await town.say('赵某', '/撤销 4');
    await town.say('赵某', '/撤销 3');
    await town.say('赵某', '/查 1');
    expect(last(town, '赵某')).not.toMatch(/领办：/u);
  });

  flowTest('counts on where a closed matter came again under another number', async ({ start }) => {
    const town = await start({ org: LIHAI });
    await assigned(town);
    await town.say('赵某', '/登记 路灯又不亮 方式:来访 题目:路灯不亮 姓名:匿名 类别:申诉求决');
    await town.say('赵某', '/并案 2 1');
    await town.say('王某强', '/答复 1 事实:已查 依据:职责 内容:已修');
    await town.say('钱某', '/办结 1 依据:书面答复');
    await town.say('赵某', '/办结 1 依据:书面答复');
    await town.say('钱某', '/批示 1 同意');
    await town.say('赵某', '/登记 路灯第三回不亮 方式:来访 题目:路灯不亮 姓名:匿名 类别:申诉求决');
    await town.say('赵某', '/并案 3 1 新情况');
    town.forget();
    await town.say('赵某', '/交办 3 农业办');
    await town.say('钱某', '/批示 3 同意');
    town.expectMessage('李某平', /FJ2026-0003 请领办[\s\S]*同一事项第3次反映/u);
    town.expectMessage('赵某', /FJ2026-0003 建议下一步/u);
  });

  flowTest('is none where the town has no such rule', async ({ start }) => {
    const town = await start({ org: as('xiji') });
    await assigned(town, '姓名:匿名 人数:60');
    town.expectNothingElse();
  });
});

describe('people at the hall', () => {
  flowTest(
    'below the town’s number are received by who is there; a scene calls at any number',
    async ({ start, db }) => {
      const town = await start({ org: LIHAI });
      const row = {
        townId: 'fenjie',
        place: 'reception',
        substitute: null,
        changedBy: 'u-desk1',
        changedAt: new Date(0),
      };
      await db.insert(dutyRoster).values({ ...row, slot: 'weekday:1', userid: 'u-lead3' });
      await town.say('赵某', '/到场 3人');
      town.expectMessage(
        '赵某',
        /现场3人，未到5人，请先热情接待、做好登记。\n今天带班领导：李某平。[\s\S]*代表不超过5人[\s\S]*\/到场 3人 现场:情况/u,
      );
      town.expectNothingElse();
      await town.say('赵某', '/到场 3人 现场:静坐');
      town.expectMessage('赵某', /已请3位负责人马上到场/u);
      for (const leader of ['钱某', '孙某', '李某平']) town.expectMessage(leader, /请马上到接待大厅[\s\S]*来访3人/u);
      town.expectNothingElse();
    },
  );

  flowTest(
    'about a matter are received by those who answer for it; the number of people stays with it',
    async ({ start }) => {
      const town = await start({ org: LIHAI });
      await assigned(town);
      await town.say('周某梅', '/到场 1 6人', { chat: '信访工作群' });
      town.expectMessage('信访工作群', /^FJ2026-0001｜村口路灯不亮[^\n]*\n接待大厅有6人来访，已请领导到场。$/u);
      for (const person of ['郑某', '孙某', '赵某']) {
        town.expectMessage(person, /请马上到接待大厅\n来访6人，周某梅在现场\n[\s\S]*事项：FJ2026-0001/u);
      }
      for (const clerk of ['赵某', '周某梅']) town.expectMessage(clerk, /建议下一步[\s\S]*涉及6人/u);
      town.expectMessage('孙某', /请领办/u);
      town.expectNothingElse();
      await town.say('赵某', '/查 1');
      town.expectMessage('赵某', /来访，6人[\s\S]*到场接待 周某梅/u);
    },
  );

  flowTest('about a sealed matter: the accused is not called, and no group reads its number', async ({ start }) => {
    const town = await start({ org: LIHAI });
    await town.say('赵某', '/登记 账目不清 涉及:五里墩村 姓名:匿名 类别:检举控告');
    await town.say('赵某', `/到场 ${town.sealed()} 6人 现场:吵闹`, { chat: '信访工作群' });
    expect(town.messages('孙某')).toEqual([]);
    expect(
      town
        .messages('信访工作群')
        .map((message) => message.text)
        .join(),
    ).not.toMatch(/FJJ/u);
    town.expectMessage('钱某', /事项：FJJ2026-\d{4}/u);
    await town.say('韩某山', `/到场 ${town.sealed()} 6人`);
    expect(last(town, '韩某山')).toMatch(/查无此号/u);
  });
});

describe('一问一核实', () => {
  flowTest('a call that nobody answered does not meet the period; the site is seen at once', async ({ start }) => {
    const town = await start({ org: LIHAI });
    await assigned(town, '姓名:虞小舟');
    await town.say('赵某', '/联系 1 结果:未联系上');
    town.expectMessage(
      '赵某',
      /没有联系上，联系的时限还在走。\n联系信访人：3月3日[\s\S]*请随即到现场核实（沥工委〔2020〕38号一（二））。\n核实后请发：\/进展 FJ2026-0001 现场:情况/u,
    );
    town.expectMessage('王某强', /赵某没有联系上信访人。\n请随即到现场核实/u);
    await town.say('王某强', '/查 1');
    town.expectMessage('王某强', /现场核实：还没去/u);
    await town.say('王某强', '/进展 1 现场:灯杆倾斜');
    town.expectMessage('王某强', /现场核实已记下。\n联系信访人：3月3日[\s\S]*当面问清了的/u);
    await town.say('王某强', '/查 1');
    expect(last(town, '王某强')).not.toMatch(/还没去/u);
    await town.say('王某强', '/联系 1 结果:电话里说不清楚');
    expect(last(town, '王某强')).toMatch(/联系情况已记下。\n请随即到现场核实/u);
    await town.say('王某强', '/为什么 1');
    expect(last(town, '王某强')).toMatch(/联系信访人｜到期 2026-03-03｜[^\n]*\n已按期完成/u);
  });
});

describe('转介', () => {
  flowTest('asks the unit of the town, or says what to tell the petitioner; once each', async ({ start }) => {
    const town = await start({ org: as('yuanzhu') });
    await assigned(town);
    await town.say('王某强', '/协办 1 转介:救助');
    town.expectMessage('王某强', /已转介：困难救助（元竹镇做法二、三是）。\n民政办已收到通知。[\s\S]*第三十七条/u);
    town.expectMessage('褚某兰', /FJ2026-0001 请协办[\s\S]*困难救助/u);
    await town.say('王某强', '/协办 1 转介:司法所');
    town.expectMessage('王某强', /已转介：司法所调解[\s\S]*可以这样告诉群众：\n“您反映的事可以请司法所调解。”/u);
    await town.say('王某强', '/协办 1 转介:司法所');
    town.expectMessage('王某强', /已经转介过司法所调解/u);
    town.expectNothingElse();
    await town.say('王某强', '/查 1');
    town.expectMessage('王某强', /转介：困难救助（民政办）、司法所调解/u);
    await town.say('王某强', '/协办 1 转介:别处');
    town.expectMessage('王某强', /转介请写：司法所、法律服务、救助、人民调解/u);
  });
});

describe('责任层级', () => {
  flowTest('stand with names in /查 and /为什么, nearest first', async ({ start }) => {
    const town = await start({ org: as('yuanzhu') });
    await assigned(town);
    for (const line of ['/查 1', '/为什么 1']) {
      await town.say('赵某', line);
      expect(last(town, '赵某'), line).toMatch(
        /责任层级：\n直接责任人（村党总支书记）：郑某\n具体责任人（分工镇干）：王某强\n第一责任人（党政负责人）：孙某/u,
      );
    }
  });
});

describe('the same matter again within a year', () => {
  flowTest('the leader of the office explains to the main leader', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名');
    await town.say('赵某', '/交办 1 城建办');
    await town.at('2026-03-03T10:00');
    await town.say('赵某', '/登记 路灯还是不亮 题目:路灯不亮 姓名:匿名');
    town.forget();
    await town.say('赵某', '/并案 2 1');
    town.expectMessage('孙某', /FJ2026-0001 时限提醒[\s\S]*说明情况/u);
    town.expectMessage('赵某', /FJ2026-0001 时限提醒[\s\S]*说明情况/u);
    town.forget(/并案|再次|又/u);
    await town.say('孙某', '/进展 1 说明:灯已坏多次，本周整条换线');
    town.expectMessage('钱某', /FJ2026-0001 孙某已作书面说明/u);
    await town.say('赵某', '/为什么 1');
    expect(last(town, '赵某')).toMatch(/说明情况｜到期 [^\n]*\n已按期完成/u);
  });
});
