import { describe, expect, it } from 'vitest';

import { menuOf } from '../../../src/app/channel/sandbox-menu.ts';
import { loadCommands } from '../../../src/app/load-folder.ts';
import { catalogueOf } from '../../../src/bot/dispatch.ts';

const commands = await loadCommands(new URL('../../../commands/', import.meta.url));
const catalogue = catalogueOf(commands);
const menu = menuOf(commands);

describe('the menu of the chat page', () => {
  it('has every command of the catalogue once, under the words that mean it', () => {
    expect(new Set(menu.map(({ name }) => catalogue.find(name)))).toEqual(new Set(commands));
    expect(menu).toHaveLength(commands.length);
    for (const { name, aliases, summary } of menu) {
      const command = catalogue.find(name)!;
      expect(aliases.map((word) => catalogue.find(word))).toEqual(aliases.map(() => command));
      expect(summary).toBe(command.summary);
    }
  });

  it('begins with what a desk does first', () => {
    expect(menu.slice(0, 3).map(({ name }) => name)).toEqual(['登记', '交办', '受理']);
  });

  it('leaves a blank for the matter where a command takes one, and for days', () => {
    for (const { name, examples } of menu) {
      const { number, examples: given } = catalogue.find(name)!;
      expect(examples.map((line) => line.replaceAll('{number}', '12').replaceAll('{today}', '2026-11-25'))).toEqual(
        given.map((line) => line.replaceAll(/\d{4}-\d{2}-\d{2}/gu, '2026-11-25')),
      );
      if (number === 'none') continue;
      for (const line of examples) expect(line).toMatch(new RegExp(`^/${name} \\{number\\}(?: |$)`, 'u'));
    }
  });
});
