import type { Command, RawArgs } from '../contract/command.ts';
import { shortened } from '../core/text.ts';
import { replies } from '../copy/replies.ts';
import { plain } from '../copy/terms.ts';
import { TO_THE_END } from './grammar.ts';

/** Who petitions, and against whom: said that they were read, not what. */
const PERSONAL = new Set(['姓名', '电话', '住址', '涉及']);
const MAX_SHOWN = 16;

/** What of a text was read as which pair, and which words looked like pairs and stayed text; undefined where there was nothing to tell apart. */
export function readAs({ keys }: Pick<Command, 'keys'>, { text, pairs }: RawArgs): string | undefined {
  const said = [text, pairs[TO_THE_END] ?? ''].filter((part) => part !== '').join('\n');
  const read = Object.entries(pairs)
    .filter(([key]) => key !== TO_THE_END)
    .map(([key, value]) => (PERSONAL.has(key) ? key : `${key} ${shortened(plain(value), MAX_SHOWN)}`));
  const kept = [
    ...[...text.matchAll(/(?:^|[\s\p{P}])(\p{Script=Han}{1,6})[:：]/gu)].map(([, word]) => word!),
    ...text.split(/\s+/u).flatMap((word) => keys.find((key) => key.length > 1 && word.startsWith(key)) ?? []),
  ];
  if (read.length === 0 && kept.length === 0) return undefined;
  return replies.readAs(read, [...said].length, [...new Set(kept)].slice(0, 5));
}
