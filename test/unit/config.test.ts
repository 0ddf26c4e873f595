import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';

import { ConfigError, readConfig } from '../../src/config/index.ts';
import { Secret } from '../../src/core/secret.ts';

type Environment = Record<string, string>;

const BOT = { WECOM_BOT_ID: 'aib-example', WECOM_BOT_SECRET: 'bot-secret-example' };
const DATABASE = { DATABASE_URL: 'postgres://u:db-secret-example@127.0.0.1/x' };

function lineOf(env: Environment): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('was accepted');
}

describe('sandbox or real', () => {
  it.each<[string, Environment, string]>([
    ['nothing set', {}, 'sandbox'],
    ['only the name', { WECOM_BOT_NAME: '小信' }, 'sandbox'],
    ['only Redis', { REDIS_URL: 'redis://127.0.0.1' }, 'sandbox'],
    ['set to nothing', { WECOM_BOT_ID: ' ', DATABASE_URL: '' }, 'sandbox'],
    ['SANDBOX=1', { SANDBOX: '1' }, 'sandbox'],
    ['SANDBOX=1 over a database', { SANDBOX: '1', ...DATABASE }, 'sandbox'],
    ['SANDBOX=1 over half the credentials', { SANDBOX: '1', WECOM_BOT_ID: 'aib-example' }, 'sandbox'],
    ['SANDBOX=1 over all credentials', { SANDBOX: '1', ...BOT }, 'sandbox'],
    ['credentials', BOT, 'real'],
    ['credentials and SANDBOX=0', { SANDBOX: '0', ...BOT }, 'real'],
    ['credentials and an outside server', { ...BOT, WECOM_BOT_WS_URL: 'ws://127.0.0.1:3100/' }, 'real'],
    ['credentials and a database', { ...BOT, ...DATABASE }, 'real'],
  ])('%s', (_name, env, mode) => expect(readConfig(env).mode).toBe(mode));

  it.each<[string, Environment, RegExp]>([
    ['a database alone', DATABASE, /DATABASE_URL.*WECOM_BOT_ID、WECOM_BOT_SECRET.*SANDBOX=1/u],
    ['half the credentials', { WECOM_BOT_ID: 'aib-example' }, /缺少 WECOM_BOT_SECRET.*SANDBOX=1/u],
    ['an application without the bot', { WECOM_CORP_ID: 'ww-example' }, /缺少 WECOM_BOT_ID.*SANDBOX=1/u],
    ['half a callback', { WECOM_BOT_CALLBACK_TOKEN: 't' }, /回调.*缺少 WECOM_BOT_CALLBACK_AES_KEY：请补上.*SANDBOX=1/u],
    ['its other half', { WECOM_BOT_CALLBACK_AES_KEY: 'a'.repeat(43) }, /缺少 WECOM_BOT_CALLBACK_TOKEN：/u],
    ['SANDBOX=0 alone', { SANDBOX: '0' }, /SANDBOX=0.*缺少 WECOM_BOT_ID/u],
  ])('%s is refused with what to do', (_name, env, line) => expect(lineOf(env)).toMatch(line));
});

describe('values', () => {
  it('has defaults', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', roles: ['web', 'bot', 'worker'], logLevel: 'info' });
    expect(config.dataDir).toMatch(/[/\\]\.data$/u);
    expect(config.wecom).toMatchObject({
      botName: '信访助手',
      bot: undefined,
      apiBaseUrl: 'https://qyapi.weixin.qq.com',
    });
  });

  it('opens to other machines in earnest, or when the sandbox is opened', () => {
    expect(readConfig(BOT).host).toBe('0.0.0.0');
    expect(readConfig({ SANDBOX_OPEN: '1' }).host).toBe('0.0.0.0');
    expect(readConfig({ ...BOT, HOST: '127.0.0.1' }).host).toBe('127.0.0.1');
  });

  it('reads a list of roles, also with a Chinese comma', () => {
    expect(readConfig({ ROLES: 'web，worker' }).roles).toEqual(['web', 'worker']);
    expect(readConfig({ ROLES: 'web' }).warnings).toEqual([expect.stringContaining('DATABASE_URL')]);
  });

  it('does not take the data directory from the working directory', () => {
    const before = process.cwd();
    const { dataDir } = readConfig({ DATA_DIR: 'here' });
    process.chdir('/');
    try {
      expect(readConfig({ DATA_DIR: 'here' }).dataDir).toBe(dataDir);
    } finally {
      process.chdir(before);
    }
  });

  it.each<[string, Environment, RegExp]>([
    ['port', { PORT: '99999' }, /PORT 不对/u],
    ['role', { ROLES: 'web,boss' }, /ROLES 不对.*web、bot、worker/u],
    ['level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL 不对/u],
    ['database', { SANDBOX: '1', DATABASE_URL: 'mysql://db-secret-example' }, /DATABASE_URL 不对.*postgres:/u],
    ['key', { DATA_KEY: 'short-secret-example' }, /DATA_KEY 不对.*32 字节/u],
    ['flag', { SANDBOX: 'maybe' }, /SANDBOX 不对.*1 或 0/u],
    [
      'callback key',
      { ...BOT, WECOM_CALLBACK_TOKEN: 't', WECOM_CALLBACK_AES_KEY: 'x' },
      /WECOM_CALLBACK_AES_KEY 不对.*43/u,
    ],
    ['file of the domain', { ...BOT, WECOM_VERIFY_FILE: 'verify.html' }, /WECOM_VERIFY_FILE 不对.*WW_verify_….txt/u],
    ['half a group', { ...BOT, WECOM_CORP_ID: 'ww-example' }, /缺少 WECOM_AGENT_ID、WECOM_AGENT_SECRET/u],
    ['several at once', { PORT: 'x', SANDBOX: 'x' }, /PORT.*；SANDBOX/u],
  ])('a wrong %s is one line that names the variable and hides the value', (_name, env, line) => {
    const message = lineOf(env);
    expect(message).toMatch(line);
    expect(message).not.toMatch(/\n|secret-example/u);
  });

  it('reads what a file of the domain holds from its name, unless it says otherwise', () => {
    const read = (value: string): unknown => readConfig({ ...BOT, WECOM_VERIFY_FILE: value }).wecom.verifyFiles;
    expect(read('WW_verify_aB3.txt')).toEqual([{ name: 'WW_verify_aB3.txt', content: 'aB3' }]);
    expect(read('WW_verify_aB3.txt, WW_verify_x.txt=other')).toEqual([
      { name: 'WW_verify_aB3.txt', content: 'aB3' },
      { name: 'WW_verify_x.txt', content: 'other' },
    ]);
    expect(readConfig(BOT).wecom.verifyFiles).toEqual([]);
  });

  it('warns of variables nobody reads', () => {
    expect(readConfig({ ...BOT, WECOM_BOT_SECERT: 'x' }).warnings).toEqual([
      expect.stringContaining('WECOM_BOT_SECERT'),
    ]);
  });

  it('is frozen and shows no secret', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const config = readConfig({ ...BOT, ...DATABASE, DATA_KEY: key });
    expect(() => Object.assign(config.wecom, { botName: 'x' })).toThrow(TypeError);
    for (const shown of [JSON.stringify(config), inspect(config, { depth: 9 })]) {
      expect(shown).not.toContain('secret-example');
      expect(shown).not.toContain(key);
    }
    expect(String(new Secret('secret-example'))).toBe('***');
    expect(config.wecom.bot?.secret.reveal()).toBe('bot-secret-example');
  });
});

describe('what the database drivers read by themselves', () => {
  it.each([
    'PGHOST',
    'PGPORT',
    'PGUSER',
    'PGPASSWORD',
    'PGSSLMODE',
    'PGOPTIONS',
    'PGMAX',
    'PGSERVICE',
    'PGIDLE_TIMEOUT',
  ])('%s is refused, since it goes past DATABASE_URL', (name) => {
    for (const env of [{}, { ...BOT, ...DATABASE }]) {
      expect(lineOf({ ...env, [name]: 'require' })).toMatch(
        new RegExp(`^环境变量 ${name} 会改变.*unset ${name}；`, 'u'),
      );
    }
  });

  it('is one line for several; what is empty or belongs to others is none of ours', () => {
    expect(lineOf({ PGHOST: 'db', PGSSLMODE: 'require' })).toMatch(/PGHOST、PGSSLMODE .*unset PGHOST PGSSLMODE；/u);
    const others = {
      PGHOST: '',
      PGDATA: '/var/lib',
      PG_VERSION: '15',
      PGADMIN_DEFAULT_EMAIL: 'x',
      PGBOUNCER_PORT: '1',
    };
    expect(readConfig(others).mode).toBe('sandbox');
  });
});

describe('PUBLIC_URL', () => {
  it.each([
    'https://xf.example.gov.cn/bot',
    'https://xf.example.gov.cn/?a=1',
    'https://xf.example.gov.cn/#x',
    'https://xf.example.gov.cn?',
    'https://xf.example.gov.cn#',
    'https://xf.example.gov.cn//',
    'https://me:word@xf.example.gov.cn',
  ])('%s has something beside the host and is refused', (value) =>
    expect(lineOf({ PUBLIC_URL: value })).toMatch(/^PUBLIC_URL 不对，应为：.*不带路径/u),
  );
  it.each([
    'https://xf.example.gov.cn/',
    'HTTPS://XF.example.gov.cn',
    'https:xf.example.gov.cn',
    'https://xf.example.gov.cn/.',
  ])('%s is the address as browsers write it, by which cookies and HSTS know https', (value) =>
    expect(readConfig({ PUBLIC_URL: value }).publicUrl).toBe('https://xf.example.gov.cn'),
  );
});
