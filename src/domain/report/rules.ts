/**
 * What a clock is to a report is asked of the rule it started under, which was stored with it (ADR 20): a town that changes its paper
 * changes nothing of the clocks that run, nor of those that ended.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { ClockEvent } from '../policy/vocabulary.ts';

/** Joins to `clock` of a statement the rule it runs under. */
export const WITH_RULE: SQL = sql`left join clock_rule on clock_rule.version = clock.rule_version and clock_rule.kind = clock.kind`;

const lists = (list: 'metBy' | 'startsOn', occasion: ClockEvent): SQL =>
  sql`clock_rule.content #> ${sql.raw(`'{rule,${list}}'`)} @> ${sql.raw(`'"${occasion}"'`)}::jsonb`;

/**
 * The unit answers for it and 办结 ends it: by such a clock a matter is measured. What something else ends is a step on the way. One
 * whose rule nobody knows ends with the matter, as the engine has it.
 */
export const IS_CLOSING: SQL = sql`(clock.owner = 'unit' and coalesce(${lists('metBy', 'closed')}, true))`;

/** It runs again after a first one was missed, or for a matter under a case leader: missed, it is a meeting's matter. */
export const IS_SECOND: SQL = sql`(not clock.legal and (${lists('startsOn', 'limit-reset')} or ${lists('startsOn', 'led')}))`;

/** It asks for an explanation, because another one ran out or the matter came again. */
export const ASKS_EXPLANATION: SQL = sql`(not clock.legal and ${lists('metBy', 'explained')})`;
