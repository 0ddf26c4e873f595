import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, invalid, missing, readDay } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { admit, refuseAdmitted } from '../src/domain/handling/steps.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const DECISIONS = {
  受理: 'admit',
  予以受理: 'admit',
  不予受理: 'decline',
  不受理: 'decline',
  不再受理: 'exhausted',
} as const;
const NOTICES = { admit: 'accept', decline: 'decline', exhausted: 'exhausted' } as const;
const WORDS = { admit: '受理', decline: '不予受理', exhausted: '不再受理' } as const;

const FINDS = { verb: '受理', lock: true } as const;

export default defineCommand({
  name: '受理',
  english: 'admit',
  summary: '登记受理、不予受理或不再受理',
  number: 'required',
  states: ['registered', 'returned', 'assigned', 'handling'],
  keys: ['理由', '去向', '送达', '方式'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /不予?受理|不再受理|不受理/u,
      rank: 8,
      ownNo: true,
      line: ({ said }) => {
        const why = said
          .split(/[，,。；;\s]+/u)
          .filter((part) => part !== '' && !/^(?:不予?受理|不再受理|不受理)(?:吧|了)?$/u.test(part))
          .join('，');
        const word = /不再受理/u.test(said) ? '不再受理' : '不予受理';
        return why === '' ? word : `${word} 理由:${why}`;
      },
      examples: [['7号不归我们镇管，不予受理', '/受理 7 不予受理 理由:不归我们镇管']],
    },
    {
      like: /(?:可以|同意|予以|应当|应该|建议|准备)?受理(?:了|吧|一下|掉)?(?!告知|通知)/u,
      rank: 6,
      line: () => '受理',
      examples: [['3号可以受理', '/受理 3 受理']],
    },
  ],
  examples: [
    '/受理 12 受理',
    '/受理 12 不予受理 理由:已由法院审理 去向:县人民法院',
    '/受理 12 受理 送达:2026-11-25 方式:直接送达',
  ],
  forms: [
    {
      fields: [
        { key: '决定', main: true, as: 'choice', options: Object.values(WORDS) },
        { key: '理由', as: 'text', when: { key: '决定', in: [WORDS.decline, WORDS.exhausted] } },
        { key: '去向', as: 'line', optional: true, when: { key: '决定', in: [WORDS.decline] } },
      ],
      finds: FINDS,
      offer({ petition, timeline }) {
        refuseAdmitted(petition, timeline);
        return { writes: [{ kind: 'admitted' }] };
      },
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const word = text.split(/\s+/u)[0] ?? '';
    const decision = word === '' ? 'admit' : DECISIONS[word as keyof typeof DECISIONS];
    if (decision === undefined) throw invalid(argProblems.admit);
    if (decision !== 'admit' && pairs['理由'] === undefined) throw missing(argProblems.declineReason, '理由');
    const service =
      pairs['送达'] === undefined
        ? undefined
        : {
            paper: 'notice' as const,
            paperName: `${WORDS[decision]}告知书`,
            kind: NOTICES[decision],
            on: readDay(pairs['送达'], ctx.today),
            method: pairs['方式'],
          };
    const changed = await admit(ctx, call.by, petition, decision, pairs['理由'], service, pairs['去向']);
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: replies.admitted(
        changed.number,
        WORDS[decision],
        dueLines(await runningClocks(ctx, [changed.id]), ctx.today),
        service !== undefined,
      ),
      group: decision === 'admit' ? groupWords.admitted : groupWords.declined,
    });
  },
});
