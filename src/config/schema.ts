import { z } from 'zod';

import { Secret } from '../core/secret.ts';

/** A variable that is set to nothing is not set. */
const text = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

/** Parses what is there; `wanted` ends the sentence "PORT 不对，应为：……". */
const field = <T>(wanted: string, parse: (value: string) => T | undefined) =>
  text.transform((value, context) => {
    if (value === undefined) return undefined;
    const parsed = parse(value);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: 'custom', message: wanted });
    return z.NEVER;
  });

const secret = text.transform((value) => (value === undefined ? undefined : new Secret(value)));
const asSecret =
  (isGood: (value: string) => boolean) =>
  (value: string): Secret | undefined =>
    isGood(value) ? new Secret(value) : undefined;

const isUrl = (value: string, ...schemes: string[]): boolean =>
  URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1));
const url = (wanted: string, ...schemes: string[]) =>
  field(wanted, (value) => (isUrl(value, ...schemes) ? value.replace(/\/+$/u, '') : undefined));
/** The pages, their cookies and the callbacks lie at the root. As every browser writes it: `HTTPS://A.gov.cn/` is `https://a.gov.cn`. */
function originIn(value: string): string | undefined {
  const { origin, href } = new URL(value);
  return href === `${origin}/` ? origin : undefined;
}
const flag = field('1 或 0', (value) => ({ '1': true, true: true, '0': false, false: false })[value]);
const integer = (wanted: string, min: number, max: number) =>
  field(wanted, (value) =>
    /^\d{1,10}$/u.test(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined,
  );

export const ROLES = ['web', 'bot', 'worker'] as const;
export type Role = (typeof ROLES)[number];
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const isOneOf = <T extends string>(value: string, all: readonly T[]): value is T =>
  (all as readonly string[]).includes(value);

function parseRoles(value: string): readonly Role[] | undefined {
  const names = value.split(/[,，\s]+/u).filter((name) => name !== '');
  const roles = names.filter((name) => isOneOf(name, ROLES));
  return roles.length === names.length && roles.length > 0 ? [...new Set(roles)] : undefined;
}

/** WeCom's EncodingAESKey: 43 characters of base64 for 32 bytes. */
const aesKey = field(
  '企业微信后台给出的 43 位 EncodingAESKey',
  asSecret((value) => /^[A-Za-z0-9+/]{43}$/u.test(value)),
);

/**
 * Files by which the console proves who owns a domain (申请校验域名). One holds what stands between `WW_verify_` and `.txt` in
 * its name; should it ever hold something else, that follows a `=`.
 */
const proofs = field('WW_verify_….txt，多个用逗号隔开（内容与文件名不同时写成 文件名=内容）', (value) => {
  const parts = value.split(/[,，\s]+/u).filter((part) => part !== '');
  const found = parts.map((part) => /^(WW_verify_([A-Za-z0-9]{1,64})\.txt)(?:=([\w.-]{1,200}))?$/u.exec(part));
  const files = found.flatMap((match) => (match === null ? [] : [{ name: match[1]!, content: match[3] ?? match[2]! }]));
  return files.length === parts.length && files.length > 0 ? files : undefined;
});

/** Every variable the program reads (design 7.2); the descriptions make the table in the operations page. */
export const envSchema = z.object({
  PORT: integer('0 到 65535 的端口号', 0, 65_535).describe('网页与接口的端口，默认 3000'),
  HOST: text.describe('监听地址：体验模式默认 127.0.0.1，正式模式默认 0.0.0.0'),
  PUBLIC_URL: field('以 http:// 或 https:// 开头的网址，后面不带路径（例如 https://xf.example.gov.cn）', (value) =>
    isUrl(value, 'http', 'https') ? originIn(value) : undefined,
  ).describe('网页对外的网址，卡片里的链接用它'),
  DATABASE_URL: field(
    '以 postgres:// 开头的连接地址',
    asSecret((value) => isUrl(value, 'postgres', 'postgresql')),
  ).describe('外部 PostgreSQL；不设则用内置数据库'),
  REDIS_URL: field(
    '以 redis:// 或 rediss:// 开头的连接地址',
    asSecret((value) => isUrl(value, 'redis', 'rediss')),
  ).describe('设了则队列放到 Redis'),
  ROLES: field('web、bot、worker 中的一个或几个，用逗号隔开', parseRoles).describe('本进程承担的角色，默认全部'),
  DATA_DIR: text.describe('数据目录，默认 .data；相对路径从程序目录算起'),
  LOG_LEVEL: field(`${LOG_LEVELS.join('、')} 之一`, (value) =>
    isOneOf(value, LOG_LEVELS) ? value : undefined,
  ).describe('日志级别，默认 info'),
  DATA_KEY: field(
    '32 字节的 base64（可用 openssl rand -base64 32 生成）',
    asSecret((value) => isBase64Of32(value)),
  ).describe('身份信息的加密密钥；不设则生成一次，存于 DATA_DIR/data.key'),
  ORG_FILE: text.describe('组织文件（YAML 或 xlsx），其中的乡镇尚未导入时启动即导入'),
  SANDBOX: flag.describe('1 强制本机演示，0 禁止'),
  SANDBOX_OPEN: flag.describe('1 允许别的机器打开演示页面'),
  TEST_CLOCK: flag.describe('1 开放调时接口，仅供测试'),
  WECOM_BOT_ID: text.describe('智能机器人的 BotID'),
  WECOM_BOT_SECRET: secret.describe('智能机器人长连接的 Secret'),
  WECOM_BOT_NAME: text.describe('机器人在群里的名字，默认 信访助手'),
  WECOM_BOT_WS_URL: url('以 ws:// 或 wss:// 开头的网址', 'ws', 'wss').describe('长连接地址，默认企业微信官方'),
  WECOM_API_BASE_URL: url('以 http:// 或 https:// 开头的网址', 'http', 'https').describe('服务端接口地址，默认官方'),
  WECOM_CORP_ID: text.describe('企业 ID'),
  WECOM_AGENT_ID: integer('自建应用的 AgentId（数字）', 1, 9_999_999_999).describe('自建应用的 AgentId'),
  WECOM_AGENT_SECRET: secret.describe('自建应用的 Secret'),
  WECOM_VERIFY_FILE: proofs.describe('可信域名的校验文件名 WW_verify_….txt，由本程序在网站根目录应答'),
  WECOM_CALLBACK_TOKEN: secret.describe('自建应用回调的 Token'),
  WECOM_CALLBACK_AES_KEY: aesKey.describe('自建应用回调的 EncodingAESKey'),
  WECOM_BOT_CALLBACK_TOKEN: secret.describe('机器人回调的 Token'),
  WECOM_BOT_CALLBACK_AES_KEY: aesKey.describe('机器人回调的 EncodingAESKey'),
});

export type Env = z.output<typeof envSchema>;

function isBase64Of32(value: string): boolean {
  return /^[A-Za-z0-9+/]{43}=?$/u.test(value) && Buffer.from(value, 'base64').length === 32;
}
