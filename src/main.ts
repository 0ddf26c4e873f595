import { join } from 'node:path';
import { createLocalWecom, type LocalWecom, readTown, SAMPLE_TOWN_FILE } from '../sandbox/server.ts';
import { type App, buildApp } from './app.ts';
import { type Config, readConfig } from './config/index.ts';
import { appText } from './copy/app.ts';
import { systemClock } from './core/clock.ts';
import { allTowns } from './domain/org/service.ts';
import { StartupError } from './core/errors.ts';
import { randomIds } from './core/ids.ts';
import { createLogger, type Logger } from './core/logger.ts';
import { Secret } from './core/secret.ts';
import { createMetrics } from './http/metrics.ts';
import { clockControl } from './http/routes/clock.ts';
import { startHttp } from './http/server.ts';
import { callbackRouter } from './app/channel/callback-router.ts';
import { localAppOf, localPageApp } from './app/channel/sandbox-app.ts';
import { menuOf } from './app/channel/sandbox-menu.ts';
import { checksOf, troubleOf } from './app/channel/readiness.ts';
import { startWatchdog } from './app/watchdog.ts';

const SANDBOX_BOT = 'sandbox-bot';
/** A second signal of the same Ctrl-C (terminal and npm) is not impatience. */
const SAME_SIGNAL_MS = 1_000;
const FORCE_QUIT_MS = 10_000;

async function main(config: Config, log: Logger, stopped: Stopper): Promise<void> {
  for (const warning of config.warnings) log.warn({ hint: warning }, 'configuration');
  const watchdog = startWatchdog(log);
  stopped.closes(watchdog.close);
  let wecom: LocalWecom | undefined;
  const metrics = createMetrics(async () => {
    const state = await app.state();
    return {
      outbox: state.waiting?.age ?? 0,
      sweep: state.sweptMsAgo === undefined ? undefined : state.sweptMsAgo / 1000,
      reminders: { due: state.count.due, sent: state.count.sent, read: state.count.read },
    };
  });
  const app = await buildApp(config, log, {
    inbound: metrics.inbound,
    delivery: metrics.delivery,
    hop: () => {},
    lost: () => stopped.now('the embedded database ended'),
  });
  stopped.closes(() => app.close());

  const secret = new Secret(randomIds.token(24));
  const localApp = localAppOf(appText.localApp, randomIds.token(24));
  const control = clockControl({ now: () => app.clock.now(), move: (to) => app.move(to) });
  if (config.mode === 'sandbox') {
    await app.importTown(config.orgFile ?? SAMPLE_TOWN_FILE);
    await app.startInOfficeHours();
    wecom = createLocalWecom({
      ...readTown(config.orgFile ?? SAMPLE_TOWN_FILE),
      bots: [{ id: SANDBOX_BOT, secret: secret.reveal(), name: config.wecom.botName }],
      app: localApp,
      now: () => app.clock.now(),
      clock: control,
      stateFile: join(app.storage.home, 'wecom.jsonl'),
      everyoneHasSpoken: true,
      openToAll: config.sandboxOpen,
      publicHost: [config.host],
    });
    wecom.setCommands(menuOf(app.catalogue.commands));
    stopped.closes(() => wecom!.close());
  } else if (config.orgFile !== undefined) {
    await app.importTown(config.orgFile);
  }

  const http = await startHttp({
    port: config.port,
    host: config.host,
    log: log.child({ part: 'http' }),
    checks: () => checksOf(app),
    metrics,
    answerTo: app.answerTo,
    ...(wecom === undefined ? {} : { sandbox: wecom }),
    ...(wecom === undefined && config.testClock ? { clock: control } : {}),
    routers: [callbackRouter(app, config, log), ...app.pageRouters()],
    isSecure: config.publicUrl?.startsWith('https:') === true,
  });
  stopped.closes(() => http.close());
  const address = addressOf(config, http.port);
  if (wecom !== undefined) {
    const places = { self: `http://${selfOf(config, http.port)}`, address };
    app.pagesAt(address, localPageApp(localApp, places, log));
  }
  await app.start(botOf(config, secret, http.port));
  await announce(app, address, `http://${selfOf(config, http.port)}/readyz`);
  if ((await allTowns(app.database.db)).length === 0) process.stdout.write(`${appText.noTown}\n\n`);
  const gap = await app.noWayOut();
  if (gap !== undefined) process.stdout.write(`${gap}\n\n`);
}

const botOf = (config: Config, secret: Secret, port: number) => {
  if (config.mode !== 'sandbox') return config.wecom.bot;
  return { id: SANDBOX_BOT, secret, wsUrl: `ws://${selfOf(config, port)}/sandbox/ws` };
};

/** How this process reaches itself. */
function selfOf(config: Config, port: number): string {
  const host = ['0.0.0.0', '::', 'localhost'].includes(config.host) ? '127.0.0.1' : config.host;
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Where a browser finds us. */
function addressOf(config: Config, port: number): string {
  const host = ['0.0.0.0', '::', '127.0.0.1'].includes(config.host) ? 'localhost' : config.host;
  return config.publicUrl ?? `http://${host}:${port}`;
}

/** What whoever started it reads: that all is well, or what keeps the bot from WeCom and what to do about it. */
async function announce(app: App, url: string, readyz: string): Promise<void> {
  const trouble = troubleOf(app, await app.state());
  // From this machine: a proxy does not let it through.
  const real = trouble === undefined ? appText.readyReal(readyz) : appText.notReady(trouble, readyz);
  const said = app.config.mode === 'sandbox' ? `${appText.ready(`${url}/`)}\n${appText.sandboxHint}` : real;
  process.stdout.write(`\n${said}\n\n`);
}

/** Ends things in the reverse order of their start, once, and by force when that takes too long. */
type Stopper = ReturnType<typeof stopper>;

function stopper(log: Logger) {
  const closers: (() => Promise<void>)[] = [];
  let begun: number | undefined;
  const now = (why: string, code = 0): void => {
    const moment = systemClock.now().getTime();
    if (begun !== undefined) {
      if (moment - begun > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    begun = moment;
    if (code === 0) log.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), FORCE_QUIT_MS).unref();
    void (async () => {
      for (const close of closers.toReversed()) await close();
    })().then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error }, 'not stopped cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => now(signal));
  const crash = (error: unknown): void => {
    if (error instanceof StartupError) {
      process.stderr.write(`${error.message}\n`);
      now('cannot start', 1);
      return;
    }
    log.fatal({ err: error }, 'unexpected failure');
    now('unexpected failure', 1);
  };
  process.on('unhandledRejection', crash);
  process.on('uncaughtException', crash);
  return { closes: (close: () => Promise<void>) => void closers.push(close), now, crash };
}

try {
  const config = readConfig(process.env);
  const log = createLogger({ level: config.logLevel, pretty: process.stdout.isTTY === true });
  const stopped = stopper(log);
  await main(config, log, stopped).catch(stopped.crash);
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
