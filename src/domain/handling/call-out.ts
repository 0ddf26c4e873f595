import { and, eq, gte, inArray, isNull, lte } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { weekdayOf } from '../../core/local-day.ts';
import { absences, dutyRoster } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import type { Petition } from '../matter/access.ts';
import { record } from '../matter/record.ts';
import type { Receiver } from '../policy/vocabulary.ts';
import { barsOf, loadOrg, type OrgSnapshot, receiversOf } from '../org/receivers.ts';

export interface CallOut {
  readonly people: number;
  /** 吵闹、静坐、滞留: somebody who answers must come now. Which of them is not kept. */
  readonly scene: boolean;
  /** The matter they came for, where it has a number. */
  readonly petition: Petition | undefined;
  readonly msgid: string;
}

export interface CalledOut {
  readonly called: number;
  /** Fewer people than the town calls a leader for: nobody was called. */
  readonly below: number | undefined;
  /** The leader on duty today, where there is a roster. */
  readonly duty: string | undefined;
  readonly petition: Petition | undefined;
}

/**
 * 到场 (S1 一（三）): from the town's number of people on, or with a scene, those who answer for the matter receive at once;
 * without a number of a matter the leader on duty and all leaders. Quiet hours or not. A town without a rule of its own
 * calls all leaders. What stays with the matter is how many came, never who.
 */
export async function callOut(ctx: DomainContext, actor: Actor, input: CallOut): Promise<CalledOut> {
  const rule = (await ctx.policy(actor.townId)).practice.callOut;
  const org = await loadOrg(ctx, actor.townId);
  const duty = await onDuty(ctx, actor.townId, org);
  const from = rule?.when.headcountFrom;
  const isCalled =
    rule === undefined || (from !== undefined && input.people >= from) || (rule.when.scene === true && input.scene);
  const petition = input.petition === undefined ? undefined : await noteVisit(ctx, actor, input.petition, input);
  const common = { duty: duty === undefined ? undefined : org.people.get(duty)?.name, petition };
  if (!isCalled) return { ...common, called: 0, below: from };
  const { people, numbered } = await whoComes(ctx, org, petition, rule?.to, duty);
  const called = new Set(people);
  called.delete(actor.userid);
  const messages: Tell[] = [...called].map((person) => ({
    once: `callout:${input.msgid}:${person}`,
    to: { person },
    kind: 'callout',
    townId: actor.townId,
    ...(petition === undefined ? {} : { petitionId: petition.id }),
    refs: { people: input.people, by: actor.userid, numbered },
    urgent: true,
  }));
  return { ...common, called: await tellAll(ctx, messages), below: undefined };
}

/** Those who answer for the matter learn its number; all leaders of the town do not, for it may be sealed. */
async function whoComes(
  ctx: DomainContext,
  org: OrgSnapshot,
  petition: Petition | undefined,
  to: readonly Receiver[] | undefined,
  duty: string | undefined,
): Promise<{ readonly people: readonly string[]; readonly numbered: boolean }> {
  if (petition !== undefined && (petition.sealed || (petition.ownerUnit !== null && to !== undefined))) {
    const bars = (await barsOf(ctx, [petition.id])).get(petition.id) ?? [];
    const answering = petition.ownerUnit === null ? undefined : to;
    const people = receiversOf(org, petition, bars, answering ?? ['unit-leader', 'area-leader', 'main-leader', 'desk']);
    return { people, numbered: true };
  }
  const leaders = [...org.people.values()].filter(
    (person) => person.roles.includes('main-leader') || person.roles.includes('leader'),
  );
  return {
    people: [...(duty === undefined ? [] : [duty]), ...leaders.map((person) => person.userid)],
    numbered: false,
  };
}

/** Only the largest number of people that came at once stays with the matter. */
async function noteVisit(ctx: DomainContext, actor: Actor, petition: Petition, input: CallOut): Promise<Petition> {
  const { petition: changed } = await record(ctx, petition, {
    kind: 'called-out',
    by: actor.userid,
    data: { people: input.people, scene: input.scene },
    patch: input.people > petition.headcount ? { headcount: input.people } : {},
  });
  return changed;
}

/** Who receives today by the roster; away, the substitute, else the delegate. */
async function onDuty(ctx: DomainContext, townId: string, org: OrgSnapshot): Promise<string | undefined> {
  const rows = await ctx.tx
    .select()
    .from(dutyRoster)
    .where(
      and(
        eq(dutyRoster.townId, townId),
        eq(dutyRoster.place, 'reception'),
        inArray(dutyRoster.slot, [ctx.today, `weekday:${weekdayOf(ctx.today)}`]),
      ),
    );
  const row = rows.find((one) => one.slot === ctx.today) ?? rows[0];
  if (row === undefined) return undefined;
  const [away] = await ctx.tx
    .select()
    .from(absences)
    .where(
      and(
        eq(absences.townId, townId),
        eq(absences.userid, row.userid),
        isNull(absences.endedAt),
        lte(absences.fromDay, ctx.today),
        gte(absences.toDay, ctx.today),
      ),
    );
  const candidates = away === undefined ? [row.userid, row.substitute] : [row.substitute, away.delegate];
  return candidates.find((userid) => userid !== null && org.people.has(userid)) ?? undefined;
}
