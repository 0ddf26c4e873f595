import type { Sql } from 'postgres';

import { instantOf, type LocalDay } from '../../src/core/local-day.ts';
import { keptOf } from '../../src/domain/clock/kept.ts';
import { loadPolicies, readPolicyTexts } from '../../src/domain/policy/file/load.ts';
import { resolvePolicy } from '../../src/domain/policy/resolve.ts';

export interface SeedOptions {
  readonly towns: number;
  readonly matters: number;
  /** Every matter has one clock that runs; of so many a stage is due. The rest closed or fall due later. */
  readonly due: number;
  /** The share of matters that are still open; the others were closed over the last two years. */
  readonly open: number;
  readonly today: LocalDay;
}

const PEOPLE = 8;
const { policies: definitions } = loadPolicies(
  await readPolicyTexts(new URL('../../policies', import.meta.url).pathname),
);

/**
 * Towns with four units and eight people each, and matters spread over them evenly, written set by set. Clocks and stages
 * are those of the national policy (one to four receivers a stage), as if each matter had been registered and assigned in the ordinary way.
 */
export async function seedMatters(sql: Sql, { towns, matters, due, open, today }: SeedOptions): Promise<void> {
  const at = instantOf(today, '10:00').toISOString();
  const before = instantOf(today, '08:50').toISOString();
  await sql`insert into town (id, name, prefix, policy, settings, created_at)
    select 't' || n, '镇' || n, 'T' || chr(65 + n / 676) || chr(65 + n / 26 % 26) || chr(65 + n % 26), 'national', '{}', ${at}::timestamptz - interval '3 years'
    from generate_series(0, ${towns - 1}::int) n`;
  await sql`insert into unit (town_id, id, name, kind, head, leader, position)
    select 't' || n, 'u' || k, '部门' || k, case k when 0 then 'desk' when 3 then 'village' else 'office' end,
      'p' || n || '-' || (k * 2), 'p' || n || '-1', k
    from generate_series(0, ${towns - 1}::int) n, generate_series(0, 3) k`;
  await sql`insert into person (userid, town_id, name, unit_id, roles, reachable_since)
    select 'p' || n || '-' || k, 't' || n, '某' || k, 'u' || (k / 2), case k when 0 then array['desk', 'unit-head']
      when 1 then array['main-leader'] else case k % 2 when 0 then array['unit-head'] else array['handler'] end end, ${at}::timestamptz
    from generate_series(0, ${towns - 1}::int) n, generate_series(0, ${PEOPLE - 1}::int) k`;
  await sql`insert into chat_group (chatid, town_id, name, unit_id, receives, bound, reachable_since)
    select 'g' || n, 't' || n, '工作群', 'u0', array['reminders', 'escalations', 'weekly'], true, ${at}::timestamptz
    from generate_series(0, ${towns - 1}::int) n`;
  const openEvery = Math.max(1, Math.round(1 / open));
  // Matter n: town n % towns; open when n / towns % openEvery is 0; received over the last two years, the open ones over 50 days.
  await sql`insert into petition (id, town_id, number, year, serial, channel, received_on, registered_at, registrar, kind,
      headcount, identity_known, important, sensitive, sealed, title, status, owner_unit, handler, assigned_on, closed_on, last_seq, last_hash)
    select lpad(to_hex(n), 32, '0')::uuid, 't' || t, 'T' || n, 2026, n / ${towns}::int + 1, 'visit', day,
      day + time '10:00' at time zone 'Asia/Shanghai', 'p' || t || '-0', 'appeal', 1, true, false, false, false, '路灯不亮',
      case when is_open then 'handling' else 'closed' end, 'u' || (1 + n % 3), 'p' || t || '-' || (3 + n % 3 * 2), day,
      case when is_open then null else least(day + 20, ${today}::date - 1) end, 1, repeat('0', 64)
    from (select n, n % ${towns}::int as t, n / ${towns}::int % ${openEvery}::int = 0 as is_open,
        ${today}::date - (case when n / ${towns}::int % ${openEvery}::int = 0 then 1 + n % 50 else 1 + n % 700 end) as day
      from generate_series(0, ${matters - 1}::int) n) m`;
  await sql`insert into petition_text (petition_id, body) select id, '村口路灯不亮' from petition`;
  await sql`insert into clock (id, petition_id, town_id, kind, title, basis, legal, rule_version, started_by, start_on, period_n,
      period_unit, due_on, remind_by, provisional, owner, state, ended_on, ended_by, extended_days, stages, next_stage_at)
    select id, id, town_id, 'handle', '办理期限', '条例', true, '1', id, received_on, 60, 'days', due_on, due_on, false, 'unit', state,
      closed_on, case when state = 'running' then null else id end, 0,
      jsonb_build_array(
        jsonb_build_object('stage', (array['half', 'before-2', 'due', 'overdue'])[1 + serial % 4], 'at', stage_at),
        jsonb_build_object('stage', 'overdue+3', 'at', stage_at + interval '20 days')),
      case when state = 'running' then stage_at end
    from (select p.*, received_on + 60 as due_on,
        case when status = 'closed' then case when serial % 9 = 0 then 'missed' else 'met' end else 'running' end as state,
        case when status <> 'closed' and rank <= ${due}::int then ${before}::timestamptz
          else ${before}::timestamptz + (1 + serial % 40) * interval '1 day' end as stage_at
      from (select petition.*, row_number() over (order by status = 'closed', serial, town_id) as rank from petition) p) m`;
  const national = resolvePolicy(definitions.get('national')!);
  const { version: _, ...content } = keptOf(
    national,
    national.clocks.find(({ kind }) => kind === 'handle')!,
  );
  await sql`insert into clock_rule (version, kind, content) values ('1', 'handle', ${JSON.stringify(content)}::text::jsonb)`;
  await sql`vacuum analyze`;
}
