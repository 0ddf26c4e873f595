import type { Command } from '../contract/command.ts';
import { type NumberRead, readNumbers } from '../core/matter-number.ts';

type Deciding = NonNullable<Command['decides']>;

/** A text around its decision: `水库 不同意 先核实`. */
interface Parted {
  /** What stands before it. */
  readonly name: string;
  /** The decision and what is behind it. */
  readonly said: string;
  readonly word: string;
  readonly behind: string;
}

/** A longer text before a decision names no matter. */
const MAX_NAME = 120;

/** Where the decision stands in a text; undefined where it says none. */
function partsOf(text: string, { words, always }: Deciding): Parted | undefined {
  const found =
    new RegExp(`^()(${words})[，,。.\\s]*(.*)$`, 'su').exec(text) ??
    new RegExp(`^(.{1,${MAX_NAME}}?)[\\s，,、。：:]+(${words})(?:(?=$|[\\s\\p{P}])[，,。.\\s]*)(.*)$`, 'su').exec(
      text,
    ) ??
    (always === true ? new RegExp(`^(\\S+?)(不同意|同意)()[。.！!]?$`, 'su').exec(text) : null);
  if (found === null) return undefined;
  const [whole, name = '', word = '', behind = ''] = found;
  return { name, word, behind: behind.trim(), said: whole.slice(whole.indexOf(word, name.length)) };
}

/** What a deciding text says of its matter. */
export interface Decided {
  readonly text: string;
  /** Can only name a matter. */
  readonly name?: string;
  /** What stands behind the decision in a number's place. */
  readonly behind?: NumberRead;
}

/** `水库 同意`, `不同意 1`: what names the matter, apart from what is decided. */
export function decidedIn(text: string, decides: Deciding): Decided {
  const parts = partsOf(text, decides);
  if (parts === undefined) return decides.always === true && text !== '' ? { text, name: text } : { text };
  const read = readNumbers(parts.behind);
  const name = parts.name === '' ? {} : { name: parts.name };
  if (read.kind === 'none') return { text: parts.said, ...name };
  // Behind a number that more is said of, nobody knows whether it is one: 同意 2 个点先办.
  const isAlone = read.kind === 'doubtful' ? false : read.rest === '';
  if (isAlone) return { text: parts.word, ...name, behind: read };
  return { text: parts.said, ...name, behind: { kind: 'doubtful', rest: parts.behind } };
}
