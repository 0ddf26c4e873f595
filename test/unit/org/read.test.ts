import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOrgFile } from '../../../src/org-file/read.ts';
import { dataTest } from '../../support/test.ts';
import { type HandWritten, rowsOf, workbookOf } from '../../support/workbook.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'org-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** As editors of Windows save in China; the reader's own tables do the encoding here. */
const gbk = (text: string): Uint8Array =>
  Uint8Array.from(
    (codepages as unknown as { utils: { encode(page: number, text: string): number[] } }).utils.encode(936, text),
  );

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

async function saved(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}
const yamlFile = (text: string): Promise<string> => saved('town.yaml', text);

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

  const line = (text: RegExp): RegExp => new RegExp(`^组织文件 \\S+[：「 ][^\\n]*${text.source}[^\\n]*。$`, 'u');
  it.each<[string, string, RegExp]>([
    [
      'a head nobody knows',
      YAML.replace('head: u-cj1', 'head: u-nobody'),
      /第 5 行 units\.1\.head：没有这个人“u-nobody”/u,
    ],
    [
      'nobody at the desk',
      YAML.replace('roles: [desk]', 'roles: [handler]'),
      /people：没有一个人的角色是信访办（desk）/u,
    ],
    [
      'a role that does not exist',
      YAML.replace('unit-head, handler', 'boss'),
      /people\.1\.roles\.0：“boss”不对：只能是 主要领导（main-leader）/u,
    ],
    [
      'a key that does not exist',
      YAML.replace('prefix: FJ', 'prefix: FJ, mayor: u-1'),
      /第 2 行 town\.mayor：不认识“mayor”/u,
    ],
    ['no YAML at all', 'town: [', /第 1 行：不是合法的 YAML/u],
    [
      'a tab',
      YAML.replace('  - { id: cjb', '\t- { id: cjb'),
      /第 5 行：不是合法的 YAML，请检查缩进（用空格，不用 Tab）/u,
    ],
    ['a list twice', `${YAML}people: []\n`, /第 12 行：同一项写了两次/u],
    [
      'a person twice in two spellings',
      YAML.replace('groups:', '  - { userid: U-CJ1, name: 王某, unit: cjb }\ngroups:'),
      /第 9 行 people\.2\.userid：“u-cj1”写了两次，请删去一个（账号不分大小写）/u,
    ],
    [
      'two units of one name',
      YAML.replace('name: 城建办', 'name: 信访办'),
      /第 5 行 units\.1\.name：“信访办”写了两次，请删去一个(?!（)/u,
    ],
    [
      'two groups of one id',
      YAML.replace('settings:', '  - { chatid: wrTown, name: 另一个群 }\nsettings:'),
      /groups\.1\.chatid：“wrTown”写了两次/u,
    ],
    ['a full-width colon', YAML.replace('name: 郑某', 'name：郑某'), /第 8 行 people\.1\.name：缺少 name/u],
    ['a userid of nothing', YAML.replace('userid: u-cj1', 'userid: null'), /第 8 行 people\.1\.userid：缺少 userid/u],
    [
      'a control sign in a name',
      YAML.replace('name: 郑某', 'name: "郑\\x0B某"'),
      /people\.1\.name：里面有看不见的控制字符/u,
    ],
    [
      'a sign that is none',
      YAML.replace('name: 郑某', 'name: "郑\\uFFFE某"'),
      /people\.1\.name：里面有看不见的控制字符/u,
    ],
    ['no list of units', YAML.replace(/units:[\s\S]*?people:/u, 'people:'), /没有 units（单位）名单/u],
    ['a reference to itself', YAML.replace('people:', 'people: &a\n  - *a'), /引用太多或引用了自己/u],
    [
      'references that unfold without end',
      `${['a: &a [x]', ...[...'bcdefghi'].map((one, i) => `${one}: &${one} [${`*${'abcdefgh'[i]},`.repeat(9)}]`)].join('\n')}\n${YAML}`,
      /引用太多或引用了自己/u,
    ],
    ['a list of words', '- a\n- b\n', /不是组织文件/u],
    ['nothing', '', /文件是空的/u],
    [
      'a letter of another kind in the prefix',
      YAML.replace('prefix: FJ', 'prefix: fj'),
      /第 2 行 town\.prefix：“fj”不对：编号字母应为/u,
    ],
  ])('with %s is refused in one line that names the place', async (_what, text, said) => {
    await expect(readOrgFile(await yamlFile(text))).rejects.toThrow(line(said));
  });

  it('that cannot be read at all is refused in one line, too', async () => {
    await expect(readOrgFile(folder)).rejects.toThrow(line(/读不了（EISDIR）/u));
    const file = await saved('bytes.yaml', Uint8Array.of(0xff, 0x00, 0xfe, 0x01));
    await expect(readOrgFile(file)).rejects.toThrow(line(/文字编码认不出/u));
  });
});

describe('an org file in YAML is read as it was meant', () => {
  const meant = readOrgFile;

  it('in every encoding in which it may be saved', async () => {
    const utf16 = (text: string, mark: number[], swap: boolean): Uint8Array => {
      const bytes = Buffer.from(text, 'utf16le');
      return Uint8Array.from([...mark, ...(swap ? bytes.swap16() : bytes)]);
    };
    const expected = await meant(await yamlFile(YAML));
    const files = {
      'bom.yaml': `\uFEFF${YAML}`,
      'crlf.yaml': YAML.replaceAll('\n', '\r\n'),
      'utf16le.yaml': utf16(YAML, [0xff, 0xfe], false),
      'utf16be.yaml': utf16(YAML, [0xfe, 0xff], true),
      'gbk.yaml': gbk(YAML),
    };
    for (const [name, content] of Object.entries(files)) {
      expect(await meant(await saved(name, content))).toEqual(expected);
    }
  });

  it.each([
    ['10086', '10086'],
    ['00123', '00123'],
    ['1e5', '1e5'],
    ['0x1F', '0x1F'],
    ['13800001111', '13800001111'],
    ['no', 'no'],
    ['Ｕ-ＣＪ１', 'U-CJ1'],
  ])('a userid typed %s is %s', async (typed, userid) => {
    const org = await meant(await yamlFile(YAML.replaceAll('u-cj1', typed)));
    expect([org.people[1]!.userid, org.units[1]!.head]).toEqual([userid, userid]);
  });

  it('what is empty is left out; who is named in another spelling is the person of the list', async () => {
    const org = await meant(await yamlFile(YAML.replace('head: u-cj1', 'head: U-Cj1, leader: null, handles: ~')));
    expect(org.units[1]).toEqual({ id: 'cjb', name: '城建办', kind: 'office', head: 'u-cj1' });
  });

  it('a list that is not there is known as absent, and filled from what is known', async () => {
    const lists = async (): Promise<Record<string, unknown>> => ({
      groups: [{ chatid: 'wr1', name: '旧群' }],
      settings: {},
    });
    const bare = YAML.replace(/groups:[\s\S]*$/u, '');
    expect(await readOrgFile(await yamlFile(bare), lists)).toMatchObject({
      absent: ['groups', 'settings'],
      groups: [{ chatid: 'wr1' }],
    });
    expect(await readOrgFile(await yamlFile(`${bare}groups: []\nsettings: {}\n`), lists)).not.toHaveProperty('absent');
    expect((await readOrgFile(await yamlFile(`${bare}groups:\n`), lists)).absent).toEqual(['groups', 'settings']);
  });
});

describe('an org workbook is read as it was meant', () => {
  const TOWN = rowsOf([
    ['id', 'name', 'prefix', 'policy'],
    ['fenjie', '分界镇', 'FJ', 'fenjie'],
  ]);
  const UNITS = rowsOf([
    ['id', 'name', 'kind', 'head'],
    ['xfb', '信访办', 'desk', 'u-desk1'],
    ['cjb', '城建办', 'office', ''],
  ]);
  const PEOPLE = [
    ['userid', 'name', 'unit', 'roles'],
    ['u-desk1', '赵某', 'xfb', 'desk'],
    ['u-cj1', '郑某', 'cjb', 'handler'],
  ];
  const bookWith = (people: readonly (readonly string[])[], more: Partial<HandWritten> = {}): Promise<string> =>
    saved('book.XLSX', workbookOf({ sheets: { town: TOWN, units: UNITS, people: rowsOf(people) }, ...more }));
  const change = (row: number, column: number, text: string): string[][] =>
    PEOPLE.map((cells, r) => cells.map((cell, c) => (r === row && c === column ? text : cell)));

  it.each<[string, string[][]]>([
    ['heads in another case, with blanks', change(0, 0, 'Userid ')],
    ['blanks around and inside', change(1, 1, ' 赵 某　')],
    ['a title above the heads', [['分界镇人员名单', '', '', ''], ...PEOPLE]],
    ['a remark below', [...PEOPLE, ['说明：角色可填多个', '', '', '']]],
    ['an example of the template', [PEOPLE[0]!, ['例：zhangsan', '张三', '信访办', '信访办'], ...PEOPLE.slice(1)]],
    ['the unit by its name', change(2, 2, '城建办')],
    [
      'Chinese heads and words',
      [
        ['账号', '姓名', '单位', '角色'],
        ['u-desk1', '赵某', '信访办', '信访办'],
        ['u-cj1', '郑某', '城建办', '经办人'],
      ],
    ],
    ['a column of remarks', PEOPLE.map((cells, i) => [...cells, i === 0 ? '备注' : '新来'])],
  ])('%s', async (_what, people) => {
    const org = await readOrgFile(await bookWith(people));
    expect(org.people).toEqual([
      { userid: 'u-desk1', name: '赵某', unit: 'xfb', roles: ['desk'] },
      { userid: 'u-cj1', name: '郑某', unit: 'cjb', roles: ['handler'] },
    ]);
  });

  it.each(['desk、handler', 'desk，handler', 'desk;handler', 'desk\nhandler', 'desk 、 handler', '信访办、经办人'])(
    'several roles in one cell: %j',
    async (typed) => {
      expect((await readOrgFile(await bookWith(change(1, 3, typed)))).people[0]!.roles).toEqual(['desk', 'handler']);
    },
  );

  it('as another program writes it, on sheets called otherwise', async () => {
    const sheets = { ' Town ': TOWN, 单位: UNITS, 'People ': rowsOf(PEOPLE) };
    const org = await readOrgFile(await saved('other.xlsx', workbookOf({ sheets, prefix: 'x', hidden: ['单位'] })));
    expect([org.units.length, org.people.length, org.absent]).toEqual([2, 2, ['groups', 'settings']]);
  });

  it('whatever unseen signs a copied cell brings along', async () => {
    const people = rowsOf(
      change(2, 2, '城建办\u200b').map((row, r) => (r === 2 ? [...row.slice(0, 3), '经办人\ufeff'] : row)),
    );
    const sheets = { '\u200btown': TOWN, units: UNITS, people };
    const org = await readOrgFile(await saved('unseen.xlsx', workbookOf({ sheets })));
    expect(org.people[1]).toMatchObject({ unit: 'cjb', roles: ['handler'] });
  });

  it('of one list is on one sheet: whoever stands on the other one only would have left', async () => {
    const sheets = { town: TOWN, units: UNITS, 人员: rowsOf(PEOPLE), people: rowsOf(PEOPLE.slice(0, 2)) };
    await expect(readOrgFile(await saved('twice.xlsx', workbookOf({ sheets })))).rejects.toThrow(
      '「people」表：与「人员」表是同一份名单，请并成一张表。',
    );
  });

  it('switches and numbers of the settings', async () => {
    const settings =
      rowsOf([
        ['key', 'value'],
        ['one', ''],
        ['two', ''],
        ['three', '4'],
      ]).replace('</row>', '</row>') +
      '<row r="5"><c r="A5" t="inlineStr"><is><t>four</t></is></c><c r="B5" t="b"><v>1</v></c></row>';
    const sheets = { town: TOWN, units: UNITS, people: rowsOf(PEOPLE), settings };
    const org = await readOrgFile(await saved('settings.xlsx', workbookOf({ sheets })));
    expect(org.settings).toEqual({ three: 4, four: true });
  });

  const cell = (xml: string): string =>
    rowsOf(PEOPLE) +
    `<row r="4">${xml}<c r="B4" t="inlineStr"><is><t>王某</t></is></c><c r="C4" t="inlineStr"><is><t>cjb</t></is></c></row>`;
  it.each<[string, string, RegExp]>([
    ['an error', cell('<c r="A4" t="e"><v>#REF!</v></c>'), /「people」表 A4 格：是错误值 #REF!/u],
    ['a formula without a value', cell('<c r="A4"><f>C3</f></c>'), /「people」表 A4 格：是没有算出结果的公式/u],
    [
      'a number that lost its end',
      cell('<c r="A4"><v>1.1010119900101E+17</v></c>'),
      /「people」表 A4 格：是超过 15 位的数字/u,
    ],
    [
      'a word that became a day',
      cell('<c r="A4" s="1"><v>46024</v></c>'),
      /「people」表 A4 格：被表格软件当成了日期（2026-01-02）/u,
    ],
    ['nothing where something must stand', cell(''), /「people」表 A4 格：缺少 userid/u],
    [
      'an unknown column',
      rowsOf([[...PEOPLE[0]!, '职务'], ...PEOPLE.slice(1)]),
      /「people」表 E1 格：不认识“职务”这一列/u,
    ],
    ['a column twice', rowsOf([[...PEOPLE[0]!, '姓名'], ...PEOPLE.slice(1)]), /「people」表 E1 格：这一列写了两次/u],
    ['no heads', rowsOf(PEOPLE.slice(1)), /「people」表：没有找到表头/u],
    ['an unknown role', rowsOf(change(2, 3, '镇长')), /「people」表 D3 格：“镇长”不对：只能是 主要领导/u],
    ['an unknown unit', rowsOf(change(2, 2, '农业办')), /「people」表 C3 格：没有这个单位“农业办”/u],
  ])('with %s it is refused in one line with file, sheet and cell', async (_what, people, said) => {
    const sheets = { town: TOWN, units: UNITS, people };
    const file = await saved('fault.xlsx', workbookOf({ sheets, formats: ['yyyy/m/d'] }));
    await expect(readOrgFile(file)).rejects.toThrow(
      new RegExp(`^组织文件 \\S+fault\\.xlsx：${said.source}[^\\n]*。$`, 'u'),
    );
  });

  it('two towns in one file, and a page that is no list', async () => {
    const sheets = {
      town: TOWN + rowsOf([['x', '某镇', 'X', 'x']]).replaceAll('1"', '3"'),
      units: UNITS,
      people: rowsOf(PEOPLE),
    };
    await expect(readOrgFile(await saved('two.xlsx', workbookOf({ sheets })))).rejects.toThrow('一个文件只写一个镇');
    const page = await saved('page.xlsx', '<html><table><tr><td>userid</td></tr></table></html>');
    await expect(readOrgFile(page)).rejects.toThrow('没有名为 镇、单位、人员');
  });
});

describe('files as people save them', () => {
  dataTest('are imported or refused in one Chinese line', async ({ data }) => {
    for (const name of await readdir(join(data, 'org-files'))) {
      const said = await readOrgFile(join(data, 'org-files', name)).then(
        (org) => `read ${JSON.stringify(org)}`,
        (error: Error) => `${error.name} ${error.message}`,
      );
      expect(said).toMatch(/^(?:read \{|StartupError 组织文件 \S+[^\n]*\p{Script=Han}[^\n]*$)/u);
      expect(said).not.toMatch(/\uFFFD|锟|object Object/u);
    }
  });
});
