import madeOfPetitions from './weights.json' with { type: 'json' };
import { BODY, KIN, POSTS, PRIVATE, PUBLIC, REPORTED, SALUTATION } from './words.ts';
import madeOfNotes from './note-weights.json' with { type: 'json' };

/** The offices and people of the town, as they are called. */
export interface Called {
  readonly units: readonly string[];
  readonly people: readonly string[];
}

/** How much each piece of a text speaks for an accusation or, below zero, against it; training/accusations makes them. */
export interface Weights {
  readonly bias: number;
  readonly pieces: ReadonlyMap<string, number>;
}

/** Signs that nobody types, one for each kind of words: what is learned of 村主任 holds of 会计. */
const POST = 'Ⓟ';
const OFFICE = 'Ⓑ';
const KINDS = (
  [
    [POSTS, POST],
    [KIN, 'Ⓚ'],
    [BODY, OFFICE],
    [PRIVATE, 'Ⓡ'],
    [PUBLIC, 'Ⓤ'],
  ] as const
).map(([words, sign]) => [new RegExp(words.source, 'gu'), sign] as const);
/** A name that is withheld: 王某, 李某某. */
const WITHHELD =
  /[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马方袁柳唐罗薛贺汤黄萧姚邵汪毛戴宋熊舒项董梁杜阮贾江郭梅林钟徐邱高夏蔡田胡凌万卢丁邓石崔龚程陆段侯武刘龙叶黎易廖曾向余]某+/gu;
const NUMBER = /\d+(?:\.\d+)?/gu;
/** Who quotes, and how, is a matter of taste. */
const QUOTES = /["'“”‘’「」《》()【】]/gu;
const GAPS = /\s+/gu;

/** A village is a place as well. */
export const isOffice = (unit: string): boolean => !/[村寨庄组网格]$|社区$/u.test(unit);

/** What is told, without whom it is told to: 尊敬的镇长，您好！ says nothing against the mayor. */
export const withoutSalutation = (text: string): string => text.replace(SALUTATION, '');

/** A text as it is scored: names and kinds of words as their signs, numbers all alike. */
export function signed(text: string, { units, people }: Called): string {
  let out = withoutSalutation(text.normalize('NFKC'));
  for (const name of people) out = out.replaceAll(name, POST);
  for (const name of units) if (isOffice(name)) out = out.replaceAll(name, OFFICE);
  for (const [words, sign] of KINDS) out = out.replace(words, sign);
  return out.replace(WITHHELD, 'Ⓝ').replace(NUMBER, '0').replace(QUOTES, '').trim().replace(GAPS, '，');
}

const LONGEST = 3;

/** The pieces of one to three characters that a signed text is made of, each once. */
export function piecesOf(text: string): Set<string> {
  const pieces = new Set<string>();
  for (let at = 0; at < text.length; at += 1) {
    for (let length = 1; length <= LONGEST && at + length <= text.length; length += 1) {
      pieces.add(text.slice(at, at + length));
    }
  }
  return pieces;
}

/** What one of so many pieces counts: a text is not more of an accusation for being long. */
export const shareOf = (pieces: number): number => 8 / Math.sqrt(Math.max(1, pieces));

/** A text from end to end. */
export const wholeOf = (text: string): string => `^${text}$`;

interface Made {
  readonly bias: number;
  readonly pieces: Readonly<Record<string, string>>;
}
const weightsOf = ({ bias, pieces }: Made): Weights => ({
  bias,
  pieces: new Map(
    Object.entries(pieces).flatMap(([weight, list]) => list.split(' ').map((piece) => [piece, Number(weight)])),
  ),
});
/** For what a petitioner says. */
export const PETITIONS = weightsOf(madeOfPetitions);
/** For what somebody notes among a day's work: short, of colleagues, and orders to find out. */
export const NOTES = weightsOf(madeOfNotes);

/** The more a text tells the more of it sounds like something: each doubling beyond so many characters asks for so much more. */
const SHORT = 64;
const EACH_DOUBLING = 0.2;
const askedForLength = (length: number): number => EACH_DOUBLING * Math.max(0, Math.log2(length / SHORT));

/** How much a text reads as an accusation: src/domain/accusation/text/reader.ts says from where on it is taken for one. */
export function accusationScore(text: string, called: Called, { bias, pieces }: Weights): number {
  const read = signed(text, called);
  const found = piecesOf(wholeOf(read));
  let sum = 0;
  for (const piece of found) sum += pieces.get(piece) ?? 0;
  return bias + sum * shareOf(found.size) - askedForLength(read.length);
}

const CLAUSE = /[\s\p{P}]+/u;
/** A clause with fewer characters says nothing by itself. */
const SHORTEST = 5;

/** The highest score of one clause, without who said it: what is asked for beside it (请书面说明) takes nothing from it. */
export function clauseScore(text: string, called: Called, weights: Weights): number {
  const clauses = text.split(CLAUSE).map((clause) => clause.replace(REPORTED, ''));
  const scores = clauses
    .filter((clause) => clause.length >= SHORTEST)
    .map((clause) => accusationScore(clause, called, weights));
  return Math.max(-Infinity, ...scores) - askedForLength(text.length);
}
