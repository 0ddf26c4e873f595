/** What is wrong with a policy file, as data: where, which field, why. `src/copy/policy.ts` has the sentences. */
import { type Document, type LineCounter, isMap, isScalar, isSeq } from 'yaml';
import type { z } from 'zod';
import type { Period } from '../../deadline/due.ts';

export type PolicyReason =
  | { readonly code: 'yaml-syntax'; readonly detail: string }
  | { readonly code: 'duplicate-key' }
  | { readonly code: 'missing' }
  | { readonly code: 'wrong-type'; readonly expected: string }
  | { readonly code: 'not-one-of'; readonly allowed: readonly string[] }
  | { readonly code: 'unknown-key'; readonly key: string }
  | { readonly code: 'too-small'; readonly min: number; readonly of: 'number' | 'list' | 'text' }
  | { readonly code: 'too-big'; readonly max: number; readonly of: 'number' | 'list' | 'text' }
  | {
      readonly code:
        | 'number-or-setting'
        | 'time-or-setting'
        | 'month-day'
        | 'weekday'
        | 'bad-id'
        | 'bad-time'
        | 'bad-event'
        | 'one-when'
        | 'no-period'
        | 'too-long'
        | 'no-schedule';
    }
  | { readonly code: 'duplicate-id'; readonly id: string }
  | { readonly code: 'unknown-clock' | 'unknown-ladder' | 'unknown-setting' | 'unknown-policy'; readonly name: string }
  | { readonly code: 'setting-type'; readonly name: string; readonly expected: 'integer' | 'switch' | 'time' | 'text' }
  | { readonly code: 'setting-length'; readonly name: string; readonly max: number }
  | {
      readonly code: 'setting-range';
      readonly name: string;
      readonly from: number | string;
      readonly to: number | string;
    }
  | { readonly code: 'redefines-law'; readonly id: string }
  | { readonly code: 'town-calls-legal' }
  /** A town lengthens its own clock and calls that lawful, beyond the law's days. */
  | { readonly code: 'extension-over-law'; readonly limit: Period; readonly law: Period }
  | { readonly code: 'ladder-order'; readonly id: string; readonly before: string }
  | { readonly code: 'route-accused' }
  | { readonly code: 'id-not-file'; readonly id: string }
  | { readonly code: 'unreadable' | 'encoding' | 'aliases' };

export interface PolicyIssue {
  readonly file: string;
  /** 1-based; undefined where there is no text, e.g. a setting stored in the database. */
  readonly line: number | undefined;
  /** `clocks[2].period.n`; empty for the file as a whole. */
  readonly field: string;
  readonly reason: PolicyReason;
}

type Path = readonly PropertyKey[];

/** `['clocks', 2, 'period']` → `clocks[2].period` */
export const fieldOf = (path: Path): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`)).join('');

/** The line of the deepest part of the path that the text has; a key's own line, not its block's. */
export function lineOf(document: Document, lines: LineCounter, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === part);
      if (pair === undefined) break;
      offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(part)] as { range?: readonly number[] | null } | undefined;
      if (item === undefined) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else {
      break;
    }
  }
  return lines.linePos(offset).line;
}

const OWN = [
  'number-or-setting',
  'time-or-setting',
  'month-day',
  'weekday',
  'bad-id',
  'bad-time',
  'bad-event',
  'one-when',
  'no-period',
  'too-long',
  'no-schedule',
] as const;
type OwnCode = (typeof OWN)[number];
const isOwn = (message: string): message is OwnCode => (OWN as readonly string[]).includes(message);

/** One zod issue may name several unknown keys: each becomes a reason with its own path. */
export function reasonsOf(issue: z.core.$ZodIssue): { readonly path: Path; readonly reason: PolicyReason }[] {
  const { path } = issue;
  const one = (reason: PolicyReason) => [{ path, reason }];
  const absent = issue.input === undefined;
  switch (issue.code) {
    case 'invalid_type':
      return one(absent ? { code: 'missing' } : { code: 'wrong-type', expected: issue.expected });
    case 'invalid_value':
      return one(absent ? { code: 'missing' } : { code: 'not-one-of', allowed: issue.values.map(String) });
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], reason: { code: 'unknown-key', key } }));
    case 'too_small':
      return one({ code: 'too-small', min: Number(issue.minimum), of: originOf(issue.origin) });
    case 'too_big':
      return one({ code: 'too-big', max: Number(issue.maximum), of: originOf(issue.origin) });
    case 'invalid_union':
      if (issue.discriminator !== undefined) {
        return one({ code: 'not-one-of', allowed: ['integer', 'switch', 'time', 'text'] });
      }
      return one(
        absent ? { code: 'missing' } : isOwn(issue.message) ? { code: issue.message } : { code: 'unreadable' },
      );
    case 'invalid_key':
      return one({ code: 'bad-id' });
    case 'invalid_format':
    case 'custom':
      return one(isOwn(issue.message) ? { code: issue.message } : { code: 'unreadable' });
    case 'not_multiple_of':
    case 'invalid_element':
      return one({ code: 'unreadable' });
  }
}

const originOf = (origin: string): 'number' | 'list' | 'text' =>
  origin === 'array' ? 'list' : origin === 'string' ? 'text' : 'number';
