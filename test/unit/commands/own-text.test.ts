import { describe, expect, it } from 'vitest';

import { catalogue } from '../../support/talk.ts';

/** Whether words behind the number reach what the command runs with; refused words reach their author. */
function takesText({ args }: (typeof catalogue.commands)[number]): boolean {
  const parsed = args.safeParse({ number: '12', text: 'aqz', pairs: {} });
  return !parsed.success || JSON.stringify(parsed.data).includes('aqz');
}

describe('a command that makes nothing of its text', () => {
  it.each(catalogue.commands.filter((command) => !takesText(command)).map((command) => [command.name, command]))(
    '%s says which words it takes, so that others are not lost in silence',
    (_, { words }) => expect(words).toBeInstanceOf(RegExp),
  );
});
