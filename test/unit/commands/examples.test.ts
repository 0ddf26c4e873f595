import { describe, expect, it } from 'vitest';

import { loadCommands } from '../../../src/app/load-folder.ts';
import { catalogueOf, readCommand } from '../../../src/bot/dispatch.ts';
import { parseArgs } from '../../../src/bot/grammar.ts';

const commands = await loadCommands(new URL('../../../commands/', import.meta.url));
const catalogue = catalogueOf(commands);
const examples = commands.flatMap((command) => command.examples.map((example) => ({ command, example })));

describe('every example of every command', () => {
  for (const { command, example } of examples) {
    it(`${example} is read as ${command.name}`, () => {
      const said = readCommand(example, catalogue);
      expect(said?.command).toBe(command);
      const raw = parseArgs(said!.rest, command);
      expect(raw.number).toBe(command.number === 'none' ? undefined : '12');
      expect(command.args.safeParse(raw).success).toBe(true);
      const typed = [...example.matchAll(/(?:^|\s)([\p{Script=Han}]+)[:：]/gu)].map((match) => match[1]!);
      // 5天 is its pair without its key.
      const read = Object.keys(raw.pairs).filter((key) => typed.includes(key) || command.fits?.[key]?.bare !== true);
      expect(read.toSorted(), 'every key of the example is a key of the command').toEqual(typed.toSorted());
    });
  }

  it('is also understood by its English name and with full-width signs', () => {
    for (const { command, example } of examples) {
      const rest = example.replace(/^\/\S+/u, '');
      const wanted = parseArgs(readCommand(example, catalogue)!.rest, command);
      for (const line of [`／${command.english}${rest}`, `/${command.name}${rest.replaceAll(':', '：')}`]) {
        const said = readCommand(line, catalogue);
        expect([line, said?.command]).toEqual([line, command]);
        expect([line, parseArgs(said!.rest, command)]).toEqual([line, wanted]);
      }
    }
  });
});
