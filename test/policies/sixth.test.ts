import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, flowTest, sampleOrg } from '../support/town.ts';
import { ask, dueOf, heard, registered } from './played.ts';

const place = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The rules of the repository and one file more, as a town that writes its own has them. */
const sixthTest = flowTest.extend<{ policies: string }>({
  policies: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'xinfang-policies-'));
    await cp(place('policies'), folder, { recursive: true });
    await copyFile(place('test/unit/policy/sixth-town.yaml'), join(folder, 'sixth.yaml'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

describe('a sixth town', () => {
  sixthTest('works by its own paper with one file and no code', async ({ start, policies }) => {
    const org = { ...sampleOrg, town: { id: 'sixth', name: '柳河镇', prefix: 'LH', policy: 'sixth' }, settings: {} };
    const town = await start({ org, policies });
    const online = await registered(town, '垃圾桶太少 题目:垃圾桶 方式:网上 姓名:某甲 电话:无 类别:申诉求决');
    expect(await dueOf(town, online, '第一次回音')).toBe('2026-03-04');
    const many = await registered(town, '渠道失修 题目:水渠失修 方式:来访 姓名:匿名 人数:12 类别:申诉求决');
    await town.say('赵某', `/受理 ${many}`);
    await town.say('赵某', `/交办 ${many} 城建办 经办:王某强`);
    expect(await dueOf(town, many, '疑难事项办结')).toBe('2026-06-01');
    expect(await dueOf(town, many, '^办结时限'), 'the law beside it').toBe('2026-05-06');
    await town.at('2026-03-04T09:30');
    town.expectMessage('赵某', new RegExp(`${online} 时限提醒[^]*第一次回音`, 'u'));
    await town.say('赵某', `/联系 ${online} 已回电`);
    await town.at('2026-03-16T12:00');
    expect(heard(town, ['韩某山'], /请报：半月排查/u).length, 'its own prompt').toBeGreaterThan(0);
    await town.say('郑某', `/答复 ${many} 事实:渠底渗漏 依据:农田水利条例 内容:已衬砌`);
    expect(await ask(town, '赵某', `/办结 ${many} 依据:书面答复`), 'twelve people: its leader signs').toMatch(
      /办结已拟好/u,
    );
    await town.click('孙某', `${many} 请签办结`, '同意');
    expect(await ask(town, '赵某', `/查 ${many}`)).toMatch(/已办结/u);
  });
});
