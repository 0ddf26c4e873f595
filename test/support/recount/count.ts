/** Every figure of the reports, counted matter by matter as docs/reports.md defines it. */
import { addMonths, daysBetween, type LocalDay, localDayOf } from '../../../src/core/local-day.ts';
import { clocksOf, type SlowClock } from './clocks.ts';
import type { Paper } from './paper.ts';
import type { RawMatter, RawTown } from './raw.ts';
import { tell, type Story } from './story.ts';

export interface Span {
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/** What is asked, and as of when. */
export interface Question {
  readonly town: RawTown;
  readonly paper: Paper;
  readonly span: Span;
  readonly at: Date;
  /** Which matters this reader may know of. */
  readonly knows: (story: Story) => boolean;
}

/** A matter as the reports look at it. */
interface Matter {
  readonly story: Story;
  readonly clocks: readonly SlowClock[];
  readonly unit: string | undefined;
  readonly category: string;
  readonly isOpen: boolean;
  readonly isNew: boolean;
  readonly isClosed: boolean;
  readonly isConcerned: boolean;
  /** The last day of what it is measured by. */
  readonly dueOn: LocalDay | undefined;
  readonly isInTime: boolean;
  readonly isOverdue: boolean;
  readonly isYellow: boolean;
  readonly fellDue: boolean;
}

const first = (days: readonly LocalDay[]): LocalDay | undefined => days.toSorted()[0];
const count = <T>(list: readonly T[], is: (one: T) => boolean): number => list.filter(is).length;

interface Told {
  readonly story: Story;
  readonly clocks: readonly SlowClock[];
}

/** Told once for all readers of one moment. */
const told = new WeakMap<RawMatter, Map<number, Told | undefined>>();
function remembered(raw: RawMatter, paper: Paper, at: Date): Told | undefined {
  const known = told.get(raw) ?? new Map<number, Told | undefined>();
  told.set(raw, known);
  if (!known.has(at.getTime())) {
    const story = tell(raw, at);
    known.set(at.getTime(), story && { story, clocks: clocksOf(story, paper, at) });
  }
  return known.get(at.getTime());
}

export class Recount {
  readonly #town: RawTown;
  readonly #paper: Paper;
  readonly #span: Span;
  readonly #at: Date;
  readonly #today: LocalDay;
  readonly #voided: number;
  readonly #matters: readonly Matter[];

  constructor({ town, paper, span, at, knows }: Question) {
    this.#town = town;
    this.#paper = paper;
    this.#span = span;
    this.#at = at;
    this.#today = localDayOf(at);
    const stories = town.matters.flatMap((raw) => remembered(raw, paper, at) ?? []);
    const known = stories.filter(({ story }) => knows(story));
    this.#voided = count(known, ({ story }) =>
      story.steps.some(({ event }) => event.kind === 'voided' && this.#isWithin(event.at)),
    );
    this.#matters = known
      .filter(({ story }) => !story.isVoid && localDayOf(story.row.registeredAt) <= this.#span.to)
      .map((told) => this.#lookAt(told));
  }

  #isWithin = (moment: Date): boolean => this.#isDay(localDayOf(moment));
  #isDay = (day: LocalDay | undefined): boolean => day !== undefined && day >= this.#span.from && day <= this.#span.to;

  #lookAt({ story, clocks }: Told): Matter {
    const { row, isElsewhere, closedOn, reopenedOn } = story;
    const closing = clocks.filter(
      ({ rule, state, startOn }) =>
        rule.owner === 'unit' &&
        rule.metBy.includes('closed') &&
        ['running', 'met', 'missed'].includes(state) &&
        (reopenedOn === undefined || startOn >= reopenedOn),
    );
    const of = (...states: string[]): LocalDay[] =>
      closing.filter(({ state }) => states.includes(state)).map(({ dueOn }) => dueOn);
    const dueOn = first(of('running')) ?? first(of('missed')) ?? first(of('met'));
    const isOpen = !isElsewhere && closedOn === undefined;
    const isLate = dueOn !== undefined && dueOn < this.#today;
    const isNew = !isElsewhere && this.#isWithin(row.registeredAt);
    const isClosed = !isElsewhere && this.#isDay(closedOn);
    const isYellow = closing.some(
      ({ state, yellowOn }) => state === 'running' && yellowOn !== undefined && yellowOn <= this.#today,
    );
    return {
      ...{ story, clocks, dueOn, isOpen, isNew, isClosed },
      unit: story.unit ?? this.#town.units.find(({ kind }) => kind === 'desk')?.id,
      category: row.subject ?? row.kind ?? '',
      isConcerned: isOpen || isClosed || this.#isWithin(row.registeredAt) || clocks.some((clock) => this.#isDue(clock)),
      isInTime: isClosed && of('missed').length === 0,
      isOverdue: isOpen && isLate && of('running', 'missed').length > 0,
      isYellow: isOpen && isYellow && !isLate,
      fellDue: !isElsewhere && this.#isDay(dueOn) && dueOn! <= this.#today,
    };
  }

  /** The office answered for it up to a day of the period; what lapsed or gave way says nothing. */
  #isDue = ({ rule, state, dueOn }: SlowClock): boolean =>
    this.#isDay(dueOn) &&
    !['stopped', 'superseded'].includes(state) &&
    !['petitioner', 'superior'].includes(rule.owner);

  /** Of one kind of clock, how many were due so far and how many of them met, of these matters. */
  #told(kind: string, matters: readonly Matter[]): { due: number; inTime: number } {
    const due = matters
      .flatMap(({ clocks }) => clocks)
      .filter((clock) => clock.rule.id === kind && this.#isDue(clock))
      .filter(({ dueOn, state }) => dueOn < this.#today || (dueOn === this.#today && state !== 'running'));
    return { due: due.length, inTime: count(due, ({ state }) => state === 'met') };
  }

  /** Steps of a kind that were taken in the period, of any matter that is not void. */
  #steps = (matters: readonly Matter[], kind: string) =>
    matters.flatMap(({ story }) =>
      story.steps
        .filter(({ event }) => event.kind === kind && this.#isWithin(event.at))
        .map(({ event }) => ({ story, data: event.data })),
    );

  /** The letters of a kind that went out in the period and were not withdrawn with what they were written for. */
  #letters(kind: string): number {
    return this.#matters.flatMap(({ story }) =>
      story.raw.letters.filter((letter) => {
        const occasion = letter.once.slice(kind.length + 1);
        const event = story.raw.events.find(({ id }) => id === occasion);
        const stands = event === undefined || story.steps.some((step) => step.event.id === occasion);
        return letter.kind === kind && letter.madeAt <= this.#at && this.#isWithin(letter.madeAt) && stands;
      }),
    ).length;
  }

  #units = () => this.#town.units.map(({ id, name }) => ({ id, name }));

  figures() {
    const matters = this.#matters;
    const overdue = matters.filter(({ isOverdue }) => isOverdue);
    const parts = (list: readonly Matter[]) => ({
      onTimeClosed: count(list, ({ isInTime }) => isInTime),
      closed: count(list, ({ isClosed }) => isClosed),
      openOverdue: count(list, ({ isOverdue }) => isOverdue),
    });
    return {
      registered: count(matters, ({ isNew }) => isNew),
      voided: this.#voided,
      closed: count(matters, ({ isClosed }) => isClosed),
      fellDue: count(matters, ({ fellDue }) => fellDue),
      open: count(matters, ({ isOpen }) => isOpen),
      yellowOpen: count(matters, ({ isYellow }) => isYellow),
      overdueOpen: overdue
        .toSorted((a, b) => (a.dueOn! < b.dueOn! ? -1 : a.dueOn! > b.dueOn! ? 1 : byNumber(a, b)))
        .map(({ story, unit, category, dueOn }) => ({
          number: story.row.number,
          unit: this.#units().find(({ id }) => id === unit)?.name ?? '',
          category,
          daysOverdue: daysBetween(dueOn!, this.#today),
        })),
      onTime: parts(matters),
      notices: this.#told('notice', matters),
      contacts: this.#told('contact', matters),
      units: this.#units().flatMap(({ id, name }) => {
        const own = matters.filter(({ unit, isNew, isClosed, isOpen }) => unit === id && (isNew || isClosed || isOpen));
        if (own.length === 0) return [];
        const registered = count(own, ({ isNew }) => isNew);
        return [{ unit: name, registered, open: count(own, ({ isOpen }) => isOpen), ...parts(own) }];
      }),
    };
  }

  facts() {
    const matters = this.#matters;
    const fresh = matters.filter(({ isNew }) => isNew);
    const suggestions = fresh.filter(({ story }) => story.row.kind === 'suggestion');
    return {
      units: this.#unitFacts(),
      rates: this.#paper.rates.map(({ kind, title, targetPercent, basis }) => {
        const [done, of] = this.#rate(kind);
        return { title, done, of, targetPercent, basis };
      }),
      ages: this.#ages(),
      settledOld: {
        year: count(matters, (matter) => wasOlder(matter, 12)),
        fiveYears: count(matters, (matter) => wasOlder(matter, 60)),
      },
      subjects: counted(fresh.map(({ category }) => category)),
      accusedUnits: this.#accused(fresh),
      steps: {
        assigned: this.#steps(matters, 'assigned').length,
        transferred: this.#letters('forward'),
        supervised: this.#letters('supervise'),
      },
      suggestions: {
        registered: suggestions.length,
        answered: count(suggestions, (matter) => this.#isAnswered(matter)),
      },
    };
  }

  #isAnswered({ story: { row, raw } }: Matter): boolean {
    const isUnderReview = raw.approvals.some(
      ({ kind, askedAt, decidedAt }) =>
        kind === 'review' && askedAt <= this.#at && (decidedAt === null || decidedAt > this.#at),
    );
    return ['served', 'closed'].includes(row.status) || (row.status === 'replied' && !isUnderReview);
  }

  #unitFacts() {
    return this.#units().flatMap(({ id, name }) => {
      const own = this.#matters.filter(({ unit }) => unit === id);
      const concerned = own.filter(({ isConcerned }) => isConcerned);
      const taken = ['assigned', 'served', 'followed-up', 'supervised'].flatMap((kind) => this.#steps(own, kind));
      if (concerned.length + taken.length === 0) return [];
      return [
        {
          unit: name,
          matters: concerned.length,
          notices: this.#told('notice', own),
          contacts: this.#told('contact', own),
          closed: {
            due: count(own, ({ isClosed }) => isClosed),
            inTime: count(own, ({ isInTime }) => isInTime),
          },
          overdue: count(own, ({ isOverdue }) => isOverdue),
          served: count(this.#steps(own, 'served'), ({ data }) => data['paper'] === 'opinion'),
          followedUp: count(this.#steps(own, 'followed-up'), ({ data }) => data['satisfaction'] !== 'unreached'),
        },
      ];
    });
  }

  #rate(kind: string): readonly [done: number, of: number] {
    const matters = this.#matters;
    const closed = matters.filter(({ isClosed }) => isClosed);
    const overdue = matters.filter(({ isOverdue }) => isOverdue);
    const isFirst = ({ story }: Matter): boolean => story.row.linkedTo === null;
    const hasAgent = ({ story }: Matter): boolean => story.row.agent !== null;
    const fresh = matters.filter(({ isNew }) => isNew);
    const rated = this.#steps(matters, 'followed-up').filter(
      ({ story, data }) => story.row.agent !== null && data['satisfaction'] !== 'unreached',
    );
    switch (kind) {
      case 'timely-acceptance': {
        const { due, inTime } = this.#told('notice', matters);
        return [inTime, due];
      }
      case 'on-time':
        return [count(closed, ({ isInTime }) => isInTime), closed.length + overdue.length];
      case 'one-time':
        return [count(closed, ({ story }) => story.reopenedOn === undefined && story.raised === 1), closed.length];
      case 'first-closed':
        return [count(closed, isFirst), count([...closed, ...overdue], isFirst)];
      case 'all-closed':
        return [closed.length, closed.length + overdue.length];
      case 'agent-share':
        return [count(fresh, hasAgent), fresh.length];
      case 'agent-closed':
        return [count(closed, hasAgent), count([...closed, ...overdue], hasAgent)];
      case 'agent-satisfied':
        return [
          count(rated, ({ data }) => ['satisfied', 'fairly'].includes(String(data['satisfaction']))),
          rated.length,
        ];
      default:
        throw new Error(`no such rate: ${kind}`);
    }
  }

  /** How old what is open is: today, or at the end of a period that is over. */
  #ages(): number[] {
    const edge = this.#today < this.#span.to ? this.#today : this.#span.to;
    const limits = [-1, 30, 60, 180, 365, 1826, Number.POSITIVE_INFINITY];
    const ages = this.#matters
      .filter(({ isOpen }) => isOpen)
      .map(({ story }) => daysBetween(story.row.receivedOn, edge));
    return limits.slice(1).map((limit, i) => count(ages, (age) => age > limits[i]! && age <= limit));
  }

  /** Units complained of, in the order of the organisation: each matter once for each of them. */
  #accused(fresh: readonly Matter[]): { name: string; count: number }[] {
    return this.#units().flatMap(({ id, name }) => {
      const n = count(fresh, ({ story }) =>
        story.raw.bars.some(
          ({ unitId, reason, addedAt }) => unitId === id && reason === 'accused' && addedAt <= this.#at,
        ),
      );
      return n === 0 ? [] : [{ name, count: n }];
    });
  }

  /** Open matters by unit, with what presses first, and why a meeting has to look at them. */
  list() {
    const units = this.#units();
    const place = ({ unit }: Matter): number => units.findIndex(({ id }) => id === unit);
    return this.#matters
      .filter(({ isOpen }) => isOpen)
      .map((matter) => ({ matter, clock: pressing(matter) }))
      .toSorted(
        (a, b) =>
          place(a.matter) - place(b.matter) ||
          compare(a.clock?.dueOn ?? '9999', b.clock?.dueOn ?? '9999') ||
          byNumber(a.matter, b.matter),
      )
      .map(({ matter: { story, unit, category, clocks }, clock }) => ({
        number: story.row.number,
        unit: units.find(({ id }) => id === unit)?.name ?? '',
        category,
        clock: clock?.rule.title ?? null,
        dueOn: clock?.dueOn ?? null,
        repeated: story.raised > 1,
        missedAgain: clocks.some(
          ({ rule, state, dueOn }) =>
            !rule.legal &&
            (rule.startsOn.includes('limit-reset') || rule.startsOn.includes('led')) &&
            (state === 'missed' || (state === 'running' && dueOn < this.#today)),
        ),
        explanation: clocks.some(
          ({ rule, state }) => !rule.legal && rule.metBy.includes('explained') && state === 'running',
        ),
      }));
  }

  /** 批 and 人次, as the log stood. */
  reception() {
    const logged = this.#town.receptions
      .filter(
        ({ onDay, loggedAt, undoneAt }) =>
          this.#isDay(onDay) && loggedAt <= this.#at && (undoneAt === null || undoneAt > this.#at),
      )
      .toSorted((a, b) => a.loggedAt.getTime() - b.loggedAt.getTime());
    return [...new Set(logged.map(({ kind }) => kind))].map((kind) => {
      const own = logged.filter((one) => one.kind === kind);
      return {
        kind,
        batches: own.reduce((sum, { batches }) => sum + batches, 0),
        people: own.reduce((sum, { people }) => sum + people, 0),
      };
    });
  }

  /** What was put right after that moment, by a later moment. */
  corrected(until: Date) {
    return this.#matters
      .filter(({ isConcerned }) => isConcerned)
      .flatMap(({ story }) =>
        story.raw.events
          .filter(({ kind, at }) => (kind === 'corrected' || kind === 'voided') && at > this.#at && at <= until)
          .map((event) => ({ event, number: story.row.number })),
      )
      .toSorted((a, b) => a.event.at.getTime() - b.event.at.getTime() || compare(a.number, b.number))
      .map(({ event: { kind, at, data }, number }) => ({
        number,
        kind,
        day: localDayOf(at),
        changes: data['changes'] ?? [],
      }));
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byNumber = (a: Matter, b: Matter): number => compare(a.story.row.number, b.story.row.number);

/** Closed in the period, so many months after it was received or later. */
const wasOlder = ({ isClosed, story }: Matter, months: number): boolean =>
  isClosed && story.row.receivedOn <= addMonths(story.closedOn!, -months);

/** Of several of one day the law's speaks, then the first by its title. */
function pressing({ clocks }: Matter): SlowClock | undefined {
  return clocks
    .filter(({ state, rule }) => state === 'running' && rule.owner !== 'petitioner')
    .toSorted(
      (a, b) =>
        compare(a.dueOn, b.dueOn) || Number(b.rule.legal) - Number(a.rule.legal) || compare(a.rule.id, b.rule.id),
    )[0];
}

/** The most first; of one count by name. */
const counted = (names: readonly string[]): { name: string; count: number }[] =>
  [...new Set(names)]
    .map((name) => ({ name, count: count(names, (one) => one === name) }))
    .toSorted((a, b) => b.count - a.count || compare(a.name, b.name));
