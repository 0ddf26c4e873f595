import { hasPersonalNumber } from '../../core/privacy.ts';

/** Characters of a 题目; longer ones would carry the petition's text into groups. */
export const TITLE_MAX = 15;

/** Address words and forms of address that betray a person or a door. */
const BETRAYS = /[\d０-９]{3,}|号楼|单元|[先女]生|女士|身份证|电话|手机|某某|本人/u;

export type TitleFault = 'empty' | 'long' | 'numbers' | 'names';

/** Whether a text may stand in groups as the matter's title; `names` are those given for this matter. */
export function titleFault(title: string, names: readonly string[]): TitleFault | undefined {
  if (title.trim() === '') return 'empty';
  if ([...title].length > TITLE_MAX || title.includes('\n')) return 'long';
  if (hasPersonalNumber(title) || BETRAYS.test(title)) return 'numbers';
  if (names.some((name) => name.length >= 2 && title.includes(name))) return 'names';
  return undefined;
}

/** First clause of the text, offered to the clerk for confirmation; undefined where it would not pass. */
export function proposeTitle(body: string, names: readonly string[]): string | undefined {
  const clause = body.split(/[，,。.；;！!？?\n：:、\s]/u).find((part) => [...part].length >= 4) ?? '';
  const title = [...clause].slice(0, TITLE_MAX).join('');
  return titleFault(title, names) === undefined ? title : undefined;
}
