import { describe, expect } from 'vitest';
import type { OrgFile } from '../../src/domain/org/file.ts';
import { ask, last } from '../policies/played.ts';
import { flowTest, sampleOrg } from '../support/town.ts';

const MATTER = '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:王某某 收到:2026-03-02 方式:来访 人数:3';

const PHONE = `138${'0000'}${'0000'}`;

describe('更正', () => {
  flowTest('a slip by which a limit is missed from the first moment is asked about', async ({ town, sql }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:王某某 收到:2026-03-01 方式:来访 类别:申诉求决');
    const slip = '/更正 1 收到:2026-01-03 理由:写错';
    expect(await ask(town, '赵某', slip)).toMatch(/马上就算超期[^]*还没有改[^]*确认:超期/u);
    expect(await sql`select received_on::text from petition`).toEqual([{ received_on: '2026-03-01' }]);
    await town.say('赵某', `${slip} 确认:超期`);
    town.expectMessage('赵某', /已更正：收到/u);
    expect(await sql`select received_on::text from petition`).toEqual([{ received_on: '2026-01-03' }]);
    await town.say('赵某', '/登记 水渠堵塞 题目:水渠堵塞 姓名:王某某 收到:2026-02-02 方式:来访 类别:申诉求决');
    await town.at('2026-03-10T10:00');
    expect(await ask(town, '赵某', '/交办 2 城建办 期限3天')).toMatch(/期限从收到之日[^]*已经过去。还没有交办/u);
    expect(await sql`select owner_unit from petition where serial = 2`).toEqual([{ owner_unit: null }]);
  });

  flowTest(
    'two doubles that each would be voided for the other: one question falls, and 告知 says what holds',
    async ({ town, sql }) => {
      for (let i = 0; i < 2; i += 1) {
        await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 方式:来访 类别:申诉求决');
      }
      await town.say('赵某', '/作废 1 重复→2 理由:登记了两次');
      await town.say('周某梅', '/作废 2 重复→1 理由:登记了两次');
      await town.say('钱某', '/批示 1 同意');
      expect(await sql`select state from approval where kind = 'void' order by asked_at`).toEqual([
        { state: 'approved' },
        { state: 'withdrawn' },
      ]);
      town.expectMessage('周某梅', /FJ2026-0002 [^]*作废/u);
      expect(await ask(town, '钱某', '/今天')).not.toContain('FJ2026-0002');
      expect(await ask(town, '赵某', '/告知 1')).toMatch(/今后按 FJ2026-0002 办理和查询，原编号 FJ2026-0001 不再用/u);
    },
  );

  flowTest(
    'puts right what was written down wrong, shows before and after, and counts the running clocks anew',
    async ({ town }) => {
      await town.say('赵某', MATTER);
      await town.say('赵某', '/受理 1 受理');
      expect(await ask(town, '赵某', '/为什么 1')).toMatch(/书面告知｜到期 2026-03-17/u);
      const text = await ask(town, '赵某', '/更正 1 收到:2026-02-26 人数:5 理由:登记时写错');
      expect(text).toContain('FJ2026-0001 已更正：收到 2026-03-02→2026-02-26、人数 3人→5人。');
      expect(await ask(town, '赵某', '/为什么 1')).toMatch(/书面告知｜到期 2026-03-13/u);
      const seen = await ask(town, '赵某', '/查 1');
      expect(seen).toMatch(/更正 赵某：收到 2026-03-02→2026-02-26、人数 3人→5人；理由：登记时写错/u);
      expect(await ask(town, '赵某', '/更正 1 人数:5 理由:再说一遍')).toContain('没有要更正的');
      expect(await ask(town, '赵某', '/更正 1 人数:6')).toContain('请写明为什么更正');
      await ask(town, '赵某', '结束');
      // 内容 runs to the end of the text.
      expect(await ask(town, '赵某', '/更正 1 内容:灯坏了 理由:听错')).toMatch(/理由写在前面：理由:… 内容:…/u);
    },
  );

  flowTest(
    'of a later day or a lighter kind waits for the main leader, and takes effect with 同意',
    async ({ town }) => {
      await town.say('赵某', `${MATTER} 类别:申诉求决`);
      const asked = await ask(town, '赵某', '/更正 1 收到:2026-03-01 类别:建议意见 理由:核对来信');
      expect(asked).toMatch(/更正（收到 2026-03-02→2026-03-01、类别 申诉求决→建议意见）已报钱某签批/u);
      expect(await ask(town, '赵某', '/查 1')).toContain('收到：3月2日');
      town.expectMessage('钱某', /收到 2026-03-02→2026-03-01、类别 申诉求决→建议意见；理由：核对来信[^]*更正登记内容/u);
      await town.say('钱某', '/批示 1 同意');
      const seen = await ask(town, '赵某', '/查 1');
      expect(seen).toContain('收到：3月1日');
      expect(seen).toMatch(/更正 赵某：收到 2026-03-02→2026-03-01、类别 申诉求决→建议意见/u);
    },
  );

  flowTest(
    'refused by the leader leaves everything as it was; a leader’s own takes effect at once',
    async ({ town }) => {
      await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 收到:2026-02-26');
      await town.say('赵某', '/更正 1 收到:2026-03-02 理由:看错邮戳');
      await town.say('钱某', '/批示 1 不同意 意见:以邮戳为准');
      expect(await ask(town, '赵某', '/查 1')).toContain('收到：2月26日');
      expect(await ask(town, '钱某', '/更正 1 收到:2026-02-27 理由:以邮戳为准')).toContain('已更正');
      expect(await ask(town, '赵某', '/查 1')).toContain('收到：2月27日');
    },
  );

  flowTest('has nothing received after it was registered, but what was told by phone first', async ({ town }) => {
    await town.say('赵某', MATTER);
    await town.at('2026-03-05T10:00');
    for (const line of ['/更正 1 收到:2026-03-04 理由:登记时写错', '/补充 1 收到:2026-03-03']) {
      expect(await ask(town, '赵某', line)).toMatch(/晚于登记那天（3月2日\S*），收到日期不能晚于登记。/u);
    }
    expect(await ask(town, '赵某', '/查 1')).toContain('收到：3月2日');
  });

  flowTest('never makes what was missed unmissed', async ({ town, sql }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:王某某 收到:2026-02-10');
    await town.at('2026-03-05T10:00'); // the notice was due on 25 February
    const before = await sql`select kind, due_on::text, state from clock where kind = 'notice'`;
    await town.say('钱某', '/更正 1 收到:2026-03-02 理由:看错邮戳');
    const after =
      await sql`select kind, due_on::text, state from clock where kind = 'notice' and due_on = ${before[0]!['due_on']}`;
    expect(after.map(({ state }) => state)).not.toContain('superseded');
    expect(await ask(town, '赵某', '/为什么 1')).toMatch(/书面告知｜到期 2026-02-25/u);
  });

  flowTest('of the contents keeps both texts, without numbers of persons', async ({ town }) => {
    await town.say('赵某', MATTER);
    await town.say('赵某', `/更正 1 理由:抄错一段 内容:村口三盏路灯不亮，电话${PHONE}`);
    const seen = await ask(town, '赵某', '/查 1');
    expect(seen).toMatch(/内容：村口三盏路灯不亮，电话/u);
    expect(seen).not.toContain(PHONE);
    expect(seen).toMatch(/更正 赵某：内容；理由：抄错一段，原文：村口路灯不亮，改为：村口三盏路灯不亮/u);
  });

  flowTest('of place, demands and branch says from what to what, and keeps it', async ({ town }) => {
    await town.say('赵某', `${MATTER} 类别:申诉求决 地点:五里墩村口 诉求:修灯;修路`);
    expect(await ask(town, '赵某', '/更正 1 地点:柳树湾村口 诉求:2 修好路面;1 修好路灯 理由:听错了')).toMatch(
      /^FJ2026-0001 已更正：地点、诉求2、诉求1。/u,
    );
    const seen = await ask(town, '赵某', '/查 1');
    expect(seen).toContain('地点：柳树湾村口');
    expect(seen).toMatch(/诉求1：修好路灯[^]*诉求2：修好路面/u);
    expect(seen).toMatch(
      /更正 赵某：地点、诉求2、诉求1；理由：听错了，地点原文：五里墩村口，改为：柳树湾村口，诉求2原文：修路/u,
    );
    expect(await ask(town, '赵某', '/更正 1 诉求:修好路灯 理由:听错了')).toMatch(/有2条诉求，请写明是第几条/u);
    expect(await ask(town, '赵某', '/更正 1 诉求:3 修桥 理由:听错了')).toMatch(/有2条诉求，请写明是第几条/u);
    expect(await ask(town, '赵某', '/更正 1 地点:柳树湾村口 理由:听错了')).toContain('没有要更正的');
  });

  flowTest(
    'of a name hides the wrong one as well, wherever it stood, but for a look that is written down',
    async ({ town }) => {
      await town.say('赵某', '/登记 汪晓舟反映村口路灯不亮 题目:村口路灯不亮 姓名:汪晓洲 收到:2026-03-02');
      await town.say('赵某', '/交办 1 城建办 经办:王某强');
      await town.say('王某强', '/进展 1 已与汪晓洲通话');
      expect(await ask(town, '赵某', '/更正 1 姓名:汪晓舟 理由:汪晓舟的舟写错了')).toMatch(
        /^FJ2026-0001 已更正：姓名。/u,
      );
      const seen = await ask(town, '王某强', '/查 1');
      expect(seen).toMatch(/姓名：汪＊＊/u);
      expect(seen).toMatch(/更正 赵某：姓名；/u);
      expect(seen).not.toMatch(/晓洲|晓舟/u);
      const open = await ask(town, '赵某', '/查 1 明文 理由:回电核对');
      expect(open).toMatch(/姓名：汪晓舟/u);
      expect(open).toMatch(/姓名原文：汪晓洲，改为：汪晓舟/u);
    },
  );

  flowTest(
    '补充 and 分类 make nothing later or lighter: they say who must sign, and with which line',
    async ({ town }) => {
      await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 收到:2026-02-26');
      await town.say('赵某', '/分类 1 申诉求决 情形:6');
      for (const [line, wanted] of [
        ['/补充 1 收到:2026-03-01', '/更正 FJ2026-0001 收到:2026-03-01 理由:为什么'],
        ['/补充 1 类别:建议意见', '/更正 FJ2026-0001 类别:建议意见 理由:为什么'],
        ['/分类 1 建议意见', '/更正 FJ2026-0001 类别:建议意见 理由:为什么'],
        ['/分类 1 申诉求决 情形:4', '/更正 FJ2026-0001 情形:4 理由:为什么'],
      ] as const) {
        expect(await ask(town, '赵某', line)).toBe(
          `FJ2026-0001 收到日期改晚、类别改轻，要主要领导签。\n请发：${wanted}`,
        );
      }
      const seen = await ask(town, '赵某', '/查 1');
      expect(seen).toContain('收到：2月26日');
      expect(seen).not.toMatch(/建议意见/u);
      expect(await ask(town, '赵某', '/更正 1 情形:4 理由:应申请复议')).toMatch(/更正（情形 6→4）已报钱某签批/u);
      expect(await ask(town, '钱某', '/分类 1 建议意见')).toMatch(/已分类：建议意见/u);
      // Heavier, and anything where nothing stood before, is the desk's to say.
      expect(await ask(town, '赵某', '/分类 1 申诉求决')).toMatch(/已分类：申诉求决/u);
      expect(await ask(town, '赵某', '/补充 1 收到:2026-02-25')).toMatch(/已补充/u);
    },
  );

  flowTest('补充 says in the timeline what it changed, and of persons only that it did', async ({ town }) => {
    await town.say('赵某', MATTER);
    await town.say('赵某', '/补充 1 人数:4 姓名:王某某 地点:五里墩村口');
    const seen = await ask(town, '赵某', '/查 1');
    expect(seen).toMatch(/补充 赵某：人数 3人→4人、补写姓名、地点$/mu);
  });
});

describe('a question asked anew', () => {
  const twoLeaders: OrgFile = {
    ...sampleOrg,
    people: sampleOrg.people.map((one) =>
      one.name === '孙某' ? { ...one, roles: ['main-leader', 'leader'] as const } : one,
    ),
  } as OrgFile;

  flowTest('is shown anew, and the card of the former one signs nothing', async ({ town }) => {
    await town.say('赵某', `${MATTER.replace('03-02', '03-01')} 类别:申诉求决`);
    await town.say('赵某', '/更正 1 收到:2026-03-02 理由:核对来信');
    const first = town.expectMessage('钱某', /收到 2026-03-01→2026-03-02/u);
    expect(await ask(town, '赵某', '/更正 1 类别:建议意见 理由:核对来信')).toContain('以这次为准');
    const second = town.expectMessage('钱某', /类别 申诉求决→建议意见/u);
    town.press('钱某', first, '同意');
    await town.settle();
    expect(last(town, '钱某')).toContain('这张卡片上的事后来又重新报过，没有签');
    expect(await ask(town, '赵某', '/查 1')).not.toMatch(/(?<!申请)更正 赵某：类别/u);
    town.press('钱某', second, '同意');
    await town.settle();
    const seen = await ask(town, '赵某', '/查 1');
    expect(seen).toMatch(/(?<!申请)更正 赵某：类别 申诉求决→建议意见/u);
    expect(seen).not.toMatch(/(?<!申请)更正 赵某：收到/u);
  });

  flowTest('an extension: what is signed is what stood on the card that was pressed', async ({ town }) => {
    await town.say('赵某', MATTER);
    await town.say('赵某', '/交办 1 城建办 期限:30天');
    await town.say('郑某', '/延期 1 3天 理由:检测');
    const first = town.expectMessage('孙某', /延长3天/u);
    expect(await ask(town, '郑某', '/延期 1 20天 理由:检测')).toContain('以这次为准');
    town.expectMessage('孙某', /延长20天/u);
    town.press('孙某', first, '同意');
    await town.settle();
    expect(await ask(town, '郑某', '/为什么 1')).not.toContain('经批准延长');
  });

  flowTest('作废 is never signed by who asked for it, whoever asked before', async ({ start }) => {
    const town = await start({ org: twoLeaders });
    await town.say('赵某', MATTER);
    await town.say('赵某', MATTER);
    await town.say('赵某', '/作废 2 重复→1 理由:登记了两次');
    town.expectMessage('赵某', /作废已报\S*签批[\s\S]*留下的是：FJ2026-0001 村口路灯不亮/u);
    town.expectMessage('钱某', /作废这次登记（与 FJ2026-0001 重复）/u);
    await town.say('钱某', '/作废 2 误登 理由:不是信访');
    town.expectMessage('赵某', /FJ2026-0002 钱某又报了一次作废，您先前报的不再签/u);
    town.expectMessage('孙某', /作废这次登记（与/u);
    town.expectMessage('孙某', /作废这次登记（误登）/u);
    expect(await ask(town, '钱某', '/批示 2 同意')).not.toContain('已经作废');
    expect(await ask(town, '赵某', '/查 2')).not.toMatch(/(?<!申请)作废 钱某/u);
    await town.say('孙某', '/批示 2 同意');
    expect(await ask(town, '赵某', '/查 2')).toMatch(/(?<!申请)作废 钱某/u);
  });

  flowTest('of two double registrations one stays', async ({ town }) => {
    await town.say('赵某', MATTER);
    await town.say('赵某', MATTER);
    await town.say('赵某', '/作废 2 重复→1 理由:登记了两次');
    await town.say('赵某', '/作废 1 重复→2 理由:登记了两次');
    await town.say('钱某', '/批示 2 同意');
    // The question fell: what is said now is no signature.
    expect(await ask(town, '钱某', '/批示 1 同意')).toContain('这件现在没有等您签的事');
    expect(await ask(town, '赵某', '/查 1')).toContain('待交办');
    await town.say('赵某', '/登记 水管漏水 题目:水管漏水 姓名:匿名');
    expect(await ask(town, '赵某', '/作废 3 重复→2 理由:登记了两次')).toContain('FJ2026-0002 已经作废');
  });
});

describe('作废', () => {
  flowTest(
    'of a double registration is signed by another, ends its clocks, and stays countable',
    async ({ town, sql }) => {
      await town.say('赵某', MATTER);
      await town.say('赵某', '/登记 村口路灯坏了 题目:村口路灯坏了 姓名:匿名');
      expect(await ask(town, '赵某', '/作废 2')).toContain('请写清为什么作废');
      expect(await ask(town, '赵某', '/作废 2 重复→1')).toContain('请写明理由');
      expect(await ask(town, '赵某', '/作废 2 重复→2 理由:同一件')).toContain('不能与自己重复');
      expect(await ask(town, '赵某', '/作废 2 重复→1 理由:同一件登记了两次')).toContain('FJ2026-0002 作废已报钱某签批');
      town.expectMessage('钱某', /作废这次登记[^]*同一件登记了两次/u);
      const signed = await ask(town, '钱某', '/批示 2 同意');
      expect(signed).toContain('同一件事登记了两次，今后按 FJ2026-0001 办理和查询');
      town.expectMessage('赵某', /作废：钱某已批“同意”[^]*今后按 FJ2026-0001/u);
      expect(
        await sql`select count(*)::int as n from clock where state = 'running' and petition_id = (select id from petition where serial = 2)`,
      ).toEqual([{ n: 0 }]);
      const report = await ask(town, '赵某', '/月报');
      expect(report).toContain('新收 1 件\n作废 1 件');
    },
  );

  flowTest('is refused once a paper was served, and to whoever would sign it themselves', async ({ town }) => {
    await town.say('赵某', MATTER);
    await town.say('赵某', '/受理 1 受理 送达:2026-03-02 方式:直接送达');
    expect(await ask(town, '赵某', '/作废 1 误登 理由:不是信访')).toContain('已经给群众送达过文书，不能作废');
    await town.say('赵某', '/登记 问路 题目:问路 姓名:匿名');
    expect(await ask(town, '钱某', '/作废 2 误登 理由:不是信访')).toContain('要由另一人签批');
  });

  flowTest(
    'as the double of one that others may not know is refused, also when it becomes so later',
    async ({ town }) => {
      await town.say('赵某', MATTER);
      await town.say('赵某', '/登记 村口路灯坏了 题目:村口路灯坏了 姓名:匿名');
      await town.say('赵某', '/登记 路灯款去向不明 涉及:城建办 姓名:匿名');
      const sealed = town.sealed();
      expect(await ask(town, '赵某', `/作废 1 重复→${sealed} 理由:同一件事`)).toMatch(/保密或回避情况不一样.*涉及/su);
      await town.say('赵某', '/作废 2 重复→1 理由:登记了两次');
      await town.say('赵某', '/补充 1 涉及:城建办');
      const refused = await ask(town, '钱某', '/批示 2 同意');
      expect(refused).toMatch(/FJ2026-0002 报签以后情况有变化/u);
      expect(refused).not.toContain('FJ2026-0001');
      expect(await ask(town, '赵某', '/查 2')).toContain('已登记，待交办');
    },
  );

  flowTest('says under which number the matter goes on, to who looks it up or goes on typing', async ({ town }) => {
    await town.say('赵某', MATTER);
    await town.say('赵某', '/登记 村口路灯坏了 题目:村口路灯坏了 姓名:匿名');
    await town.say('赵某', '/作废 2 重复→1 理由:登记了两次');
    await town.say('钱某', '/批示 2 同意');
    expect(await ask(town, '赵某', '/查 2')).toMatch(
      /登记已作废[^]*登记重复，今后按 FJ2026-0001 村口路灯不亮 办理和查询/u,
    );
    expect(await ask(town, '赵某', '/进展 2 换好了')).toMatch(
      /的登记已作废，不能再办。\n看经过，请发：\/查 FJ2026-0002/u,
    );
  });
});
