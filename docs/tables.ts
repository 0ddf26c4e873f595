/** The tables of the documents that are made from the code: `node --import tsx docs/tables.ts` writes them anew. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { envSchema } from '../src/config/schema.ts';
import { type Command, type Role, ROLES } from '../src/contract/command.ts';
import { ROLE_WORDS } from '../src/copy/terms.ts';
import { rolesFor } from '../src/domain/permission/may.ts';
import {
  type Act,
  type CommandName,
  type Grant,
  PERMISSIONS,
  type Relation,
  RELATIONS,
} from '../src/domain/permission/table.ts';

const ROOT = new URL('../', import.meta.url);
export const DOCUMENTS = ['README.md', 'docs/operations.md', 'docs/permissions.md'];

async function allCommands(): Promise<Command[]> {
  const folder = new URL('commands/', ROOT);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
  return Promise.all(
    files.map(async (file) => ((await import(new URL(file, folder).href)) as { default: Command }).default),
  );
}

async function commandTable(): Promise<string> {
  const rows = (await allCommands())
    .toSorted((a, b) => a.english.localeCompare(b.english))
    .map(({ name, english, summary, examples }) => {
      const allow = rolesFor(english);
      return `| ${name} | ${english} | ${summary} | \`${examples[0]}\` | ${rolesWord(allow)} |`;
    });
  return ['| 命令 | alias | 用途 | 例子 | 谁可以用 |', '|---|---|---|---|---|', ...rows].join('\n');
}

const RELATION_WORDS: Readonly<Record<Relation, string>> = {
  own: '承办单位、经办人',
  head: '承办单位负责人',
  leader: '分管、联村领导',
  registrar: '登记人',
  'case-lead': '包案领导',
  agent: '代办员',
  signer: '等其签批',
  helper: '协办单位',
  'in-place': '信访办全体回避时代办',
  town: '看得到、无上列关系',
};

/** A part of a command, in the words of the field. */
const PART_WORDS: Readonly<Record<Exclude<Act, CommandName>, string>> = {
  'approve:unasked': '没有报签时的批示',
  'assist:arrange': '请协办、撤协办、定代办',
  'assist:refer': '转介',
  'correct:easier': '改轻、改晚（不用报签）',
  'extend:own-limit': '直接延长镇内时限',
  'handover:ask': '请人接收别人手上的',
  'handover:order': '无人接收时指定',
  'lead:other': '请别人包案',
  'progress:explain': '说明情况',
  'recuse:other': '请别人回避',
  'reply:reviewed': '自己答复即审核',
  'return:ask': '申请退回',
  'return:object': '向上级提出异议',
  'review:together': '集体会审',
  'roster:set': '排班',
  'settings:town': '改参数',
  'stats:matters': '看事项的件数',
  'stats:noise': '看打扰了多少',
  'settings:absence-of-other': '替别人设外出',
  'show:in-plain': '看姓名电话住址、文书',
  'sign:handle': '签收承办',
  'supplement:open': '确认不是检举控告',
  'warn:give': '发预警提醒单',
  'warn:answer': '报回',
};

const rolesWord = (roles: readonly Role[]): string =>
  roles.length === ROLES.length ? '所有人' : roles.map((role) => ROLE_WORDS[role]).join('、');

/** Role × action × relation: relations with the same roles stand in one line. */
async function permissionTable(): Promise<string> {
  const commands = await allCommands();
  const name = (act: string): string => {
    const [english, part] = act.split(':');
    const command = commands.find((one) => one.english === english)!.name;
    return part === undefined ? `**${command}**` : `${command}：${PART_WORDS[act as Exclude<Act, CommandName>]}`;
  };
  const rows = Object.entries(PERMISSIONS).flatMap(([act, grants]: [string, readonly Grant[]]) =>
    grants.map(({ roles, of }, i) => {
      const left = RELATIONS.filter((relation) => !of.includes(relation));
      const relations =
        left.length === 0
          ? '都可以'
          : left.length <= 2
            ? `除${left.map((relation) => RELATION_WORDS[relation]).join('、')}外都可以`
            : of.map((relation) => RELATION_WORDS[relation]).join('、');
      return `| ${i === 0 ? name(act) : ''} | ${i === 0 ? `\`${act}\`` : ''} | ${rolesWord(roles)} | ${relations} |`;
    }),
  );
  return ['| 做什么 | row | 谁（有其中一个角色） | 和这件事的关系（有其中一种） |', '|---|---|---|---|', ...rows].join(
    '\n',
  );
}

const environmentTable = (): string =>
  [
    '| 变量 | 含义 |',
    '|---|---|',
    ...Object.entries(envSchema.shape).map(([name, field]) => `| \`${name}\` | ${field.description ?? ''} |`),
  ].join('\n');

/** The document with its tables as the code has them now. */
export async function withTables(text: string): Promise<string> {
  const tables: Record<string, string> = {
    commands: await commandTable(),
    environment: environmentTable(),
    permissions: await permissionTable(),
  };
  return text.replace(
    /(<!-- table:(\w+) -->\n)[\s\S]*?(<!-- end -->)/gu,
    (_, head: string, name: string, tail: string) => {
      const table = tables[name];
      if (table === undefined) throw new Error(`no table ${name}`);
      return `${head}${table}\n${tail}`;
    },
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const document of DOCUMENTS) {
    const file = fileURLToPath(new URL(document, ROOT));
    await writeFile(file, await withTables(await readFile(file, 'utf8')));
  }
}
