import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { textOf } from '../support/docx.ts';
import { dumpOf, foundIn } from '../support/dump.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

/** The words of the next letter that this person got. */
const letter = async (town: Town, person: string, name: RegExp): Promise<string> =>
  textOf(await town.bytesOf(town.expectLetter(person, name)));
const lastTo = (town: Town, person: string): string => town.messages(person).at(-1)?.text ?? '';
const NAME = '林晓雾';
const REGISTERED = '/登记 村口路灯不亮 题目:路灯不亮 收到:2026-03-02 类别:申诉求决 诉求:修好路灯;说明何时修';

describe('a letter to the unit', () => {
  flowTest('交办函 after 转办 asks what the law asks, not the reason for passing it on', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名');
    await town.say('赵某', '/交办 1 城建办 要求:三日内回复');
    await town.say('赵某', '/转办 1 农业办 理由:属水利设施');
    const text = await letter(town, '冯某', /交办函/u);
    expect(text).toMatch(/办理要求：\s*依法按期办理/u);
    expect(text).not.toContain('属水利设施');
  });

  flowTest('交办函 goes to the head of the unit as a Word file, after the card, once', async ({ town }) => {
    await town.say('赵某', REGISTERED);
    await town.say('赵某', '/交办 1 城建办 期限:20天 经办:王某强 要求:现场查看');
    const card = town.expectMessage('郑某', /交办函/u);
    const file = town.expectLetter('郑某', /^FJ2026-0001 交办函 分界信交〔2026〕1号\.docx$/u);
    expect(file.id > card.id).toBe(true);
    const text = await textOf(await town.bytesOf(file));
    for (const part of [
      '分界镇信访办\n信访事项交办函\n分界信交〔2026〕1号',
      '城建办：',
      '（一）修好路灯。\n（二）说明何时修。',
      '责任人：王某强',
      '2026年3月23日前（含当日）办结（化解时限，依据：实施方案四（一））',
      '要求：现场查看',
      '5个工作日内书面提出异议',
      '2026年3月2日',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/[{}]/u);
    await town.say('赵某', '/交办 1 城建办 期限:20天');
    expect(await letter(town, '郑某', /分界信交〔2026〕2号/u)).toContain('依法按期办理');
    town.expectNoOtherLetters();
  });

  flowTest('提醒函 and 督办函 of a clock go to department and person, the same to both', async ({ town }) => {
    await town.say('赵某', `${REGISTERED} 姓名:匿名`);
    await town.say('赵某', '/交办 1 城建办 期限:15天 经办:王某强');
    town.expectLetter('郑某', /交办函/u);
    await town.at('2026-03-13T09:00');
    for (const person of ['郑某', '王某强']) {
      const text = await letter(town, person, /^FJ2026-0001 提醒函 分界信提〔2026〕1号/u);
      expect(text).toContain('化解时限，2026年3月17日到期，距到期还有');
      expect(text).toContain('尚未签收；诉求1、2尚未答复；书面答复尚未送达；尚未办结');
    }
    town.expectNoOtherLetters();
    await town.at('2026-03-18T09:00');
    for (const person of ['郑某', '王某强']) {
      const text = await letter(town, person, /^FJ2026-0001 督办函 分界信督〔2026〕1号/u);
      expect(text).toContain('已超过期限1天');
      expect(text).toMatch(/《信访工作条例》第四十条和《[^》]*实施方案》四（四）/u);
      expect(text).toContain('请于2026年3月23日前（含当日）书面报告');
    }
    await town.say('赵某', '/督办 1 要求:书面说明原因');
    expect(await letter(town, '郑某', /督办函 分界信督〔2026〕2号/u)).toContain('督办要求：书面说明原因');
    town.expectLetter('王某强', /分界信督〔2026〕2号/u);
    town.expectNoOtherLetters();
  });

  flowTest('undone, its number stays used and its reader is told that it is void', async ({ town }) => {
    await town.say('赵某', `${REGISTERED} 姓名:匿名`);
    await town.say('赵某', '/交办 1 城建办 期限:20天');
    town.expectLetter('郑某', /分界信交〔2026〕1号/u);
    await town.say('赵某', '/撤销 1');
    expect(lastTo(town, '赵某')).toContain('《交办函》分界信交〔2026〕1号已作废，请勿使用。');
    expect(lastTo(town, '郑某')).toBe(
      'FJ2026-0001 前一条通知已撤销，不用办理。\n《交办函》分界信交〔2026〕1号已作废，请勿使用。',
    );
    await town.say('赵某', '/交办 1 农业办 期限:20天');
    town.expectLetter('冯某', /分界信交〔2026〕2号/u);
    await town.say('赵某', '/查 1 文书');
    expect(lastTo(town, '赵某')).toMatch(
      /1．交办函 分界信交〔2026〕1号（.+）【已作废】\n2．交办函 分界信交〔2026〕2号（.+）\n/u,
    );
    await town.say('赵某', '/查 1 文书:1');
    expect(lastTo(town, '赵某')).toContain('已作废');
    town.expectNoOtherLetters();
  });

  flowTest('undone before it left, it never leaves', async ({ start }) => {
    const town = await start({ at: '2026-03-02T20:00' });
    await town.say('赵某', `${REGISTERED} 姓名:匿名`);
    await town.say('赵某', '/交办 1 城建办 期限:20天');
    await town.say('赵某', '/撤销 1');
    await town.at('2026-03-03T10:00');
    town.expectNoOtherLetters();
  });

  flowTest('of an accusation carries none of it, and nobody accused gets one', async ({ town }) => {
    await town.say('赵某', '/登记 村账目不清 姓名:匿名 类别:检举控告 涉及:五里墩村 诉求:查清账目');
    await town.say('赵某', `/交办 ${town.sealed()} 镇纪委`);
    const text = await letter(town, '秦某', /^FJJ2026-\d{4} 转送函 分界信转专〔2026〕\d{4}号/u);
    expect(text).not.toMatch(/账目|五里墩/u);
    expect(text).toContain('依照《信访工作条例》第三十条保密');
    expect([...town.letters('韩某山'), ...town.letters('杨某')]).toEqual([]);
    town.expectNoOtherLetters();
  });
});

describe('a letter to the petitioner', () => {
  flowTest('that lacks a field is named with the line that supplies it, and made with it', async ({ town, sql }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:路灯不亮 收到:2026-03-02 诉求:修好路灯');
    await town.say('赵某', '/受理 1 受理');
    expect(lastTo(town, '赵某')).toContain(
      '《受理告知书》还没出，缺：信访人姓名、类别。\n请发：/补充 FJ2026-0001 姓名:…\n　　　/分类 FJ2026-0001 申诉求决',
    );
    town.expectNoOtherLetters();
    await town.say('周某梅', `/补充 1 姓名:${NAME}`);
    expect(lastTo(town, '周某梅')).toContain('《受理告知书》还没出，缺：类别。');
    await town.say('周某梅', '/分类 1 申诉求决');
    const text = await letter(town, '赵某', /^FJ2026-0001 受理告知书 分界信受〔2026〕1号/u);
    for (const part of [
      '分界镇人民政府\n信访事项受理告知书',
      `${NAME}：`,
      '编号：FJ2026-0001',
      '（一）修好路灯。',
      '第三十一条第六项',
      '最晚于2026年5月6日前（含当日）书面答复',
      '联系电话：86000012',
      '送达回证',
    ]) {
      expect(text).toContain(part);
    }
    expect(foundIn(await dumpOf(sql), [NAME])).toEqual([]);
    expect(foundIn(town.logs.join('\n'), [NAME])).toEqual([]);
    await town.say('赵某', '/补充 1 地点:村口');
    town.expectNoOtherLetters();
  });

  flowTest('不予受理 says where to go instead, 不再受理 why not again', async ({ town }) => {
    await town.say('赵某', `${REGISTERED} 姓名:${NAME}`);
    await town.say('赵某', '/受理 1 不予受理 理由:已由法院审理');
    expect(lastTo(town, '赵某')).toContain(
      '《不予受理告知书》还没出，缺：应向哪里提出。\n请发：/受理 FJ2026-0001 不予受理 理由:… 去向:…',
    );
    await town.say('赵某', '/受理 1 不予受理 理由:已由法院审理 去向:示例县人民法院');
    const text = await letter(town, '赵某', /不予受理告知书 分界信不受〔2026〕1号/u);
    expect(text).toContain('经审查，已由法院审理。依据《信访工作条例》第二十三条');
    expect(text).toContain('你可以依法向示例县人民法院提出。');
    await town.say('赵某', `${REGISTERED} 姓名:${NAME}`);
    await town.say('赵某', '/受理 2 不再受理 理由:复核意见已送达');
    expect(await letter(town, '赵某', /不再受理告知书 分界信不再〔2026〕1号/u)).toContain('第三十六条');
    town.expectNoOtherLetters();
  });

  flowTest('延期告知书 carries the reason, the new day and who approved', async ({ town }) => {
    await town.say('赵某', `${REGISTERED} 姓名:${NAME}`);
    await town.say('赵某', '/受理 1 受理');
    town.expectLetter('赵某', /受理告知书/u);
    await town.say('赵某', '/交办 1 城建办');
    town.expectLetter('郑某', /交办函/u);
    await town.say('郑某', '/延期 1 30天 时限:法定 理由:需要专业检测');
    await town.say('钱某', '/批示 1 同意');
    const text = await letter(town, '赵某', /延期告知书 分界信延〔2026〕1号/u);
    expect(text).toContain('办理期限原为2026年5月6日。因需要专业检测，不能在期限内办结');
    expect(text).toMatch(/经本机关负责人钱某批准，办理期限延长30日，延长后的期限为2026年\d月\d+日/u);
    town.expectNoOtherLetters();
  });

  flowTest('处理意见书 answers each demand and says where 复查 is asked for', async ({ start }) => {
    const { reviewOrgan: _, ...settings } = sampleOrg.settings;
    const town = await start({ org: { ...sampleOrg, settings } });
    await town.say('赵某', `${REGISTERED} 姓名:${NAME}`);
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    await town.say('王某强', '/答复 1 诉求:1 结论:支持 事实:三盏不亮 依据:照明管理规定 内容:灯已修');
    await town.say('王某强', '/答复 1 诉求:2 事实:查过维修单 依据:照明管理规定 内容:3月11日修好');
    expect(lastTo(town, '王某强')).toContain('诉求2是支持、解释，还是不予支持？');
    await town.say('郑某', '/审核 1 同意');
    const lacks =
      '请发：/答复 FJ2026-0001 诉求:2 结论:支持（或 解释、不予支持）\n　　　/设置 上一级机关 县人民政府全称（由管理员发）';
    expect(lastTo(town, '郑某')).toContain(`《处理意见书》还没出，缺：结论（诉求2）、复查机关。\n${lacks}`);
    expect(lastTo(town, '王某强')).toContain(lacks);
    await town.say('王某强', '看情况');
    expect(lastTo(town, '王某强')).toContain('结论请写：支持、解释 或 不支持。');
    await town.say('王某强', '/答复 1 诉求:2 结论:解释说明');
    expect(lastTo(town, '王某强')).toMatch(/^FJ2026-0001 结论（解释）已记下。/u);
    // What was reviewed stays reviewed: nobody is asked again.
    expect(lastTo(town, '王某强')).not.toContain('审核');
    await town.say('尤某', '/设置 上一级机关 示例县人民政府');
    town.expectLetter('郑某', /交办函/u);
    town.expectNoOtherLetters();
    await town.say('赵某', '/查 1 文书');
    const text = await letter(town, '郑某', /处理意见书 分界信答〔2026〕1号/u);
    for (const part of [
      '一、诉求\n（一）修好路灯。\n（二）说明何时修。',
      '（一）三盏不亮。\n（二）查过维修单。',
      '（一）依据照明管理规定，对该诉求予以支持：灯已修。\n（二）依据照明管理规定，对该诉求解释说明如下：3月11日修好。',
      '自收到本意见书之日起30日内向示例县人民政府请求复查',
    ]) {
      expect(text).toContain(part);
    }
    town.expectNoOtherLetters();
  });

  flowTest('办结报告 goes to the desk for what was sent down, with its service', async ({ town }) => {
    await town.say('赵某', `${REGISTERED} 姓名:匿名 方式:上级交办`);
    await town.say('赵某', '/交办 1 城建办');
    town.expectLetter('郑某', /交办函/u);
    await town.say('郑某', '/答复 1 事实:三盏不亮 依据:照明管理规定 内容:灯已修');
    await town.say('赵某', '/办结 1 依据:书面答复 结果:灯已修好');
    expect(lastTo(town, '赵某')).toContain('《办结报告》还没出，缺：送达情况。');
    await town.say('赵某', '/送达 1 文书:处理意见书 日期:2026-03-02 方式:直接送达');
    const text = await letter(town, '赵某', /办结报告 分界信结〔2026〕1号/u);
    expect(text).toContain('处理意见书已于2026年3月2日以直接送达方式送达信访人。');
    expect(text).toContain('书面答复 灯已修好。');
    expect(text).toContain('签发人：钱某');
    expect(text).toContain('来文单位：');
    town.expectNoOtherLetters();
  });
});

describe('a file', () => {
  flowTest(
    'is sent again to whoever asks and may know the matter, in private, and the look is kept',
    async ({ town, sql }) => {
      await town.say('赵某', `${REGISTERED} 姓名:${NAME}`);
      await town.say('赵某', '/受理 1 受理');
      town.expectLetter('赵某', /受理告知书/u);
      await town.say('周某梅', '/查 1 文书:1', { chat: '信访工作群' });
      expect(await letter(town, '周某梅', /受理告知书/u)).toContain(NAME);
      expect(await sql`select userid from reveal`).toEqual([{ userid: 'u-desk2' }]);
      await town.say('周某梅', '/查 1 文书:9');
      expect(lastTo(town, '周某梅')).toContain('没有这一份文书');
      await town.say('冯某', '/查 1 文书:1');
      expect(lastTo(town, '冯某')).toContain('查无此号');
      town.expectNoOtherLetters();
    },
  );

  flowTest('that WeCom does not take is named by a sentence that says where to get it', async ({ town }) => {
    await town.say('赵某', `${REGISTERED} 姓名:匿名`);
    town.wecom.setFaults({ errorOn: { cmd: 'aibot_upload_media_init', code: 846697, times: 1 } });
    await town.say('赵某', '/交办 1 城建办');
    expect(lastTo(town, '郑某')).toBe(
      'FJ2026-0001 《交办函》分界信交〔2026〕1号，文件没有发出。\n取文件请发：/查 FJ2026-0001 文书',
    );
    town.expectNoOtherLetters();
    await town.say('郑某', '/查 1 文书:1');
    town.expectLetter('郑某', /交办函/u);
  });

  flowTest(
    'is made from the town’s own template; a broken one is told of and the shipped one used',
    async ({ town }) => {
      const folder = join(town.app.config.dataDir, 'templates', 'fenjie');
      await mkdir(folder, { recursive: true });
      // A clerk's edit: other words of the same file.
      await writeFile(
        join(folder, '交办函.docx'),
        await readFile(new URL('../../templates/remind.docx', import.meta.url)),
      );
      await town.say('赵某', `${REGISTERED} 姓名:匿名`);
      await town.say('赵某', '/交办 1 城建办');
      expect(await letter(town, '郑某', /交办函 分界信交〔2026〕1号/u)).toContain(
        '信访事项提醒函\n分界信交〔2026〕1号',
      );
      await writeFile(join(folder, '交办函.docx'), 'not a Word file');
      await town.say('赵某', '/交办 1 农业办');
      expect(await letter(town, '冯某', /交办函 分界信交〔2026〕2号/u)).toContain(
        '信访事项交办函\n分界信交〔2026〕2号',
      );
      expect(lastTo(town, '尤某')).toContain('本镇的《交办函》模板（交办函.docx）用不了，先用了自带的模板。');
      const told = town.messages('尤某').length;
      await town.say('赵某', '/交办 1 民政办');
      town.expectLetter('褚某兰', /交办函/u);
      expect(town.messages('尤某')).toHaveLength(told);
      town.expectNoOtherLetters();
    },
  );
});
