/** What happens to a matter by the day on which it happens: dated examples, counted by hand on the calendar of 2026. */
import { UserError } from '../../../src/core/errors.ts';
import type { LocalDay } from '../../../src/core/local-day.ts';
import { correct } from '../../../src/domain/handling/correction.ts';
import { askExtension, type Longer } from '../../../src/domain/handling/extension.ts';
import { lockPetition } from '../../../src/domain/matter/find.ts';
import { admit, serve } from '../../../src/domain/handling/steps.ts';
import { merge } from '../../../src/domain/intake/merge.ts';
import { decide } from '../../../src/domain/handling/assign.ts';
import { periodFacts } from '../../../src/domain/report/period.ts';
import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';

type Matter = { id: string };

const day = (text: string): LocalDay => text as LocalDay;
const running = async (town: TestTown, matter: Matter, kind: string): Promise<string | undefined> =>
  (await town.clocks(matter)).running[kind]?.dueOn;
const corrected = (town: TestTown, by: string, matter: Matter, receivedOn: string) =>
  town.act(by, matter, (ctx, actor, petition) =>
    correct(ctx, actor, petition, { receivedOn: day(receivedOn), reason: '看错邮戳' }),
  );

/** Admitted and given to 城建办 on Monday 9 March, for so many days. */
async function handled(town: TestTown, days: number): Promise<Matter> {
  const matter = await town.register('u-desk1', { kind: 'appeal' });
  await town.act('u-desk1', matter, (ctx, actor, petition) =>
    admit(ctx, actor, petition, 'admit', undefined, undefined),
  );
  await town.assign('u-desk1', matter, 'cjb', { n: days, unit: 'days' });
  return matter;
}

const days = (n: number): Longer => ({ n, unit: 'days' });

const extended = (
  town: TestTown,
  matter: Matter,
  { legal, ...input }: { longer: Longer; legal: boolean; special?: boolean },
) =>
  town
    .act('u-cj1', matter, async (ctx, actor, petition) => {
      const { approval } = await askExtension(ctx, actor, petition, {
        reason: '需要检测',
        which: legal ? '法定' : '镇内',
        ...input,
      });
      return approval;
    })
    .then(
      ({ id, approvers }) =>
        town.act(approvers[0]!, matter, (ctx, actor, petition) =>
          decide(ctx, actor, petition, true, undefined, { id }),
        ),
      (error: unknown) => (error instanceof UserError ? error.code : String(error)),
    );

describe('a corrected day of receipt (条例 art. 23: fifteen days)', () => {
  townTest('moves the notice that is still to come', async ({ town }) => {
    const matter = await town.register('u-desk1');
    expect(await running(town, matter, 'notice')).toBe('2026-03-24');
    await corrected(town, 'u-desk1', matter, '2026-03-06');
    // The fifteenth day is Saturday the 21st.
    expect(await running(town, matter, 'notice')).toBe('2026-03-23');
    await corrected(town, 'u-desk1', matter, '2026-02-26');
    expect(await running(town, matter, 'notice')).toBe('2026-03-13');
    await corrected(town, 'u-lead1', matter, '2026-03-09');
    expect(await running(town, matter, 'notice')).toBe('2026-03-24');
  });

  townTest('of which the notice was missed on the 24th leaves it missed on the 24th', async ({ town }) => {
    const matter = await town.register('u-desk1');
    town.go('2026-03-25');
    await corrected(town, 'u-lead1', matter, '2026-03-20');
    const notices = (await town.clocks(matter)).all.filter(({ kind }) => kind === 'notice');
    expect(notices.map(({ dueOn, state }) => [dueOn, state])).toEqual([['2026-03-24', 'running']]);
  });
});

describe('条例 art. 34: thirty days more', () => {
  townTest('are given on 8 May, the last day, and end on 8 June', async ({ town }) => {
    const matter = await handled(town, 60);
    expect(await running(town, matter, 'handle')).toBe('2026-05-08');
    town.go('2026-05-08');
    await extended(town, matter, { longer: days(30), legal: true });
    expect(await running(town, matter, 'handle')).toBe('2026-06-08');
  });

  townTest('are not given on 9 May', async ({ town }) => {
    const matter = await handled(town, 60);
    town.go('2026-05-09');
    expect(await extended(town, matter, { longer: days(30), legal: true })).toBe('extend.missed');
    expect(await running(town, matter, 'handle')).toBe('2026-05-08');
  });

  townTest('are no thirty-one', async ({ town }) => {
    const matter = await handled(town, 60);
    expect(await extended(town, matter, { longer: days(31), legal: true })).toBe('extend.too-long');
  });
});

describe('延期 as people ask for it', () => {
  // 15 days from 9 March: the 24th.
  for (const [said, longer, dueOn] of [
    ['five working days more', { n: 5, unit: 'working-days' }, '2026-03-31'],
    ['up to 2 April', { until: '2026-04-02' }, '2026-04-02'],
    ['a month more', { n: 1, unit: 'months' }, '2026-04-23'],
  ] as const) {
    townTest(`${said} ends on ${dueOn}`, async ({ town }) => {
      const matter = await handled(town, 15);
      town.go('2026-03-20');
      await extended(town, matter, { longer: longer as Longer, legal: false });
      expect(await running(town, matter, 'resolve')).toBe(dueOn);
    });
  }

  townTest('up to a day that is no later is refused', async ({ town }) => {
    const matter = await handled(town, 15);
    expect(await extended(town, matter, { longer: { until: '2026-03-24' as LocalDay }, legal: false })).toBe(
      'extend.no-gain',
    );
  });

  townTest('by what a roll swallows is refused; up to a day it is that day', async ({ town }) => {
    town.go('2026-03-02');
    const early = await handled(town, 15);
    // Sixty days end on 1 May; the holiday rolls them to the 6th, and three more days end within it.
    expect(await running(town, early, 'handle')).toBe('2026-05-06');
    expect(await extended(town, early, { longer: days(3), legal: true })).toBe('extend.no-gain');
    await extended(town, early, { longer: { until: '2026-05-08' as LocalDay }, legal: true });
    expect(await running(town, early, 'handle')).toBe('2026-05-08');
  });
});

describe('实施方案四（四）: a second limit', () => {
  townTest('of three months from 26 March ends on 26 June, and no day later', async ({ town }) => {
    const matter = await handled(town, 15);
    expect(await running(town, matter, 'resolve')).toBe('2026-03-24');
    town.go('2026-03-26');
    expect(await extended(town, matter, { longer: days(93), legal: false, special: true })).toBe('extend.too-long');
    await extended(town, matter, { longer: days(92), legal: false, special: true });
    expect(await running(town, matter, 'second-limit')).toBe('2026-06-26');
    // The law's day stands where it stood.
    expect(await running(town, matter, 'handle')).toBe('2026-05-08');
  });
});

describe('实施方案四（四）: the same matter within a year', () => {
  const again = async (town: TestTown, on: string): Promise<Matter> => {
    const earlier = await handled(town, 60);
    town.go(on);
    const second = await town.register('u-desk1');
    await town.act('u-desk1', second, async (ctx, actor, petition) =>
      merge(ctx, actor, { again: petition, earlier: await lockPetition(ctx, earlier.id) }),
    );
    return earlier;
  };

  townTest('is explained within five working days: on the 10th, so by the 17th', async ({ town }) => {
    expect(await running(town, await again(town, '2026-03-10'), 'explain')).toBe('2026-03-17');
  });

  townTest('registered twice on one day is one registration too many, and nothing to explain', async ({ town }) => {
    expect(await running(town, await again(town, '2026-03-09'), 'explain')).toBeUndefined();
  });
});

describe('days that others decide', () => {
  townTest('an opinion received on 12 March may be put to review until 13 April (art. 35)', async ({ town }) => {
    const matter = await handled(town, 60);
    town.go('2026-03-12');
    await town.answer('u-cj1', matter);
    await town.act('u-desk1', matter, (ctx, actor, petition) =>
      serve(ctx, actor, petition, { paper: 'opinion', paperName: '处理意见书', on: town.day, method: '直接送达' }),
    );
    // Thirty days end on Saturday 11 April.
    expect(await running(town, matter, 'review-request')).toBe('2026-04-13');
  });

  townTest('a Saturday that the sender named stays that Saturday (art. 22)', async ({ town }) => {
    const matter = await town.register('u-desk1', { channel: 'superior', feedbackOn: day('2026-03-21') });
    const { feedback } = (await town.clocks(matter)).running;
    expect(feedback).toMatchObject({ dueOn: '2026-03-21', remindBy: '2026-03-20' });
  });
});

describe('及时受理率', () => {
  townTest('counts a notice of the 24th from the day after on, and one that is done at once', async ({ town }) => {
    const march = { from: day('2026-03-01'), to: day('2026-03-31') };
    const rate = async () => {
      const { rates } = await town.run((ctx) => periodFacts(ctx, 'fenjie', march, { kind: 'group' }));
      return rates.filter(({ title }) => title === '及时受理率').map(({ done, of }) => [done, of]);
    };
    await town.register('u-desk1');
    town.go('2026-03-24');
    expect(await rate()).toEqual([[0, 0]]);
    town.go('2026-03-25');
    expect(await rate()).toEqual([[0, 1]]);
  });
});

describe('how old what is open is', () => {
  const ages = (town: TestTown) =>
    town.run(async (ctx) => {
      const year = { from: day('2026-01-01'), to: day('2026-12-31') };
      return (await periodFacts(ctx, 'fenjie', year, { kind: 'group' })).ages;
    });

  townTest('is counted to today, and of a year that is over to its last day', async ({ town }) => {
    await town.register('u-desk1');
    // Up to 30 days, 60, half a year, a year, five years, and above.
    for (const [today, wanted] of [
      ['2026-04-08', [1, 0, 0, 0, 0, 0]],
      ['2026-04-09', [0, 1, 0, 0, 0, 0]],
      // 297 days on 31 December.
      ['2026-12-31', [0, 0, 0, 1, 0, 0]],
      ['2028-02-01', [0, 0, 0, 1, 0, 0]],
    ] as const) {
      town.go(today);
      expect([today, await ages(town)]).toEqual([today, wanted]);
    }
  });
});
