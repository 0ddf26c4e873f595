/** 打扰: how much a town's people were sent and asked within some days, by what they are, of what its reader may see counted. Figures of roles, never of a person. */
import { sql } from 'drizzle-orm';
import { addDays, instantOf, type LocalDay } from '../../core/local-day.ts';
import type { Actor } from '../../contract/command.ts';
import type { DomainContext } from '../context.ts';
import { countableFor } from '../matter/access.ts';
import type { BudgetRole } from '../policy/policy.ts';

export interface RoleNoise {
  readonly role: BudgetRole;
  readonly people: number;
  /** Messages; several that were merged are one, and a letter is part of the card that names it. */
  readonly messages: number;
  /** Most that one of them got on one day. */
  readonly most: number;
  /** Reminders that ask for 已阅, and those that were acknowledged. */
  readonly taps: number;
  readonly tapped: number;
  /** Signatures that were asked, and those that were given or refused. */
  readonly questions: number;
  readonly answered: number;
}

export interface Noise {
  readonly from: LocalDay;
  readonly to: LocalDay;
  /** The newest 提醒核对. */
  readonly count:
    | { readonly day: LocalDay; readonly due: number; readonly sent: number; readonly read: number }
    | undefined;
  readonly roles: readonly RoleNoise[];
}

const DAYS = 7;
/** There because their reader has matters, which nobody else may know of: they count for nobody. */
const OWN = ['morning-digest', 'before-holidays'];

export async function noiseOf(ctx: DomainContext, actor: Actor): Promise<Noise> {
  const { townId } = actor;
  const from = addDays(ctx.today, 1 - DAYS);
  const since = sql`${instantOf(from).toISOString()}::timestamptz`;
  const roles = await ctx.tx.execute<RoleNoise & Record<string, unknown>>(sql`
    with who as (
      select p.userid, case when 'desk' = any(p.roles) then 'desk'
          when p.roles && array['leader', 'main-leader'] then 'leader'
          when 'unit-head' = any(p.roles) or exists (select 1 from unit u where u.town_id = p.town_id and u.head = p.userid) then 'head'
          else 'member' end as role
      from person p where p.town_id = ${townId} and p.left_on is null
    ), rang as (
      select o.to_id as userid, (o.settled_at at time zone 'Asia/Shanghai')::date as day, count(distinct o.settled_at)::int as n
      from outbox o left join petition on petition.id = o.petition_id
      where (o.petition_id is null or ${countableFor(actor)}) and not o.kind = any(${sql.param(OWN)}::text[]) and o.town_id = ${townId} and o.to_kind = 'person' and o.state = 'sent' and o.settled_at >= ${since}
        and o.kind <> 'letter'
      group by 1, 2
    ), tapped as (
      select r.userid, count(*)::int as asked, count(r.read_at)::int as done from receipt r join petition on petition.id = r.petition_id
      where ${countableFor(actor)} and r.sent_at >= ${since} group by 1
    ), signed as (
      select a.userid, count(*)::int as asked, count(p.decided_at)::int as done
      from approval p join petition on petition.id = p.petition_id cross join lateral unnest(p.approvers) as a(userid)
      where ${countableFor(actor)} and p.asked_at >= ${since} group by 1
    )
    select who.role, count(*)::int as people, coalesce(sum(r.n), 0)::int as messages, coalesce(max(r.most), 0)::int as most,
      coalesce(sum(t.asked), 0)::int as taps, coalesce(sum(t.done), 0)::int as tapped,
      coalesce(sum(s.asked), 0)::int as questions, coalesce(sum(s.done), 0)::int as answered
    from who
    left join (select userid, sum(n)::int as n, max(n) as most from rang group by 1) r on r.userid = who.userid
    left join tapped t on t.userid = who.userid
    left join signed s on s.userid = who.userid
    group by 1`);
  const [count] = await ctx.tx.execute<{ day: LocalDay; due: number; sent: number; read: number }>(sql`
    select day::text as day, due, sent, read from reminder_count where town_id = ${townId} order by day desc limit 1`);
  return { from, to: ctx.today, count, roles: [...roles] };
}
