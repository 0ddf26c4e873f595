/** A slow count that shares no code with the fast one: plain Date arithmetic and a list of days. */
import type { Period } from '../../../src/domain/deadline/due.ts';
import { source } from './support.ts';

interface SlowDay {
  readonly text: string;
  readonly works: boolean;
}

const kindOf = new Map(source.rows.map((row) => [row.day as string, row.kind]));
/** Every day from 2020 to mid-2028, written out. */
export const days: SlowDay[] = [];
for (let at = new Date(Date.UTC(2020, 0, 1)); at.getUTCFullYear() < 2029; at = new Date(at.getTime() + 86_400_000)) {
  const text = at.toISOString().slice(0, 10);
  const kind = kindOf.get(text);
  const weekday = at.getUTCDay();
  days.push({ text, works: kind === undefined ? weekday !== 0 && weekday !== 6 : kind === 'makeup' });
}
export const indexOf = new Map(days.map(({ text }, i) => [text, i]));

/** 民法典 201–203, word by word. */
export function slowDue(start: string, { n, unit }: Period): { raw: string; due: string } {
  const first = (indexOf.get(start) ?? Number.NaN) + 1;
  const rest = days.slice(first);
  const raw =
    unit === 'working-days'
      ? rest.filter(({ works }) => works)[n - 1]
      : unit === 'days'
        ? rest[n - 1]
        : monthEnd(start, n);
  const due = days.slice(indexOf.get(raw!.text)).find(({ works }) => works);
  return { raw: raw!.text, due: due!.text };
}

function monthEnd(start: string, n: number): SlowDay {
  const prefixes = [...new Set(days.map(({ text }) => text.slice(0, 8)))];
  const prefix = prefixes[prefixes.indexOf(start.slice(0, 8)) + n]!;
  const ofMonth = days.filter(({ text }) => text.startsWith(prefix));
  return ofMonth.find(({ text }) => text.slice(8) === start.slice(8)) ?? ofMonth.at(-1)!;
}

/** The last worked day on or before this one. */
const workedUntil = (text: string): string =>
  days.slice(0, (indexOf.get(text) ?? Number.NaN) + 1).findLast(({ works }) => works)!.text;

/** Published for certain: New Year's notice may name the last days of the December before it. */
const isPublished = (text: string): boolean => {
  const year = Number(text.slice(0, 4));
  const known = (one: number): boolean => source.years.includes(one);
  return known(year) && (text.slice(5) < '12-29' || known(year + 1));
};

/** Whether a day that the count rests on stands in no published notice. */
export function slowProvisional(start: string, period: Period): boolean {
  const { raw, due } = slowDue(start, period);
  const from = period.unit === 'working-days' ? (indexOf.get(start) ?? 0) + 1 : indexOf.get(workedUntil(raw))!;
  return days.slice(from, indexOf.get(due)! + 1).some(({ text }) => !isPublished(text));
}
