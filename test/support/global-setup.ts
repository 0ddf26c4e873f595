import type { TestProject } from 'vitest/node';

import { startPostgres, startRedis } from './servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    pgAdminUrl: string;
    templateDb: string;
    /** Empty when there is no Redis on this machine. */
    redisUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const pg = await startPostgres();
  const redis = await startRedis();
  project.provide('pgAdminUrl', pg.adminUrl);
  project.provide('templateDb', pg.template);
  project.provide('redisUrl', redis?.url ?? '');
  return async () => {
    await pg.stop();
    await redis?.stop();
  };
}
