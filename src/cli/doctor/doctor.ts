import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { App } from '../../app.ts';
import { doctorText } from '../../copy/doctor.ts';
import { systemClock } from '../../core/clock.ts';
import { localDayOf, yearOf } from '../../core/local-day.ts';
import type { Logger } from '../../core/logger.ts';
import type { DomainContext } from '../../domain/context.ts';
import { allTowns, type Town } from '../../domain/org/service.ts';
import { checkSomeChains } from '../../domain/matter/chain.ts';
import { faultLines } from '../audit.ts';
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
  /** A check that throws is a finding of its own, and never the end of those after it. */
  const attempt = async (what: string, check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> => {
    const findings = await check().catch((error: unknown) => {
      log.warn({ err: error, check: what }, 'check failed');
      return [bad(doctorText.broken(what, reasonOf(error)))];
    });
    tell(findings);
    return findings;
  };
  const { checks } = doctorText;
  const { config } = app;
  const { bot, botCallback } = config.wecom;
  tell([good(doctorText.database)]);
  await attempt(checks.queue, async () => [await checkQueue(app)]);
  await attempt(checks.disk, async () => [await checkDisk(config.dataDir, free)]);
  let towns: readonly Town[] = [];
  await attempt(checks.org, async () => {
    towns = await allTowns(app.database.db);
    return [towns.length > 0 ? good(doctorText.towns(towns.map((town) => town.name))) : bad(doctorText.noTown)];
  });

  const hasBot = config.mode === 'sandbox' || bot !== undefined || botCallback !== undefined;
  tell([hasBot ? good(doctorText.mode(config.mode)) : bad(doctorText.noBot)]);
  await attempt(checks.ways, async () => {
    const gap = await app.noWayOut();
    return gap === undefined ? [] : [bad(gap)];
  });
  if (config.mode === 'real') {
    await attempt(checks.clock, async () => [await checkClock(config, now)]);
    await attempt(checks.connection, () => checkConnection(app, log));
    await attempt(checks.publicUrl, () => checkPublicUrl(app));
    await attempt(checks.callback, () => checkCallbacks(config, now));
  }
  const aboutApp = await attempt(checks.app, () => checkApp(app));
  // A trusted domain that is missing keeps no message back.
  const isAppSound = app.rest === undefined || aboutApp.some(({ line }) => line === doctorText.token);

  const inTown = (work: (ctx: DomainContext) => Promise<readonly Finding[]>) => () => app.transact(now(), work);
  await attempt(
    checks.calendar,
    inTown(async (ctx) => checkYears(ctx)),
  );
  await attempt(checks.audit, inTown(checkRecords));
  for (const town of towns) {
    await attempt(
      checks.readers(town.name),
      inTown((ctx) => checkReaders(app, ctx, town, isAppSound)),
    );
    await attempt(
      checks.settings(town.name),
      inTown((ctx) => checkSettings(ctx, town)),
    );
  }
  return exitCode;
}

/** Without what follows in further lines. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as { readonly cause?: unknown; readonly message?: string };
  return cause === undefined ? String(message ?? error).split('\n', 1)[0]! : reasonOf(cause);
}

const checkQueue = (app: App): Promise<Finding> =>
  app.queue.ping().then(
    () => good(doctorText.queue),
    () => bad(doctorText.queueDown),
  );

/** Of the disk that the folder lies on or will lie on: a fresh clone with DATABASE_URL has made none yet. */
async function freeIn(dir: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(dir);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(dir);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === dir) throw error;
    return freeIn(parent);
  }
}

/** A sample; `audit verify` looks at all. */
async function checkRecords(ctx: DomainContext): Promise<Finding[]> {
  const check = await checkSomeChains(ctx);
  const faults = await faultLines(ctx, check);
  return faults.length > 0 ? faults.map((line) => bad(doctorText.recordChanged(line))) : [good(doctorText.records)];
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
