/** Which command a clause says. */
import type { Command } from '../../contract/command.ts';
import type { Saying } from '../../contract/says.ts';
import { readingsOf } from '../../core/homophones.ts';
import { isNegated } from './mood.ts';
import type { Clause } from './sentence.ts';

export interface Match {
  readonly command: Command;
  readonly saying: Saying;
  readonly clause: Clause;
  /** Where the matched words end in the clause's mask. */
  readonly end: number;
}

export interface Matches {
  readonly found: readonly Match[];
  /** Something was said not to be done. */
  readonly isNegated: boolean;
}

/** Commands whose names people slip in while they type them: two characters of one sound are meant for them. */
const SLIPPED = 2;

const soundsLike = (one: string, other: string): boolean =>
  one === other || [...readingsOf(one)].some((sound) => readingsOf(other).has(sound));

/** 崔办 → 催办: a name at the head of a clause, behind a number, or before one. */
function withoutSlips(mask: string, names: readonly string[]): string {
  const found: { at: number; name: string }[] = [];
  for (let at = 0; at + SLIPPED <= mask.length; at += 1) {
    const [one, other] = [mask[at]!, mask[at + 1]!];
    if (!/\p{Script=Han}/u.test(one) || !/\p{Script=Han}/u.test(other)) continue;
    const isPlaced =
      at === 0 || /(?:[N_M\s]|我们?|咱)$/u.test(mask.slice(0, at)) || /^[\sN#]|^.?[到给NUM]/u.test(mask.slice(at + 2));
    if (!isPlaced) continue;
    if (names.includes(one + other)) continue;
    const name = names.find((word) => soundsLike(one, word[0]!) && soundsLike(other, word[1]!));
    if (name !== undefined) found.push({ at, name });
  }
  let out = mask;
  for (const { at, name } of found.slice(0, 1)) out = out.slice(0, at) + name + out.slice(at + SLIPPED);
  return out;
}

/** Every command that says of itself how it is spoken, held against these clauses. A question is no order. */
export function matchesIn(commands: readonly Command[], clauses: readonly Clause[]): Matches {
  const names = commands
    .flatMap(({ name, aliases = [] }) => [name, ...aliases])
    .filter((name) => [...name].length === SLIPPED);
  const found: Match[] = [];
  let hasNo = false;
  for (const clause of clauses) {
    if (clause.isTakenBack) continue;
    const mask = withoutSlips(clause.mask, names);
    for (const command of commands) {
      for (const saying of command.says ?? []) {
        const hit = saying.like.exec(mask);
        if (hit === null) continue;
        if (saying.reads !== true) {
          if (clause.isAsking && saying.asked !== true) continue;
          if (saying.ownNo !== true && isNegated(mask.slice(0, hit.index))) {
            hasNo = true;
            continue;
          }
        }
        found.push({ command, saying, clause: { ...clause, mask }, end: hit.index + hit[0].length });
      }
    }
  }
  return { found, isNegated: hasNo };
}
