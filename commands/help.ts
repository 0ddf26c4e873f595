import { argsAs } from '../src/contract/args.ts';
import { type Command, defineCommand } from '../src/contract/command.ts';
import { helpText, oneHelp } from '../src/copy/help.ts';
import { mayAtAll } from '../src/domain/permission/may.ts';

let catalogue: readonly Command[] = [];
/** The loader hands over what it found, so that help never lags behind the folder. */
export const showIn = (commands: readonly Command[]): void => {
  catalogue = commands;
};

export default defineCommand({
  name: '帮助',
  english: 'help',
  aliases: ['?', '？', '怎么用', '使用说明'],
  summary: '看我能用的命令和例子',
  number: 'none',
  keys: [],
  args: argsAs(({ text }) => ({ text })),
  examples: ['/帮助', '/帮助 登记'],
  async run({ text }, call) {
    const mine = catalogue.filter((command) => mayAtAll(call.by, command.english));
    const asked = mine.find((command) =>
      [command.name, command.english, ...(command.aliases ?? [])].includes(text.replace(/^[/／、]/u, '')),
    );
    return { text: asked === undefined ? helpText(mine, call.by.roles) : oneHelp(asked) };
  },
});
