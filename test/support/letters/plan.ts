/** What becomes of each letter, fixed by its place in the file, and what everybody must hear of it. */
import { type Day, daysTo, plusDays, plusWorked, workedFrom } from './days.ts';
import { type Clock, HANDLE, limitsOf, NOTICE, type Period, RESOLVE, toldBy, type Who } from './rules.ts';
import { CLERKS, groupFor, MAIN_LEADER, unitFor } from './town.ts';

export const START: Day = '2026-08-31';
export const END: Day = '2026-10-31';
const PER_DAY = 26;
const LETTER_DAYS = Array.from({ length: 10 }, (_, i) => plusWorked(START, i));
const PERIODS: readonly { typed: string | undefined; period: Period }[] = [
  { typed: '10工作日', period: { n: 10, unit: 'worked' } },
  { typed: '20天', period: { n: 20, unit: 'days' } },
  { typed: '35天', period: { n: 35, unit: 'days' } },
  { typed: undefined, period: { n: 60, unit: 'days' } },
];

export interface Plan {
  readonly index: number;
  readonly title: string;
  readonly body: string;
  readonly category: string;
  readonly clerk: string;
  readonly registeredOn: Day;
  readonly receivedOn: Day;
  readonly unit: ReturnType<typeof unitFor>;
  readonly handler: string;
  readonly period: Period;
  readonly typedPeriod: string | undefined;
  readonly isAnonymous: boolean;
  readonly admittedOn: Day | undefined;
  readonly notifiedOn: Day | undefined;
  readonly closedOn: Day | undefined;
}

/** A third in time, a third late, a third never. */
function closingDay(index: number, received: Day, registered: Day, period: Period): Day | undefined {
  const { due, remindBy } = limitsOf(received, period);
  const isLong = period.n === 60;
  const day = [
    isLong ? workedFrom(plusDays(registered, 25)) : index % 2 === 0 ? remindBy : plusWorked(remindBy, -3),
    plusWorked(due, 1 + (index % 9)),
    undefined,
  ][index % 3];
  return day === undefined || day > END ? undefined : day;
}

export function planOf(letter: Readonly<Record<string, string>>, index: number): Plan {
  const registeredOn = LETTER_DAYS[Math.floor(index / PER_DAY)]!;
  const receivedOn = plusDays(registeredOn, -(index % 16 === 6 ? 9 : index % 16 === 10 ? 30 : 0));
  const { period, typed } = PERIODS[index % PERIODS.length]!;
  const category = letter['一级分类']!;
  const unit = unitFor(category, index);
  const isAnonymous = index % 2 === 1;
  return {
    index,
    title: [...letter['主题']!.replaceAll(/\s/gu, '')].slice(0, 12).join(''),
    body: letter['详情']!.trim(),
    category,
    clerk: CLERKS[index % 2]!,
    registeredOn,
    receivedOn,
    unit,
    handler: index % 4 < 2 ? unit.handler : unit.head,
    period,
    typedPeriod: typed,
    isAnonymous,
    admittedOn: index % 8 === 0 || index % 8 === 4 ? registeredOn : undefined,
    notifiedOn: index % 8 === 0 ? registeredOn : index % 8 === 2 ? workedFrom(plusDays(registeredOn, 20)) : undefined,
    closedOn: closingDay(index, receivedOn, registeredOn, period),
  };
}

const earliest = (...days: (Day | undefined)[]): Day | undefined => days.filter((day) => day !== undefined).sort()[0];

function clocksOf(plan: Plan): Clock[] {
  const { registeredOn: begun, receivedOn, closedOn, notifiedOn, admittedOn } = plan;
  return [
    { rule: RESOLVE, start: receivedOn, begun, period: plan.period, ended: closedOn },
    ...(plan.isAnonymous
      ? []
      : [
          {
            rule: NOTICE,
            start: receivedOn,
            begun,
            period: { n: 15, unit: 'days' as const },
            ended: earliest(closedOn, notifiedOn),
          },
        ]),
    ...(admittedOn === undefined
      ? []
      : [{ rule: HANDLE, start: admittedOn, begun, period: { n: 60, unit: 'days' as const }, ended: closedOn }]),
  ].filter(({ rule, ended }) => rule !== NOTICE || ended !== begun);
}

const leftText = (days: number): string => (days > 0 ? `还有${days}天` : days === 0 ? '今天到期' : `超期${-days}天`);
export const line = (on: Day, chat: string, number: string, what: string): string => `${on} ${chat} ${number} ${what}`;

/** Every message about this letter that nobody asked for, one line each: day, chat, number, what. */
export function expectedOf(plan: Plan, number: string): string[] {
  const { unit, handler, clerk, registeredOn, closedOn } = plan;
  const people = {
    handler: [handler],
    head: [unit.head],
    lineLeader: unit.leader === undefined ? [] : [unit.leader],
    areaLeader: unit.areaLeader === undefined ? [] : [unit.areaLeader],
    mainLeader: [MAIN_LEADER],
  };
  // What one clerk registered the other does not read, until it is red.
  const readers = (who: Who, left: number): readonly string[] =>
    who !== 'desk' ? people[who] : left < 0 ? CLERKS : [clerk];
  const lines: string[] = [];
  for (const told of clocksOf(plan).flatMap((clock) => toldBy(clock, END))) {
    const what = `${told.clock} ${told.letter} ${leftText(told.left)}`;
    const persons = new Set(told.to.flatMap((who) => readers(who, told.left)));
    lines.push(...[...persons].map((person) => line(told.on, person, number, what)));
    // What is told with the registration comes before the matter has a unit.
    const owner = told.clock === NOTICE.title && told.on === registeredOn ? undefined : unit.name;
    if (told.group !== undefined) lines.push(line(told.on, groupFor(owner, told.group), number, what));
  }
  for (const person of new Set([handler, unit.head])) lines.push(line(registeredOn, person, number, '交办函'));
  lines.push(line(registeredOn, groupFor(unit.name, 'reminders'), number, '交办'));
  if (closedOn === undefined) return lines;
  lines.push(line(closedOn, plan.clerk, number, '办结'));
  lines.push(line(closedOn, groupFor(unit.name, 'reminders'), number, '办结'));
  const called = plusWorked(closedOn, 3);
  if (called <= END) lines.push(line(called, clerk, number, '请回访'));
  return lines;
}

/**
 * Every file (文书) this letter of a citizen calls for: 交办函 to the head; 提醒函 and 督办函 to department and person (四（四）). Nobody
 * gave a name, so there is nothing to write to the petitioner.
 */
export function filesOf(plan: Plan, number: string): string[] {
  const { unit, handler, registeredOn } = plan;
  const pressed = clocksOf(plan)
    .flatMap((clock) => toldBy(clock, END))
    .filter(({ letter }) => letter === '提醒函' || letter === '督办函');
  return [
    line(registeredOn, unit.head, number, '交办函'),
    ...pressed.flatMap(({ on, letter }) =>
      [...new Set([unit.head, handler])].map((person) => line(on, person, number, letter)),
    ),
  ];
}

/** The day on which the unit's own clock that ends first runs out. */
export const dueOf = (plan: Plan): Day => {
  const days = clocksOf(plan)
    .filter(({ rule }) => rule !== NOTICE)
    .map(({ start, period }) => limitsOf(start, period).due);
  return days.sort()[0]!;
};

export interface UnitFigures {
  readonly unit: string;
  readonly registered: number;
  readonly closedInTime: number;
  readonly closedLate: number;
  readonly openOverdue: number;
}

/** The figures of a unit on a day, of what was registered and closed from `since` to `until`. */
export function figuresOf(plans: readonly Plan[], unit: string, since: Day, until: Day, today: Day): UnitFigures {
  const own = plans.filter((plan) => plan.unit.name === unit);
  const closed = own.filter(({ closedOn }) => closedOn !== undefined && closedOn >= since && closedOn <= until);
  const inTime = closed.filter((plan) => plan.closedOn! <= dueOf(plan));
  return {
    unit,
    registered: own.filter(({ registeredOn }) => registeredOn >= since && registeredOn <= until).length,
    closedInTime: inTime.length,
    closedLate: closed.length - inTime.length,
    openOverdue: own.filter(
      (plan) =>
        plan.registeredOn < today &&
        (plan.closedOn === undefined || plan.closedOn >= today) &&
        daysTo(dueOf(plan), today) > 0,
    ).length,
  };
}
