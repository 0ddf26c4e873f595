import { resolve } from 'node:path';
import { type App, buildApp } from '../app.ts';
import { readConfig } from '../config/index.ts';
import { StartupError } from '../core/errors.ts';
import { createLogger, type Logger } from '../core/logger.ts';
import { backupText, cliText } from '../copy/cli.ts';
import { appGroupText } from '../copy/app-group.ts';
import { orgPullText } from '../copy/org-pull.ts';
import { auditVerify } from './audit.ts';
import { backup, restore } from './backup.ts';
import { policyCheck } from './policy-check.ts';
import { policyReplay } from './policy-replay.ts';
import { doctor } from './doctor/doctor.ts';
import { createGroups } from './groups-create.ts';
import { orgFileOf, orgImport, orgTemplate } from './org-import.ts';
import { orgPull } from './org-pull.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Opens the app beside a running bot, or with a database of its own when none runs; connects to no WeCom. */
async function withApp(work: (app: App, log: Logger) => Promise<number>): Promise<number> {
  const log = createLogger({
    level: 'warn',
    pretty: process.stderr.isTTY === true,
    write: (line) => process.stderr.write(line),
  });
  const none = (): void => {};
  const app = await buildApp(
    readConfig(process.env),
    log,
    { inbound: none, delivery: none, hop: none, lost: none },
    { besideRunning: true },
  );
  try {
    return await work(app, log);
  } finally {
    await app.close();
  }
}

/** Writes the whole database to a file, or reads one back into an empty database. */
function keep(what: 'backup' | 'restore', typed: string): Promise<number> {
  if (typed === '') throw new StartupError(backupText.usage);
  const file = resolve(typed);
  return withApp(async (app) => {
    const counts = await (what === 'backup' ? backup : restore)(app.database.sql, file);
    const matters = counts.get('petition') ?? 0;
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
    say(what === 'backup' ? backupText.done(file, matters, rows) : backupText.restored(file, matters));
    return what === 'backup' ? 0 : auditVerify(app, say);
  });
}

/** A file that cannot be opened or written, whichever command wanted it: in a line what to look at. */
function fileFault(error: unknown): string | undefined {
  const { code, path } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException;
  return code === undefined || path === undefined ? undefined : cliText.fileFault(path, code);
}

/** @returns the exit code */
async function run([area = '', verb = '', ...rest]: readonly string[]): Promise<number> {
  switch (`${area} ${verb}`.trim()) {
    case 'org import':
      return orgImport(rest, say, (work) => withApp(work));
    case 'org template':
      return orgTemplate(rest[0], say);
    case 'org pull': {
      const [file, target = `${file?.replace(/\.\w+$/u, '') ?? ''}.proposed.yaml`] = rest;
      if (file === undefined) throw new StartupError(orgPullText.usage);
      const from = orgFileOf(file);
      return withApp((app) => orgPull(app, from, resolve(target), say));
    }
    case 'groups create': {
      const [file] = rest;
      if (file === undefined) throw new StartupError(appGroupText.usage);
      const from = orgFileOf(file);
      return withApp((app) => createGroups(app, from, say));
    }
    case 'policy check':
      return policyCheck(say);
    case 'policy replay':
      return withApp((app) => policyReplay(app.database.db, rest, app.clock.now(), say));
    case 'audit verify':
      return withApp((app) => auditVerify(app, say));
    case 'doctor':
      return withApp((app, log) => doctor(app, say, { log }));
    case 'sweep':
      return withApp(async (app) => {
        await app.sweepOnce();
        say(cliText.swept);
        return 0;
      });
    case `backup ${verb}`.trim():
    case `restore ${verb}`.trim():
      return keep(area as 'backup' | 'restore', verb);
    default:
      say(cliText.usage);
      return area === '' || area === 'help' || area === '--help' ? 0 : 2;
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const line = error instanceof StartupError ? error.message : fileFault(error);
  if (line === undefined) throw error;
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}
