/** What a matter waits for: whose word, which step, and what that step still lacks. */
import type { DomainContext } from '../context.ts';
import { questionsIn } from '../approval/ask.ts';
import { gateIn, type Gap } from '../handling/answer-gate.ts';
import { lackingOf } from '../letter/facts-matter.ts';
import type { Petition } from '../matter/access.ts';
import type { Status } from '../matter/codes.ts';
import { type Missing, missingOf } from '../matter/missing.ts';
import { type Matter, readMatter } from '../matter/parts.ts';
import { standing } from '../matter/timeline.ts';
import { isUnnamedBy } from '../org/receivers.ts';
import { namesOf } from '../org/service.ts';
import type { Act } from '../permission/table.ts';

export type Step =
  | 'name-accused'
  | 'assign'
  | 'serve-notice'
  | 'sign'
  | 'contact'
  | 'answer'
  | 'serve'
  | 'close'
  | 'follow-up';

/** By which right each is taken. */
export const STEP_ACTS: Readonly<Record<Step, Act>> = {
  'name-accused': 'supplement',
  assign: 'assign',
  'serve-notice': 'serve',
  sign: 'sign:handle',
  contact: 'contact',
  answer: 'reply',
  serve: 'serve',
  close: 'close',
  'follow-up': 'followup',
};

/** A question that is open, and who may answer it. */
interface Awaited {
  readonly kind: string;
  /** Of an extension the clock that it is about. */
  readonly clock: string | undefined;
  readonly names: readonly string[];
}

export interface Next {
  readonly waits: readonly Awaited[];
  /** Undefined where a question holds everything up, and where nothing is left to do. */
  readonly step: Step | undefined;
  /** Of the registration: none of it holds the matter up. */
  readonly lacks: readonly Missing[];
  /** Of the answer: which demands lack which parts, of how many demands. */
  readonly gaps: readonly Gap[];
  readonly demands: number;
  /** Which notice is owed to the petitioner. */
  readonly notice: 'decline' | 'exhausted';
}

/** 退回 and 延期 are asked while the handling goes on; all other questions hold up the step that they are about. */
const BESIDE: ReadonlySet<string> = new Set(['extend', 'return', 'warning']);

export async function nextOf(ctx: DomainContext, petition: Petition): Promise<Next> {
  const matter = await readMatter(ctx, petition, ...NEEDED);
  const { approvals, clocks, demands, timeline } = matter;
  const open = approvals.filter(({ state }) => state === 'open');
  const names = await namesOf(
    ctx.tx,
    open.flatMap(({ approvers }) => approvers),
  );
  const titles = new Map(questionsIn(open, clocks).map(({ approval, clock }) => [approval.id, clock]));
  const step = stepOf(matter);
  const isHeld = open.some(({ kind }) => !BESIDE.has(kind));
  return {
    waits: open.map(({ id, kind, approvers }) => ({
      kind,
      clock: titles.get(id),
      names: approvers.flatMap((userid) => names.get(userid) ?? []),
    })),
    step: isHeld ? undefined : step,
    lacks: step === undefined || step === 'follow-up' ? [] : await missingOf(ctx, petition),
    gaps: petition.status === 'handling' ? gateIn(matter).gaps : [],
    demands: Math.max(1, demands.length),
    notice:
      standing(timeline).findLast(({ kind }) => kind === 'declined')?.data['decision'] === 'exhausted'
        ? 'exhausted'
        : 'decline',
  };
}

const NEEDED = ['policy', 'approvals', 'clocks', 'demands', 'timeline', 'bars'] as const;

function stepOf({ petition, clocks, timeline, bars }: Matter<(typeof NEEDED)[number]>): Step | undefined {
  switch (petition.status as Status) {
    case 'registered':
    case 'admitted':
    case 'returned':
      return isUnnamedBy(petition, bars) ? 'name-accused' : 'assign';
    case 'declined':
      return clocks.some(({ kind, state }) => kind === 'notice' && state === 'running') ? 'serve-notice' : 'close';
    case 'assigned':
      return 'sign';
    case 'handling':
      return lackingOf(petition, timeline).includes('contact') ? 'contact' : 'answer';
    case 'replied':
      return 'serve';
    case 'served':
      return 'close';
    case 'closed':
      return petition.followedUpOn === null ? 'follow-up' : undefined;
    case 'void':
    case 'merged':
    case 'sent-back':
      return undefined;
  }
}
