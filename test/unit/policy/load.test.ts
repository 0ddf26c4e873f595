import { describe, expect, it } from 'vitest';
import { policyIssueText } from '../../../src/copy/policy.ts';
import { loadPolicies } from '../../../src/domain/policy/file/load.ts';
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
const PROMPT = `rhythm:
  prompts:
    - { id: ask, title: 报送, basis: 一, every: week, weekday: 3, at: '09:00', from: [village], to: [desk], nil: true }
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
      'a reference to itself',
      town(CLOCK, 'ladders: &a\n  own: *a\n'),
      ['policies/probe.yaml：里面的 & 和 * 引用太多或引用了自己，请直接写出来'],
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
    [
      'a negative number of days',
      town(CLOCK.replace('n: 7', 'n: -7')),
      ['policies/probe.yaml 第 11 行 clocks[0].period.n：不能小于 0'],
    ],
    [
      'half a day',
      town(CLOCK.replace('n: 7', 'n: 7.5')),
      ['policies/probe.yaml 第 11 行 clocks[0].period.n：应为 0 到 3660 的整数，或 { setting: 设置名 }'],
    ],
    [
      'a signer that does not exist',
      town(CLOCK, 'signatures:\n  - { kind: close, title: 办结签, basis: 一, by: [mayor] }\n'),
      [
        'policies/probe.yaml 第 15 行 signatures[0].by[0]：只能是 handler、unit-head、unit-leader、area-leader、main-leader、desk、registrar 之一',
      ],
    ],
    [
      'a letter that does not exist',
      town(CLOCK, 'ladders:\n  own:\n    - { id: a, when: { due: true }, letter: fine, to: [desk] }\n'),
      ['policies/probe.yaml 第 16 行 ladders.own[0].letter：只能是 assign、remind、supervise、warn 之一'],
    ],
    [
      'a ladder that speaks of overdue before due',
      town(
        CLOCK,
        'ladders:\n  own:\n    - { id: late, when: { daysAfter: 1 }, to: [desk] }\n    - { id: last, when: { due: true }, to: [desk] }\n',
      ),
      ['policies/probe.yaml 第 17 行 ladders.own[1].when：提醒的先后不对：“last”应写在“late”前面'],
    ],
    [
      'a ladder that counts backwards',
      town(
        CLOCK,
        'ladders:\n  own:\n    - { id: two, when: { workingDaysBefore: 2 }, to: [desk] }\n    - { id: five, when: { workingDaysBefore: 5 }, to: [desk] }\n',
      ),
      ['policies/probe.yaml 第 17 行 ladders.own[1].when：提醒的先后不对：“five”应写在“two”前面'],
    ],
    [
      'an extension beyond the law that calls itself lawful',
      town(
        `${CLOCK}    extension: { max: { n: 90, unit: days }, by: [main-leader], tellPetitioner: true, basis: 一, legal: true }\n`,
      ),
      [
        'policies/probe.yaml 第 14 行 clocks[0].extension.max：延期90天超过法定30日：镇文件不得延长法定期限，内部延期请写 legal: false',
      ],
    ],
    [
      'a route for conduct that leaves the accused in',
      town(
        CLOCK,
        'routes:\n  - { id: conduct, title: 干部, basis: 一, about: conduct, lead: [discipline], handler: [discipline], helpers: [line-office] }\n',
      ),
      [
        'policies/probe.yaml 第 15 行 routes[0]：反映干部的线路要写 excludeAccused: true：被反映的单位和个人不得承办、协助（条例第二十八条、第三十条）',
      ],
    ],
    [
      'a trigger by where a person went',
      town(CLOCK, 'takeOver: { when: { levelFrom: 2 }, by: [unit-leader], basis: 一 }\n'),
      ['policies/probe.yaml 第 14 行 takeOver.when.levelFrom：不认识“levelFrom”这一项，请检查拼写'],
    ],
    [
      'a fine',
      town(CLOCK, 'fines: { perVisit: 100 }\n'),
      ['policies/probe.yaml 第 14 行 fines：不认识“fines”这一项，请检查拼写'],
    ],
    [
      'a target for petitions instead of handling',
      town(CLOCK, 'rates:\n  - { kind: zero-petitions, title: 零上访, targetPercent: 100, basis: 一 }\n'),
      [
        'policies/probe.yaml 第 15 行 rates[0].kind：只能是 timely-acceptance、on-time、one-time、first-closed、all-closed、agent-share、agent-closed、agent-satisfied 之一',
      ],
    ],
    [
      'more than all',
      town(CLOCK, 'rates:\n  - { kind: on-time, title: 按期办结率, targetPercent: 120, basis: 一 }\n'),
      ['policies/probe.yaml 第 15 行 rates[0].targetPercent：不能大于 100'],
    ],
    [
      'a prompt on a day that not every month has',
      town(CLOCK, PROMPT.replace('every: week, weekday: 3', 'every: month, monthDay: 31')),
      ['policies/probe.yaml 第 16 行 rhythm.prompts[0].monthDay：不能大于 28'],
    ],
    [
      'a day of the week as a word',
      town(CLOCK, PROMPT.replace('weekday: 3', 'weekday: Wednesday')),
      ['policies/probe.yaml 第 16 行 rhythm.prompts[0].weekday：应为 1 到 7（1 是星期一），或 { setting: 设置名 }'],
    ],
    [
      'a weekly prompt without its day',
      town(CLOCK, PROMPT.replace('every: week, weekday: 3', 'every: week')),
      [
        'policies/probe.yaml 第 16 行 rhythm.prompts[0].every：every 和日子不配：week 要写 weekday，month 要写 monthDay，day、half-month 两样都不写',
      ],
    ],
    [
      'a refusal without a reason',
      town(CLOCK, 'declined:\n  - { text: 罚款, clause: 一 }\n'),
      ['policies/probe.yaml 第 15 行 declined[0].reason：缺少这一项'],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
  it('settings may stand for days of prompts, and are told from times', () => {
    const days = 'settings:\n  day: { type: integer, title: 星期, min: 1, max: 5, default: 3, basis: 一 }\n';
    expect(problems(town(CLOCK, days + PROMPT.replace('weekday: 3', 'weekday: { setting: day }')))).toEqual([]);
    expect(problems(town(CLOCK, days + PROMPT.replace("at: '09:00'", 'at: { setting: day }')))).toEqual([
      'policies/probe.yaml 第 18 行 rhythm.prompts[0].at.setting：设置“day”应为时间（如 08:30）',
    ]);
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
