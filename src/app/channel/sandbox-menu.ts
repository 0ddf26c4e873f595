import type { MenuCommand } from '../../../sandbox/server.ts';
import type { Command } from '../../contract/command.ts';
import { mostUsedFirst } from '../../copy/help.ts';

/** The number of a matter in the examples of commands; one is known by standing right behind the verb. */
const NUMBER = /^(\/\S+ )12(?=\s|$)/u;
const DAY = /\b\d{4}-\d{2}-\d{2}\b/gu;

/** What the local WeCom's page offers after "/": the catalogue, with blanks for the matter and the day that stand in its examples. */
export const menuOf = (commands: readonly Command[]): MenuCommand[] =>
  mostUsedFirst(commands).map(({ name, english, aliases = [], summary, examples }) => ({
    name,
    aliases: [english, ...aliases],
    summary,
    examples: examples.map((line) => line.replace(NUMBER, '$1{number}').replaceAll(DAY, '{today}')),
  }));
