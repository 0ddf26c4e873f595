import type { LetterKind } from '../../contract/letter.ts';

/** 机关代字: what the letter is. */
const WORDS: Readonly<Record<LetterKind, string>> = {
  assign: '信交',
  remind: '信提',
  supervise: '信督',
  warn: '信预',
  forward: '信转',
  object: '信异',
  accept: '信受',
  decline: '信不受',
  exhausted: '信不再',
  extend: '信延',
  opinion: '信答',
  closing: '信结',
  review: '信复查',
  recheck: '信复核',
  hearing: '信听',
  mediation: '信调',
};

/** 分界镇 → 分界, 沥海街道 → 沥海: the town as its 文号 names it. */
export const shortTown = (name: string): string =>
  name
    .replace(/^.+?[市县区旗](?=.{2,}(?:街道|镇|乡|苏木))/u, '')
    .replace(/(?<=.{2})(?:街道办事处|街道|民族乡|镇|乡|苏木)$/u, '');

/** 分界信交〔2026〕3号 (GB/T 9704: organ, year in brackets, serial without leading zeros). */
export const letterNumber = (town: string, kind: LetterKind, year: number, serial: number): string =>
  `${shortTown(town)}${WORDS[kind]}〔${year}〕${serial}号`;
