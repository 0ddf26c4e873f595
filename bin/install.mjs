// Is node_modules what package-lock.json asks for? Plain JavaScript without dependencies: it runs before there are any.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { takeLock } from './lock.mjs';

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Native programs come as optional packages, one for each kind of machine: ours must be there (a tree copied from elsewhere). */
const isNativeHere = ([path, { optional, os, cpu, libc }]) =>
  optional === true &&
  libc === undefined &&
  path.lastIndexOf('node_modules/') === 0 &&
  os?.includes(process.platform) === true &&
  (cpu === undefined || cpu.includes(process.arch));

/**
 * Compares npm's own list of what it installed with the lock file. npm writes that list last, so a broken-off
 * installation has none. A locked package that is absent proves nothing (npm leaves out optional peers without saying
 * so in the lock), but an absent direct dependency does; a new indirect one comes with another version of its parent.
 * `needsDev`: tests and checks want the development packages too.
 */
export function isInstalled(root, { needsDev }) {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  if (installed === undefined || wanted === undefined) return false;
  const { dependencies = {}, devDependencies = {} } = wanted[''] ?? {};
  const direct = [...Object.keys(dependencies), ...(needsDev ? Object.keys(devDependencies) : [])];
  if (direct.some((name) => installed[`node_modules/${name}`] === undefined)) return false;
  return Object.entries(wanted).every((entry) => {
    const [path, { version, integrity }] = entry;
    const found = installed[path];
    if (path === '') return true;
    if (found === undefined) return !isNativeHere(entry);
    return found.version === version && found.integrity === integrity;
  });
}

/** npm's script, run by this very Node: on the path there may be another version's, or none under a service manager. */
export function npmCommand() {
  const candidates = [
    process.env.npm_execpath,
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = candidates.find((path) => path?.endsWith('npm-cli.js') === true && existsSync(path));
  return script === undefined ? ['npm'] : [process.execPath, script];
}

/** Installs when needed; resolves to npm's exit code. */
export async function ensureInstalled(root, options) {
  if (isInstalled(root, options)) return 0;
  // Two commands typed at once in a fresh clone: one installs, the other waits.
  const unlock = await takeLock(join(root, '.data', 'installing'));
  try {
    if (isInstalled(root, options)) return 0; // the other one has done it
    console.error('正在安装依赖（npm ci，只在首次或更新后需要，约需一两分钟）……');
    const code = await runNpmCi(root, options);
    if (code !== 0) console.error('依赖安装失败：请检查网络（或 npm 镜像设置）与目录权限后，重新运行同一条命令。');
    return code;
  } finally {
    unlock();
  }
}

function runNpmCi(root, { needsDev }) {
  const [program, ...args] = npmCommand();
  const dev = needsDev ? ['--include=dev'] : [];
  // The database server runs as another user when we are root, and must be able to read its programs.
  const umask = process.umask(0o022);
  const child = spawn(program, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error', ...dev], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  process.umask(umask);
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
