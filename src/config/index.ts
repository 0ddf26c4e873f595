import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { StartupError } from '../core/errors.ts';
import type { LogLevel } from '../core/logger.ts';
import type { Secret } from '../core/secret.ts';
import { envSchema, ROLES, type Env, type Role } from './schema.ts';

/** The environment is wrong: one line that names the variable and the fix. */
export class ConfigError extends StartupError {
  override readonly name = 'ConfigError';
}

interface CallbackConfig {
  readonly token: Secret;
  readonly aesKey: Secret;
}

interface WecomConfig {
  readonly botName: string;
  /** The long connection. In the sandbox it is absent and the composition root makes one up. */
  readonly bot: { readonly id: string; readonly secret: Secret; readonly wsUrl: string | undefined } | undefined;
  readonly apiBaseUrl: string;
  readonly app: { readonly corpId: string; readonly agentId: number; readonly secret: Secret } | undefined;
  readonly appCallback: (CallbackConfig & { readonly corpId: string }) | undefined;
  readonly botCallback: CallbackConfig | undefined;
  /** Proofs of who owns the trusted domain, served at its root. */
  readonly verifyFiles: readonly VerifyFile[];
}

interface VerifyFile {
  readonly name: string;
  readonly content: string;
}

export interface Config {
  readonly mode: 'sandbox' | 'real';
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly databaseUrl: Secret | undefined;
  readonly redisUrl: Secret | undefined;
  readonly roles: readonly Role[];
  /** Absolute. */
  readonly dataDir: string;
  readonly dataKey: Secret | undefined;
  readonly logLevel: LogLevel;
  readonly orgFile: string | undefined;
  readonly sandboxOpen: boolean;
  readonly testClock: boolean;
  readonly wecom: WecomConfig;
  /** For the log at start: variables that look like a slip. */
  readonly warnings: readonly string[];
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OFFICIAL_API = 'https://qyapi.weixin.qq.com';

/** The only reader of the environment; `main` passes `process.env`. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = envSchema.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${String(issue.path[0])} 不对，应为：${issue.message}`);
    throw new ConfigError(`${lines.join('；')}。`);
  }
  refuseDriversOwn(env);
  const given = parsed.data;
  const mode = decideMode(given);
  const warnings = unknownNames(env);
  const wecom = readWecom(given, mode, warnings);
  const roles = given.ROLES ?? ROLES;
  if (roles.length < ROLES.length && given.DATABASE_URL === undefined) {
    warnings.push('ROLES 只含部分角色而未设 DATABASE_URL：内置数据库只供一个进程使用，其他角色不会有人承担。');
  }
  const isSandbox = mode === 'sandbox';
  return freeze({
    mode,
    port: given.PORT ?? 3000,
    // The sandbox lets whoever opens its page play every official, so it keeps to this machine unless told otherwise.
    host: given.HOST ?? (isSandbox && given.SANDBOX_OPEN !== true ? '127.0.0.1' : '0.0.0.0'),
    publicUrl: given.PUBLIC_URL,
    databaseUrl: given.DATABASE_URL,
    redisUrl: given.REDIS_URL,
    roles,
    dataDir: fromRoot(given.DATA_DIR ?? '.data'),
    dataKey: given.DATA_KEY,
    logLevel: given.LOG_LEVEL ?? 'info',
    orgFile: given.ORG_FILE === undefined ? undefined : fromRoot(given.ORG_FILE),
    sandboxOpen: given.SANDBOX_OPEN ?? false,
    testClock: given.TEST_CLOCK ?? false,
    wecom,
    warnings,
  });
}

/**
 * What both database drivers read by themselves, past DATABASE_URL: PGHOST, PGSSLMODE, PGOPTIONS, PGMAX, … (libpq's names and any option of
 * the driver, `PG` before it). PGDATA and what belongs to other programs (PG_VERSION, PGADMIN_…) they do not read.
 */
const DRIVERS_OWN =
  /^PG(?!DATA$)(?:[A-Z]+|(?:CONNECT|IDLE)_TIMEOUT|MAX_(?:LIFETIME|PIPELINE)|KEEP_ALIVE|FETCH_TYPES)$/u;

/** A database that is reached otherwise than the configuration says would be a surprise, whichever way it goes. */
function refuseDriversOwn(env: Readonly<Record<string, string | undefined>>): void {
  const names = Object.keys(env).filter(
    (name) => DRIVERS_OWN.test(name) && env[name] !== undefined && env[name] !== '',
  );
  if (names.length === 0) return;
  throw new ConfigError(
    `环境变量 ${names.join('、')} 会改变数据库连接：请先 unset ${names.join(' ')}；用得着的写进 DATABASE_URL（例如末尾加 ?sslmode=require）。`,
  );
}

/** Not from the working directory: a service, a cron line and a hand at the shell must find the same data. */
const fromRoot = (path: string): string => (isAbsolute(path) ? path : resolve(ROOT, path));

const TRY_OUT = '若只想在本机体验，请设 SANDBOX=1';

/** The sandbox needs no word when nothing real is in sight; anything real in sight, and it needs SANDBOX=1. */
function decideMode(given: Env): Config['mode'] {
  if (given.SANDBOX === true) return 'sandbox';
  const missing = [
    ...(given.WECOM_BOT_ID === undefined ? ['WECOM_BOT_ID'] : []),
    ...(given.WECOM_BOT_SECRET === undefined ? ['WECOM_BOT_SECRET'] : []),
  ].join('、');
  if (missing === '') return 'real';
  // The bot in callback mode has neither id nor secret of a long connection (doc 101039).
  const isNoLongConnection = given.WECOM_BOT_ID === undefined && given.WECOM_BOT_SECRET === undefined;
  if (isNoLongConnection && given.WECOM_BOT_CALLBACK_TOKEN && given.WECOM_BOT_CALLBACK_AES_KEY) return 'real';
  if (isNoLongConnection && (given.WECOM_BOT_CALLBACK_TOKEN || given.WECOM_BOT_CALLBACK_AES_KEY)) {
    const other = given.WECOM_BOT_CALLBACK_TOKEN ? 'WECOM_BOT_CALLBACK_AES_KEY' : 'WECOM_BOT_CALLBACK_TOKEN';
    throw new ConfigError(`机器人的回调要 Token 和 EncodingAESKey 两样，缺少 ${other}：请补上；${TRY_OUT}。`);
  }
  if (given.SANDBOX === false) {
    throw new ConfigError(
      `SANDBOX=0 要求连接企业微信，但缺少 ${missing}：请补上（智能机器人的“API 模式—长连接”里可以看到）。`,
    );
  }
  if (isAnyCredentialSet(given)) {
    throw new ConfigError(`设置了 WECOM_* 但缺少 ${missing}：请补上；${TRY_OUT}。`);
  }
  if (given.DATABASE_URL !== undefined) {
    throw new ConfigError(`设置了 DATABASE_URL 但没有 ${missing}：正式使用请补上；${TRY_OUT}。`);
  }
  return 'sandbox';
}

const isAnyCredentialSet = (given: Env): boolean =>
  Object.entries(given).some(
    ([name, value]) => name.startsWith('WECOM_') && name !== 'WECOM_BOT_NAME' && value !== undefined,
  );

function readWecom(given: Env, mode: Config['mode'], warnings: string[]): WecomConfig {
  /** All of a group or none of it; the sandbox only warns, since it has values of its own. */
  const isWhole = (...names: (keyof Env)[]): boolean => {
    const missing = names.filter((name) => given[name] === undefined);
    if (missing.length === 0 || missing.length === names.length) return missing.length === 0;
    const line = `${names.join('、')} 要么都设，要么都不设：缺少 ${missing.join('、')}。`;
    if (mode === 'real') throw new ConfigError(line);
    warnings.push(line);
    return false;
  };
  const hasApp = isWhole('WECOM_CORP_ID', 'WECOM_AGENT_ID', 'WECOM_AGENT_SECRET');
  const hasAppCallback = isWhole('WECOM_CALLBACK_TOKEN', 'WECOM_CALLBACK_AES_KEY');
  if (hasAppCallback && given.WECOM_CORP_ID === undefined && mode === 'real') {
    throw new ConfigError('WECOM_CALLBACK_TOKEN 需要同时设置 WECOM_CORP_ID：自建应用的回调要核对企业 ID。');
  }
  const hasBotCallback = isWhole('WECOM_BOT_CALLBACK_TOKEN', 'WECOM_BOT_CALLBACK_AES_KEY');
  const hasBot = isWhole('WECOM_BOT_ID', 'WECOM_BOT_SECRET');
  if (hasBot && hasBotCallback && mode === 'real') {
    warnings.push('机器人的长连接与回调只能启用一种，企业微信后台选了哪种就只设哪种；都设时主动消息走长连接。');
  }
  return {
    botName: given.WECOM_BOT_NAME ?? '信访助手',
    bot: hasBot
      ? { id: given.WECOM_BOT_ID!, secret: given.WECOM_BOT_SECRET!, wsUrl: given.WECOM_BOT_WS_URL }
      : undefined,
    apiBaseUrl: given.WECOM_API_BASE_URL ?? OFFICIAL_API,
    app: hasApp
      ? { corpId: given.WECOM_CORP_ID!, agentId: given.WECOM_AGENT_ID!, secret: given.WECOM_AGENT_SECRET! }
      : undefined,
    appCallback:
      hasAppCallback && given.WECOM_CORP_ID !== undefined
        ? {
            token: given.WECOM_CALLBACK_TOKEN!,
            aesKey: given.WECOM_CALLBACK_AES_KEY!,
            corpId: given.WECOM_CORP_ID,
          }
        : undefined,
    botCallback: hasBotCallback
      ? { token: given.WECOM_BOT_CALLBACK_TOKEN!, aesKey: given.WECOM_BOT_CALLBACK_AES_KEY! }
      : undefined,
    verifyFiles: given.WECOM_VERIFY_FILE ?? [],
  };
}

const unknownNames = (env: Readonly<Record<string, string | undefined>>): string[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('WECOM_') && !(name in envSchema.shape))
    .map((name) => `不认识的变量 ${name}：请核对拼写。`);

function freeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && !Object.isFrozen(inner)) freeze(inner as object);
  }
  return Object.freeze(value);
}
