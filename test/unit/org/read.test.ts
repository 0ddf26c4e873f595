import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOrgFile } from '../../../src/domain/org/read.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'org-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const YAML = `
town: { id: fenjie, name: 分界镇, prefix: FJ, policy: fenjie }
units:
  - { id: xfb, name: 信访办, kind: desk, head: u-desk1 }
  - { id: cjb, name: 城建办, kind: office, head: u-cj1 }
people:
  - { userid: u-desk1, name: 赵某, unit: xfb, roles: [desk] }
  - { userid: u-cj1, name: 郑某, unit: cjb, roles: [unit-head, handler] }
groups:
  - { chatid: wrTown, name: 信访工作群, unit: xfb, receives: [reminders, weekly] }
settings: { yellowUnderMonthDays: 5 }
`;

async function yamlFile(text: string): Promise<string> {
  const file = join(folder, `${text.length}.yaml`);
  await writeFile(file, text);
  return file;
}

async function workbook(): Promise<string> {
  const book = new exceljs.Workbook();
  const sheet = (name: string, rows: (string | number)[][]): void => {
    book.addWorksheet(name).addRows(rows);
  };
  sheet('town', [
    ['id', 'name', 'prefix', 'policy'],
    ['fenjie', '分界镇', 'FJ', 'fenjie'],
  ]);
  sheet('units', [
    ['id', 'name', 'kind', 'head'],
    ['xfb', '信访办', 'desk', 'u-desk1'],
    ['cjb', '城建办', 'office', 'u-cj1'],
  ]);
  sheet('people', [
    ['userid', 'name', 'unit', 'roles'],
    ['u-desk1', '赵某', 'xfb', 'desk'],
    ['u-cj1', '郑某', 'cjb', 'unit-head，handler'],
  ]);
  sheet('groups', [
    ['chatid', 'name', 'unit', 'receives'],
    ['wrTown', '信访工作群', 'xfb', 'reminders, weekly'],
  ]);
  sheet('settings', [
    ['key', 'value'],
    ['yellowUnderMonthDays', 5],
  ]);
  const file = join(folder, 'org.xlsx');
  await book.xlsx.writeFile(file);
  return file;
}

describe('the org file', () => {
  it('is the same as YAML and as a workbook with one sheet a list', async () => {
    expect(await readOrgFile(await workbook())).toEqual(await readOrgFile(await yamlFile(YAML)));
  });

  it.each([
    ['a head nobody knows', YAML.replace('head: u-cj1', 'head: u-nobody'), 'units.1.head: unknown person: u-nobody'],
    ['nobody at the desk', YAML.replace('roles: [desk]', 'roles: [handler]'), 'nobody has the role desk'],
    ['a role that does not exist', YAML.replace('unit-head, handler', 'boss'), 'people.1.roles.0'],
    ['a key that does not exist', YAML.replace('prefix: FJ', 'prefix: FJ, mayor: u-1'), 'mayor'],
    ['no YAML at all', 'town: [', 'org file'],
  ])('with %s is refused in one line that names the place', async (_what, text, said) => {
    await expect(readOrgFile(await yamlFile(text))).rejects.toThrow(said);
  });
});
