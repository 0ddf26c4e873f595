import { groupPlain } from '../src/cards/group.ts';
import { argsAs, missing, readHeadcount } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { callout } from '../src/copy/callout.ts';
import { callOut } from '../src/domain/org/callout.ts';
import { findPetition } from '../src/domain/petition/find.ts';

const NUMBER = /^(?:[A-Za-z]{1,6}\d{4}-\d{1,6}|[#＃]?\d{1,6}[号件]?)$/u;
const SCENE = /吵闹|静坐|滞留|情绪激动|现场/u;

export default defineCommand({
  name: '到场',
  english: 'callout',
  aliases: ['叫人', '接待'],
  summary: '多人来访，请领导马上到场接待',
  allow: ['desk', 'unit-head', 'handler', 'leader', 'main-leader'],
  // A number may stand first; without one no matter is meant, whatever was spoken of last.
  number: 'none',
  keys: ['人数', '现场'],
  args: argsAs(({ text, pairs }) => {
    const [first = '', ...more] = text.split(/\s+/u).filter((word) => word !== '');
    const isNumbered = NUMBER.test(first) && (more.length > 0 || pairs['人数'] !== undefined);
    const rest = isNumbered ? more : [first, ...more];
    return {
      number: isNumbered ? first.replace(/^[#＃]|[号件]$/gu, '').toUpperCase() : undefined,
      word: pairs['人数'] ?? rest[0] ?? '',
      scene: pairs['现场'] !== undefined || SCENE.test(rest.slice(1).join('')),
    };
  }),
  examples: ['/到场 6人', '/到场 12 6人', '/到场 3人 现场:静坐'],
  async run({ number, word, scene }, call, ctx) {
    if (word === '') throw missing(argProblems.headcount);
    const people = readHeadcount(word);
    const found =
      number === undefined ? undefined : await findPetition(ctx, call.by, number, { verb: '到场', lock: true });
    const done = await callOut(ctx, call.by, { people, scene, petition: found, msgid: call.msgid });
    const about = done.petition;
    const facts = { people, duty: done.duty, number: about?.number };
    const again = ['/到场', ...(about === undefined ? [] : [about.number]), `${people}人`, '现场:情况'].join(' ');
    return {
      text:
        done.below === undefined
          ? callout.done({ ...facts, called: done.called })
          : callout.below({ ...facts, from: done.below, again }),
      group: groupPlain(done.below === undefined ? callout.group(people) : callout.groupBelow(people)),
      ...(about === undefined ? {} : { about: about.id }),
    };
  },
});
