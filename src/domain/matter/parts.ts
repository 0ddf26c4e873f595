/** What is known of one matter. A check names what it asks of it; a command reads just that, whoever shows what may be done reads all. */
import type { LocalDay } from '../../core/local-day.ts';
import { type RuleOf, rulesOf } from '../clock/kept.ts';
import type { Clock } from '../clock/moves.ts';
import type { DomainContext } from '../context.ts';
import type { WorkCalendar } from '../deadline/calendar.ts';
import { APPROVALS, BARS, CLOCKS, DEMANDS, HELPERS, rowsOf } from './file.ts';
import type { TownOrg } from '../org/known.ts';
import { type Bar, loadOrg } from '../org/receivers.ts';
import type { Policy } from '../policy/policy.ts';
import type { Petition } from './access.ts';
import type { Approval } from '../approval/ask.ts';
import type { Demand } from '../handling/answer-gate.ts';
import type { Helper } from '../team/assist.ts';
import { type PetitionEvent, timelineOf } from './timeline.ts';

interface Parts {
  readonly at: Date;
  readonly today: LocalDay;
  readonly calendar: WorkCalendar;
  readonly policy: Policy;
  readonly org: TownOrg;
  readonly clocks: readonly Clock[];
  readonly ruleOf: RuleOf;
  readonly timeline: readonly PetitionEvent[];
  readonly demands: readonly Demand[];
  readonly helpers: readonly Helper[];
  readonly bars: readonly Bar[];
  readonly approvals: readonly Approval[];
}

/** A matter, with these parts of it. */
export type Matter<K extends keyof Parts = keyof Parts> = { readonly petition: Petition } & Pick<Parts, K>;

const READ: {
  readonly [K in keyof Parts]: (ctx: DomainContext, petition: Petition) => Parts[K] | Promise<Parts[K]>;
} = {
  at: ({ at }) => at,
  today: ({ today }) => today,
  calendar: ({ calendar }) => calendar,
  policy: (ctx, { townId }) => ctx.policy(townId),
  org: (ctx, { townId }) => loadOrg(ctx, townId),
  clocks: (ctx, { id }) => rowsOf(ctx, CLOCKS, id),
  ruleOf: async (ctx, { id }) => rulesOf(ctx, await rowsOf(ctx, CLOCKS, id)),
  timeline: (ctx, { id }) => timelineOf(ctx, id),
  demands: (ctx, { id }) => rowsOf(ctx, DEMANDS, id),
  helpers: (ctx, { id }) => rowsOf(ctx, HELPERS, id),
  bars: (ctx, { id }) => rowsOf(ctx, BARS, id),
  approvals: (ctx, { id }) => rowsOf(ctx, APPROVALS, id),
};

export const ALL_PARTS = Object.keys(READ) as readonly (keyof Parts)[];

/** What was read of the matter before costs nothing again. */
export async function readMatter<K extends keyof Parts>(
  ctx: DomainContext,
  petition: Petition,
  ...parts: readonly K[]
): Promise<Matter<K>> {
  const read: Record<string, unknown> = { petition };
  for (const part of parts) read[part] = await READ[part](ctx, petition);
  return read as Matter<K>;
}
