import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { DOCUMENTS, withTables } from '../../docs/tables.ts';
import { cliText } from '../../src/copy/cli.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');
const documents = [
  'README.md',
  'sandbox/README.md',
  ...(await readdir(join(ROOT, 'docs'), { recursive: true }))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** What stands in backticks and looks like a file or folder of this repository. */
const PATH = /`((?:src|commands|jobs|policies|migrations|sandbox|docs|test|bin|bench)\/[\w./-]+)`/gu;
const LINK = /\]\((?!https?:|#)([^)#\s]+)/gu;

describe('the documents', () => {
  for (const document of DOCUMENTS) {
    it(`${document} has the tables that the code has (node --import tsx docs/tables.ts)`, async () => {
      const text = await read(document);
      expect(text).toBe(await withTables(text));
    });
  }

  it('name files that exist', async () => {
    const missing: string[] = [];
    for (const document of documents) {
      const text = await read(document);
      const named = Array.from(text.matchAll(PATH), ([, path]) => join(ROOT, path!));
      const linked = Array.from(text.matchAll(LINK), ([, path]) => join(ROOT, dirname(document), path!));
      missing.push(...[...named, ...linked].filter((path) => !existsSync(path)).map((path) => `${document}: ${path}`));
    }
    expect(missing).toEqual([]);
  });

  it('the scope page has every row that a town’s rules decline', async () => {
    const scope = await read('docs/scope.md');
    const rows: string[] = [];
    for (const file of await readdir(join(ROOT, 'policies'))) {
      const { declined = [] } = parse(await read(`policies/${file}`)) as { declined?: { rows?: string[] }[] };
      rows.push(...declined.flatMap((entry) => entry.rows ?? []));
    }
    expect(rows.filter((row) => !scope.includes(`| ${row} |`))).toEqual([]);
  });

  it('the glossary names the commands there are', async () => {
    const glossary = await read('docs/glossary.md');
    const files = await readdir(join(ROOT, 'commands'));
    const english = files.map((file) => file.replace(/\.ts$/u, ''));
    expect(english.filter((name) => !new RegExp(`[| ]${name} `, 'u').test(glossary))).toEqual([]);
  });

  it('name every command of the repository', async () => {
    const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
    const text = await read('README.md');
    expect(Object.keys(scripts).filter((name) => !new RegExp(`npm (?:run )?${name}\\b`, 'u').test(text))).toEqual([]);
    const verbs = Array.from(cliText.usage.matchAll(/^ {2}([a-z]+(?: [a-z]+)?)/gmu), ([, verb]) => verb!);
    expect(verbs.filter((verb) => !text.includes(`\`${verb}`))).toEqual([]);
  });
});
