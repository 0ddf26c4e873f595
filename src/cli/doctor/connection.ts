/** The way to WeCom: clock, long connection, self-built app, callbacks. Nothing here takes the bot from a program that runs. */
import type { App } from '../../app.ts';
import { whileFree } from '../../app/channel/leader-lock.ts';
import type { Config } from '../../config/index.ts';
import { doctorText } from '../../copy/doctor.ts';
import type { Logger } from '../../core/logger.ts';
import { CallbackCrypto } from '../../wecom/callback/crypto.ts';
import { refusalOf, WecomError } from '../../wecom/errcodes.ts';
import { Session } from '../../wecom/session.ts';
import { bad, type Finding, good, hint } from './finding.ts';
import { checkDomain, isUsable } from './public-url.ts';
import { reach, TIMEOUT_MS } from './reach.ts';
import { askRunning } from './running.ts';

/** Further off, WeCom's signatures count as stale and days may turn at the wrong moment. */
const CLOCK_SECONDS = 60;

/** This machine's clock beside the `Date` of WeCom's answer; a call without credentials is answered too. */
export async function checkClock(config: Config, now: () => Date): Promise<Finding> {
  const answer = await reach(`${config.wecom.apiBaseUrl}/cgi-bin/gettoken`);
  const theirs = Date.parse(answer?.headers.get('date') ?? '');
  await answer?.body?.cancel();
  if (Number.isNaN(theirs)) return hint(doctorText.clockUnknown);
  const ahead = Math.round((now().getTime() - theirs) / 1_000);
  return Math.abs(ahead) > CLOCK_SECONDS ? bad(doctorText.clockOff(ahead)) : good(doctorText.clock);
}

/**
 * The long connection. Where some process holds the bot it is asked and never replaced (one connection per bot, doc 101463);
 * else one is made, with the bot held meanwhile so that no process starts beside it.
 */
export async function checkConnection(app: App, log: Logger): Promise<readonly Finding[]> {
  const { bot } = app.config.wecom;
  const tried = await whileFree(app.database.sql, async (): Promise<Finding | undefined> => {
    if (bot === undefined) return undefined;
    let isRefused = false;
    const options = { bot, log, ...(bot.wsUrl === undefined ? {} : { wsUrl: bot.wsUrl }) };
    const session = new Session(
      options,
      (state) => {
        isRefused ||= state === 'refused';
      },
      () => {},
    );
    const late = new Promise<void>((resolve) => setTimeout(resolve, TIMEOUT_MS).unref());
    await Promise.race([session.start(), late]);
    const isConnected = session.connected();
    session.stop();
    if (isConnected) return good(doctorText.connected);
    return bad(doctorText.trouble(isRefused ? 'refused' : 'unreachable'));
  });
  if (tried === 'held') return askRunning(app);
  return tried === undefined ? [] : [tried];
}

/** Token, address whitelist, agent: by calls that change nothing. */
export async function checkApp({ config, rest }: Pick<App, 'config' | 'rest'>): Promise<readonly Finding[]> {
  const selfBuilt = config.wecom.app;
  if (rest === undefined || selfBuilt === undefined) return [];
  try {
    await rest.check();
    await rest.call('getcallbackip', { method: 'GET' });
    const agent = await rest.call('agent/get', { method: 'GET', query: { agentid: String(selfBuilt.agentId) } });
    if (agent['close'] === 1) return [bad(doctorText.appStopped)];
    const isDeaf = config.wecom.appCallback === undefined;
    return [
      good(doctorText.token),
      ...(isDeaf ? [hint(doctorText.noAppCallback)] : []),
      ...checkDomain(config, agent['redirect_domain']),
    ];
  } catch (error) {
    if (!(error instanceof WecomError)) throw error;
    const refusal = refusalOf(error.errcode);
    const isOther = refusal.reason === 'app-agent';
    return [bad(isOther ? doctorText.agentWrong(selfBuilt.agentId) : doctorText.app(refusal, error.address))];
  }
}

/** Asks the public address as the console does on saving: signature, ciphertext and the bare word back (doc 90930). */
export async function checkCallbacks({ publicUrl, wecom }: Config, now: () => Date): Promise<readonly Finding[]> {
  const targets = [
    ...(wecom.botCallback === undefined ? [] : [{ path: '/wecom/bot', keys: { ...wecom.botCallback, receiveId: '' } }]),
    ...(wecom.appCallback === undefined
      ? []
      : [{ path: '/wecom/app', keys: { ...wecom.appCallback, receiveId: wecom.appCallback.corpId } }]),
  ];
  if (targets.length === 0) return [];
  // Without an address, or with a bad one, there is a line about that already.
  if (publicUrl === undefined || !isUsable(publicUrl)) return [];
  const findings: Finding[] = [];
  for (const { path, keys } of targets) {
    const timestamp = String(Math.floor(now().getTime() / 1_000));
    const word = `doctor${timestamp}`;
    const { encrypted, signature } = new CallbackCrypto(keys).seal(word, timestamp, timestamp);
    const url = new URL(`${publicUrl}${path}`);
    const query = { msg_signature: signature, timestamp, nonce: timestamp, echostr: encrypted };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answer = await reach(url);
    const isRight = answer?.status === 200 && (await answer.text()) === word;
    const address = `${publicUrl}${path}`;
    findings.push(isRight ? good(doctorText.callback(path)) : bad(refusedCallback(path, address, answer?.status)));
  }
  return findings;
}

/** What a proxy says when there is nobody behind it. */
const BEHIND = new Set([502, 503, 504]);

/** Each answer has its own cause: other keys there, no such callback there, or nobody there. */
function refusedCallback(path: string, address: string, status: number | undefined): string {
  if (status === undefined) return doctorText.callbackDead(address);
  const variables = path === '/wecom/bot' ? 'WECOM_BOT_CALLBACK' : 'WECOM_CALLBACK';
  if (status === 403) return doctorText.callbackKeys(address, variables);
  if (status === 404) return doctorText.callbackAbsent(address, variables);
  if (BEHIND.has(status)) return doctorText.callbackBehind(address, status);
  return doctorText.callbackOther(address, status);
}
