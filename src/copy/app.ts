import type { ConnectionTrouble } from '../contract/connection-trouble.ts';
import { connectionMends, connectionText } from './connection.ts';

/** Lines for whoever starts the program. */
export const appText = {
  databaseUnreachable: (reason: string): string =>
    `连不上数据库（${reason}）：请检查 DATABASE_URL 的地址、库名、用户和口令。`,
  databaseReasons: {
    ECONNREFUSED: '对方没有开着',
    ENOTFOUND: '找不到这台主机',
    EAI_AGAIN: '查不到这台主机的地址',
    ETIMEDOUT: '一直没有回应',
    CONNECT_TIMEOUT: '一直没有回应',
    EHOSTUNREACH: '网络不通',
    ECONNRESET: '对方断开了连接，可能不是 PostgreSQL，或要求加密（末尾加 ?sslmode=require）',
    CONNECTION_CLOSED: '对方断开了连接，可能不是 PostgreSQL，或要求加密（末尾加 ?sslmode=require）',
    '08P01': '对方不收这些会话设置，像是连接池（PgBouncer）：请直连 PostgreSQL',
    '25006': '数据库只能读',
    '53100': '数据库的磁盘满了',
    '53300': '数据库的连接数满了',
    '57P03': '数据库还没启动好，请稍候再试',
    '3D000': '没有这个库，请先建库',
    '28P01': '用户或口令不对',
    '28000': '不许这个用户登录',
    '42501': '这个用户没有建表的权限',
  } as Record<string, string>,
  redisUnreachable: (reason: string): string => `连不上 Redis（${reason}）：请检查 REDIS_URL，或去掉它改用数据库排队。`,
  redisReasons: [
    [/WRONGPASS|NOAUTH|invalid password|AUTH/iu, '口令不对或没有给'],
    [/ECONNREFUSED/u, '对方没有开着'],
    [/ENOTFOUND|EAI_AGAIN/u, '找不到这台主机'],
    [/READONLY/u, '这是只读的副本，请指向主库'],
    [/Redis version needs/iu, 'Redis 太旧，请升级到 6.2 以上'],
    [/Protocol error|Reply should/iu, '对方不是 Redis，或要用 rediss://'],
    [/no answer/u, '一直没有回应'],
  ] as readonly (readonly [RegExp, string])[],
  sandboxOnReal: '这是正式数据库，不能用来体验：请换一个 DATABASE_URL，或去掉 SANDBOX=1。',
  realOnSandbox: '这是体验用的数据库，不能正式使用：请换一个 DATABASE_URL 或 DATA_DIR。',
  policyBroken: (line: string): string => `规则文件有误：${line}`,
  orgFileMissing: (file: string): string => `找不到组织文件 ${file}：请检查 ORG_FILE。`,
  noSuchFile: (file: string): string => `找不到 ${file}：请检查路径，例如 npm run cli -- org import town.yaml`,
  noTown:
    '还没有导入组织名单，谁和机器人说话都会得到“通讯录里还没有您”。\n' +
    '  请照 sandbox/sample-town.yaml 写一份，再运行：npm run cli -- org import 文件（不用重启）',
  ready: (url: string): string => `已就绪：请在浏览器打开 ${url}`,
  readyReal: (readyz: string): string => `已就绪，健康检查：${readyz}`,
  notReady: (trouble: ConnectionTrouble, readyz: string): string =>
    `程序已启动，但机器人还没连上，收不到也发不出消息。\n${connectionText[trouble]}${connectionMends[trouble]}\n健康检查：${readyz}`,
  sandboxHint: '这是本机体验：企业微信由本程序扮演，人和事都是虚构的。Ctrl+C 结束。',
  noWayOut:
    '机器人用的是回调方式，不能主动发消息，提醒发不出去：请设自建应用（WECOM_CORP_ID、WECOM_AGENT_ID、WECOM_AGENT_SECRET），并在组织文件里给群填 webhook；或改用长连接。',
  onlyRobots:
    '机器人用的是回调方式，只有群机器人能主动发消息，个人收不到提醒：请设自建应用（WECOM_CORP_ID、WECOM_AGENT_ID、WECOM_AGENT_SECRET），或改用长连接。',
  /** Name of the app that the local WeCom plays. */
  localApp: '信访事项',
} as const;
