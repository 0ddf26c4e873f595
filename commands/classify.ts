import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, invalid, readBranch, readCount } from '../src/contract/args.ts';
import { type Call, defineCommand } from '../src/contract/command.ts';
import { narrow } from '../src/core/narrow.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { aboutOf, BRANCHES, sorterWords } from '../src/copy/triage.ts';
import { KIND_WORDS, kindOf } from '../src/copy/terms.ts';
import type { DomainContext } from '../src/domain/context.ts';
import { unitsOf } from '../src/domain/org/service.ts';
import { accusedKnown, type Petition } from '../src/domain/matter/access.ts';
import { askByCard } from '../src/domain/intake/ask-card.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { classify } from '../src/domain/handling/steps.ts';
import { admittedOn } from '../src/domain/matter/record.ts';
import { simpleFaults } from '../src/domain/intake/fast-track.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const YES = /^(是|对|1|重要|敏感)$/u;
/** 疑难: the answer goes to 集体会审 where the town has it. */
const COMPLEX = /^(?:疑难|复杂|疑难复杂)$/u;
const HANDLING = /^(简易|普通)(?:办理|程序)?$/u;

const ask = (ctx: DomainContext, call: Call, petition: Petition, step: 'kind' | 'branch' | 'simple') =>
  askByCard(ctx, call, petition, 'sorter', { step });

const SPENT = '已分类';
const FINDS = { verb: '分类', lock: true } as const;

export default defineCommand({
  name: '分类',
  english: 'classify',
  aliases: ['类别'],
  summary: '定类别，决定适用的时限和文书',
  number: 'recent',
  // The place in the list that was shown, and nothing behind it but pairs.
  counts: /^\S{1,4}(?=$|\s+\p{Script=Han}+[:：])/u,
  // What is complained of may be whoever has it, who is shut out then.
  takes: ({ text }, { ownerUnit }) =>
    ownerUnit !== null && text.split(/\s+/u).some((word) => kindTyped(word) === 'accusation'),
  keys: ['情形', '业务', '重要', '敏感', '办理', '线路'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: [
    '/分类 12',
    '/分类 12 申诉求决 情形:6 业务:城乡建设',
    '/分类 12 建议意见',
    '/分类 12 简易',
    '/分类 12 疑难',
  ],
  forms: [
    {
      fields: [
        { key: '类别', main: true, as: 'choice', options: Object.values(KIND_WORDS) },
        {
          key: '情形',
          as: 'choice',
          options: Object.entries(BRANCHES).map(([n, { choice }]) => `${n} ${choice}`),
          when: { key: '类别', in: [KIND_WORDS.appeal] },
        },
        { key: '业务', as: 'line', optional: true },
      ],
      finds: FINDS,
      // Nobody is kept from making it heavier.
      offer: () => ({ writes: [{ kind: 'classified', patch: { kind: 'accusation', branch: null } }], spent: SPENT }),
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    if (text === '' && Object.keys(pairs).length === 0) {
      await ask(ctx, call, petition, 'kind');
      return answer(await lineOf(ctx, petition), ctx.today, {
        text: sorterWords.ask(petition.number),
        group: groupWords.sorter,
      });
    }
    const typed = text.split(/\s+/u).filter((word) => word !== '');
    const handling = HANDLING.exec(pairs['办理'] ?? typed.find((word) => HANDLING.test(word)) ?? '')?.[1];
    if (pairs['办理'] !== undefined && handling === undefined) throw invalid(argProblems.handling);
    const about = pairs['线路'] === undefined ? undefined : aboutOf(pairs['线路']);
    if (pairs['线路'] !== undefined && about === undefined) throw invalid(argProblems.about);
    const complex = typed.some((word) => COMPLEX.test(word)) ? true : undefined;
    const [first = '', ...rest] = typed.filter((word) => !HANDLING.test(word) && !COMPLEX.test(word));
    // The place in the list that was shown.
    const place = placeIn(first);
    if (place !== undefined && Object.values(KIND_WORDS)[place - 1] === undefined) throw invalid(argProblems.category);
    const kind = kindTyped(first);
    const branch = pairs['情形'] === undefined ? undefined : readBranch(pairs['情形']);
    const subject = pairs['业务'] ?? (kind === undefined ? first : rest.join(' '));
    // 申诉求决 6: no business is called so.
    if (/^\d+$/u.test(narrow(subject).text)) throw invalid(argProblems.branch);
    const marks = { important: pairs['重要'], sensitive: pairs['敏感'] };
    const isSorted = kind !== undefined || branch !== undefined;
    const says =
      subject !== '' ||
      complex === true ||
      about !== undefined ||
      Object.values(marks).some((mark) => mark !== undefined);
    if (!isSorted && !says && handling === undefined) throw invalid(argProblems.category);
    const simple = handling === undefined ? undefined : handling === '简易';
    if (!isSorted && !says && simple === petition.simple) {
      return answer(await lineOf(ctx, petition), ctx.today, {
        text: sorterWords.simpleUnchanged(petition.number, petition.simple),
        group: groupWords.classified,
        spent: SPENT,
      });
    }
    const admitted = await admittedOn(ctx, petition.id);
    const changed = await classify(ctx, call.by, petition, {
      // A branch is a branch of the appeals.
      kind: kind ?? (branch === undefined ? undefined : 'appeal'),
      branch,
      subject: subject === '' ? undefined : subject.slice(0, 12),
      important: marks.important === undefined ? (/重要/u.test(text) ? true : undefined) : YES.test(marks.important),
      sensitive: marks.sensitive === undefined ? (/敏感/u.test(text) ? true : undefined) : YES.test(marks.sensitive),
      complex,
      simple,
      about,
      admittedOn: admitted,
    });
    if (call.clicked && handling === undefined) {
      if (kind === 'appeal' && branch === undefined) await ask(ctx, call, changed, 'branch');
      else if ((await simpleFaults(ctx, changed, admitted)).length === 0) await ask(ctx, call, changed, 'simple');
    }
    const words = [
      changed.kind === null ? '' : KIND_WORDS[changed.kind as keyof typeof KIND_WORDS],
      changed.subject ?? '',
      changed.complex ? '疑难' : '',
    ]
      .filter((word) => word !== '')
      .join('，');
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: [
        replies.classified(changed.number, words, dueLines(await runningClocks(ctx, [changed.id]), ctx.today)),
        ...(isSorted ? await followsOf(ctx, changed) : []),
        ...(simple === undefined ? [] : await handlingLines(ctx, changed)),
        ...(about === undefined ? [] : [sorterWords.routeTo(about)]),
      ].join('\n'),
      group: groupWords.classified,
      spent: SPENT,
    });
  },
});

/** 3, 三, 第3个, 3、: a place in the list that was shown; undefined for a word. */
function placeIn(word: string): number | undefined {
  const [, sign = ''] = /^[\p{P}第]?([0-9一二三四五六七八九])[\p{P}个种]?$/u.exec(word) ?? [];
  return readCount(sign);
}

/** A category by its name, or by its place in the list. */
function kindTyped(word: string): ReturnType<typeof kindOf> {
  const place = placeIn(word);
  return kindOf(place === undefined ? word : (Object.values(KIND_WORDS)[place - 1] ?? ''));
}

async function followsOf(ctx: DomainContext, { id, number, townId, kind, branch }: Petition): Promise<string[]> {
  const discipline = (await unitsOf(ctx.tx, townId)).find((unit) => unit.kind === 'discipline')?.name;
  const isKnown = kind !== 'accusation' || (await accusedKnown(ctx.tx, id));
  return sorterWords.follows({ number, kind, branch, disciplineUnit: discipline, accusedKnown: isKnown });
}

async function handlingLines(ctx: DomainContext, { townId, simple }: Petition): Promise<string[]> {
  if (!simple) return [sorterWords.simpleOff];
  const { clocks } = await ctx.policy(townId);
  const days = (kind: string): number | undefined => clocks.find((rule) => rule.kind === kind)?.period?.n;
  return sorterWords.simpleOn(days('simple-accept'), days('simple-handle'));
}
