/**
 * The rule a clock runs under, stored whole when it starts: when a town changes its policy or a switch, running clocks go on as they
 * began. The policy of the day is asked only where a clock starts.
 */
import { sql } from 'drizzle-orm';
import { keptBy, type Tx, workOf } from '../../db/client.ts';
import { clockRules, type clocks } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { addRows } from '../matter/file.ts';
import type { ClockRule, ColourRule, ExtensionRule, Policy } from '../policy/policy.ts';

type Clock = typeof clocks.$inferSelect;

/** All that is asked of a rule while its clock runs. */
export interface KeptRule {
  /** Version of the policy, or of the policy and what was filled into it since; with the rule's kind the key. */
  readonly version: string;
  readonly rule: ClockRule;
  /** Undefined: no colours for clocks of this kind. */
  readonly colours: ColourRule | undefined;
  /** Another clock waits for this one to run out (`missed:…`). */
  readonly awaited: boolean;
  /** Days in all by which it may be extended, and the clause that says so. */
  readonly mostDays: number;
  readonly mostBasis: string;
  /** The paper that its clauses are of. */
  readonly source: string;
}

/** 条例 art. 34, for a town's limit that names no end of its own. */
const LAW_EXTENSION = 30;

/** A town's limit that names no extension of its own is lengthened by no more than the law's. */
const extensionOf = (policy: Policy, rule: ClockRule): ExtensionRule | undefined =>
  rule.extension ?? policy.clocks.find((other) => other.legal && other.extension !== undefined)?.extension;

/** What a clock that starts now under this policy keeps. */
export const keptOf = (policy: Policy, rule: ClockRule): KeptRule => ({
  version: policy.version,
  rule,
  colours: policy.colours?.clocks.includes(rule.kind) === true ? policy.colours : undefined,
  awaited: policy.clocks.some((other) => other.startsOn.includes(`missed:${rule.kind}`)),
  mostDays: extensionOf(policy, rule)?.max.n ?? LAW_EXTENSION,
  mostBasis: extensionOf(policy, rule)?.basis ?? rule.basis,
  source: policy.source,
});

const keyOf = (version: string, kind: string): string => `${version} ${kind}`;

/** Stores a rule with the first clock that runs under it. A version says one thing only, so a row that is there stands. */
export async function keepRule(ctx: Pick<DomainContext, 'tx' | 'policies'>, kept: KeptRule): Promise<void> {
  const { version, ...content } = kept;
  ctx.policies.kept.set(keyOf(version, kept.rule.kind), kept);
  await addRows(ctx, clockRules, [{ version, kind: kept.rule.kind, content }], 'pass');
}

/** The same where a clock starts: once this handle has committed a rule, it is there. */
export async function keepOnce(ctx: Pick<DomainContext, 'tx' | 'policies'>, kept: KeptRule): Promise<void> {
  const key = keyOf(kept.version, kept.rule.kind);
  const stored = storedIn(ctx.tx);
  if (stored?.has(key) === true && ctx.policies.kept.has(key)) return;
  await keepRule(ctx, kept);
  workOf(ctx.tx)?.afterwards(() => stored?.add(key));
}

const STORED = Symbol('rules that the database has');
const storedIn = (tx: Tx): Set<string> | undefined => keptBy(tx)?.of(STORED, () => new Set<string>());

/** Look-up among the rules that were read. Clocks that start later in the transaction are known to it as well. */
export type RuleOf = (clock: Pick<Clock, 'ruleVersion' | 'kind'>) => KeptRule | undefined;

/** The rules of these clocks, by one statement at most: a stored rule never changes, so each is read once a process. */
export async function rulesOf(
  ctx: Pick<DomainContext, 'tx' | 'policies'>,
  list: readonly Pick<Clock, 'ruleVersion' | 'kind'>[],
): Promise<RuleOf> {
  const { kept } = ctx.policies;
  const unread = list.filter((clock) => !kept.has(keyOf(clock.ruleVersion, clock.kind)));
  if (unread.length > 0) {
    const versions = [...new Set(unread.map((clock) => clock.ruleVersion))];
    const rows = await ctx.tx
      .select()
      .from(clockRules)
      .where(sql`${clockRules.version} = any(${sql.param(versions)}::text[])`);
    for (const { version, kind, content } of rows) {
      kept.set(keyOf(version, kind), { version, ...(content as Omit<KeptRule, 'version'>) });
    }
  }
  return (clock) => kept.get(keyOf(clock.ruleVersion, clock.kind));
}

/** Of one clock. */
export const ruleOf = async (
  ctx: Pick<DomainContext, 'tx' | 'policies'>,
  clock: Pick<Clock, 'ruleVersion' | 'kind'>,
): Promise<KeptRule | undefined> => (await rulesOf(ctx, [clock]))(clock);

/** @throws for a clock whose rule is not stored: it must not be guessed where a day depends on it */
export async function knownRule(
  ctx: Pick<DomainContext, 'tx' | 'policies'>,
  clock: Pick<Clock, 'id' | 'ruleVersion' | 'kind'>,
): Promise<KeptRule> {
  const kept = await ruleOf(ctx, clock);
  if (kept === undefined) throw new Error(`no rule ${clock.ruleVersion} for clock ${clock.kind} ${clock.id}`);
  return kept;
}
