import { describe, expect, it } from 'vitest';

import { WecomError } from '../../../src/wecom/errcodes.ts';
import { SharedToken, type KeptToken, type TokenShelf } from '../../../src/wecom/rest/token.ts';

/** One shelf as several processes share it. */
function sharedShelf(): TokenShelf {
  let kept: KeptToken | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    alone(work) {
      const run = last.then(async () => (kept = await work(kept)));
      last = run.catch(() => {});
      return run;
    },
  };
}

function parts(shelf = sharedShelf()) {
  let now = 0;
  let asked = 0;
  const refusals: WecomError[] = [];
  const clock = { now: () => new Date(now) };
  const fetchToken = async (): Promise<{ token: string; seconds: number }> => {
    asked += 1;
    await new Promise((resolve) => setImmediate(resolve));
    const refusal = refusals.shift();
    if (refusal !== undefined) throw refusal;
    return { token: `t${asked}`, seconds: 7_200 };
  };
  return {
    process: () => new SharedToken(fetchToken, shelf, clock),
    pass: (seconds: number) => (now += seconds * 1_000),
    asked: () => asked,
    refusals,
  };
}

describe('the access token', () => {
  it('is asked for once by 50 callers at once, in two processes', async () => {
    const { process, asked } = parts();
    const [one, other] = [process(), process()];
    const tokens = await Promise.all(Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? one : other).get()));
    expect(new Set(tokens)).toEqual(new Set(['t1']));
    expect(asked()).toBe(1);
  });

  it('is renewed five minutes before its end, once', async () => {
    const { process, pass, asked } = parts();
    const token = process();
    await token.get();
    pass(6_899);
    expect(await token.get()).toBe('t1');
    pass(2);
    expect(await Promise.all(Array.from({ length: 50 }, () => token.get()))).toEqual(Array<string>(50).fill('t2'));
    expect(asked()).toBe(2);
  });

  it('that died is replaced once, however many met it', async () => {
    const { process, asked } = parts();
    const [one, other] = [process(), process()];
    const dead = await one.get();
    await other.get();
    const met = [
      ...Array.from({ length: 25 }, () => one.get(dead)),
      ...Array.from({ length: 25 }, () => other.get(dead)),
    ];
    expect(new Set(await Promise.all(met))).toEqual(new Set(['t2']));
    expect(await one.get(dead)).toBe('t2');
    expect(asked()).toBe(2);
  });

  it('that is refused for the set-up is not asked for again for a minute', async () => {
    const { process, pass, asked, refusals } = parts();
    refusals.push(new WecomError(40001, 'wrong secret'));
    const token = process();
    for (let index = 0; index < 5; index += 1) await expect(token.get()).rejects.toMatchObject({ errcode: 40001 });
    expect(asked()).toBe(1);
    pass(61);
    expect(await token.get()).toBe('t2');
  });

  it('that was not answered is asked for again at once', async () => {
    const { process, refusals } = parts();
    refusals.push(new WecomError(-1, 'busy'));
    const token = process();
    await expect(token.get()).rejects.toMatchObject({ fate: 'retry' });
    expect(await token.get()).toBe('t2');
  });
});
