import type { TestProject } from 'vitest/node';

import { rm } from 'node:fs/promises';

import { announce, build } from './built.ts';
import { announceQueue } from './town-queue.ts';
import { scratch, startPostgres, startRedis, testDirectory } from './servers.ts';

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
  const built = await testDirectory(await scratch());
  await build(built);
  announce(built);
  announceQueue(redis?.url);
  project.provide('pgAdminUrl', pg.adminUrl);
  project.provide('templateDb', pg.template);
  project.provide('redisUrl', redis?.url ?? '');
  return async () => {
    await pg.stop();
    await redis?.stop();
    await rm(built, { recursive: true, force: true });
  };
}
