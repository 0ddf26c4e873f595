import { statfs } from 'node:fs/promises';
import type { App } from '../../app.ts';
import { doctorText } from '../../copy/doctor.ts';
import { systemClock } from '../../core/clock.ts';
import { localDayOf, yearOf } from '../../core/local-day.ts';
import type { Logger } from '../../core/logger.ts';
import type { DomainContext } from '../../domain/context.ts';
import { allTowns, type Town } from '../../domain/org/service.ts';
import { checkApp, checkCallbacks, checkClock, checkConnection } from './connection.ts';
import { bad, type Finding, good, hint } from './finding.ts';
import { checkPublicUrl } from './public-url.ts';
import { checkReaders } from './readers.ts';

const GB = 1024 ** 3;
/** Below it PostgreSQL may stop taking anything. */
const DISK_GB = 1;

export interface DoctorOptions {
  readonly log: Logger;
  /** This machine's time, as it is compared with WeCom's. */
  readonly now?: () => Date;
  /** Bytes free where the data lies. */
  readonly free?: (dir: string) => Promise<number>;
}

/** What is wrong and the exact next step; 0 when all is well, 1 when something needs doing. */
export async function doctor(app: App, say: (line: string) => void, options: DoctorOptions): Promise<number> {
  const { log, now = () => systemClock.now(), free = freeIn } = options;
  let exitCode = 0;
  const told = new Set<string>();
  const tell = (findings: readonly Finding[]): void => {
    for (const { level, line } of findings) {
      // The running program and this one may have met the same.
      if (told.has(line)) continue;
      told.add(line);
      say(doctorText.line(level, line));
      if (level === 'bad') exitCode = 1;
    }
  };
  const { config } = app;
  tell([good(doctorText.database)]);
  tell([await checkQueue(app), await checkDisk(config.dataDir, free)]);
  const towns = await allTowns(app.database.db);
  tell([towns.length > 0 ? good(doctorText.towns(towns.map((town) => town.name))) : bad(doctorText.noTown)]);

  const { bot, botCallback } = config.wecom;
  const hasBot = config.mode === 'sandbox' || bot !== undefined || botCallback !== undefined;
  tell([hasBot ? good(doctorText.mode(config.mode)) : bad(doctorText.noBot)]);
  const gap = await app.noWayOut();
  if (gap !== undefined) tell([bad(gap)]);
  if (config.mode === 'real') {
    tell([await checkClock(config, now)]);
    tell(await checkConnection(app, log));
    tell(await checkPublicUrl(app));
    tell(await checkCallbacks(config, now));
  }
  tell(await checkApp(app));

  await app.transact(now(), async (ctx) => {
    tell(checkYears(ctx));
    for (const town of towns) {
      tell(await checkReaders(app, ctx, town));
      tell(await checkSettings(ctx, town));
    }
  });
  return exitCode;
}

const checkQueue = (app: App): Promise<Finding> =>
  app.queue.ping().then(
    () => good(doctorText.queue),
    () => bad(doctorText.queueDown),
  );

async function freeIn(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
}

async function checkDisk(dir: string, free: (dir: string) => Promise<number>): Promise<Finding> {
  const gigabytes = (await free(dir)) / GB;
  return gigabytes < DISK_GB ? bad(doctorText.diskLow(gigabytes, dir)) : good(doctorText.disk(gigabytes));
}

function checkYears({ at, calendar }: DomainContext): readonly Finding[] {
  const year = yearOf(localDayOf(at));
  return [
    calendar.yearKnown(year) ? good(doctorText.year(year)) : bad(doctorText.yearMissing(year)),
    calendar.yearKnown(year + 1) ? good(doctorText.year(year + 1)) : hint(doctorText.yearNotYet(year + 1)),
  ];
}

const checkSettings = async (ctx: DomainContext, town: Town): Promise<readonly Finding[]> =>
  (await ctx.policy(town.id)).gaps.map((gap) => hint(doctorText.gap(town.name, gap.title, gap.setting)));
