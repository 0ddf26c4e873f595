import type { Actor } from './command.ts';

/** What a sentence was read as, for a command to make its line of. Free words are as they were typed. */
export interface Told {
  readonly by: Actor;
  /** The words about this matter, without courtesy, its number and the commands for us: what happened, and what is wanted. */
  readonly said: string;
  /** The clause in which the command was found, likewise. */
  readonly clause: string;
  /** Behind the matched words. */
  readonly behind: string;
  /** The unit that is spoken of there, by its full name; else the one named last. */
  readonly unit: string | undefined;
  readonly people: readonly string[];
  /** The unit of the first of them. */
  readonly unitOfPerson: string | undefined;
  /** As a limit is typed: 3天, 5工作日, 12月10日. */
  readonly limit: string | undefined;
  /** A day that is said, as typed. */
  readonly day: string | undefined;
  readonly phone: string | undefined;
  /** How many people came. */
  readonly headcount: number | undefined;
  readonly matter: { readonly status: string; readonly ownerUnit: string | null } | undefined;
}

/**
 * One way in which people say a command without its slash. `like` is held against a clause in which each thing known is one letter filled up with `_`:
 * N a number of a matter, M words of its title, U a unit, P somebody of the org file, D a day, T a period, H a moment, A an amount, F a telephone,
 * O the number of an order, B a house.
 */
export interface Saying {
  readonly like: RegExp;
  /** Of several that fit, the one that says most; reads are looked for where nothing is to be done. */
  readonly rank: number;
  /** It is about no matter, or about many. */
  readonly alone?: true;
  /** Words of a title in it name no matter: they are what is looked for. */
  readonly overTitles?: true;
  /** Answered at once. Absent: proposed, and done with 1. */
  readonly reads?: true;
  /** A no in it is its own: 不予受理, 没人接. */
  readonly ownNo?: true;
  /** It is said as a question, too: 该怎么说. */
  readonly asked?: true;
  /** A unit beside it says whose matter is meant, and not where it goes. */
  readonly byUnit?: true;
  readonly when?: (told: Told) => boolean;
  /** What stands behind verb and number. Undefined: it was not meant. */
  readonly line?: (told: Told) => string | undefined;
  /**
   * What was said, the matter last spoken of being 3, and the line that it is. `where`: all matters are with an office (`given`), of which the head
   * (`head`) or the main leader (`leader`) speaks, or closed; else nobody has them, and the desk speaks.
   */
  readonly examples: readonly SaidSo[];
}

export type SaidSo = readonly [said: string, line: string, where?: 'given' | 'head' | 'leader' | 'closed'];
