import { readingsOf } from './homophones.ts';
import { narrow } from './narrow.ts';

/** Words that every second title is made with: they name no matter. */
const GENERIC =
  /^(?:要求|反映|问题|情况|群众|村民|居民|希望|请求|申请|咨询|投诉|举报|建议|办理|解决|处理|答复|核实|联系|进展|已经|没有|不能|不了|无法|一直|多次|尽快|有关|关于|事项|的|了|一)+$/u;
/** What people hang behind the words they name a matter with. */
const TAIL = /(?:的|这|那|一){0,2}(?:件事|件|个|事情|事项|事|问题)?$/u;
const SHORTEST = 2;
const MAX_PIECE = 15;
/** So long a piece of a title at the beginning of a text is meant as its name. */
const CERTAIN = 3;

const plain = (text: string): string => narrow(text).text.toLowerCase();
/** Two characters that stand beside each other: no piece of a title is shorter. */
const pairAt = (text: string, at: number): string => text.slice(at, at + SHORTEST);

/** `老年卡那件事` → 老年卡 */
export const nameIn = (typed: string): string => typed.trim().replace(TAIL, '');

/** Where another thing may begin: 老年卡和水渠 names two. */
const JOINTS = /[\s\p{P}\p{S}]+|以及|还有|[和与及跟]/u;

/** The pieces of a text that may each name something. */
export const clausesOf = (typed: string): string[] =>
  plain(typed)
    .split(JOINTS)
    .filter((clause) => clause !== '');

/** Words of a title that a piece begins with, at their shortest; undefined where there are none. */
export function beginningIn(clause: string, title: string): string | undefined {
  const words = pairAt(clause, 0);
  const isWord = words.length === SHORTEST && /^[\p{L}\p{N}]+$/u.test(words) && !GENERIC.test(words);
  return isWord && plain(title).includes(words) ? words : undefined;
}

/** Whether words are a piece of a title, and nothing else. */
export const isPieceOf = (words: string, title: string): boolean =>
  words.length >= SHORTEST && plain(title).includes(plain(words));

export interface Piece {
  /** Where it stands in the text. */
  readonly from: number;
  readonly to: number;
}

/** Every piece of a title, two characters and longer, that stands in a text, the longest first; words that every second title has are none. */
export function piecesReader(text: string): (title: string) => Piece[] {
  const pairs = new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => pairAt(text, at)));
  return (title) => {
    const name = plain(title);
    const isShared = Array.from(name).some((_, at) => pairs.has(pairAt(name, at)));
    // Hardly one title of thousands shares two characters with the text.
    return isShared ? piecesIn(text, name) : [];
  };
}

function piecesIn(text: string, name: string): Piece[] {
  const pieces: Piece[] = [];
  const isFree = (from: number, to: number): boolean => !pieces.some((one) => from < one.to && to > one.from);
  for (let length = Math.min(name.length, MAX_PIECE); length >= SHORTEST; length -= 1) {
    for (let at = 0; at + length <= name.length; at += 1) {
      const piece = name.slice(at, at + length);
      if (GENERIC.test(piece) || !/^[\p{L}\p{N}]+$/u.test(piece)) continue;
      const from = text.indexOf(piece);
      if (from >= 0 && isFree(from, from + length)) pieces.push({ from, to: from + length });
    }
  }
  return pieces;
}

export interface Shared {
  /** Characters of the longest piece of the title that stands in the text. */
  readonly length: number;
  /** The text begins with words of the title and nothing else may be meant by them: a name, not a mention. */
  readonly isName: boolean;
}

/**
 * Reads a text once, and then says of any title what the text has of it; undefined: nothing that would name it. A town has thousands of
 * titles, and hardly one of them shares two characters with the text: no more is looked at of the others.
 */
export function titleReader(typed: string): (title: string) => Shared | undefined {
  const text = plain(typed).trim();
  const [first = ''] = /^[\p{L}\p{N}]+/u.exec(text) ?? [];
  const token = first.replace(TAIL, '');
  const isNaming = [...token].length >= SHORTEST && !GENERIC.test(token);
  const pairs = new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => pairAt(text, at)));
  return (title) => {
    const name = plain(title);
    // How many characters from here on stand in the text pair by pair: no piece that begins here is longer.
    const reach = Array.from({ length: name.length }, () => 1);
    for (let at = name.length - SHORTEST; at >= 0; at -= 1) {
      if (pairs.has(pairAt(name, at))) reach[at] = reach[at + 1]! + 1;
    }
    for (let length = Math.max(...reach, 0); length >= SHORTEST; length -= 1) {
      for (let from = 0; from + length <= name.length; from += 1) {
        if (reach[from]! < length) continue;
        const piece = name.slice(from, from + length);
        if (!text.includes(piece) || GENERIC.test(piece) || !/^[\p{L}\p{N}]+$/u.test(piece)) continue;
        const isToken = isNaming && name.includes(token);
        return { length, isName: isToken || (length >= CERTAIN && text.startsWith(piece)) };
      }
    }
    return undefined;
  };
}

/** What may stand before the thing that a clause is about: 把路灯换了, 那个水渠. */
const LEAD = /^(?:请|催|问|查|看|去|把|将|给|就|那个?|这个?|关于|另外|顺便|一下|下|了|的)+/u;
/** So much of a text is looked at for slips; what follows is what happened. */
const MAX_SLIPPED = 100;

/**
 * Whether a text has words of a title with a slip of the hand in them: 水曲 for 水渠 at the head of a clause, three characters of one
 * sound anywhere, or one character of three another (老人卡 for 老年卡) or left out (老卡).
 */
export function slipReader(typed: string): (title: string) => boolean {
  const clauses = clausesOf(typed.slice(0, MAX_SLIPPED));
  const heads = clauses.map((clause) => clause.replace(LEAD, '').slice(0, SHORTEST));
  const inside = clauses.flatMap((clause) =>
    Array.from({ length: Math.max(0, clause.length - SHORTEST) }, (_, at) => clause.slice(at, at + CERTAIN)),
  );
  const pieces = [...new Set([...heads, ...inside])].filter(isWording).map((piece) => [...piece]);
  const bySound = grouped(pieces, ([first]) => readingsOf(first!));
  const byFirst = grouped(pieces, ([first]) => [first!]);
  return (title) => {
    const words = [...plain(title)];
    return words.some((word, at) => {
      const sounds = [...readingsOf(word)].flatMap((sound) => bySound.get(sound) ?? []);
      return (
        sounds.some((piece) => piece.every((char, i) => soundsLike(char, words[at + i]))) ||
        (byFirst.get(word) ?? []).some((piece) => piece.at(-1) === words[at + 2])
      );
    });
  };
}

/** Whether words are a piece of a title with a slip in it, and nothing else: 老人卡, 老卡; 路登换了 says more. */
export function isSlippedPiece(words: string, title: string): boolean {
  const [own, name] = [[...plain(words)], [...plain(title)]];
  // One character may be another, but for the first and the last: 水曲通 goes on behind the name.
  return name.some((first, at) => {
    const others = own.flatMap((char, i) => (soundsLike(char, name[at + i]) ? [] : [i]));
    const isOnlyInside = others.length <= 1 && others.every((i) => i > 0 && i < own.length - 1);
    return isOnlyInside || (own.length === SHORTEST && own[0] === first && own[1] === name[at + 2]);
  });
}

const soundsLike = (one: string, other: string | undefined): boolean =>
  one === other || (other !== undefined && [...readingsOf(one)].some((sound) => readingsOf(other).has(sound)));

const isWording = (piece: string): boolean =>
  piece.length >= SHORTEST && /^\p{L}+$/u.test(piece) && !GENERIC.test(piece);

/** Each piece under every key that it goes by. */
function grouped(
  pieces: readonly (readonly string[])[],
  keysOf: (piece: readonly string[]) => Iterable<string>,
): ReadonlyMap<string, (readonly string[])[]> {
  const found = new Map<string, (readonly string[])[]>();
  for (const piece of pieces) {
    for (const key of keysOf(piece)) found.set(key, [...(found.get(key) ?? []), piece]);
  }
  return found;
}
