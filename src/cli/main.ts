import { resolve } from 'node:path';
import { type App, buildApp } from '../app.ts';
import { readConfig } from '../config/index.ts';
import { StartupError } from '../core/errors.ts';
import { createLogger } from '../core/logger.ts';
import { cliText } from '../copy/cli.ts';
import { policyCheck } from './policy-check.ts';
import { doctor } from './doctor.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Opens the app beside a running bot, or with a database of its own when none runs; connects to no WeCom. */
async function withApp(work: (app: App) => Promise<number>): Promise<number> {
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
    return await work(app);
  } finally {
    await app.close();
  }
}

/** @returns the exit code */
async function run([area = '', verb = '', ...rest]: readonly string[]): Promise<number> {
  switch (`${area} ${verb}`.trim()) {
    case 'org import': {
      const [file] = rest;
      if (file === undefined) throw new StartupError(cliText.orgUsage);
      return withApp(async (app) => {
        const org = await app.updateTown(resolve(file));
        say(cliText.orgDone(org.town.name, org.units.length, org.people.length, org.groups.length));
        return 0;
      });
    }
    case 'policy check':
      return policyCheck(say);
    case 'doctor':
      return withApp((app) => doctor(app, say));
    case 'sweep':
      return withApp(async (app) => {
        await app.sweepOnce();
        say(cliText.swept);
        return 0;
      });
    default:
      say(cliText.usage);
      return area === '' || area === 'help' || area === '--help' ? 0 : 2;
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
