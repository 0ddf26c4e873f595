/**
 * The program as JavaScript, for tests that start it as a process of its own. Started by tsx each of them reads and translates it anew, which is most
 * of what such a test computes; the copy is made once a run. What a newcomer types (`npm start`) is tested as it is: test/support/program.ts.
 */
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['src', 'commands', 'jobs', 'sandbox'];
const FILES = ['package.json', 'test/support/standby.ts', 'test/support/embedded-child.ts'];
/** Read, not run. The chat page is neither: no test asks such a process for it. */
const LINKED = ['node_modules', 'migrations', 'policies', 'templates', 'web'];
const OUR_MODULE = /((?:from|import)\s*\(?\s*["'])((?:\.\.?|#src|#jobs)\/[^"']+)\.ts(["'])/gu;

/** @param to an empty directory */
export async function build(to: string): Promise<void> {
  for (const name of LINKED) await symlink(join(ROOT, name), join(to, name));
  const found = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
        .filter((file) => !file.startsWith('sandbox/page/')),
    ),
  );
  for (const file of [...FILES, ...found.flat()]) {
    const target = join(to, file);
    await mkdir(dirname(target), { recursive: true });
    if (/\.m?[jt]s$/u.test(file)) await translate(file, target.replace(/\.ts$/u, '.js'));
    else await cp(join(ROOT, file), target);
  }
}

async function translate(file: string, target: string): Promise<void> {
  // Not at the top: whoever only starts the program need not load a bundler.
  const { transformWithOxc } = await import('vite');
  const source = await readFile(join(ROOT, file), 'utf8');
  const { code } = file.endsWith('.ts') ? await transformWithOxc(source, file, { sourcemap: false }) : { code: source };
  await writeFile(target, code.replaceAll(OUR_MODULE, '$1$2.js$3'));
}

/** Names the copy to the processes of a run (test/support/global-setup.ts). */
const PLACE = 'TEST_BUILT';

export const announce = (place: string): void => void (process.env[PLACE] = place);

/** What Node is given to run a file of ours, named from the root: its copy, or outside of a test run the file itself by tsx. */
export function nodeArgs(file: string): { readonly execArgv: string[]; readonly path: string } {
  const place = process.env[PLACE];
  return place === undefined
    ? { execArgv: ['--import', 'tsx'], path: join(ROOT, file) }
    : { execArgv: [], path: join(place, file.replace(/\.ts$/u, '.js')) };
}
