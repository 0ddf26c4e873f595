import postgres from 'postgres';

import { TransientError, UserError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { QueueUnreachableError } from '../../src/queue/failure.ts';
import { openQueue } from '../../src/queue/queue.ts';
import { freePort } from '../support/servers.ts';
import { describe, expect } from '../support/test.ts';
import { backends, empty, jobOf, signal } from './harness.ts';

describe.each(backends)('on $kind', ({ test }) => {
  test('a job runs once, with its payload', async ({ harness }) => {
    const seen: string[] = [];
    const job = jobOf(({ id }) => void seen.push(id));
    const pool = await harness.work([job]);
    await harness.queue.enqueue(job, { id: 'a' });
    await harness.queue.enqueue(job, { id: 'clock:2026-03-09:half' });
    await harness.settled(pool);
    expect(seen.toSorted()).toEqual(['a', 'clock:2026-03-09:half']);
  });

  test('what was asked before there was a worker is done', async ({ harness }) => {
    const ran = signal<string>();
    const job = jobOf(({ id }) => ran.done(id), { queue: 'delivery' });
    await harness.queue.enqueue(job, { id: 'early' });
    await harness.work([job]);
    expect(await ran.promise).toBe('early');
  });

  test('the same key waits only once', async ({ harness }) => {
    const seen: string[] = [];
    const job = jobOf(({ id }) => void seen.push(id));
    for (const id of ['a', 'a', 'b', 'a']) await harness.queue.enqueue(job, { id });
    await harness.settled(await harness.work([job]));
    expect(seen.toSorted()).toEqual(['a', 'b']);
  });

  test('the same key of another job is another matter', async ({ harness }) => {
    const seen: string[] = [];
    const jobs = ['remind-due', 'write-letter'].map((name) => jobOf(() => void seen.push(name), { name }));
    for (const job of jobs) await harness.queue.enqueue(job, { id: 'a' });
    await harness.settled(await harness.work(jobs));
    expect(seen.toSorted()).toEqual(['remind-due', 'write-letter']);
  });

  test('asked again while it runs, it runs once more afterwards, however often it was asked', async ({ harness }) => {
    const [started, go] = [signal(), signal()];
    let runs = 0;
    const job = jobOf(async () => {
      runs += 1;
      started.done();
      await go.promise;
    });
    const pool = await harness.work([job]);
    await harness.queue.enqueue(job, { id: 'a' });
    await started.promise;
    for (let again = 0; again < 3; again += 1) await harness.queue.enqueue(job, { id: 'a' });
    go.done();
    await harness.settled(pool);
    expect(runs).toBe(2);
  });

  test('a key is free again after success and after failure', async ({ harness }) => {
    let runs = 0;
    const job = jobOf(() => {
      runs += 1;
      if (runs === 2) throw new UserError('petition.closed');
    });
    const pool = await harness.work([job]);
    for (let round = 1; round <= 4; round += 1) {
      await harness.queue.enqueue(job, { id: 'a' });
      await harness.settled(pool);
      expect(runs).toBe(round);
    }
  });

  test('a failure is tried again, warned of, and reported at the end', async ({ harness }) => {
    const over = signal();
    let runs = 0;
    const job = jobOf(
      () => {
        runs += 1;
        if (runs === 2) over.done();
        throw new Error('params: 王小明');
      },
      { attempts: 2 },
    );
    const pool = await harness.work([job]);
    await harness.queue.enqueue(job, { id: 'a' });
    await over.promise;
    await harness.settled(pool);
    expect(runs).toBe(2);
    const levels = harness.lines
      .map((line) => JSON.parse(line) as { level: string; job?: string })
      .filter(({ job: name }) => name === 'remind-due')
      .map(({ level }) => level);
    expect(levels).toEqual(['warn', 'error']);
    expect(harness.lines.join('\n')).not.toContain('王小明');
  });

  test('a limit is waited for and does not use up attempts', async ({ harness }) => {
    const done = signal();
    let runs = 0;
    const job = jobOf(
      () => {
        runs += 1;
        if (runs < 5) throw new TransientError('rate limit', { retryAfterMs: 5 });
        done.done();
      },
      { attempts: 1 },
    );
    const pool = await harness.work([job]);
    await harness.queue.enqueue(job, { id: 'a' });
    await done.promise;
    await harness.settled(pool);
    expect(runs).toBe(5);
    expect(harness.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  test('what a person did wrong is not tried again', async ({ harness }) => {
    let runs = 0;
    const job = jobOf(() => {
      runs += 1;
      throw new UserError('petition.unknown');
    });
    const pool = await harness.work([job]);
    await harness.queue.enqueue(job, { id: 'a' });
    await harness.settled(pool);
    expect(runs).toBe(1);
  });

  test('a wrong payload is refused when asked for and when run, and its values are not kept', async ({ harness }) => {
    let runs = 0;
    const strict = jobOf(() => void (runs += 1));
    await expect(harness.queue.enqueue(strict, { id: 7 } as never)).rejects.toThrow();
    const loose = { ...strict, payload: strict.payload.or(strict.payload.array() as never) };
    await harness.queue.enqueue({ ...loose, key: () => 'x' }, [{ id: '王小明' }] as never);
    await harness.settled(await harness.work([strict]));
    expect(runs).toBe(0);
    expect(harness.lines.join('\n')).toMatch(/"level":"error".*payload of remind-due/u);
    expect(harness.lines.join('\n')).not.toContain('王小明');
  });

  test('a job that nobody knows any more fails at once', async ({ harness }) => {
    await harness.queue.enqueue(
      jobOf(() => {}, { name: 'gone' }),
      { id: 'a' },
    );
    await harness.settled(await harness.work([]));
    expect(harness.lines.join('\n')).toMatch(/"level":"error".*no job of this name/u);
  });

  test('a tick comes at once and again', async ({ harness }) => {
    const thrice = signal();
    let runs = 0;
    const job = jobOf(() => {
      runs += 1;
      if (runs === 3) thrice.done();
    });
    await harness.work([job]);
    await harness.queue.everyMs(job, { id: 'tick' }, 40);
    // A restart says it again.
    await harness.queue.everyMs(job, { id: 'tick' }, 40);
    await thrice.promise;
    expect(runs).toBe(3);
  });

  test('the scheduler of a job that is gone is removed', async ({ harness }) => {
    const [gone, kept] = ['gone', 'kept'].map((name) => jobOf(() => {}, { name }));
    await harness.queue.everyMs(gone!, { id: 'x' }, 3_600_000);
    await harness.queue.everyMs(kept!, { id: 'x' }, 3_600_000);
    await harness.queue.keepSchedulers(['kept']);
    const names = harness.lines.filter((line) => line.includes('scheduler of a job')).join('');
    expect(names).toContain('"job":"gone"');
    expect(names).not.toContain('"job":"kept"');
    await harness.queue.keepSchedulers(['kept']);
    expect(harness.lines.filter((line) => line.includes('scheduler of a job'))).toHaveLength(1);
  });

  test('closing waits for what runs and takes nothing new', async ({ harness }) => {
    const [started, go] = [signal(), signal()];
    const seen: string[] = [];
    const job = jobOf(async ({ id }) => {
      started.done();
      await go.promise;
      seen.push(id);
    });
    const pool = await harness.work([job]);
    await harness.queue.enqueue(job, { id: 'first' });
    await started.promise;
    const closed = pool.close();
    go.done();
    await closed;
    await harness.queue.enqueue(job, { id: 'second' });
    expect(seen).toEqual(['first']);
    await harness.settled(await harness.work([job]));
    expect(seen).toEqual(['first', 'second']);
  });

  test('idle means nothing waiting, running or due, in any queue it is asked about', async ({ harness }) => {
    const [started, go] = [signal(), signal()];
    const delivery = jobOf(() => {}, { name: 'deliver', queue: 'delivery' });
    const job = jobOf(async () => {
      started.done();
      await go.promise;
      await harness.queue.enqueue(delivery, { id: 'a' });
    });
    const pool = await harness.work([job, delivery]);
    expect(await pool.idle()).toBe(true);
    await harness.queue.enqueue(job, { id: 'a' });
    expect(await pool.idle()).toBe(false);
    await started.promise;
    expect(await pool.idle()).toBe(false);
    expect(await pool.idle(['delivery'])).toBe(true);
    go.done();
    await harness.settled(pool);
  });

  test('a tick that is not due does not count as busy', async ({ harness }) => {
    const job = jobOf(() => {});
    const pool = await harness.work([job]);
    await harness.queue.everyMs(job, { id: 'tick' }, 3_600_000);
    await harness.settled(pool);
    expect(await pool.idle()).toBe(true);
  });

  test('emptied, it says so; the schedulers are put back, by a process that runs no job too, and work goes on', async ({
    harness,
    backend,
  }) => {
    let runs = 0;
    let ran = signal();
    const job = jobOf(() => {
      runs += 1;
      ran.done();
    });
    const web = await openQueue({ backend, log: silentLogger });
    web.keepEveryMs(job, { id: 'tick' }, 3_600_000);
    expect(await web.isWhole()).toBe(false);
    const pool = await harness.work([job]);
    await harness.queue.everyMs(job, { id: 'tick' }, 3_600_000);
    await ran.promise;
    await harness.settled(pool);
    for (const one of [web, harness.queue]) {
      expect(await one.isWhole()).toBe(true);
      expect(await one.mend()).toEqual([]);
      ran = signal();
      const before = runs;
      await empty(backend);
      expect(await one.isWhole()).toBe(false);
      await expect(one.ping()).resolves.toBeUndefined();
      expect(await one.mend()).toEqual(['remind-due']);
      expect(await one.isWhole()).toBe(true);
      expect(await one.mend()).toEqual([]);
      // The worker that listened all the time takes it.
      await ran.promise;
      await harness.settled(pool);
      expect(runs).toBe(before + 1);
    }
    ran = signal();
    await harness.queue.enqueue(job, { id: 'another' });
    await ran.promise;
    await harness.settled(pool);
    await web.close();
  });

  test('a next run that was lost alone counts as missing once its time is over', async ({ harness, backend }) => {
    let [runs, ran] = [0, signal()];
    const job = jobOf(() => {
      runs += 1;
      ran.done();
    });
    const pool = await harness.work([job]);
    await harness.queue.everyMs(job, { id: 'tick' }, 25);
    await ran.promise;
    await pool.close();
    await empty(backend, 'work:[dr0-9]*');
    while (await harness.queue.isWhole()) await new Promise((resolve) => setImmediate(resolve));
    const before = runs;
    ran = signal();
    await harness.work([job]);
    expect(await harness.queue.mend()).toEqual(['remind-due']);
    await ran.promise;
    expect(runs).toBeGreaterThan(before);
  });

  test('two processes share the work', async ({ harness, backend }) => {
    const seen: string[] = [];
    const job = jobOf(({ id }) => void seen.push(id));
    const [one, two] = await Promise.all([harness.work([job]), harness.work([job])]);
    const ids = Array.from({ length: 60 }, (_, index) => `${backend.kind}-${index}`);
    await Promise.all(ids.map((id) => harness.queue.enqueue(job, { id })));
    await harness.settled(one);
    await harness.settled(two);
    expect(seen.toSorted()).toEqual(ids.toSorted());
  });

  test('a server that is not there is said so', async ({ backend }) => {
    const url = new URL(backend.url);
    url.port = String(await freePort());
    const opened = openQueue({ backend: { ...backend, url: url.href }, log: silentLogger, readyMs: 300 });
    await expect(opened).rejects.toBeInstanceOf(QueueUnreachableError);
  });

  test('the server answers', async ({ harness }) => {
    await expect(harness.queue.ping()).resolves.toBeUndefined();
  });
});

describe('after a crash of the database', () => {
  backends[0]!.test('a key whose job is over swallows no further wish', async ({ harness, databaseUrl }) => {
    const seen: string[] = [];
    const job = jobOf(({ id }) => void seen.push(id));
    const pool = await harness.work([job]);
    await harness.queue.enqueue(job, { id: 'a' });
    await harness.settled(pool);
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    await sql`insert into bullmq.dedup (queue, dedup_id, job_id)
      select queue, 'remind-due/a', id from bullmq.job where name = 'remind-due'`;
    await harness.queue.enqueue(job, { id: 'a' });
    await harness.settled(pool);
    expect(seen).toEqual(['a']);

    await harness.queue.heal();
    await harness.queue.enqueue(job, { id: 'a' });
    await harness.settled(pool);
    expect(seen).toEqual(['a', 'a']);
    await sql.end({ timeout: 5 });
  });

  backends[0]!.test('a key whose job waits or runs is kept', async ({ harness }) => {
    const [started, go] = [signal(), signal()];
    let runs = 0;
    const job = jobOf(async () => {
      runs += 1;
      started.done();
      await go.promise;
    });
    const pool = await harness.work([job]);
    await harness.queue.enqueue(job, { id: 'a' });
    await started.promise;
    await harness.queue.heal();
    await harness.queue.enqueue(job, { id: 'a' });
    await harness.queue.enqueue(job, { id: 'a' });
    go.done();
    await harness.settled(pool);
    expect(runs).toBe(2);
  });
});
