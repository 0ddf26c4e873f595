/**
 * Reads the State Council's notice of a year's holidays (国务院办公厅关于…年部分节假日安排的通知), pasted by somebody: title, addressees,
 * numbering and signature are passed over, every day in an item has to be understood. Pure; costs what the text is long.
 */
import { addDays, daysBetween, type LocalDay, parseLocalDay, weekdayOf, yearOf } from '../../../core/local-day.ts';
import type { CalendarRow } from '../../deadline/calendar.ts';
import { shortages, type Shortage } from './statutory.ts';

/** Characters; the notices of 2018 to 2026 have below 900. */
export const LONGEST_NOTICE = 20_000;

export interface HolidayNotice {
  readonly year: number;
  /** As written: `国办发明电〔2026〕9号`. */
  readonly number: string;
  /** Changes holidays of a year whose notice there was already, those that it names and no others. */
  readonly corrects: boolean;
  /** As the calendar calls them, in the order of the notice. */
  readonly festivals: readonly string[];
  /** In the order of the days. */
  readonly rows: readonly CalendarRow[];
}

/** Why a text is refused; `line` is the piece of it that says so, at most 80 characters. */
export type NoticeFault =
  | { readonly fault: 'long'; readonly length: number }
  | { readonly fault: 'no-notice' | 'no-year' | 'no-number' }
  | { readonly fault: 'no-day' | 'unread' | 'other-year' | 'range' | 'worked-anyway'; readonly line: string }
  /** Weekdays from 1, Monday. */
  | { readonly fault: 'weekday'; readonly line: string; readonly day: LocalDay; readonly really: number }
  | { readonly fault: 'count'; readonly line: string; readonly said: number; readonly read: number }
  | { readonly fault: 'both'; readonly day: LocalDay }
  | { readonly fault: 'short'; readonly missing: readonly Shortage[] };

type Read = { readonly notice: HolidayNotice } | { readonly faults: readonly NoticeFault[] };

/** As people and notices call them → as the calendar does. */
const NAMES: Readonly<Record<string, string>> = {
  元旦: '元旦',
  春节: '春节',
  清明: '清明',
  劳动节: '劳动节',
  五一: '劳动节',
  端午: '端午',
  中秋: '中秋',
  国庆: '国庆节',
};
const NAME = '(?:元旦|春节|清明|劳动节|五一|端午|中秋|国庆)节?';
const LIST = `${NAME}(?:[、和及与,]${NAME}){0,6}`;
const HEAD = new RegExp(`(${LIST})(?:放假安排)?(?::|(?=\\d{1,2}月|\\d{4}年))`, 'gu');
const TITLE_CORRECTS = new RegExp(`关于(?:调整|延长|修改|更正|变更)(\\d{4})年(${LIST})`, 'u');
const NUMBER = /国办发(?:明电)?[〔[(【﹝]\d{4}[〕\])】﹞]\d{1,3}号/u;
const END = /节假日期间|国务院办公厅(?!关于)|特此通知/u;
const DAY = String.raw`(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]{0,30})\))?`;
const TOKEN = new RegExp(
  `${DAY}(?:(?:至|到|[-—–―~])+${DAY})?|(起?(?:恢复)?(?:正常|照常)?上班|不[再调补]?(?:放假|休|上班)|放假|调休|补休|休息)|(周末连休|(?:共|计|为期|放假|^)(\\d{1,2})天)`,
  'gu',
);
const WEEKDAY = /(?:周|星期|礼拜)([一二三四五六日天])/u;
const MOST_DAYS = 16;

/** Without what a chat or a web page put between the characters. */
const plainly = (text: string): string => text.normalize('NFKC').replace(/[\s\p{Cf}\p{Cc}]+/gu, '');

const festivalsOf = (list: string): string[] => [
  ...new Set(
    Object.keys(NAMES)
      .flatMap((name) => (list.includes(name) ? [{ at: list.indexOf(name), name }] : []))
      .toSorted((a, b) => a.at - b.at)
      .map(({ name }) => NAMES[name]!),
  ),
];

/** @param before what the calendar has for that year: a notice that lengthens a holiday says only its new end */
export function readNotice(text: string, before: readonly CalendarRow[] = []): Read {
  if (text.length > LONGEST_NOTICE) return { faults: [{ fault: 'long', length: text.length }] };
  const plain = plainly(text);
  const correction = TITLE_CORRECTS.exec(plain);
  const year = correction?.[1] ?? /(\d{4})年(?:部分)?(?:节假日|元旦|春节)/u.exec(plain)?.[1];
  const items = correction === null ? itemsOf(plain) : correctedItems(plain, correction[2]!);
  if (items.length === 0) return { faults: [{ fault: 'no-notice' }] };
  if (year === undefined) return { faults: [{ fault: 'no-year' }] };
  const number = NUMBER.exec(plain)?.[0]
    .replace(/[[(【﹝]/u, '〔')
    .replace(/[\])】﹞]/u, '〕');
  if (number === undefined) return { faults: [{ fault: 'no-number' }] };
  const then = before.filter(({ day }) => yearOf(day) === Number(year));
  const reading = new Reading(Number(year), correction !== null, then);
  for (const item of items) reading.read(item);
  return reading.end(number, [...new Set(items.flatMap(({ festivals }) => festivals))]);
}

interface Item {
  readonly festivals: readonly string[];
  readonly body: string;
}

function itemsOf(plain: string): Item[] {
  const heads = [...plain.matchAll(HEAD)];
  return heads.map((head, i) => {
    const body = plain.slice(head.index + head[0].length, heads[i + 1]?.index ?? plain.length);
    return {
      festivals: festivalsOf(head[1]!),
      body: beforeEnd(body).replace(/(?:[一二三四五六七八九十]+|\d+)[、.]$/u, ''),
    };
  });
}

const beforeEnd = (body: string): string => body.slice(0, END.exec(body)?.index ?? body.length);

/** Of a correction the title says which holidays; its items name them again or only say the days. */
function correctedItems(plain: string, list: string): Item[] {
  const start = /通知如下[:。]?/u.exec(plain);
  const rest = start === null ? '' : plain.slice(start.index + start[0].length);
  const items = itemsOf(rest);
  if (items.length > 0 && festivalsOf(list).length > 1) return items;
  return rest === '' ? [] : [{ festivals: festivalsOf(list), body: beforeEnd(rest) }];
}

class Reading {
  readonly #year: number;
  readonly #corrects: boolean;
  readonly #before: readonly CalendarRow[];
  readonly #faults: NoticeFault[] = [];
  readonly #rows = new Map<LocalDay, CalendarRow>();

  constructor(year: number, corrects: boolean, before: readonly CalendarRow[]) {
    this.#year = year;
    this.#corrects = corrects;
    this.#before = before;
  }

  read({ festivals, body }: Item): void {
    const name = festivals.join('、');
    let pending: LocalDay[] = [];
    let rested: LocalDay[] = [];
    let last: LocalDay | undefined;
    let isWithWeekend = false;
    let pendingLine = '';
    for (const clause of this.#lengthened(body, festivals).split(/[。;]/u)) {
      isWithWeekend = clause.includes('周末连休');
      for (const token of clause.matchAll(TOKEN)) {
        const verb = token[9];
        if (token[3] !== undefined) {
          const days = this.#days(token, festivals, last, clause);
          last = days.at(-1) ?? last;
          pending.push(...days);
          pendingLine = clause;
        } else if (verb === undefined) {
          const said = Number(token[11]);
          if (token[11] !== undefined && !isWithWeekend && rested.length !== said) {
            this.#faults.push({ fault: 'count', line: short(clause), said, read: rested.length });
          }
        } else if (verb.startsWith('不')) this.#faults.push({ fault: 'unread', line: short(clause) });
        else if (pending.length > 0) {
          if (verb.endsWith('上班')) {
            this.#work(pending, name, { clause, isFromThen: verb.startsWith('起') });
          } else this.#put((rested = pending), name, 'holiday');
          pending = [];
        }
        if (verb === '放假') {
          // 放假3天: the verb was taken, its number stands behind it.
          const said = /^(\d{1,2})天/u.exec(clause.slice(token.index + token[0].length))?.[1];
          if (said !== undefined && !isWithWeekend && Number(said) !== rested.length) {
            this.#faults.push({ fault: 'count', line: short(clause), said: Number(said), read: rested.length });
          }
        }
      }
    }
    if (pending.length > 0) this.#faults.push({ fault: 'unread', line: short(pendingLine) });
  }

  /** 延长…假期至2月2日: from the day after its last one as it stands. */
  #lengthened(body: string, festivals: readonly string[]): string {
    return body
      .replace(/延长[^。;,]{0,30}?假期至(?=\d)/gu, () => {
        const holds = this.#before.filter(({ kind, name }) => kind === 'holiday' && festivals.includes(name));
        const from = holds.map(({ day }) => day).toSorted()[0];
        for (const row of this.#before) if (festivals.includes(row.name)) this.#rows.set(row.day, row);
        return from === undefined
          ? ''
          : `放假${from.slice(0, 4)}年${Number(from.slice(5, 7))}月${Number(from.slice(8))}日至`;
      })
      .replace(/(放假\d{4}年[^,。;]*日(?:\([^()]*\))?)(?=[,。;]|$)/gu, '$1休息');
  }

  #days(token: RegExpExecArray, festivals: readonly string[], last: LocalDay | undefined, clause: string): LocalDay[] {
    const first = this.#day(token.slice(1, 5), festivals, last, clause);
    if (first === undefined) return [];
    if (token[7] === undefined) return [first];
    const end = this.#day(token.slice(5, 9), festivals, first, clause);
    if (end === undefined) return [];
    const length = daysBetween(first, end) + 1;
    if (length < 2 || length > MOST_DAYS) {
      this.#faults.push({ fault: 'range', line: short(clause) });
      return [];
    }
    return Array.from({ length }, (_, i) => addDays(first, i));
  }

  /** @param parts year, month, day and what stands in brackets, as far as they are written */
  #day(
    [year, month, day, aside]: readonly (string | undefined)[],
    festivals: readonly string[],
    last: LocalDay | undefined,
    clause: string,
  ): LocalDay | undefined {
    const m = month === undefined ? Number(last?.slice(5, 7) ?? 0) : Number(month);
    // New Year's holiday begins in the December before; from there on it is the year itself.
    const isBefore = festivals.includes('元旦') && m === 12;
    const y = year === undefined ? (isBefore ? this.#year - 1 : this.#year) : Number(year);
    const found = parseLocalDay(`${y}-${String(m).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
    if (found === undefined) {
      this.#faults.push({ fault: 'no-day', line: short(clause) });
      return undefined;
    }
    if (yearOf(found) !== this.#year && !(isBefore && yearOf(found) === this.#year - 1)) {
      this.#faults.push({ fault: 'other-year', line: short(clause) });
      return undefined;
    }
    const said = WEEKDAY.exec(aside ?? '')?.[1];
    const really = weekdayOf(found);
    if (said !== undefined && '一二三四五六日'.indexOf(said === '天' ? '日' : said) + 1 !== really) {
      this.#faults.push({ fault: 'weekday', line: short(clause), day: found, really });
    }
    return found;
  }

  #work(
    days: readonly LocalDay[],
    name: string,
    { clause, isFromThen }: { clause: string; isFromThen: boolean },
  ): void {
    const plain = days.filter((day) => weekdayOf(day) < 6);
    // 起正常上班 says when it is over.
    if (plain.length > 0 && !isFromThen) this.#faults.push({ fault: 'worked-anyway', line: short(clause) });
    this.#put(isFromThen ? [] : days, name, 'makeup');
  }

  #put(days: readonly LocalDay[], name: string, kind: CalendarRow['kind']): void {
    for (const day of days) {
      const there = this.#rows.get(day);
      if (there !== undefined && there.kind !== kind) {
        if (this.#corrects && this.#before.includes(there)) this.#rows.set(day, { day, kind, name });
        else this.#faults.push({ fault: 'both', day });
      } else this.#rows.set(day, { day, kind, name: there?.name ?? name });
    }
  }

  end(number: string, festivals: readonly string[]): Read {
    const rows = [...this.#rows.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));
    const missing = shortages(this.#year, rows, this.#corrects ? festivals : undefined);
    if (this.#faults.length === 0 && missing.length > 0) this.#faults.push({ fault: 'short', missing });
    if (this.#faults.length > 0) return { faults: this.#faults.slice(0, 5) };
    return { notice: { year: this.#year, number, corrects: this.#corrects, festivals, rows } };
  }
}

const short = (clause: string): string => clause.slice(0, 80);
