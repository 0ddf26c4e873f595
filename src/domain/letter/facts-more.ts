import { and, eq } from 'drizzle-orm';
import type { LetterFacts } from '../../contract/letter.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { clocks, letters } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { barsOf, loadOrg, receiversOf } from '../org/receivers.ts';
import { findUnit, namesOf } from '../org/service.ts';
import type { Petition } from '../matter/access.ts';
import { readNotes } from '../matter/notes.ts';
import { standing, timelineOf } from '../matter/timeline.ts';
import type { Occasion } from './facts.ts';

type More = Partial<LetterFacts>;

const eventOf = (occasion: Occasion) => ('event' in occasion ? occasion.event : undefined);
const present = <K extends string, V>(key: K, value: V | undefined | ''): { [P in K]?: V } =>
  (value === undefined || value === '' ? {} : { [key]: value }) as { [P in K]?: V };

/** 预警提醒单 (S1 二（二）): the period of the answer, and the leader who signs it. */
export async function warned(ctx: DomainContext, petition: Petition, occasion: Occasion): Promise<More> {
  const event = eventOf(occasion);
  if (event === undefined) return {};
  const [clock] = await ctx.tx.select().from(clocks).where(eq(clocks.startedBy, event.id)).orderBy(clocks.dueOn);
  const { warning } = (await ctx.policy(petition.townId)).practice;
  const org = await loadOrg(ctx, petition.townId);
  const bars = (await barsOf(ctx, [petition.id])).get(petition.id) ?? [];
  const found = receiversOf(org, petition, bars, warning?.signedBy ?? ['unit-leader']);
  const signers = found.length > 0 ? found : receiversOf(org, petition, bars, ['main-leader']);
  return {
    ...(clock === undefined ? {} : { deadline: { title: clock.title, basis: clock.basis, dueOn: clock.dueOn } }),
    ...present('signer', org.people.get(signers[0] ?? '')?.name),
  };
}

/** 转送: to a unit of the town, or to a body outside it that is named by what it helps with. */
export async function forwarded(ctx: DomainContext, petition: Petition, occasion: Occasion): Promise<More> {
  const event = eventOf(occasion);
  const unitId = event?.data['unit'];
  const unit = typeof unitId === 'string' ? await findUnit(ctx.tx, petition.townId, unitId) : undefined;
  const help = typeof event?.data['to'] === 'string' ? event.data['to'] : undefined;
  return unit === undefined && help === undefined
    ? {}
    : { destination: { ...present('unit', unit?.name), ...present('help', help) } };
}

/** 复查、复核意见书: the request, the paper it is about, what was found and decided (条例 arts 35, 36). */
export async function reExamined(
  ctx: DomainContext,
  petition: Petition,
  kind: 'review' | 'recheck',
  occasion: Occasion,
): Promise<More> {
  const event = eventOf(occasion);
  if (event === undefined) return {};
  const timeline = standing(await timelineOf(ctx, petition.id));
  const asked = timeline.findLast((one) => one.kind === 'review-requested' && one.data['level'] === kind);
  return {
    remedy: {
      on: event.onDay,
      ...present('requestedOn', asked?.onDay),
      ...present('original', await originalOf(ctx, petition, kind)),
      ...present('outcome', typeof event.data['outcome'] === 'string' ? event.data['outcome'] : undefined),
    },
  };
}

/** The number of the opinion that is looked at again; one that was not written here has the name it was served under. */
async function originalOf(
  ctx: DomainContext,
  petition: Petition,
  kind: 'review' | 'recheck',
): Promise<string | undefined> {
  const rows = await ctx.tx
    .select()
    .from(letters)
    .where(
      and(
        eq(letters.petitionId, petition.id),
        eq(letters.kind, kind === 'review' ? 'opinion' : 'review'),
        eq(letters.state, 'issued'),
      ),
    )
    .orderBy(letters.madeAt);
  const last = rows.at(-1);
  if (last !== undefined) return last.number;
  const served = standing(await timelineOf(ctx, petition.id)).findLast(
    (event) => event.kind === 'served' && event.data['paper'] === 'opinion',
  );
  if (served === undefined) return undefined;
  return (await readNotes(ctx, petition.id, [served])).get(served.id)?.split('\n')[0];
}

/** Place, chair and what else was typed, each a line of the event's note. */
export async function heard(ctx: DomainContext, occasion: Occasion, said: string | undefined): Promise<More> {
  const event = eventOf(occasion);
  if (event === undefined) return {};
  const [place, typed, ...rest] = (said ?? '').split('\n');
  const chair = event.data['chair'];
  const name = typeof chair === 'string' ? (await namesOf(ctx.tx, [chair])).get(chair) : undefined;
  return {
    hearing: {
      on: event.data['on'] as LocalDay,
      ...present('place', place),
      ...present('chair', name ?? typed),
      ...present('note', rest.join('\n')),
    },
  };
}

/** The agreement, and in the last line who mediated. */
export function mediated(occasion: Occasion, said: string | undefined): More {
  const event = eventOf(occasion);
  if (event === undefined) return {};
  const lines = (said ?? '').split('\n');
  const mediator = event.data['tail'] === 1 ? lines.pop() : undefined;
  return {
    mediation: { on: event.onDay, ...present('terms', lines.join('\n')), ...present('mediator', mediator) },
  };
}
