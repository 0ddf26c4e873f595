import type { Lacking, LetterDeadline, LetterDemand } from '../../contract/letter.ts';
import type { clocks } from '../../db/schema.ts';
import { rulesOf } from '../clock/kept.ts';
import type { DomainContext } from '../context.ts';
import { DEMANDS, rowsOf, TEXTS } from '../matter/file.ts';
import type { Petition } from '../matter/access.ts';
import { runningClock, runningClocks } from '../matter/clocks.ts';
import { type PetitionEvent, standing } from '../matter/timeline.ts';

const filled = <K extends string>(key: K, value: string | null | undefined): { [P in K]?: string } =>
  (value === null || value === undefined || value.trim() === '' ? {} : { [key]: value }) as { [P in K]?: string };

/** 诉求 one by one; a matter registered without any is one demand: its own text. */
export async function demandsOf(ctx: DomainContext, petitionId: string): Promise<LetterDemand[]> {
  const list = await rowsOf(ctx, DEMANDS, petitionId);
  if (list.length > 0) {
    return list.map((demand) => ({
      position: demand.position,
      body: demand.body,
      ...filled('fact', demand.fact),
      ...filled('basis', demand.basis),
      ...filled('answer', demand.answer),
    }));
  }
  const [text] = await rowsOf(ctx, TEXTS, petitionId);
  return text === undefined || text.body.trim() === '' ? [] : [{ position: 1, body: text.body }];
}

const deadlineOf = (clock: typeof clocks.$inferSelect | undefined): LetterDeadline | undefined =>
  clock === undefined ? undefined : { title: clock.title, basis: clock.basis, dueOn: clock.dueOn };

/** The unit's own clock that presses most; the stricter date drives. */
export async function unitDeadline(ctx: DomainContext, petitionId: string): Promise<LetterDeadline | undefined> {
  return deadlineOf(await runningClock(ctx, petitionId));
}

/** The period of the law within which the petitioner is to be answered. */
export async function legalPeriod(ctx: DomainContext, petitionId: string): Promise<LetterDeadline | undefined> {
  const running = await runningClocks(ctx, [petitionId]);
  return deadlineOf(running.findLast(({ owner, legal }) => owner === 'unit' && legal));
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
