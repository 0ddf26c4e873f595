import { runCli } from '../support/cli.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { stringify } from 'yaml';
import { orgImport, orgTemplate } from '../../src/cli/org-import.ts';
import type { OrgFile } from '../../src/domain/org/file.ts';
import { bars, groups, petitions, towns, units } from '../../src/db/schema.ts';
import { flowTest, sampleOrg } from '../support/town.ts';

type Org = OrgFile & { absent?: never };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'org-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
async function saved(org: object): Promise<string> {
  const file = join(folder, 'town.yaml');
  await writeFile(file, stringify(org));
  return file;
}

/** The sample town without a unit: its people go elsewhere or leave, its groups stay in the file without it. */
const withoutUnit = (id: string, stay: readonly string[] = []): Org => ({
  ...sampleOrg,
  units: sampleOrg.units.filter((unit) => unit.id !== id),
  people: sampleOrg.people
    .filter((person) => person.unit !== id || stay.includes(person.userid))
    .map((person) => (person.unit === id ? { ...person, unit: 'dzb' } : person)),
  groups: sampleOrg.groups.filter((group) => group.unit !== id),
});
const unit = (org: Org, id: string, change: Partial<OrgFile['units'][number]>): Org => ({
  ...org,
  units: org.units.map((one) => (one.id === id ? { ...one, ...change } : one)),
});

flowTest('a unit that the file removed gets nothing more, and what it had goes to the desk', async ({ town, db }) => {
  await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮', { chat: '信访工作群' });
  await town.say('赵某', '/交办 1 城建办 期限:10工作日');
  await town.click('郑某', '交办函', '签收');
  town.forget();
  await town.importOrg(withoutUnit('cjb'));
  await town.settle();
  town.expectMessage('赵某', /FJ2026-0001 的承办单位城建办已不在组织名单里，事项转回信访办，请重新交办/u);
  town.forget(/转回信访办/u); // the desk's others read the same
  town.expectNothingElse();
  const [matter] = await db.select().from(petitions);
  expect(matter).toMatchObject({ ownerUnit: null, handler: null, status: 'returned' });
  expect(await db.select({ id: groups.chatid, bound: groups.bound }).from(groups)).toContainEqual({
    id: 'wrCjb',
    bound: false,
  });
  // Once more: nothing is told twice.
  await town.importOrg(withoutUnit('cjb'));
  await town.settle();
  town.expectNothingElse();
  await town.say('赵某', '/交办 1 城建办');
  town.expectMessage('赵某', /没有这个单位|农业办/u);
  await town.say('赵某', '/交办 1 农业办 期限:10工作日');
  town.forget();
  await town.at('2026-03-31T18:00');
  expect(town.unexpected().join('\n')).not.toMatch(/城建办工作群|郑某|王某强/u);
});

flowTest(
  'with the desk barred it goes to the main leader, and who was barred by the unit stays barred by name',
  async ({ town, db }) => {
    await town.say('赵某', '/登记 城建办收费不公开 涉及:信访办 题目:收费公开');
    await town.say('赵某', '/登记 柳树湾村账目 涉及:城建办');
    const rows = await db.select().from(bars);
    const matters = await db.select().from(petitions);
    const both = ['xfb', 'cjb'].map((accused) =>
      matters.find(({ id }) => rows.some((bar) => bar.petitionId === id && bar.unitId === accused)),
    );
    await db.update(petitions).set({ ownerUnit: 'cjb', handler: 'u-cj2', status: 'handling' });
    town.forget();
    await town.importOrg(withoutUnit('cjb', ['u-cj1', 'u-cj2']));
    await town.settle();
    town.expectMessage('钱某', new RegExp(`${both[0]!.number} 的承办单位城建办已不在`, 'u'));
    expect(town.unexpected().join('\n')).not.toMatch(new RegExp(`(?:赵某|周某梅)[^\\n]*${both[0]!.number}`, 'u'));
    const byName = (await db.select().from(bars)).filter(
      (bar) => bar.petitionId === both[1]!.id && bar.unitId === null,
    );
    expect(byName.map(({ userid, reason }) => `${userid} ${reason}`).toSorted()).toEqual([
      'u-cj1 accused',
      'u-cj2 accused',
    ]);
    town.forget();
    await town.say('郑某', `/查 ${both[1]!.number}`);
    town.expectMessage('郑某', /查无此号/u);
  },
);

flowTest('what was bound or set by hand stays; what a file brought goes with it', async ({ town, db }) => {
  await town.say('赵某', '/绑定 周报', { chat: '城建办工作群' });
  const [before] = await db.select().from(towns);
  await db.update(towns).set({ settings: { ...before!.settings, yellowUnderMonthDays: 9 } });
  const stand = async () => ({
    cjb: (await db.select().from(groups)).find(({ chatid }) => chatid === 'wrCjb'),
    wld: (await db.select().from(groups)).find(({ chatid }) => chatid === 'wrWld'),
    settings: (await db.select().from(towns))[0]!.settings,
  });
  await town.importOrg(sampleOrg);
  expect(await stand()).toMatchObject({
    cjb: { receives: ['weekly'], bound: true },
    settings: { yellowUnderMonthDays: 9 },
  });
  // The file changes what it says: then it counts.
  const groupsNow = sampleOrg.groups.map((group) =>
    group.chatid === 'wrCjb' ? { ...group, receives: ['escalations' as const] } : group,
  );
  await town.importOrg({
    ...sampleOrg,
    groups: groupsNow,
    settings: { ...sampleOrg.settings, yellowUnderMonthDays: 4 },
  });
  expect(await stand()).toMatchObject({ cjb: { receives: ['escalations'] }, settings: { yellowUnderMonthDays: 4 } });
  // Left out: what a file brought goes; with the list itself left out everything stays.
  const { town: own, units: all, people } = sampleOrg;
  await town.app.updateTown(await saved({ town: own, units: all, people }), 'sure');
  expect(await stand()).toMatchObject({ wld: { bound: true }, settings: { yellowUnderMonthDays: 4 } });
  await town.importOrg({ ...sampleOrg, groups: groupsNow.filter(({ chatid }) => chatid !== 'wrWld'), settings: {} });
  const after = await stand();
  expect(after.wld).toMatchObject({ bound: false });
  expect(after.settings).not.toHaveProperty('yellowUnderMonthDays');
  await town.importOrg(sampleOrg);
  expect((await stand()).wld).toMatchObject({ bound: true });
});

flowTest(
  'a userid in another spelling is the same person; names of removed units stand in what was',
  async ({ town, db }) => {
    const spelled: Org = {
      ...sampleOrg,
      people: sampleOrg.people.map((person) => (person.userid === 'u-cj1' ? { ...person, userid: 'U-CJ1' } : person)),
      units: sampleOrg.units.map((one) => (one.head === 'u-cj1' ? { ...one, head: 'U-CJ1' } : one)),
    };
    await town.importOrg(spelled);
    expect((await db.select().from(units)).find(({ id }) => id === 'cjb')?.head).toBe('u-cj1');
    await town.importOrg(unit(withoutUnit('mzb'), 'cjb', { name: '城建局' }));
    const rows = await db.select().from(units);
    expect(rows.find(({ id }) => id === 'mzb')).toMatchObject({ name: '民政办', removedOn: '2026-03-02', head: null });
    expect(rows.find(({ id }) => id === 'cjb')?.name).toBe('城建局');
  },
);

flowTest(
  'the command line says what a file changes, and asks before it takes away what somebody works on',
  async ({ town, db }) => {
    const said: string[] = [];
    const run = async (...args: string[]): Promise<number> => {
      said.length = 0;
      return orgImport(
        args,
        (line) => said.push(line),
        (work) => work(town.app),
      );
    };
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮');
    await town.say('赵某', '/交办 1 城建办 期限:10工作日 经办:王某强');
    const file = await saved(withoutUnit('cjb'));
    const there = async () => (await db.select().from(units)).filter(({ removedOn }) => removedOn === null).length;
    const before = await there();
    for (const [args, code] of [
      [['--check'], 0],
      [[], 2],
    ] as const) {
      expect([args, await run(file, ...args)]).toEqual([args, code]);
      expect(said.join('\n')).toMatch(
        /去掉1（城建办：还有1件没办完，转回信访办）[\s\S]*离开2（郑某、王某强：手上1件，请单位负责人接手）[\s\S]*停用1（城建办工作群）/u,
      );
      expect(said.at(-1)).toMatch(
        code === 0 ? /什么都没有写/u : /^去掉的单位.*什么都没有写.*\nnpm run cli -- org import \S+ --yes$/u,
      );
      expect(await there()).toBe(before);
    }
    expect(await run(file, '--yes')).toBe(0);
    expect(await there()).toBe(before - 1);
    expect(await run(file)).toBe(0);
    expect(said[0]).toMatch(/没有改动/u);
    // A tenth of the people is asked about even where they have nothing in hand; one person is not.
    const few = {
      ...withoutUnit('cjb'),
      people: withoutUnit('cjb').people.filter(({ userid }) => !/^u-(?:wld2|ny2|mz2)$/u.test(userid)),
    };
    expect(await run(await saved(few))).toBe(2);
    const one = {
      ...withoutUnit('cjb'),
      people: withoutUnit('cjb').people.filter(({ userid }) => userid !== 'u-wld2'),
    };
    expect(await run(await saved(one))).toBe(0);
    await expect(run(file, '--ja')).rejects.toThrow('请写上文件');
  },
);

flowTest(
  'what a file changes of the town itself is said, and rules that are not there are refused',
  async ({ town, db }) => {
    const said: string[] = [];
    const run = async (change: Partial<OrgFile['town']>, settings: OrgFile['settings'] = sampleOrg.settings) => {
      said.length = 0;
      const file = await saved({ ...sampleOrg, town: { ...sampleOrg.town, ...change }, settings });
      return orgImport(
        [file],
        (line) => said.push(line),
        (work) => work(town.app),
      );
    };
    expect(await run({ policy: 'lihai', name: '分界街道' })).toBe(0);
    expect(said.join('\n')).toMatch(/镇：改2（名称 分界镇 → 分界街道、规则 fenjie → lihai）/u);
    expect(said.join('\n')).not.toContain('没有改动');
    await expect(run({ policy: 'lihaii' })).rejects.toThrow(
      /^组织文件 \S+：town\.policy：没有名为“lihaii”的规则文件，现有 .*fenjie.*。$/u,
    );
    const [row] = await db.select().from(towns);
    expect(row?.policy).toBe('lihai');
    // A value that the rules cannot use counts as not given, and that is said.
    await run({}, { ...sampleOrg.settings, yellowUnderMonthDays: 500, noSuch: 1 });
    expect(said.join('\n')).toMatch(/按没有填算：.*yellowUnderMonthDays.*noSuch/u);
  },
);

flowTest('a file that would take what is another town’s is refused', async ({ town }) => {
  const other = { ...sampleOrg, town: { ...sampleOrg.town, id: 'heishi', name: '黑石镇' } };
  const attempt = (org: object) => saved(org).then((file) => town.app.updateTown(file));
  await expect(attempt(other)).rejects.toThrow(/^组织文件 \S+：编号前缀 FJ 已由分界镇使用.*town\.prefix/u);
  // Its sealed matters would be numbered like the other's open ones.
  await expect(attempt({ ...other, town: { ...other.town, prefix: 'FJJ' } })).rejects.toThrow(
    /编号前缀 FJJ 与分界镇的编号分不清/u,
  );
  const renamed = { ...other, town: { ...other.town, prefix: 'HS' } };
  await expect(attempt(renamed)).rejects.toThrow(/钱某（u-lead1）在分界镇的名单里：请先从那边的名单去掉并导入/u);
  const people = sampleOrg.people.map((person) => ({ ...person, userid: `h${person.userid}` }));
  const newUnits = sampleOrg.units.map(({ head: _h, leader: _l, areaLeader: _a, ...rest }) => rest);
  await expect(attempt({ ...renamed, people, units: newUnits })).rejects.toThrow(/群 信访工作群（wrTown）是分界镇的/u);
});

flowTest('a file that cannot be written is named in one line, whichever command wanted it', async ({ town }) => {
  const nowhere = join(folder, 'nowhere', '模板.xlsx');
  for (const line of [
    ['org', 'template', nowhere],
    ['backup', nowhere],
  ]) {
    const { code, text } = await runCli(line, town.environment);
    expect([line[0], code, text.trim().split('\n').at(-1)]).toEqual([
      line[0],
      1,
      expect.stringMatching(
        /nowhere\/模板\.xlsx\S* 打不开或写不进去（ENOENT）：请检查文件夹在不在、有没有权限、磁盘满没满。$/u,
      ),
    ]);
    expect(text).not.toMatch(/\n\s+at |node:internal/u);
  }
});

flowTest('the template is passed over as it is, and reads back once it is filled in', async ({ town }) => {
  const file = join(folder, '模板.xlsx');
  expect(await orgTemplate(file, () => {})).toBe(0);
  await expect(orgTemplate(file, () => {})).rejects.toThrow('已经有了');
  await expect(town.app.updateTown(file)).rejects.toThrow(/没有 town（镇）这一项/u);
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(file);
  expect(book.worksheets.map(({ name }) => name)).toEqual(['镇', '单位', '人员', '群', '参数']);
  const widths = book.worksheets.flatMap((sheet) =>
    Array.from({ length: sheet.columnCount }, (_, i) => sheet.getColumn(i + 1).width ?? 0),
  );
  expect(Math.min(...widths)).toBeGreaterThanOrEqual(12);
  book.getWorksheet('镇')!.getRow(4).values = ['qingshi', '青石镇', 'QS', 'national'];
  book.getWorksheet('单位')!.getRow(4).values = ['xfb', '信访办', '信访办', '', '赵某乙'];
  book.getWorksheet('人员')!.getRow(4).values = ['00123', '赵某乙', '信访办', '信访办、管理员'];
  await book.xlsx.writeFile(file);
  const { org, written } = await town.app.updateTown(file);
  expect([written, org.units, org.people]).toEqual([
    true,
    [{ id: 'xfb', name: '信访办', kind: 'desk', head: '00123' }],
    [{ userid: '00123', name: '赵某乙', unit: 'xfb', roles: ['desk', 'admin'] }],
  ]);
});
