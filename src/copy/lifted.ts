import { withMarksAs } from '../core/text-marks.ts';

const WORDS = { phone: '〔电话〕', identity: '〔证件号〕', name: '〔姓名〕' };

/** What goes out to readers, a text or any object that holds texts: what was lifted out of them stands there by its name. */
export function readable<T>(value: T): T {
  if (typeof value === 'string') return withMarksAs(value, WORDS) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => readable(item)) as T;
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readable(item)])) as T;
}
