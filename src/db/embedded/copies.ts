/** Copies of the whole data directory, made while the server stands still, to go back to after an upgrade. */
import { constants } from 'node:fs';
import { chmod, cp, lstat, mkdir, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises';
import { join } from 'node:path';

import { systemClock } from '../../core/clock.ts';
import { StartupError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { startupText } from '../../copy/startup.ts';
import { giveAway, type Place } from './place.ts';

const KEPT = 2;
/** The copy itself, and as much again for what the upgrade writes. */
const ROOM = 2;
const MB = 1024 ** 2;

export type Free = (dir: string) => Promise<number>;

async function sizeOf(path: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await lstat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}

const freeIn: Free = async (dir) => {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
};

/**
 * @param state names the copy: the last migration that the data has; a copy of the same state is replaced
 * @throws StartupError when the disk has no room for it; nothing was changed then
 */
export async function keepCopy(place: Place, state: string, log: Logger, free: Free = freeIn): Promise<void> {
  const { data, home, as } = place;
  const [size, left] = [await sizeOf(data), await free(home)];
  if (left < ROOM * size) {
    throw new StartupError(startupText.noRoomForCopy(home, Math.ceil((ROOM * size) / MB), Math.floor(left / MB)));
  }
  const folder = join(home, 'copies');
  const target = join(folder, state);
  const draft = `${target}.new`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o711 });
    await rm(draft, { recursive: true, force: true });
    await cp(data, draft, { recursive: true, mode: constants.COPYFILE_FICLONE });
    if (as.uid !== undefined && as.gid !== undefined) await giveAway(draft, as.uid, as.gid);
    await chmod(draft, 0o700);
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
    const now = systemClock.now();
    await utimes(target, now, now);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartupError(startupText.copyFailed(folder, code ?? message), { cause: error });
  }
  await dropOld(folder);
  log.info({ copy: target }, 'the data was copied before the upgrade');
}

async function dropOld(folder: string): Promise<void> {
  const names = await readdir(folder);
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtime.getTime() })),
  );
  const old = dated.toSorted((a, b) => b.at - a.at).slice(KEPT);
  for (const { name } of old) await rm(join(folder, name), { recursive: true, force: true });
}
