import { join } from 'node:path';

import { SAMPLE_TOWN_FILE } from '../../sandbox/server.ts';
import { PROCESS_BOT } from '../support/wecom-process.ts';

export interface BotPlace {
  /** The bot's own directory stands in it. */
  readonly dir: string;
  readonly wsUrl: string;
  readonly port: number;
  readonly dataKey: Buffer;
  /** Absent: the bot's embedded server. */
  readonly databaseUrl?: string;
  /** Absent: the queue lies in the database. */
  readonly redisUrl?: string;
}

/** The real program against a local WeCom of its own, with a clock that can be moved. */
export const botEnvironment = ({
  dir,
  wsUrl,
  port,
  dataKey,
  databaseUrl,
  redisUrl,
}: BotPlace): Record<string, string> => ({
  SANDBOX: '0',
  TEST_CLOCK: '1',
  ORG_FILE: SAMPLE_TOWN_FILE,
  WECOM_BOT_ID: PROCESS_BOT.id,
  WECOM_BOT_SECRET: PROCESS_BOT.secret,
  WECOM_BOT_NAME: PROCESS_BOT.name,
  WECOM_BOT_WS_URL: wsUrl,
  PORT: String(port),
  HOST: '127.0.0.1',
  DATA_DIR: join(dir, 'data'),
  DATA_KEY: dataKey.toString('base64'),
  LOG_LEVEL: 'info',
  ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
});
