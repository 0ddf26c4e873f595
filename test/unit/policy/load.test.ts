import { describe, expect, it } from 'vitest';
import { policyIssueText } from '../../../src/copy/policy.ts';
import { loadPolicies } from '../../../src/domain/policy/load.ts';
import { settingIssues } from '../../../src/domain/policy/resolve.ts';
import { definition, loaded, problems, texts } from './support.ts';

const CLOCK = `  - id: own
    title: 办理
    basis: 一（一）
    legal: false
    startsOn: [received]
    period: { n: 7, unit: days }
    metBy: [closed]
    owner: unit
`;
const town = (clocks: string, rest = ''): string =>
  `id: probe\ntitle: 某镇\nsource: 某文件\nextends: national\nclocks:\n${clocks}${rest}`;

describe('the files of this repository', () => {
  it('load without a complaint', () => {
    expect(loaded.issues.map(policyIssueText)).toEqual([]);
    expect([...loaded.policies.keys()]).toEqual(expect.arrayContaining(['fenjie', 'national']));
  });
  it('a minimal town loads', () => {
    expect(problems(town(CLOCK))).toEqual([]);
  });
});

describe('a bad file is refused with file, line, field and reason', () => {
  it.each([
    [
      'a number that is a word',
      town(CLOCK.replace('n: 7', 'n: seven')),
      ['policies/probe.yaml 第 11 行 clocks[0].period.n：应为 0 到 3660 的整数，或 { setting: 设置名 }'],
    ],
    [
      'a unit that does not exist',
      town(CLOCK.replace('unit: days', 'unit: weeks')),
      ['policies/probe.yaml 第 11 行 clocks[0].period.unit：只能是 days、working-days、months 之一'],
    ],
    [
      'a misspelt key',
      town(CLOCK.replace('owner: unit', 'owner: unit\n    laddr: x')),
      ['policies/probe.yaml 第 14 行 clocks[0].laddr：不认识“laddr”这一项，请检查拼写'],
    ],
    [
      'a clock without clause',
      town(CLOCK.replace('    basis: 一（一）\n', '')),
      ['policies/probe.yaml 第 6 行 clocks[0].basis：缺少这一项'],
    ],
    [
      'an event that nobody knows',
      town(CLOCK.replace('[received]', '[arrived]')),
      [
        'policies/probe.yaml 第 10 行 clocks[0].startsOn[0]：不是已知的事件；应为 received、admitted、assigned、served、closed 等，或 missed:时限代号',
      ],
    ],
    [
      'a clock without period',
      town(CLOCK.replace('    period: { n: 7, unit: days }\n', '')),
      ['policies/probe.yaml 第 6 行 clocks[0].period：没有写期限：请写 period，或用 givenBy 说明期限由哪个事件给出'],
    ],
    ['two clocks of one name', town(CLOCK + CLOCK), ['policies/probe.yaml 第 14 行 clocks[1].id：代号“own”重复']],
    [
      'a town that rewrites the law',
      town(CLOCK.replace('id: own', 'id: handle')),
      ['policies/probe.yaml 第 6 行 clocks[0].id：“handle”是法定时限，镇文件不得改写；内部时限请另起代号'],
    ],
    [
      'a town that calls its own clock legal',
      town(CLOCK.replace('legal: false', 'legal: true')),
      ['policies/probe.yaml 第 9 行 clocks[0].legal：镇文件里的时限都是内部时限，legal 应为 false'],
    ],
    [
      'a ladder that is not there',
      town(`${CLOCK}    ladder: steep\n`),
      ['policies/probe.yaml 第 14 行 clocks[0].ladder：没有名为“steep”的提醒阶梯'],
    ],
    [
      'a stage with two times',
      town(CLOCK, 'ladders:\n  own:\n    - { id: a, when: { due: true, daysAfter: 1 }, to: [desk] }\n'),
      [
        'policies/probe.yaml 第 16 行 ladders.own[0].when：when 里要有且只有一种写法，如 { due: true } 或 { workingDaysBefore: 2 }',
      ],
    ],
    [
      'a receiver that does not exist',
      town(CLOCK, 'ladders:\n  own:\n    - id: a\n      when: { due: true }\n      to: [everybody]\n'),
      [
        'policies/probe.yaml 第 18 行 ladders.own[0].to[0]：只能是 handler、unit-head、unit-leader、area-leader、main-leader、desk、registrar 之一',
      ],
    ],
    [
      'a stage for nobody',
      town(CLOCK, 'ladders:\n  own:\n    - { id: a, when: { due: true }, to: [] }\n'),
      ['policies/probe.yaml 第 16 行 ladders.own[0].to：至少要有 1 项'],
    ],
    [
      'a setting that is not declared',
      town(CLOCK, 'followUp: { afterWorkingDays: { setting: someDays }, basis: 一 }\n'),
      ['policies/probe.yaml 第 14 行 followUp.afterWorkingDays.setting：没有名为“someDays”的设置'],
    ],
    [
      'a switch where a number is wanted',
      town(CLOCK, 'followUp: { afterWorkingDays: { setting: contactClock }, basis: 一 }\n'),
      ['policies/probe.yaml 第 14 行 followUp.afterWorkingDays.setting：设置“contactClock”应为整数'],
    ],
    [
      'a default outside its range',
      town(CLOCK, 'settings:\n  days: { type: integer, title: 天, min: 1, max: 5, default: 9, basis: 一 }\n'),
      ['policies/probe.yaml 第 15 行 settings.days.default：设置“days”的值须在 1 到 5 之间'],
    ],
    [
      'a time that no clock shows',
      town(CLOCK, 'rhythm: { digestAt: 25:00 }\n'),
      ['policies/probe.yaml 第 14 行 rhythm.digestAt：应为 24 小时制时间，如 08:30'],
    ],
    [
      'a number where a time is wanted',
      town(CLOCK, 'rhythm: { digestAt: 9 }\n'),
      ['policies/probe.yaml 第 14 行 rhythm.digestAt：应为 24 小时制时间（如 08:30），或 { setting: 设置名 }'],
    ],
    [
      'a missed clock that is not there',
      town(CLOCK.replace('[received]', "['missed:nothing']")),
      ['policies/probe.yaml 第 10 行 clocks[0].startsOn[0]：没有代号为“nothing”的时限'],
    ],
    [
      'a key written twice',
      town(CLOCK.replace('legal: false', 'legal: false\n    legal: false')),
      ['policies/probe.yaml 第 10 行：同一个键写了两次，请删去一个'],
    ],
    [
      'an unknown base',
      town(CLOCK).replace('national', 'province'),
      ['policies/probe.yaml 第 4 行 extends：没有可引用的“province”规则文件，或该文件有错'],
    ],
    [
      'text instead of a list',
      town(CLOCK.replace('metBy: [closed]', 'metBy: closed')),
      ['policies/probe.yaml 第 12 行 clocks[0].metBy：应为列表（[…] 或以 - 开头的各行）'],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('broken YAML names the line', () => {
    expect(problems('id: probe\ntitle: "某镇\n')[0]).toMatch(/^policies\/probe\.yaml 第 \d+ 行：不是合法的 YAML（/u);
  });
  it('an id that is not the file name', () => {
    expect(problems(town(CLOCK), 'other')).toEqual(['policies/other.yaml 第 1 行 id：代号“probe”与文件名不一致']);
  });
  it('one that is empty', () => {
    expect(problems('')).toEqual(['policies/probe.yaml 第 1 行：应为一组“键: 值”']);
  });
  it('a bad town leaves the law usable, and is not itself in the result', () => {
    const bad = { file: 'policies/probe.yaml', text: town(CLOCK.replace('n: 7', 'n: -1')) };
    const result = loadPolicies([...texts, bad]);
    expect(result.issues.map(({ file }) => file)).toEqual(['policies/probe.yaml']);
    expect([...result.policies.keys()].toSorted()).toEqual([...loaded.policies.keys()].toSorted());
  });
});

describe('settings of the org file', () => {
  it.each([
    [{ yellowUnderMonthDays: 5 }, []],
    [
      { yellowUnderMonthDays: 40 },
      ['org.yaml settings.yellowUnderMonthDays：设置“yellowUnderMonthDays”的值须在 1 到 29 之间'],
    ],
    [{ yellowUnderMonthDays: '5' }, ['org.yaml settings.yellowUnderMonthDays：设置“yellowUnderMonthDays”应为整数']],
    [{ contactClock: 1 }, ['org.yaml settings.contactClock：设置“contactClock”应为开关（true 或 false）']],
    [{ digestAt: '03:00' }, ['org.yaml settings.digestAt：设置“digestAt”的值须在 07:00 到 11:00 之间']],
    [{ redDays: 1 }, ['org.yaml settings.redDays：没有名为“redDays”的设置']],
  ])('%o', (settings, expected) => {
    expect(
      settingIssues(definition('fenjie'), settings as Record<string, number | string | boolean>, 'org.yaml').map(
        policyIssueText,
      ),
    ).toEqual(expected);
  });
});
