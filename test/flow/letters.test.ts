import {
  aMonthLater,
  type Day,
  eachDay,
  isWorked,
  plusDays,
  plusWorked,
  weekday,
  workedFrom,
} from '../support/letters/days.ts';
import { shanghaiDay, shanghaiTime } from '../support/letters/heard.ts';
import { dueOf, END, expectedOf, figuresOf, filesOf, START } from '../support/letters/plan.ts';
import { EVERY, type Played, playLetters } from '../support/letters/play.ts';
import { CLERKS, LEADERS_GROUP, letterTown, MAIN_LEADER, TOWN_GROUP, units } from '../support/letters/town.ts';
import { dataTest, describe, expect, sharedData, startTown, withOwnDatabase } from '../support/town.ts';

const MINUTES = 10 * 60_000;

const lettersTest = dataTest.extend<{ played: Played }>({
  played: [
    async ({}, use) => {
      const data = sharedData();
      // Without the data every test of the file skips itself.
      if (data === undefined) return use(undefined as never);
      await withOwnDatabase(async (databaseUrl) => {
        const town = await startTown({ databaseUrl, org: letterTown(), at: `${START}T09:30` });
        try {
          await use(await playLetters(town, data));
        } finally {
          await town.close();
        }
      });
    },
    { scope: 'file' },
  ],
});

/** What one heap of lines has and the other has not, each as often as it does. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines
    .filter((line) => {
      const count = left.get(line) ?? 0;
      left.set(line, count - 1);
      return count <= 0;
    })
    .sort();
}

const workedDays = eachDay(START, END).filter(isWorked);
const isReminder = (line: string): boolean => / (提醒函|督办函|时限提醒) /u.test(line);

describe('the published letters through the chat, answered in time, late or never', () => {
  lettersTest(
    'each has a number, without a gap',
    ({ played }) => {
      const wanted = played.plans.map((_, i) => `QS2026-${String(i + 1).padStart(4, '0')}`);
      // Of 256 at most one in ten is asked about, and is not among these.
      expect(played.plans.length).toBeGreaterThan(230 / EVERY);
      expect(played.numbers.toSorted()).toEqual(wanted);
    },
    MINUTES,
  );

  lettersTest(
    'each tells exactly whom the rules name, where and on the day they name, and nobody else',
    ({ played }) => {
      const expected = played.plans.flatMap((plan, i) => expectedOf(plan, played.numbers[i]!));
      const actual = played.heard.flatMap(({ lines }) => lines);
      expect(expected.length).toBeGreaterThan(4_500 / EVERY);
      expect({
        missing: without(expected, actual).slice(0, 20),
        unexpected: without(actual, expected).slice(0, 20),
      }).toEqual({ missing: [], unexpected: [] });
    },
  );

  lettersTest('each calls for its 文书, which reach exactly whom they should, numbered without a gap', ({ played }) => {
    const expected = played.plans.flatMap((plan, i) => filesOf(plan, played.numbers[i]!));
    const actual = played.files.map(({ line }) => line);
    expect(expected.length).toBeGreaterThan(700 / EVERY);
    expect({
      missing: without(expected, actual).slice(0, 20),
      unexpected: without(actual, expected).slice(0, 20),
    }).toEqual({ missing: [], unexpected: [] });
    expect(played.files.filter(({ isGroup }) => isGroup)).toEqual([]);
    const given = new Map<string, Set<number>>();
    for (const { letterNumber } of played.files) {
      const [, kind = '', serial = ''] = /^青石(信.)〔2026〕(\d+)号$/u.exec(letterNumber) ?? [];
      given.set(kind, (given.get(kind) ?? new Set()).add(Number(serial)));
    }
    expect([...given.keys()].toSorted()).toEqual(['信交', '信提', '信督'].toSorted());
    for (const [kind, serials] of given) expect(Math.max(...serials), kind).toBe(serials.size);
  });

  lettersTest('every command has one answer', ({ played }) => {
    expect(played.heard.filter(({ kind }) => kind === 'reply')).toHaveLength(played.commands);
  });

  lettersTest('nothing is told at night or on a day of rest', ({ played }) => {
    const late = played.heard.filter(({ message: { at } }) => {
      const time = shanghaiTime(at);
      return !isWorked(shanghaiDay(at)) || time < '08:00' || time >= '18:00';
    });
    expect(late.map(({ chat, message }) => `${message.at} ${chat}: ${message.text.slice(0, 40)}`)).toEqual([]);
  });

  lettersTest('no conversation has more than thirty messages in any minute', ({ played }) => {
    for (const chat of new Set(played.heard.map((one) => one.chat))) {
      const moments = [
        ...played.heard.filter((one) => one.chat === chat).map(({ message }) => Date.parse(message.at)),
        ...played.files.filter((one) => one.chat === chat).map(({ at }) => Date.parse(at)),
      ];
      const most = Math.max(
        ...moments.map((at) => moments.filter((other) => other >= at && other < at + 60_000).length),
      );
      expect(most, chat).toBeLessThanOrEqual(30);
    }
  });

  lettersTest(
    'a morning digest comes once, on worked days, to those whose matters press, of their own matters',
    ({ played }) => {
      const digests = played.heard.filter(({ kind }) => kind === 'digest');
      const keys = digests.map(({ chat, message }) => `${shanghaiDay(message.at)} ${chat}`);
      expect(new Set(keys).size).toBe(keys.length);
      const ownerOf = new Map(played.plans.map((plan, i) => [played.numbers[i]!, plan.unit]));
      for (const { chat, message } of digests) {
        expect(shanghaiTime(message.at)).toBe('08:30');
        const unit = units.find(({ head, handler }) => head === chat || handler === chat);
        if (unit === undefined) continue;
        const numbers = message.text.match(/QS2026-\d{4}/gu) ?? [];
        expect(
          numbers.filter((number) => ownerOf.get(number) !== unit),
          chat,
        ).toEqual([]);
      }
      const pressing = workedDays
        .slice(1)
        .flatMap((day) =>
          units
            .filter((unit) =>
              played.plans.some(
                (plan) =>
                  plan.unit === unit &&
                  plan.registeredOn < day &&
                  (plan.closedOn === undefined || plan.closedOn >= day) &&
                  dueOf(plan) <= plusWorked(day, 3),
              ),
            )
            .flatMap(({ head, handler }) => [`${day} ${head}`, `${day} ${handler}`]),
        );
      expect(without(pressing, keys)).toEqual([]);
    },
  );

  lettersTest(
    'each morning counts what reminders were due and came; the admin hears of it only when it is off',
    ({ played }) => {
      const told = played.heard.filter(({ isGroup }) => !isGroup).flatMap(({ lines }) => lines.filter(isReminder));
      const wanted = workedDays.slice(0, -1).map((day) => {
        const count = told.filter((line) => line.startsWith(day)).length;
        return `${day} ${count} ${count}`;
      });
      expect(played.counts.map(({ day, due, sent }) => `${day} ${due} ${sent}`)).toEqual(wanted);
      expect(played.heard.filter(({ message }) => message.text.includes('应提醒'))).toEqual([]);
    },
  );

  lettersTest('the weekly summary has the figures of every unit, and comes with its picture', ({ played }) => {
    const mondays = eachDay(START, END).filter((day) => weekday(day) === 1 && day > START);
    const readers = [...CLERKS, MAIN_LEADER, TOWN_GROUP, LEADERS_GROUP];
    const wanted = mondays.flatMap((monday) => readers.map((reader) => `${workedFrom(monday)} ${reader}`));
    const seen = (kind: 'weekly' | 'picture'): string[] =>
      played.heard.filter((one) => one.kind === kind).map(({ chat, message }) => `${shanghaiDay(message.at)} ${chat}`);
    expect(seen('weekly').toSorted()).toEqual(wanted.toSorted());
    expect(seen('picture').toSorted()).toEqual(wanted.toSorted());
    for (const monday of mondays) {
      const today = workedFrom(monday);
      const [text] = played.heard
        .filter(
          ({ kind, chat, message }) => kind === 'weekly' && chat === LEADERS_GROUP && shanghaiDay(message.at) === today,
        )
        .map(({ message }) => message.text);
      const all = units.map(({ name }) =>
        figuresOf(played.plans, name, plusDays(monday, -7), plusDays(monday, -1), today),
      );
      for (const { unit, registered, closedInTime, closedLate, openOverdue } of all) {
        const row = new RegExp(`^${unit}：新收 (\\d+)，办结 (\\d+)，逾期 (\\d+)`, 'mu').exec(text ?? '');
        expect([monday, unit, ...(row?.slice(1).map(Number) ?? [0, 0, 0])]).toEqual([
          monday,
          unit,
          registered,
          closedInTime + closedLate,
          openOverdue,
        ]);
      }
    }
  });

  lettersTest('the final tables are right', ({ played }) => {
    // Of the letters that the suite leaves out may be all of an office.
    const hasAny = units.filter(({ name }) => played.plans.some(({ unit }) => unit.name === name));
    const wanted = hasAny.map(({ name }) => figuresOf(played.plans, name, START, END, END));
    const rows = played.figures.map(({ unit, registered, closedInTime, closedLate, openOverdue }) =>
      [
        unit,
        `登记 ${registered}`,
        `按期办结 ${closedInTime}`,
        `超期办结 ${closedLate}`,
        `逾期未结 ${openOverdue}`,
      ].join('\t'),
    );
    process.stdout.write(`${rows.join('\n')}\n`);
    expect(played.figures).toEqual(wanted);
    const sum = (pick: (one: (typeof wanted)[number]) => number): number =>
      wanted.reduce((all, one) => all + pick(one), 0);
    expect(sum((one) => one.registered)).toBe(played.plans.length);
    for (const group of [sum((one) => one.closedInTime), sum((one) => one.closedLate), sum((one) => one.openOverdue)]) {
      expect(group).toBeGreaterThan(40 / EVERY);
    }
  });
});

describe('days on the fingers', () => {
  dataTest('know a month that ends', () => {
    const ends: [Day, Day][] = [
      ['2026-08-31', '2026-09-30'],
      ['2026-09-15', '2026-10-15'],
      ['2026-12-31', '2027-01-31'],
    ];
    for (const [from, to] of ends) expect(aMonthLater(from)).toBe(to);
  });
});
