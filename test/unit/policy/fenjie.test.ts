import { describe, expect, it } from 'vitest';
import { gapText, lawFindingText } from '../../../src/copy/policy.ts';
import { computeDue } from '../../../src/domain/deadline/due.ts';
import {
  type MatterFacts,
  clocksStartedBy,
  clocksStartedByMissing,
  signaturesFor,
} from '../../../src/domain/policy/applies.ts';
import { checkAgainstLaw } from '../../../src/domain/policy/file/law-check.ts';
import { resolvePolicy, type Settings } from '../../../src/domain/policy/resolve.ts';
import type { Policy } from '../../../src/domain/policy/file/schema.ts';
import { stageDays } from '../../../src/domain/policy/stages.ts';
import { calendar, day } from '../deadline/support.ts';
import { definition } from './support.ts';

const fenjie = (settings: Settings = {}): Policy => resolvePolicy(definition('fenjie'), settings);
const rule = (policy: Policy, kind: string) => {
  const found = policy.clocks.find((clock) => clock.kind === kind);
  if (found === undefined) throw new Error(`no clock ${kind}`);
  return found;
};
const facts: MatterFacts = { channel: 'visit', kind: 'appeal', branch: 6, first: true, identityKnown: true };
const kinds = (clocks: readonly { readonly kind: string }[]) => clocks.map(({ kind }) => kind);

describe('the law (national)', () => {
  it.each([
    ['notice', { n: 15, unit: 'days' }, '《信访工作条例》第二十二条、第二十三条'],
    ['objection', { n: 5, unit: 'working-days' }, '《信访工作条例》第二十三条'],
    ['handle', { n: 60, unit: 'days' }, '《信访工作条例》第三十四条'],
    ['review-request', { n: 30, unit: 'days' }, '《信访工作条例》第三十五条'],
  ])('%s: %o, %s', (kind, period, basis) => {
    expect(rule(fenjie(), kind)).toMatchObject({ period, basis, legal: true });
  });
  it('art. 34: at most 30 days more in total, approved by the head, the petitioner told', () => {
    expect(rule(fenjie(), 'handle').extension).toMatchObject({
      max: { n: 30, unit: 'days' },
      by: ['main-leader'],
      tellPetitioner: true,
      legal: true,
    });
  });
  it('art. 34 holds only for branch 31(6) of an appeal; an unclassified matter counts as one', () => {
    const started = (change: Partial<MatterFacts>) =>
      kinds(clocksStartedBy(fenjie(), 'admitted', { ...facts, ...change }));
    expect(started({})).toEqual(['handle']);
    expect(started({ branch: 4 })).toEqual([]);
    expect(started({ kind: 'suggestion', branch: undefined })).toEqual([]);
    expect(started({ kind: undefined, branch: undefined })).toEqual(['handle']);
  });
  it('art. 23: an objection only to what was sent from above; no notice when name or address is unclear', () => {
    const started = (change: Partial<MatterFacts>) =>
      kinds(clocksStartedBy(fenjie(), 'received', { ...facts, ...change }));
    expect(started({})).toEqual(['notice']);
    expect(started({ channel: 'superior' })).toEqual(['notice', 'objection']);
    expect(started({ identityKnown: false })).toEqual([]);
  });
  it("art. 35: the petitioner's own period is told, never pressed", () => {
    expect(rule(fenjie(), 'review-request')).toMatchObject({ owner: 'petitioner', ladder: [] });
  });
});

describe('分界镇', () => {
  it('四（一）: the closing period starts with the assignment and is counted from receipt', () => {
    expect(rule(fenjie(), 'resolve')).toMatchObject({
      startsOn: ['assigned'],
      countsFrom: 'received',
      givenBy: 'assigned',
      period: { n: 60, unit: 'days' },
      legal: false,
    });
    expect(rule(fenjie({ resolveDays: 45 }), 'resolve').period).toEqual({ n: 45, unit: 'days' });
  });
  it('四（四）: the second limit is at most 30 days, three months in special cases', () => {
    expect(rule(fenjie(), 'second-limit')).toMatchObject({
      startsOn: ['limit-reset'],
      max: { n: 30, unit: 'days' },
      maxSpecial: { n: 3, unit: 'months' },
    });
  });
  it('四（四）: after a missed second limit, or a repeat within a year, the leader explains', () => {
    expect(kinds(clocksStartedByMissing(fenjie(), 'second-limit', facts))).toEqual(['explain']);
    expect(kinds(clocksStartedBy(fenjie(), 'repeated', facts))).toEqual(['explain']);
    expect(fenjie().repeat?.withinMonths).toBe(12);
  });
  it('四（一）: important, sensitive or five people and more wait for the main leader', () => {
    const asked = (important: boolean, sensitive: boolean, headcount: number, settings?: Settings) =>
      signaturesFor(fenjie(settings), 'instruct', { important, sensitive, headcount }).map(({ by }) => by);
    expect(asked(false, false, 4)).toEqual([]);
    expect(asked(false, false, 5)).toEqual([['main-leader']]);
    expect(asked(true, false, 1)).toEqual([['main-leader']]);
    expect(asked(false, true, 1)).toEqual([['main-leader']]);
    expect(asked(false, false, 5, { importantHeadcount: 10 })).toEqual([]);
  });
  it('四（二）: every reply is reviewed by the unit head or the lead leader', () => {
    expect(signaturesFor(fenjie(), 'review', { important: false, sensitive: false, headcount: 1 })).toMatchObject([
      { by: ['unit-head', 'unit-leader'] },
    ]);
  });
  it('the contact clock is not in its text: off, and marked as borrowed when switched on', () => {
    expect(kinds(fenjie().clocks)).not.toContain('contact');
    expect(rule(fenjie({ contactClock: true }), 'contact')).toMatchObject({
      period: { n: 1, unit: 'working-days' },
      borrowedFrom: '沥海街道',
    });
  });
  it('rhythm: digest 08:30, weekly to the main leaders on Monday 09:10, quiet 18:00 to 08:00', () => {
    expect(fenjie().rhythm).toMatchObject({ digestAt: '08:30', quietFrom: '18:00', quietTo: '08:00' });
    expect(fenjie().rhythm.reports[0]).toMatchObject({
      kind: 'weekly',
      at: '09:10',
      weekday: 1,
      to: ['main-leader', 'desk'],
    });
    expect(fenjie({ digestAt: '08:40' }).rhythm.digestAt).toBe('08:40');
  });
  it('a stored value that is not allowed counts as not given', () => {
    expect(fenjie({ yellowUnderMonthDays: 99, digestAt: '03:00' })).toMatchObject({
      colours: { yellowUnderMonth: undefined },
      rhythm: { digestAt: '08:30' },
    });
  });
});

describe('the gap of 四（四）', () => {
  it('has no default and is named with what is missing', () => {
    expect(fenjie().gaps).toMatchObject([{ setting: 'yellowUnderMonthDays', missing: ['colours.yellowUnderMonth'] }]);
    expect(fenjie().gaps.map(gapText)).toEqual([
      '化解时限不足一个月时，距办结不足几天赋黄色（四（四），原文未写）：请在 settings 里填 yellowUnderMonthDays，1—29 的整数；填好前只缺这一步提醒',
    ]);
    expect(fenjie({ yellowUnderMonthDays: 5 }).gaps).toEqual([]);
  });
  it('only the yellow stage of short periods is missing; all others stand', () => {
    const stages = (n: number, settings?: Settings) => {
      const policy = fenjie(settings);
      const startOn = day('2026-03-02');
      const due = computeDue(startOn, { n, unit: 'days' }, calendar);
      return stageDays(rule(policy, 'resolve'), { startOn, begunOn: day('2026-03-03'), due }, policy.colours, calendar);
    };
    expect(stages(21)).toEqual([
      { stage: 'assign', on: '2026-03-03' },
      { stage: 'half', on: '2026-03-12' },
      { stage: 'before-2', on: '2026-03-19' },
      { stage: 'due', on: '2026-03-23' },
      { stage: 'overdue', on: '2026-03-24' },
      { stage: 'overdue+3', on: '2026-03-26' },
      { stage: 'overdue+7', on: '2026-04-01' },
    ]);
    expect(stages(21, { yellowUnderMonthDays: 5 })).toContainEqual({ stage: 'yellow', on: '2026-03-19' });
    expect(stages(60)).toContainEqual({ stage: 'yellow', on: '2026-04-27' });
  });
});

describe('versions', () => {
  it('the same content and settings give the same version; a setting changes it', () => {
    expect(fenjie().version).toMatch(/^fenjie@[0-9a-f]{12}$/u);
    expect(fenjie({}).version).toBe(fenjie().version);
    expect(fenjie({ resolveDays: 60 }).version).toBe(fenjie().version);
    expect(fenjie({ yellowUnderMonthDays: 5 }).version).not.toBe(fenjie().version);
  });
});

describe('against the law', () => {
  const lines = (settings?: Settings) => checkAgainstLaw(fenjie(settings)).map(lawFindingText);
  it('three months are an internal limit only', () => {
    expect(lines()).toContain(
      '【冲突】三个月延期 > 法定30日：仅作内部时限（第二次化解时限，实施方案四（四）；《信访工作条例》第三十四条）',
    );
    expect(lines().filter((line) => line.startsWith('【冲突】'))).toHaveLength(1);
  });
  it('the missing number is asked for, and no longer once it is given', () => {
    expect(lines().filter((line) => line.startsWith('【待填】'))).toHaveLength(1);
    expect(lines({ yellowUnderMonthDays: 5 }).filter((line) => line.startsWith('【待填】'))).toEqual([]);
  });
  it('a shorter town period is named as the stricter one', () => {
    expect(lines({ resolveDays: 30 })).toContain(
      '【从严】化解时限 30天 < 法定60日：提醒按镇里时限（实施方案四（一）；《信访工作条例》第三十四条）',
    );
  });
  it('a borrowed clock says from whom', () => {
    expect(lines({ contactClock: true })).toContain(
      '【借用】联系信访人：本镇文件没有，借自沥海街道（沥工委〔2020〕38号一（二））',
    );
  });
  it('what is declined is said with its lawful counterpart', () => {
    expect(lines().filter((line) => line.startsWith('【不执行】'))[0]).toBe(
      '【不执行】以停诉息访承诺书作为化解依据（四（四））：放弃信访权利的承诺不作为办结条件；代之以：办结依据为调解协议书、书面答复并送达、信访人评价满意',
    );
  });
  it('the law itself has no findings', () => {
    expect(checkAgainstLaw(resolvePolicy(definition('national')))).toEqual([]);
  });
});
