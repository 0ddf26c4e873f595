/** The commands that the menu offers after "/": those the bot told the local WeCom of. Without any there is no menu. */
import type { MenuCommand } from '../../contract.ts';
import { numbersIn } from './matter-number.ts';
import type { Message } from './message.ts';
import { isoDay } from './time.ts';

/** A command with an example that may be sent after a change or two. */
export interface OfferedCommand extends Pick<MenuCommand, 'name' | 'aliases' | 'summary'> {
  readonly example: string;
}

/** Stands in examples until a matter was named in the chat. */
const SOME_NUMBER = '12';

/** The commands with their examples filled in for a chat as it stands. */
export function commandsHere(
  commands: readonly MenuCommand[],
  messages: readonly Message[],
  now: number,
): OfferedCommand[] {
  const named = messages.findLast(({ text }) => numbersIn(text).length > 0);
  const number = numbersIn(named?.text ?? '').at(-1) ?? SOME_NUMBER;
  return commands.map(({ name, aliases, summary, examples: [first = `/${name}`] }) => ({
    ...{ name, aliases, summary },
    example: first.replaceAll('{number}', number).replaceAll('{today}', isoDay(now)),
  }));
}

/** Of these, the ones fitting what was typed so far; none when the text is more than a command word. */
export function matching(commands: readonly OfferedCommand[], text: string): OfferedCommand[] {
  const typed = /^[/／、]([^\s]*)$/.exec(text)?.[1]?.toLowerCase();
  if (typed === undefined) return [];
  return commands.filter(({ name, aliases }) => [name, ...aliases].some((word) => word.startsWith(typed)));
}
