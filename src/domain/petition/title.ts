import { hasPersonalNumber, holdsAny } from '../../core/privacy.ts';
import { readAccusation } from './accusation.ts';
import { readsAsName } from './person-names.ts';

/** Characters of a 题目; longer ones would carry the petition's text into groups. */
const TITLE_MAX = 15;
/** Characters of the text that a title is proposed from: further on it tells the story, not the matter. */
const PROPOSED_FROM = 120;

/** Address words and forms of address that betray a person or a door. */
const BETRAYS = /[\d０-９]{3,}|号楼|单元|[先女]生|女士|身份证|电话|手机|某某|本人/u;

/** Words by which somebody is accused, and a post with whoever holds it left out. */
const ACCUSES =
  /举报|检举|控告|揭发|状告|(?:书记|主任|村长|镇长|会计|干部|所长|站长|组长|队长)\s?(?:某|×|x{2}|X{2}|＊|\*)/u;
/** Who is written to, instead of what about. */
const SALUTES =
  /^(?:尊敬的|敬爱的|亲爱的|各位|致)|(?:您好|你好|领导好)|^[^，。]{0,6}(?:书记|镇长|乡长|县长|市长|主任|局长|领导|同志)们?[：:！!]?$/u;

/** `person`: reads as a person's name, which a clerk may know better. */
export type TitleFault = 'empty' | 'long' | 'numbers' | 'names' | 'accuses' | 'salutes' | 'person';

/** Whether a text may stand in groups as the matter's title; `names` are those given for this matter. */
export function titleFault(title: string, names: readonly string[]): TitleFault | undefined {
  if (title.trim() === '') return 'empty';
  if ([...title].length > TITLE_MAX || title.includes('\n')) return 'long';
  if (hasPersonalNumber(title) || BETRAYS.test(title)) return 'numbers';
  if (holdsAny(title, names)) return 'names';
  if (SALUTES.test(title)) return 'salutes';
  const { verdict } = readAccusation(title, { units: [], people: names });
  if (ACCUSES.test(title) || verdict === 'accusation' || verdict === 'doubtful') return 'accuses';
  return readsAsName(title) ? 'person' : undefined;
}

/** The first clause that passes as a title, offered to the clerk for confirmation; undefined where none of the first does. */
export function proposeTitle(body: string, names: readonly string[]): string | undefined {
  return body
    .slice(0, PROPOSED_FROM)
    .split(/[，,。.；;！!？?\n：:、\s]/u)
    .filter((part) => [...part].length >= 4)
    .map((part) => [...part].slice(0, TITLE_MAX).join(''))
    .find((title) => titleFault(title, names) === undefined);
}
