/**
 * Which server the queues of towns under test stand on: Redis where there is one, since a step of a queue costs a fifth there. `TEST_QUEUE=postgres`
 * puts them beside the data, as in a program that is told nothing else; the long run plays the suite so. A program that a test starts as a process has
 * its queue there always.
 */
import { Redis } from 'ioredis';

const PLACE = 'TEST_TOWN_REDIS';

/** Names the server to the processes of a run (test/support/global-setup.ts). */
export function announceQueue(redisUrl: string | undefined): void {
  if (redisUrl !== undefined && process.env['TEST_QUEUE'] !== 'postgres') process.env[PLACE] = redisUrl;
}

const known = new Map<string, string>();

/** The variable for a town's program; one that is started again on the same database finds its queue again. */
export async function queueOf(databaseUrl: string): Promise<{ readonly REDIS_URL?: string }> {
  const server = process.env[PLACE];
  if (server === undefined) return {};
  const url = known.get(databaseUrl) ?? (await freshPart(server));
  known.set(databaseUrl, url);
  return { REDIS_URL: url };
}

/** Redis's databases are numbered; the first one counts. */
async function freshPart(server: string): Promise<string> {
  const redis = new Redis(server);
  const number = await redis.incr('towns');
  redis.disconnect();
  return `${server}/${number}`;
}
