// The pages of web/, built when they are missing or older than what they are made of. Plain JavaScript: it runs before anything else,
// and loads Vite only when there is something to build, in a process of its own, so that the program that starts pays neither time nor memory.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { takeLock } from './lock.mjs';

/** What goes into the pages besides web/ itself. */
const ALSO = ['src/copy/page.ts', 'src/contract/page.ts', 'bin/web.mjs'];
/** Packages that end up in them; their versions are in the lock file, of which the rest is of no concern. */
const PACKAGES = ['vue', 'vant', '@wecom/jssdk', 'vite', '@vitejs/plugin-vue'];
const STAMP = 'stamp';

function filesBelow(root, folder) {
  return (
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      // What a Mac leaves on foreign disks (._main.ts) is no source.
      .filter((entry) => entry.isFile() && !entry.name.startsWith('._'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((file) => !/^web\/dist/u.test(file))
      .toSorted()
  );
}

/** Changes with every source of the pages and with the packages they are built from. */
export function stampOf(root) {
  const hash = createHash('sha256');
  for (const file of [...filesBelow(root, 'web'), ...ALSO]) {
    const bytes = readFileSync(join(root, file));
    hash.update(`${file} ${bytes.length}\n`).update(bytes);
  }
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  for (const name of PACKAGES) hash.update(`${name} ${packages[`node_modules/${name}`]?.integrity}\n`);
  return hash.digest('hex');
}

const dist = (root) => join(root, 'web', 'dist');

export function isBuilt(root) {
  try {
    return readFileSync(join(dist(root), STAMP), 'utf8') === stampOf(root);
  } catch {
    return false;
  }
}

/**
 * Builds the pages when needed; two starts at once build them once. A failure does not keep the program from starting: chats and
 * reminders need no pages, and what is asked for below /h5/ says what is missing.
 */
export async function ensureBuilt(root) {
  if (isBuilt(root)) return true;
  let unlock = () => {};
  try {
    unlock = await takeLock(join(root, '.data', 'building-pages'));
    if (isBuilt(root)) return true; // the other one has done it
    for (const left of readdirSync(join(root, 'web'))) {
      if (left.startsWith('dist.')) rmSync(join(root, 'web', left), { recursive: true, force: true }); // of a build that was killed
    }
    console.error('正在生成网页（只在首次或更新后需要，约需几秒）……');
    const stamp = stampOf(root);
    const fresh = `${dist(root)}.${process.pid}`;
    const output = await runVite(root, fresh);
    if (output !== undefined) {
      console.error(`网页没有生成，其他功能不受影响。原因：\n${output}`);
      rmSync(fresh, { recursive: true, force: true });
      return false;
    }
    compress(fresh);
    writeFileSync(join(fresh, STAMP), stamp);
    rmSync(dist(root), { recursive: true, force: true });
    renameSync(fresh, dist(root));
    return true;
  } catch (error) {
    console.error(`网页没有生成，其他功能不受影响。原因：${error.message}`);
    return false;
  } finally {
    unlock();
  }
}

/** @returns what Vite said when it failed */
function runVite(root, outDir) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  mkdirSync(dirname(outDir), { recursive: true });
  const args = ['build', join(root, 'web'), '--config', join(root, 'web', 'vite.config.ts')];
  const child = spawn(process.execPath, [vite, ...args, '--outDir', outDir, '--emptyOutDir'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : output.trim()));
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
