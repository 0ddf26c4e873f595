#!/usr/bin/env node
// The door to every command of the repository (`npm start`, `npm test`, …): checks Node, installs what is missing, runs.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `需要 Node.js 20.19 或更高版本，当前是 ${process.versions.node}：请到 https://nodejs.org 安装新版后重试。`,
  );
  process.exit(1);
}

/** Run inside this process: no second Node to pay for in memory and start-up time, and signals arrive directly. */
const PROGRAMS = {
  start: 'src/main.ts',
  cli: 'src/cli/main.ts',
  bench: 'bench/main.ts',
  sandbox: 'sandbox/main.ts',
  chaos: 'test/chaos/main.ts',
};
const TOOLS = ['test', 'check', 'long'];

const [name, ...args] = process.argv.slice(2);
if (!Object.hasOwn(PROGRAMS, name ?? '') && !TOOLS.includes(name)) {
  console.error(`用法：node bin/run.mjs ${[...Object.keys(PROGRAMS), ...TOOLS].join('|')} …`);
  process.exit(2);
}

const { ensureInstalled } = await import('./install.mjs');
const code = await ensureInstalled(root, { needsDev: TOOLS.includes(name) || ['chaos', 'bench'].includes(name) });
if (code !== 0) process.exit(code);

if (TOOLS.includes(name)) {
  const { test, check } = await import('./tools.mjs');
  const { long } = await import('./long.mjs');
  process.exitCode = await { test, check, long }[name](root, args);
} else {
  // File names given to the cli mean the directory where the person typed them, which npm keeps in INIT_CWD.
  process.chdir(name === 'cli' ? (process.env.INIT_CWD ?? process.cwd()) : root);
  const file = join(root, PROGRAMS[name]);
  if (process.env.npm_lifecycle_event !== undefined) stopWithParent();
  process.argv = [process.argv[0], file, ...args];
  await import('tsx');
  const pages = await pagesOf(name);
  if (pages.length > 0) await (await import('./web.mjs')).ensureBuilt(root, pages);
  await import(pathToFileURL(file).href);
}

/** The pages that this program serves; who does not serve any has none built. */
async function pagesOf(program) {
  if (program === 'sandbox') return ['chat'];
  if (program !== 'start') return [];
  try {
    const { readConfig } = await import('../src/config/index.ts');
    return readConfig(process.env).mode === 'sandbox' ? ['matter', 'chat'] : ['matter'];
  } catch {
    return []; // The program itself says what is wrong with its configuration, and ends.
  }
}

/** When npm is killed outright it can tell us nothing; a server nobody started any more would keep its port and its data. */
function stopWithParent() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
