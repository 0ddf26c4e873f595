import { groupPlain } from '../src/cards/group.ts';
import { argsAs, missing, readHeadcount } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { callout } from '../src/copy/callout.ts';
import { callLeaders } from '../src/domain/org/callout.ts';

export default defineCommand({
  name: '到场',
  english: 'callout',
  aliases: ['叫人', '接待'],
  summary: '多人来访，请领导马上到场接待',
  allow: ['desk', 'unit-head', 'handler', 'leader', 'main-leader'],
  number: 'none',
  keys: ['人数'],
  args: argsAs(({ text, pairs }) => ({ word: pairs['人数'] ?? text.split(/\s+/u)[0] ?? '' })),
  examples: ['/到场 6人'],
  async run({ word }, call, ctx) {
    if (word === '') throw missing(argProblems.headcount);
    const people = readHeadcount(word);
    const called = await callLeaders(ctx, call.by, people, call.msgid);
    return { text: callout.done(people, called), group: groupPlain(callout.group(people)) };
  },
});
