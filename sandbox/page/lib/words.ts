/** Small words and marks for people and files. */
import type { Person } from '../../contract.ts';

const ROLE_WORDS: Readonly<Record<string, string>> = {
  'main-leader': '主要领导',
  leader: '分管领导',
  'unit-head': '单位负责人',
  handler: '经办人',
  desk: '信访办',
  discipline: '纪检',
  admin: '管理员',
};

// White text on each of these has a contrast of at least 4.5:1.
const COLOURS = ['#1f6fc4', '#0b7a66', '#a3541a', '#7a4bb0', '#b23b5c', '#2f6f3a', '#55607a', '#8a5a00'] as const;

/** "信访办 · 主要领导", each word once. */
export function placeInWords(person: Person | undefined): string {
  if (person === undefined) return '';
  const words = [person.unit, ...person.roles.map((role) => ROLE_WORDS[role] ?? role)];
  return [...new Set(words.filter(Boolean))].join(' · ');
}

export function colourOf(key: string): string {
  let sum = 0;
  for (const char of key) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return COLOURS[sum % COLOURS.length] ?? COLOURS[0];
}

/** @param bytes undefined: not known */
export function sizeInWords(bytes: number | undefined): string {
  if (bytes === undefined) return '';
  if (bytes < 1024) return `${bytes} 字节`;
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
