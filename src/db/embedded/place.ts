import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { StartupError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { startupText } from '../../copy/startup.ts';
import { canRun, isRoot, postgresUser, type RunAs } from './run-as.ts';
import { stopLeftover } from './postmaster.ts';

/** Where one server lives: `data/` (PGDATA), `password`, `owner`, `server.log`; `copies` for programs that had to be copied. */
export interface Place {
  home: string;
  data: string;
  /** Where a new cluster is built; it becomes `data` when complete, so that an interrupted start leaves nothing half. */
  draft: string;
  copies: string;
  as: RunAs;
  isNew: boolean;
}

/** Not /tmp: it is emptied by the system, and this is the offices' data. */
const SYSTEM_BASE = '/var/lib/xinfang-bot';
const POINTER = 'location';

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
const hasData = (home: string): Promise<boolean> => exists(join(home, 'data'));
const paths = (home: string): Pick<Place, 'home' | 'data' | 'draft'> => ({
  home,
  data: join(home, 'data'),
  draft: join(home, 'data.new'),
});
const CAN_USE = 'cd "$1" && : > .reachable && rm .reachable';

/**
 * Decides where the data lies and whom the server runs as. An ordinary user: in the directory given. Root: there too
 * when the postgres user can get there, else under /var/lib/xinfang-bot with a pointer file. Data stays where it is.
 */
export async function findPlace(real: string, log: Logger, base = SYSTEM_BASE): Promise<Place> {
  if (!isRoot()) return ownPlace(real);

  const pointed = (await readFile(join(real, POINTER), 'utf8').catch(() => '')).trim();
  if (pointed !== '' && (await hasData(pointed))) return existingPlace(pointed, base);
  if (await hasData(real)) return existingPlace(real, base);

  const as = await postgresUser();
  const direct = await prepare(real, as);
  if (direct) return { ...paths(real), copies: base, as, isNew: true };

  const home = join(base, createHash('sha256').update(real).digest('hex').slice(0, 16));
  try {
    await mkdir(base, { recursive: true });
    await chmod(base, 0o755);
    await setAside(home, log);
    if (!(await prepare(home, as))) throw new Error('not reachable');
    await writeFile(join(real, POINTER), `${home}\n`);
  } catch (error) {
    throw new StartupError(startupText.noPlace(real), { cause: error });
  }
  log.info({ dir: real, home }, 'the postgres user cannot reach the data directory; the database lies elsewhere');
  return { ...paths(home), copies: base, as, isNew: true };
}

async function ownPlace(home: string): Promise<Place> {
  const isNew = !(await hasData(home));
  const foreign = (path: string): Promise<boolean> =>
    stat(path).then(
      (found) => found.uid !== process.getuid?.(),
      (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
    );
  if ((await foreign(join(home, 'data'))) || (await exists(join(home, POINTER)))) {
    throw new StartupError(startupText.wrongOwner(home));
  }
  await chmod(home, 0o700).catch(() => undefined);
  return { ...paths(home), copies: home, as: {}, isNew };
}

/** Root found data: the server runs as whoever owns it, be it `postgres` or the user who started it before. */
async function existingPlace(home: string, base: string): Promise<Place> {
  const data = join(home, 'data');
  let { uid, gid } = await stat(data);
  if (uid === 0) {
    // Restored from a backup that lost its owners.
    ({ uid, gid } = await postgresUser());
    await giveAway(data, uid, gid);
    await chmod(data, 0o700);
  }
  const as = { uid, gid };
  if (!(await canRun(CAN_USE, [data], as))) throw new StartupError(startupText.unreachable(data, String(uid)));
  return { ...paths(home), copies: base, as, isNew: false };
}

/** Makes an empty directory that the user can write into; false when it cannot. */
async function prepare(home: string, as: Required<RunAs>): Promise<boolean> {
  const { draft } = paths(home);
  try {
    await mkdir(home, { recursive: true });
    await chmod(home, 0o711); // to pass through; password and lock in it stay 0600
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await chown(draft, as.uid, as.gid);
  } catch {
    return false; // a disk that keeps no owners
  }
  if (await canRun(CAN_USE, [draft], as)) return true;
  await rm(draft, { recursive: true, force: true });
  return false;
}

/** Data of an earlier checkout at this very path: not ours to use, and not ours to delete. */
async function setAside(home: string, log: Logger): Promise<void> {
  if (!(await hasData(home))) return;
  await stopLeftover(join(home, 'data'), log);
  let number = 1;
  while (await exists(`${home}.old-${number}`)) number += 1;
  await rename(home, `${home}.old-${number}`);
  log.warn({ kept: `${home}.old-${number}` }, 'data of a deleted directory was set aside; remove it when not needed');
}

export async function giveAway(path: string, uid: number, gid: number): Promise<void> {
  await chown(path, uid, gid);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await giveAway(child, uid, gid);
    else if (entry.isFile()) await chown(child, uid, gid);
  }
}
