import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { lawFindingText, policyIssueText } from '../../../src/copy/policy.ts';
import { computeDue } from '../../../src/domain/deadline/due.ts';
import {
  clocksStartedBy,
  clocksStartedByMissing,
  type MatterFacts,
  signaturesFor,
} from '../../../src/domain/policy/applies.ts';
import { checkAgainstLaw } from '../../../src/domain/policy/file/law-check.ts';
import { loadPolicies } from '../../../src/domain/policy/file/load.ts';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { resolvePolicy, type Settings } from '../../../src/domain/policy/resolve.ts';
import { stageDays } from '../../../src/domain/policy/stages.ts';
import { calendar, day } from '../deadline/support.ts';
import { definition, texts } from './support.ts';

const of = (id: string, settings: Settings = {}): Policy => resolvePolicy(definition(id), settings);
const facts: MatterFacts = { channel: 'visit', kind: 'appeal', branch: 6, first: true, identityKnown: true };
const rule = (policy: Policy, kind: string) => policy.clocks.find((clock) => clock.kind === kind);
const findings = (policy: Policy) => checkAgainstLaw(policy).map(lawFindingText);
const TOWNS = ['fenjie', 'lihai', 'sanwu', 'yuanzhu', 'xiji'] as const;

describe('every town', () => {
  it.each(TOWNS)('%s keeps every legal clock as the law has it', (id) => {
    const legal = (policy: Policy) => policy.clocks.filter((clock) => clock.legal);
    expect(legal(of(id))).toEqual(legal(of('national')));
  });
  it.each(TOWNS)('%s: no declined thing is without reason, and each has its lawful counterpart', (id) => {
    for (const declined of of(id).declined) {
      expect(declined).toMatchObject({ reason: expect.any(String), instead: expect.any(String) });
    }
  });
  it('every X and S row of the field study is declined by its town', () => {
    const rows = (
      '0.9 0.10 0.12 0.13 0.20 1.11 1.12 1.14 1.17 2.1 2.2 2.3 2.6 2.7 2.12 3.8 3.11 3.12 3.13 ' +
      '4.1 4.3 4.9 4.10 4.11 4.12 4.13 4.14 4.15 4.17'
    ).split(' ');
    const declined = new Set(
      TOWNS.flatMap((id, town) =>
        of(id).declined.flatMap((one) => one.rows.filter((row) => row.startsWith(`${town}.`))),
      ),
    );
    expect(rows.filter((row) => !declined.has(row))).toEqual([]);
  });
  it('no file names a trigger, a target or a column about persons', () => {
    const kept = TOWNS.map((id) =>
      JSON.stringify({ ...of(id), declined: [], source: '', practice: { ...of(id).practice, outdated: [] } }),
    ).join('');
    expect(kept).not.toMatch(/越级|稳控|重点人员|劝返|进京|零上访|罚|否决|息访|排名/u);
  });
});

describe('沥海', () => {
  const started = (channel: MatterFacts['channel']) =>
    clocksStartedBy(of('lihai'), 'assigned', { ...facts, channel }).map((clock) => [clock.kind, clock.period]);
  it('一（二）、一（五）: contact in a working day; a week or fifteen working days by the way it came', () => {
    const contact = ['contact', { n: 1, unit: 'working-days' }];
    expect(started('phone')).toEqual([contact, ['resolve-remote', { n: 7, unit: 'days' }]]);
    expect(started('hotline')).toEqual([contact, ['resolve-remote', { n: 7, unit: 'days' }]]);
    expect(started('visit')).toEqual([contact, ['resolve-letter', { n: 15, unit: 'working-days' }]]);
    expect(started('superior')).toEqual([contact, ['resolve-other', undefined]]);
  });
  it('its numbers are settings of the town', () => {
    const policy = of('lihai', { remoteDays: 5, repeatCount: 4, contactClock: false, otherDays: 20 });
    expect(rule(policy, 'resolve-remote')?.period).toEqual({ n: 5, unit: 'days' });
    expect(rule(policy, 'resolve-other')?.period).toEqual({ n: 20, unit: 'days' });
    expect(rule(policy, 'contact')).toBeUndefined();
    expect(policy.practice.warning?.when.repeatFrom).toBe(4);
    expect(policy.gaps).toEqual([]);
    expect(of('lihai').gaps.map(({ setting }) => setting)).toEqual(['otherDays']);
  });
  it('二（一）: the main leader signs each assignment and each closing', () => {
    const small = { important: false, sensitive: false, headcount: 1 };
    for (const kind of ['instruct', 'close'] as const) {
      expect(signaturesFor(of('lihai'), kind, small).map(({ by }) => by)).toEqual([['main-leader']]);
      expect(signaturesFor(of('sanwu'), kind, small)).toEqual([]);
    }
  });
  it('二（二）: the warning is answered in seven working days, signed, to the heads with copies above', () => {
    expect(clocksStartedBy(of('lihai'), 'warned', facts)).toMatchObject([
      { kind: 'warning-answer', period: { n: 7, unit: 'working-days' }, metBy: ['warning-answered'] },
    ]);
    expect(of('lihai').practice.warning).toMatchObject({
      when: { repeatFrom: 3, headcountFrom: 5, scene: true },
      to: ['unit-head'],
      copyTo: ['unit-leader', 'area-leader', 'main-leader'],
      signedBy: ['unit-leader', 'area-leader'],
    });
  });
  it('一（一）3: the third route takes the accused out, and the check says so', () => {
    expect(of('lihai').practice.routes?.find(({ about }) => about === 'conduct')).toMatchObject({
      excludeAccused: true,
    });
    expect(findings(of('lihai'))).toContain(
      '【冲突】线路三：干部履职、作风和效能（沥工委〔2020〕38号一（一）3）：牵头、承办、协助中一律排除被反映的单位和个人，也不向其通知（《信访工作条例》第二十八条、第三十条）',
    );
  });
  it('a borrowed clock elsewhere is its own here', () => {
    expect(findings(of('lihai')).filter((line) => line.startsWith('【借用】'))).toEqual([]);
    expect(findings(of('xiji', { contactClock: true })).filter((line) => line.startsWith('【借用】'))).toHaveLength(1);
  });
});

describe('元竹', () => {
  it('四、一是: thirty days for 包案 matters only, then a written statement', () => {
    expect(clocksStartedBy(of('yuanzhu'), 'assigned', facts).map(({ kind }) => kind)).toEqual(['resolve', 'circular']);
    expect(clocksStartedBy(of('yuanzhu'), 'led', facts)).toMatchObject([
      { kind: 'case-limit', period: { n: 30, unit: 'days' } },
    ]);
    expect(clocksStartedByMissing(of('yuanzhu'), 'case-limit', facts)).toMatchObject([
      { kind: 'statement', metBy: ['explained'] },
    ]);
  });
  it('四、二是: 45 days, then the matter, not a person, is circulated', () => {
    const circular = rule(of('yuanzhu'), 'circular')!;
    expect(circular).toMatchObject({ period: { n: 45, unit: 'days' }, countsFrom: 'received' });
    expect(circular.ladder.find(({ id }) => id === 'circular')).toMatchObject({
      group: 'escalations',
      letter: 'supervise',
    });
    expect(findings(of('yuanzhu'))).toContain(
      '【从严】办结通报期限 45天 < 法定60日：提醒按镇里时限（元竹镇做法四、二是；《信访工作条例》第三十四条）',
    );
  });
  it('三: the analysis meeting comes every half month', () => {
    expect(of('yuanzhu').rhythm.reports).toMatchObject([{ kind: 'half-monthly', to: ['main-leader', 'desk'] }]);
  });
});

describe('三无 and 西集', () => {
  it('a limit without a number is a gap; one given with the assignment still runs', () => {
    for (const [id, clause] of [
      ['sanwu', '四（四）'],
      ['xiji', '四（三）1'],
    ] as const) {
      expect(of(id).gaps).toMatchObject([{ setting: 'resolveDays', basis: clause, missing: ['clocks[0].period.n'] }]);
      expect(rule(of(id), 'resolve')).toMatchObject({ period: undefined, givenBy: 'assigned' });
      expect(rule(of(id, { resolveDays: 30 }), 'resolve')?.period).toEqual({ n: 30, unit: 'days' });
    }
  });
  it('三无 四（一）、四（四）: Wednesdays, daily from the grid, monthly from the offices, one tap for nothing', () => {
    expect(of('sanwu').rhythm.prompts).toMatchObject([
      { id: 'wednesday', every: 'week', weekday: 3, from: ['village', 'office', 'station'], nil: true },
      { id: 'grid-daily', every: 'day', from: ['grid'], to: ['unit-head'] },
      { id: 'unit-monthly', every: 'month', from: ['office', 'station'] },
    ]);
    expect(of('sanwu', { reportWeekday: 2 }).rhythm.prompts[0]?.weekday).toBe(2);
  });
  it('西集 三（三）: the ledger before the 25th, asked for from the 20th; matters of a coming holiday', () => {
    expect(of('xiji').rhythm.prompts[0]).toMatchObject({
      id: 'monthly-ledger',
      every: 'month',
      monthDay: 25,
      askFrom: 20,
    });
    expect(of('xiji').rhythm.beforeHolidays).toMatchObject({ workingDaysBefore: 5 });
    expect(of('xiji').rhythm.reports.map(({ kind }) => kind)).toEqual(['weekly', 'monthly', 'quarterly', 'annual']);
  });
  it('a basis that is no longer in force is named', () => {
    expect(findings(of('sanwu'))).toContain(
      '【依据已变】《信访条例》（四（三）、四（七））：以现行《信访工作条例》（2022年5月1日起施行）为准',
    );
  });
  it('fines, vetoes and intercepting people are declined with the article', () => {
    expect(findings(of('xiji'))).toEqual(
      expect.arrayContaining([
        '【不执行】按上访次数、级别对负责人罚款（每人每次100元至2000元）（四（三）1、四（三）5）：不罚款；也不计算谁去了哪一级（《信访工作条例》第十八条、第三十九条）；代之以：提醒、督办、逐级报告未办事项',
        '【不执行】信访工作一票否决（四（四））：不一票否决（《信访工作条例》第三十九条）；代之以：看办理是否按时',
      ]),
    );
  });
});

describe('a sixth town needs no code', async () => {
  const text = await readFile(new URL('sixth-town.yaml', import.meta.url), 'utf8');
  const loaded = loadPolicies([...texts, { file: 'policies/sixth.yaml', text }]);
  const sixth = (settings: Settings = {}) => resolvePolicy(loaded.policies.get('sixth')!, settings);
  it('loads beside the five', () => {
    expect(loaded.issues.map(policyIssueText)).toEqual([]);
    expect([...loaded.policies.keys()]).toEqual(expect.arrayContaining([...TOWNS, 'sixth']));
  });
  it('runs clocks of its own beside the law’s', () => {
    const online = { ...facts, channel: 'online' } as const;
    expect(clocksStartedBy(sixth(), 'received', online).map(({ kind }) => kind)).toEqual(['notice', 'first-word']);
    expect(clocksStartedBy(sixth(), 'received', facts).map(({ kind }) => kind)).toEqual(['notice']);
    const long = rule(sixth(), 'long')!;
    const startOn = day('2026-03-02');
    const due = computeDue(startOn, long.period!, calendar);
    expect(stageDays(long, { startOn, begunOn: startOn, due }, undefined, calendar)).toEqual([
      { stage: 'assign', on: '2026-03-02' },
      { stage: 'tenth', on: '2026-05-22' },
      { stage: 'due', on: '2026-05-29' },
      { stage: 'overdue', on: '2026-06-02' },
    ]);
  });
  it('is held against the law: too long a period, too long an extension, a gap', () => {
    expect(findings(sixth())).toEqual([
      '【冲突】两个月延期 > 法定30日：仅作内部时限（疑难事项办结，办法五；《信访工作条例》第三十四条）',
      '【冲突】疑难事项办结 90天 > 法定60日：提醒按法定时限（办法五；《信访工作条例》第三十四条）',
      '【提示】办结签（办法七）：等批期间法定期限照常计算，到期照常提醒',
      '【待填】建议几天内研究（六，原文未写）：请在 settings 里填 thinkDays，1—60 的整数；填好前只缺这一步提醒',
      '【不执行】每月给各村信访量排名（九）：不排名（《信访工作条例》第三十九条）；代之以：按单位看办理是否按时',
    ]);
    expect(rule(sixth(), 'study')).toBeUndefined();
    expect(rule(sixth({ thinkDays: 20 }), 'study')?.period).toEqual({ n: 20, unit: 'days' });
  });
});
