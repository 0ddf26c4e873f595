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

/** What marks the 机关代字 of a sealed matter's letters, whose numbers are drawn: the counted ones have no gap. */
const OF_SEALED = '专';

export interface LetterSerial {
  readonly kind: LetterKind;
  readonly year: number;
  readonly serial: number;
  readonly isSealed: boolean;
}

/** 分界信交〔2026〕3号 (GB/T 9704: organ, year in brackets, serial without leading zeros); 分界信转专〔2026〕4831号 of a sealed matter. */
export const letterNumber = (town: string, { kind, year, serial, isSealed }: LetterSerial): string =>
  `${shortTown(town)}${WORDS[kind]}${isSealed ? OF_SEALED : ''}〔${year}〕${serial}号`;
