/** The tables of the documents that are made from the code: `node --import tsx docs/tables.ts` writes them anew. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { envSchema } from '../src/config/schema.ts';
import { type Command, ROLES } from '../src/contract/command.ts';
import { ROLE_WORDS } from '../src/copy/terms.ts';

const ROOT = new URL('../', import.meta.url);
export const DOCUMENTS = ['README.md', 'docs/operations.md'];

async function commandTable(): Promise<string> {
  const folder = new URL('commands/', ROOT);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
  const commands = await Promise.all(
    files.map(async (file) => ((await import(new URL(file, folder).href)) as { default: Command }).default),
  );
  const rows = commands
    .toSorted((a, b) => a.english.localeCompare(b.english))
    .map(({ name, english, summary, allow, examples }) => {
      const who = allow.length === ROLES.length ? '所有人' : allow.map((role) => ROLE_WORDS[role]).join('、');
      return `| ${name} | ${english} | ${summary} | \`${examples[0]}\` | ${who} |`;
    });
  return ['| 命令 | alias | 用途 | 例子 | 谁可以用 |', '|---|---|---|---|---|', ...rows].join('\n');
}

const environmentTable = (): string =>
  [
    '| 变量 | 含义 |',
    '|---|---|',
    ...Object.entries(envSchema.shape).map(([name, field]) => `| \`${name}\` | ${field.description ?? ''} |`),
  ].join('\n');

/** The document with its tables as the code has them now. */
export async function withTables(text: string): Promise<string> {
  const tables: Record<string, string> = { commands: await commandTable(), environment: environmentTable() };
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
