/** Typed lines of a domain town, through the one funnel of everything typed, without a wire; and random ones. */
import fc from 'fast-check';

import { loadCommands } from '../../src/app/load-folder.ts';
import { converse, type Outcome } from '../../src/bot/converse.ts';
import { catalogueOf } from '../../src/bot/dispatch.ts';
import type { TestTown } from './domain.ts';

const catalogue = catalogueOf(await loadCommands(new URL('../../commands/', import.meta.url)));

let typed = 0;
/** One line of one person in the private chat, in a transaction of its own. */
export async function say(town: TestTown, userid: string, text: string, chatid?: string): Promise<Outcome> {
  const actor = await town.actor(userid);
  typed += 1;
  const heard = { text, msgid: `typed-${typed}`, clicked: false, ...(chatid === undefined ? {} : { chatid }) };
  return town.run((ctx) => converse(ctx, catalogue, actor, heard, '信访助手'));
}

export const wordsOf = (outcome: Outcome): string => [outcome.chat, outcome.private].join('\n');

/** What every command shows as its examples: so a new command is among the random ones as soon as it is there. */
const EXAMPLES = catalogue.commands.flatMap(({ english, examples }) =>
  examples.map((example) => ({ english, example })),
);
/** Questions about no single matter: lists, counts, reports. */
const ASKING = new Set(['mine', 'today', 'search', 'stats', 'weekly', 'monthly', 'quarterly', 'annual', 'ledger']);
export const QUESTIONS: readonly string[] = EXAMPLES.filter(({ english }) => ASKING.has(english)).map(
  ({ example }) => example,
);
const numbered = EXAMPLES.filter(({ example }) => / 12(?=\s|$)/u.test(example));

export interface Line {
  readonly by: string;
  /** With a serial's place as 12. */
  readonly text: string;
  /** Which of the matters it is about. */
  readonly matter: number;
  /** Days that go by before it. */
  readonly after: number;
}

const OFTEN = [
  '/交办 12 城建办 期限:10工作日',
  '/交办 12 农业办',
  '/批示 12 同意',
  '/审核 12 同意',
  '/受理 12 受理',
  '/分类 12 申诉求决 情形:6',
  '/延期 12 10天 理由:情况复杂',
  '/延期 12 20天 时限:法定 理由:情况复杂',
  '/办结 12 依据:调解协议书',
  '/重启 12 理由:没有修好',
  '/补充 12 收到:2026-02-20',
  '/撤销 12',
  '/为什么 12',
  '/查 12',
];
/** Every line about a matter, with the place of its number as 12; what people do most stands more than once. */
export const ABOUT_MATTERS: readonly string[] = [...OFTEN, ...OFTEN, ...numbered.map(({ example }) => example)];

/** Random lines about so many matters by these people. What people do most comes most: 交办, 同意, 办结 and the like. */
export const anyLines = (people: readonly string[], matters: number, length: number): fc.Arbitrary<Line[]> => {
  const line = fc.oneof(fc.constantFrom(...OFTEN), fc.constantFrom(...numbered.map(({ example }) => example)));
  return fc.array(
    fc.record({
      by: fc.constantFrom(...people),
      text: line,
      matter: fc.integer({ min: 0, max: matters - 1 }),
      after: fc.constantFrom(0, 0, 0, 1, 3, 12),
    }),
    { minLength: length, maxLength: length },
  );
};

/** The line about this matter. */
export const about = ({ text }: Line, number: string): string => text.replace(/ 12(?=\s|$)/u, ` ${number}`);
