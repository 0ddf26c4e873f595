import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, invalid, missing } from '../src/contract/args.ts';
import { type Call, defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { argProblems } from '../src/copy/args.ts';
import { voidWords } from '../src/copy/correction.ts';
import { groupWords } from '../src/copy/group.ts';
import { noticeWords } from '../src/copy/notices.ts';
import { replies } from '../src/copy/replies.ts';
import { questionWord, SIGNATURE_WORDS } from '../src/copy/terms.ts';
import type { DomainContext } from '../src/domain/context.ts';
import type { Petition } from '../src/domain/matter/access.ts';
import { waitingMatters } from '../src/domain/read/actionable.ts';
import {
  type Approval,
  type Asked,
  onCard,
  questionsFor,
  questionsIn,
  isLegalExtension,
} from '../src/domain/approval/ask.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { agreeing } from '../src/domain/approval/decision.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { decide } from '../src/domain/handling/assign.ts';
import { voidTold } from '../src/domain/handling/voiding.ts';
import { lineOf } from '../src/domain/read/lists.ts';
import { DECIDING, DECISION_WORDS, decisionOf } from '../src/copy/decision.ts';

const SPENT = { agreed: '已同意', refused: '已不同意' } as const;

const FINDS = { verb: '批示', lock: true } as const;

export default defineCommand({
  name: '批示',
  english: 'approve',
  aliases: ['签批', '批'],
  summary: '签批：同意或不同意',
  number: 'recent',
  decides: { words: DECIDING, always: true },
  waits: () => 'signature',
  // 不同意 wants a reason, and people call it so.
  keys: ['决定', '意见', '理由', '事项'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /(?:^|[，,。\s]|我|N_*|M_*)(?:不同意|同意|准了|批了|批准)/u,
      rank: 6,
      ownNo: true,
      when: ({ by, said }) => by.roles.some((role) => role === 'leader' || role === 'main-leader') && !/再/u.test(said),
      line: ({ said }) =>
        /不同意/u.test(said) ? `不同意 ${said.replace(/^.*?不同意[，,。\s]*/u, '')}`.trim() : '同意',
      examples: [['3号我同意', '/批示 3 同意', 'leader']],
    },
  ],
  examples: ['/批示 12 同意', '/批示 12 不同意 意见:先核实情况'],
  forms: [
    {
      fields: [
        { key: '决定', main: true, as: 'choice', options: ['同意', '不同意'] },
        { key: '意见', as: 'text', optional: true },
      ],
      finds: FINDS,
      offer(seen) {
        const [asked] = onlyOne(namedIn(questionsIn(seen.open, seen.clocks)));
        return { writes: agreeing(seen, asked?.approval), spent: SPENT.agreed };
      },
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const { read, note } = decisionOf(text, pairs['决定']);
    if (read === undefined) throw missing(argProblems.decision, '决定', DECISION_WORDS);
    const asked = await questionMeant(ctx, call, petition, pairs['事项']);
    const opinion = pairs['意见'] ?? pairs['理由'] ?? note;
    if (!read.agreed && opinion === undefined) throw missing(argProblems.refusal, '意见');
    const done = await decide(ctx, call.by, petition, read.agreed, opinion, asked);
    const line = await lineOf(ctx, done.petition);
    const { kind: signed } = done.approval ?? {};
    const effect =
      done.missed !== undefined
        ? noticeWords.extendedLate(done.missed.title, done.missed.dueOn)
        : !done.agreed || signed === undefined
          ? undefined
          : signed === 'instruct' && done.petition.status === 'assigned' && line.unitName !== undefined
            ? `交办${line.unitName}已生效。`
            : signed === 'close' && done.petition.status === 'closed'
              ? '已办结。'
              : done.approval !== undefined && (await isLegalExtension(ctx, done.approval))
                ? noticeWords.tellExtension(petition.number)
                : signed === 'void'
                  ? voidWords.tell(petition.number, await voidTold(ctx, done.petition, call.by.userid))
                  : undefined;
    const isUnasked = done.approval === undefined;
    const decided = replies.decided({
      number: petition.number,
      what: isUnasked ? '批示' : (SIGNATURE_WORDS[done.approval.kind] ?? '批示'),
      agreed: done.agreed,
      effect,
      due: dueLines(await runningClocks(ctx, [petition.id]), ctx.today),
    });
    const unasked = isUnasked ? [replies.unasked(await waitingMatters(ctx, call.by, 'signature', MOST_WAITING))] : [];
    const reply = answer(line, ctx.today, {
      text: [decided, ...unasked].join('\n'),
      group: groupWords.decided(done.agreed),
      spent: done.agreed ? SPENT.agreed : SPENT.refused,
    });
    // What else waits for them stands in private only.
    return isUnasked ? { ...reply, detail: true } : reply;
  },
});

const MOST_WAITING = 5;

/**
 * Which question is answered: a card names what it asks, and once that is signed, pressing it again signs nothing else. Without a name
 * there must be one only.
 */
async function questionMeant(
  ctx: DomainContext,
  call: Call,
  petition: Petition,
  typed: string | undefined,
): Promise<Pick<Approval, 'id'> | undefined> {
  const named = typed?.replace(/^签/u, '');
  const open = namedIn(await questionsFor(ctx, petition.id, call.by.userid));
  const meant = named === undefined ? open : open.filter(({ names }) => names.includes(named));
  const answers = meant.map(({ approval }) => approval);
  if (call.question !== undefined) return (await onCard(ctx, answers, call, petition.number))[0];
  onlyOne(meant);
  if (named === undefined || meant.length > 0) return meant[0]?.approval;
  const all = Object.values(SIGNATURE_WORDS);
  if (all.some((word) => named.endsWith(word))) throw new UserError('approval.none', { number: petition.number });
  throw invalid(argProblems.signature(open.length === 0 ? all : wordsOf(open)));
}

/** A question, and what it may be called. */
interface Named {
  readonly approval: Approval;
  readonly names: readonly [string, ...string[]];
}

const namedIn = (asked: readonly Asked[]): Named[] =>
  asked.map(({ approval, clock }) => ({
    approval,
    names: [
      questionWord(approval.kind, clock),
      questionWord(approval.kind, undefined),
      ...(clock === undefined ? [] : [clock]),
    ],
  }));

const wordsOf = (of: readonly Named[]): string[] => [...new Set(of.map(({ names }) => names[0]))];

/** Of several sorts it is said which is meant. */
function onlyOne(meant: readonly Named[]): readonly Named[] {
  const words = wordsOf(meant);
  if (words.length > 1) throw missing(argProblems.whichSignature(words), '事项', words);
  return meant;
}
