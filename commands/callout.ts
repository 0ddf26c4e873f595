import { askedToForget, groupPlain } from '../src/cards/group.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, missing, readCount, readHeadcount } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { readNumber } from '../src/core/matter-number.ts';
import { argProblems } from '../src/copy/args.ts';
import { callout } from '../src/copy/callout.ts';
import { callOut } from '../src/domain/handling/call-out.ts';
import { answerCallOut, type CallOutAnswer } from '../src/domain/handling/call-out-answer.ts';
import { namesOf } from '../src/domain/org/service.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { mayAccuseInPassing } from '../src/domain/accusation/reading.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const wordsOf = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '');
/** 我到, and nothing else but how it ends. */
const answerIn = (text: string): CallOutAnswer | undefined =>
  (Object.entries(callout.answers) as [CallOutAnswer, string][]).find(
    ([, word]) => text.trim().replace(/[。.！!]+$/u, '') === word,
  )?.[0];
const SCENE = /吵闹|静坐|滞留|情绪激动|现场/u;

export default defineCommand({
  name: '到场',
  english: 'callout',
  aliases: ['叫人', '接待'],
  summary: '多人来访，请领导马上到场接待；被请的人回：我到、派人、不在',
  // A number may stand first; without one no matter is meant, whatever was spoken of last.
  number: 'none',
  keys: ['人数', '现场', '次'],
  args: argsAs(({ text, pairs }) => {
    const read = readNumber(text);
    const behind = 'rest' in read ? wordsOf(read.rest) : [];
    // `6` is how many have come; a number stands before it.
    const isNumbered = pairs['人数'] !== undefined || readCount(behind[0] ?? '') !== undefined;
    const words = read.kind === 'said' && isNumbered ? behind : wordsOf(text);
    return {
      coming: answerIn(text),
      call: pairs['次'],
      number: read.kind === 'said' && isNumbered ? read.number : undefined,
      // 3 4 6人: two matters, or none.
      isUnclear:
        read.kind === 'several' ||
        (read.kind === 'doubtful' && words.length > 1) ||
        (isNumbered && words.slice(0, 2).every((one) => readCount(one) !== undefined) && words.length > 1),
      word: pairs['人数'] ?? words[0] ?? '',
      scene: pairs['现场'] !== undefined || SCENE.test(words.slice(1).join('')),
      said: [pairs['现场'] ?? '', ...words.slice(1)].join(' '),
    };
  }),
  says: [
    {
      like: /(?:来了?|有|聚|围|堵|到了?)A.{0,12}(?:见|领导|闹|堵|围|大厅|门口|静坐|不走|办公室)|(?:大厅|门口|政府|信访办|办公室).{0,6}(?:来了?|有|聚|围|堵)A/u,
      rank: 8,
      alone: true,
      when: ({ headcount }) => headcount !== undefined,
      line: ({ headcount, said }) => `${headcount}人 现场:${said}`,
      examples: [['大厅现在来了8个人要见领导', '/到场 8人 现场:大厅现在来了8个人要见领导']],
    },
  ],
  examples: ['/到场 6人', '/到场 12 6人', '/到场 3人 现场:静坐', '/到场 我到'],
  async run({ coming, call: which, number, isUnclear, word, scene, said }, call, ctx) {
    if (coming !== undefined) {
      const by = await answerCallOut(ctx, call.by, coming, which);
      const name = (await namesOf(ctx.tx, [by])).get(by) ?? '';
      return { text: callout.answerTold(name, coming), spent: callout.answers[coming] };
    }
    if (isUnclear) throw new UserError('number.doubtful', { recent: [] });
    if (word === '') throw missing(argProblems.headcount);
    const people = readHeadcount(word);
    const found =
      number === undefined ? undefined : await findPetition(ctx, call.by, number, { verb: '到场', lock: true });
    const done = await callOut(ctx, call.by, { people, scene, petition: found, msgid: call.msgid });
    const about = done.petition;
    const facts = { people, duty: done.duty, number: about?.number };
    const again = ['/到场', ...(about === undefined ? [] : [about.number]), `${people}人`, '现场:情况'].join(' ');
    const text =
      done.below === undefined
        ? callout.done({ ...facts, called: done.called })
        : callout.below({ ...facts, from: done.below, again });
    const group = done.below === undefined ? callout.group(people) : callout.groupBelow(people);
    const reply =
      about === undefined
        ? { text, group: groupPlain(group) }
        : answer(await lineOf(ctx, about), ctx.today, { text, group });
    // What is said of the scene calls nobody and is kept nowhere.
    if (!(await mayAccuseInPassing(ctx, call.by.townId, said))) return reply;
    return askedToForget({ ...reply, text: `${text}\n${callout.unkept}` });
  },
});
