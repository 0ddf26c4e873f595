import { and, asc, desc, eq } from 'drizzle-orm';
import type { Lacking, LetterDeadline, LetterDemand } from '../../contract/letter.ts';
import { clocks, demands, petitionTexts } from '../../db/schema.ts';
import { rulesOf } from '../clock/kept.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from '../petition/access.ts';
import { runningClocks } from '../petition/clocks.ts';
import { type PetitionEvent, standing } from '../petition/timeline.ts';

const filled = <K extends string>(key: K, value: string | null | undefined): { [P in K]?: string } =>
  (value === null || value === undefined || value.trim() === '' ? {} : { [key]: value }) as { [P in K]?: string };

/** 诉求 one by one; a matter registered without any is one demand: its own text. */
export async function demandsOf(ctx: DomainContext, petitionId: string): Promise<LetterDemand[]> {
  const list = await ctx.tx
    .select()
    .from(demands)
    .where(eq(demands.petitionId, petitionId))
    .orderBy(asc(demands.position));
  if (list.length > 0) {
    return list.map((demand) => ({
      position: demand.position,
      body: demand.body,
      ...filled('fact', demand.fact),
      ...filled('basis', demand.basis),
      ...filled('answer', demand.answer),
    }));
  }
  const [text] = await ctx.tx.select().from(petitionTexts).where(eq(petitionTexts.petitionId, petitionId));
  return text === undefined || text.body.trim() === '' ? [] : [{ position: 1, body: text.body }];
}

const deadlineOf = (clock: typeof clocks.$inferSelect | undefined): LetterDeadline | undefined =>
  clock === undefined ? undefined : { title: clock.title, basis: clock.basis, dueOn: clock.dueOn };

/** The unit's own clock that presses most; the stricter date drives. */
export async function unitDeadline(ctx: DomainContext, petitionId: string): Promise<LetterDeadline | undefined> {
  const [clock] = await ctx.tx
    .select()
    .from(clocks)
    .where(and(eq(clocks.petitionId, petitionId), eq(clocks.state, 'running'), eq(clocks.owner, 'unit')))
    .orderBy(asc(clocks.dueOn))
    .limit(1);
  return deadlineOf(clock);
}

/** The period of the law within which the petitioner is to be answered. */
export async function legalPeriod(ctx: DomainContext, petitionId: string): Promise<LetterDeadline | undefined> {
  const [clock] = await ctx.tx
    .select()
    .from(clocks)
    .where(
      and(
        eq(clocks.petitionId, petitionId),
        eq(clocks.state, 'running'),
        eq(clocks.owner, 'unit'),
        eq(clocks.legal, true),
      ),
    )
    .orderBy(desc(clocks.dueOn))
    .limit(1);
  return deadlineOf(clock);
}

/** 简易办理 promises an earlier day than the law's. */
export async function simplePeriod(ctx: DomainContext, petition: Petition): Promise<LetterDeadline | undefined> {
  if (!petition.simple) return undefined;
  const running = (await runningClocks(ctx, [petition.id])).filter((clock) => clock.owner === 'unit');
  const ruleOf = await rulesOf(ctx, running);
  return deadlineOf(running.find((clock) => ruleOf(clock)?.rule.appliesWhen.simple === true));
}

/** What a unit has not done yet. */
export function lackingOf(petition: Petition, timeline: readonly PetitionEvent[]): Lacking[] {
  const done = new Set(standing(timeline).map((event) => event.kind));
  const isServed = standing(timeline).some((event) => event.kind === 'served' && event.data['paper'] === 'opinion');
  const isAnswered = petition.status === 'replied' || petition.status === 'served';
  return [
    ...(petition.status === 'assigned' ? (['sign'] as const) : []),
    ...(petition.identityKnown && !done.has('contacted') ? (['contact'] as const) : []),
    ...(isAnswered ? [] : (['answer'] as const)),
    ...(isServed ? [] : (['serve'] as const)),
    'close',
  ];
}
