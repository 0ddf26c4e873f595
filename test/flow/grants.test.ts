import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import { stringify } from 'yaml';
import type { OrgFile } from '../../src/domain/org/file.ts';
import { people, roleGrants } from '../../src/db/schema.ts';
import { expect, flowTest, sampleOrg } from '../support/town.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grants-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
async function savedOrg(org: object): Promise<string> {
  const file = join(folder, 'town.yaml');
  await writeFile(file, stringify(org));
  return file;
}

/** The sample town with further roles: `{ 'u-cj2': ['admin'] }`. */
const withRoles = (more: Readonly<Record<string, OrgFile['people'][number]['roles']>>): OrgFile => ({
  ...sampleOrg,
  people: sampleOrg.people.map((person) => ({
    ...person,
    roles: [...person.roles, ...(more[person.userid] ?? [])],
  })),
});

flowTest('who is to read what is sealed, sign or set the rules waits for a second person', async ({ town, db }) => {
  const rolesOf = async (userid: string): Promise<readonly string[]> =>
    (await db.select().from(people).where(eq(people.userid, userid)))[0]!.roles;
  await town.importOrg(withRoles({ 'u-cj2': ['discipline'], 'u-dz1': ['main-leader'], 'u-mz2': ['leader'] }));
  await town.settle();
  expect(await rolesOf('u-cj2')).toEqual(['handler']);
  // Any other role is the file's to give.
  expect(await rolesOf('u-mz2')).toEqual(['handler', 'leader']);
  for (const reader of ['钱某', '秦某']) {
    town.expectMessage(reader, /请确认一项授权[\s\S]*写了纪检[\s\S]*王某强[\s\S]*城建办/u);
    town.expectMessage(reader, /请确认一项授权[\s\S]*写了主要领导[\s\S]*尤某/u);
  }
  town.expectMessage('尤某', /请确认一项授权[\s\S]*王某强/u);
  town.expectNothingElse();

  // The same file again asks nothing again.
  await town.importOrg(withRoles({ 'u-cj2': ['discipline'], 'u-dz1': ['main-leader'], 'u-mz2': ['leader'] }));
  await town.settle();
  town.expectNothingElse();

  // Nobody decides about themselves, whoever has no such role decides nothing, and two open ones are told apart.
  await town.say('王某强', '/授权 1 同意');
  town.expectMessage('王某强', /“授权”由.*使用/u);
  await town.say('尤某', '/授权');
  expect(town.expectMessage('尤某', /等您确认的授权有1项/u).text).not.toMatch(/主要领导/u);
  await town.say('钱某', '/授权 同意');
  town.expectMessage('钱某', /请写是哪一项（1、2），例如：\n\/授权 1 同意/u);
  await town.say('钱某', '/授权 7 同意');
  town.expectMessage('钱某', /请写是哪一项（1、2），例如：\n\/授权 1 同意/u);
  await town.say('钱某', '/授权 不同意吧');
  town.expectMessage('钱某', /等您确认的授权有2项/u);
  await town.say('钱某', '/授权 张某 同意');
  town.expectMessage('钱某', /请写是哪一项（1、2），例如：\n\/授权 1 同意/u);
  expect(await rolesOf('u-cj2')).toEqual(['handler']);

  await town.click('秦某', /请确认一项授权[\s\S]*王某强/u, '同意');
  await town.settle();
  town.expectMessage('秦某', /已同意：王某强现在是纪检/u);
  for (const reader of ['钱某', '尤某', '王某强']) town.expectMessage(reader, /秦某同意把王某强设为纪检/u);
  expect(await rolesOf('u-cj2')).toEqual(['handler', 'discipline']);
  // Late and twice: the other card changes nothing any more.
  await town.click('钱某', /请确认一项授权[\s\S]*王某强/u, '不同意');
  town.expectMessage('钱某', /已经有人定了/u);
  expect(await rolesOf('u-cj2')).toEqual(['handler', 'discipline']);

  // A number read before somebody decided names nobody else.
  await town.say('钱某', '/授权 2 同意');
  town.expectMessage('钱某', /请写是哪一项（1）/u);
  expect(await rolesOf('u-dz1')).toEqual(['unit-head', 'admin']);
  await town.say('王某强', '/授权 尤某 不同意');
  await town.settle();
  town.expectMessage('王某强', /已记下不同意：尤某不设为主要领导/u);
  for (const reader of ['钱某', '秦某', '尤某']) town.expectMessage(reader, /王某强不同意把尤某设为主要领导/u);
  expect(await rolesOf('u-dz1')).toEqual(['unit-head', 'admin']);
  town.expectNothingElse();

  // What was confirmed stays with the next import; what was refused is not asked again, unless the file let it go in between.
  const asking = withRoles({ 'u-cj2': ['discipline'], 'u-dz1': ['main-leader'] });
  await town.importOrg(asking);
  await town.settle();
  expect(await rolesOf('u-cj2')).toEqual(['handler', 'discipline']);
  town.expectNothingElse();
  await town.importOrg(withRoles({ 'u-cj2': ['discipline'] }));
  await town.importOrg(asking);
  await town.settle();
  expect(await rolesOf('u-dz1')).toEqual(['unit-head', 'admin']);
  for (const reader of ['钱某', '秦某', '王某强']) town.expectMessage(reader, /请确认一项授权[\s\S]*尤某/u);
  town.expectNothingElse();
  // The file lets it go before anybody decided: the card is over.
  await town.importOrg(withRoles({ 'u-cj2': ['discipline'] }));
  await town.click('钱某', /请确认一项授权[\s\S]*尤某/u, '同意');
  town.expectMessage('钱某', /已经有人定了，或名单里已不再写/u);
  expect(await rolesOf('u-dz1')).toEqual(['unit-head', 'admin']);
});

flowTest('what waits stands in the morning’s message of those who may confirm it', async ({ town }) => {
  await town.importOrg(withRoles({ 'u-cj2': ['admin'] }));
  await town.settle();
  town.forget();
  await town.at('2026-03-03T09:00');
  for (const reader of ['钱某', '秦某', '尤某']) town.expectMessage(reader, /有1项授权等您确认，请发：\/授权/u);
  expect(town.unexpected().join('\n')).not.toMatch(/授权/u);
});

flowTest(
  'where nobody is left to confirm, it is asked about at the command line and told to discipline',
  async ({ town, db }) => {
    const GIVEN: Readonly<Record<string, OrgFile['people'][number]['roles']>> = {
      'u-lead2': ['main-leader'],
      'u-jw1': ['discipline'],
    };
    const nobody: OrgFile = {
      ...sampleOrg,
      people: sampleOrg.people.map((person) => ({
        ...person,
        roles: [
          ...person.roles.filter((role) => role !== 'main-leader' && role !== 'admin' && role !== 'discipline'),
          ...(GIVEN[person.userid] ?? []),
        ],
      })),
    };
    const only = {
      ...nobody,
      people: nobody.people.map((person) => (person.userid === 'u-jw1' ? { ...person, roles: [] } : person)),
    };
    // Of those who could confirm, only discipline stays: it does.
    await town.importOrg(nobody);
    await town.settle();
    town.expectMessage('秦某', /请确认一项授权[\s\S]*孙某/u);
    town.forget();
    // Then it goes too.
    const { plan } = await town.app.updateTown(await savedOrg(only), 'check');
    expect(plan.grants).toMatchObject({ held: [], unwatched: [{ userid: 'u-lead2', role: 'main-leader' }] });
    const asked = await town.app.updateTown(await savedOrg(only), 'ask');
    expect(asked.written).toBe(false);
    await town.importOrg(only);
    await town.settle();
    expect(await db.select().from(roleGrants).where(eq(roleGrants.state, 'granted'))).toMatchObject([
      { userid: 'u-lead2', role: 'main-leader', decidedBy: null },
    ]);
  },
);

flowTest('a file without people asks for nothing and takes nothing back', async ({ town, db }) => {
  await town.importOrg(withRoles({ 'u-cj2': ['admin'] }));
  const { people: _, ...without } = sampleOrg;
  const { plan } = await town.app.updateTown(await savedOrg(without), 'sure');
  expect(plan.absent).toContain('people');
  expect(await db.select({ state: roleGrants.state }).from(roleGrants)).toEqual([{ state: 'open' }]);
});

const only = (roles: Readonly<Record<string, OrgFile['people'][number]['roles']>>): OrgFile => ({
  ...sampleOrg,
  people: sampleOrg.people.map((person) => ({
    ...person,
    roles:
      roles[person.userid] ?? person.roles.filter((role) => !['main-leader', 'admin', 'discipline'].includes(role)),
  })),
});

flowTest(
  'one file that takes the roles from all others and gives them is told to those it took them from',
  async ({ town }) => {
    await town.importOrg(only({ 'u-cj2': ['discipline', 'handler'] }));
    await town.settle();
    for (const reader of ['钱某', '秦某', '尤某']) {
      town.expectMessage(reader, /王某强已设为纪检：镇里没有别人能确认[\s\S]*马上找县里的工程师/u);
    }
    town.expectNothingElse();
    // And where a file before took them: whoever leads the town and the desk.
    await town.importOrg(only({}));
    await town.importOrg(only({ 'u-mz2': ['discipline', 'handler'] }));
    await town.settle();
    for (const reader of ['孙某', '李某平', '赵某', '周某梅']) {
      town.expectMessage(reader, /卫某已设为纪检：镇里没有别人能确认/u);
    }
  },
);

flowTest('who has left meanwhile is given nothing, whoever agrees', async ({ town, db }) => {
  await town.importOrg(withRoles({ 'u-cj2': ['discipline'] }));
  await town.settle();
  await db
    .update(people)
    .set({ leftOn: '2026-03-02' as never })
    .where(eq(people.userid, 'u-cj2'));
  await town.click('秦某', /请确认一项授权[\s\S]*王某强/u, '同意');
  town.expectMessage('秦某', /已经有人定了，或名单里已不再写/u);
  expect((await db.select().from(people).where(eq(people.userid, 'u-cj2')))[0]!.roles).toEqual(['handler']);
});
