// The pages, built when they are missing or older than what they are made of. Plain JavaScript: it runs before anything else,
// and loads Vite only when there is something to build, in processes of their own, so that the program that starts pays neither time nor memory.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { takeLock } from './lock.mjs';

/** By name: the folder, below which address it is served, what goes into it besides, and packages that end up in it. */
const PAGES = {
  /** The page of a matter, served by the program. */
  matter: {
    title: '事项网页',
    folder: 'web',
    base: '/h5/',
    also: ['src/copy/page.ts', 'src/contract/page.ts'],
    packages: ['vant', '@wecom/jssdk'],
  },
  /** The chat page, served by the local WeCom. */
  chat: { title: '聊天网页', folder: 'sandbox/page', base: '/sandbox/', also: [], packages: [] },
};
/** What each of them is made with. Of the lock file only the packages' versions are of concern. */
const TOOLS = ['bin/web.mjs', 'bin/vite.config.mjs', 'tsconfig.json'];
const PACKAGES = ['vue', 'vite', '@vitejs/plugin-vue'];
const STAMP = 'stamp';

const distOf = (root, name) => join(root, PAGES[name].folder, 'dist');

function filesBelow(root, folder) {
  return (
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      // What a Mac leaves on foreign disks (._main.ts) is no source.
      .filter((entry) => entry.isFile() && !entry.name.startsWith('._'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((file) => !file.startsWith(`${folder}/dist`))
      .toSorted()
  );
}

/** Changes with every source of the page and with the packages it is built from. */
export function stampOf(root, name) {
  const { folder, also, packages } = PAGES[name];
  const hash = createHash('sha256');
  for (const file of [...filesBelow(root, folder), ...also, ...TOOLS]) {
    const bytes = readFileSync(join(root, file));
    hash.update(`${file} ${bytes.length}\n`).update(bytes);
  }
  const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  for (const one of [...PACKAGES, ...packages]) hash.update(`${one} ${locked[`node_modules/${one}`]?.integrity}\n`);
  return hash.digest('hex');
}

export function isBuilt(root, name) {
  try {
    return readFileSync(join(distOf(root, name), STAMP), 'utf8') === stampOf(root, name);
  } catch {
    return false;
  }
}

/**
 * Builds those of the pages that need it, side by side; two starts at once build them once. A failure is one line and does not keep the
 * program from starting: what is asked for below the page's address says what is missing.
 * @returns whether all of them are there
 */
export async function ensureBuilt(root, names) {
  const stale = () => names.filter((name) => !isBuilt(root, name));
  if (stale().length === 0) return true;
  const unlock = await takeLock(join(root, '.data', 'building-pages'));
  try {
    const left = stale(); // of what another start has not done meanwhile
    if (left.length === 0) return true;
    console.error('正在生成网页（只在首次或更新后需要，约需几秒）……');
    const made = await Promise.all(left.map((name) => build(root, name)));
    return made.every(Boolean);
  } finally {
    unlock();
  }
}

async function build(root, name) {
  const { title, folder } = PAGES[name];
  const dist = distOf(root, name);
  const fresh = `${dist}.${process.pid}`;
  try {
    for (const left of readdirSync(join(root, folder))) {
      if (left.startsWith('dist.')) rmSync(join(root, folder, left), { recursive: true, force: true }); // of a build that was killed
    }
    const stamp = stampOf(root, name);
    await runVite(root, name, fresh);
    compress(fresh);
    writeFileSync(join(fresh, STAMP), stamp);
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
    return true;
  } catch (error) {
    console.error(`${title}没有生成，其他功能不受影响。原因：${reasonOf(error.message)}`);
    rmSync(fresh, { recursive: true, force: true });
    return false;
  }
}

/** Of what Vite says on many lines, what is wrong and where. */
function reasonOf(output) {
  const [, said = output] = stripVTControlCharacters(output).split('error during build:');
  const lines = said.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !line.startsWith('Build failed'))
    .slice(0, 2)
    .join(' ');
}

/** @throws Error with what Vite said */
function runVite(root, name, outDir) {
  const { folder, base } = PAGES[name];
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = ['--config', join(root, 'bin', 'vite.config.mjs'), '--base', base];
  const child = spawn(
    process.execPath,
    [vite, 'build', join(root, folder), ...config, '--outDir', outDir, '--emptyOutDir'],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(output.trim() || `vite ${code}`))));
  });
}

/** Each file once more in the two forms that browsers take, so that no request pays for it. */
function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:js|css|html|svg)$/u.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
