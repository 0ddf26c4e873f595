import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { instantOf } from '../../core/local-day.ts';
import { clocks, settingChanges, towns } from '../../db/schema.ts';
import { STAGE_TIME } from '../clock/run.ts';
import { keepRule, type KeptRule, rulesOf } from '../clock/kept.ts';
import type { DomainContext } from '../context.ts';
import { computeDue, type Period } from '../deadline/due.ts';
import { findTown } from '../org/service.ts';
import { countableAmong } from '../matter/find.ts';
import type { Policy } from './policy.ts';
import type { SettingEntry, SettingValue } from './file/schema.ts';
import { settingIssues, settingsOf } from './resolve.ts';
import { stageDays, yellowOf } from './stages.ts';

export interface TownSetting {
  readonly name: string;
  /** Its place in the list, by which it is changed: names are for files. */
  readonly number: number;
  readonly entry: SettingEntry;
  readonly value: SettingValue | undefined;
}

/** Every parameter of a town with what it has now; undefined is a gap of the town's text. */
export async function settingsFor(ctx: DomainContext, townId: string): Promise<TownSetting[]> {
  const town = await findTown(ctx.tx, townId);
  const entries = settingsOf(ctx.policies.definition(town.policy));
  return Object.entries(entries).map(([name, entry], index) => ({
    name,
    number: index + 1,
    entry,
    value: town.settings[name] ?? entry.default,
  }));
}

function parse(entry: SettingEntry, typed: string): SettingValue | undefined {
  switch (entry.type) {
    case 'integer':
      return /^-?\d{1,6}$/u.test(typed) ? Number(typed) : undefined;
    case 'switch':
      return { 开: true, on: true, true: true, '1': true, 关: false, off: false, false: false, '0': false }[typed];
    case 'text':
      return typed;
    case 'time':
      return /^\d{1,2}:\d{2}$/u.test(typed.replace('：', ':')) ? typed.replace('：', ':').padStart(5, '0') : undefined;
  }
}

/** Stores a value if the policy allows it. Running clocks keep their rule; only a step that was missing is filled in. */
export async function changeSetting(
  ctx: DomainContext,
  actor: Actor,
  setting: TownSetting,
  typed: string,
): Promise<{ readonly value: SettingValue; readonly filled: number } | undefined> {
  const { townId, userid } = actor;
  const value = parse(setting.entry, typed.trim());
  if (value === undefined) return undefined;
  const town = await findTown(ctx.tx, townId);
  const definition = ctx.policies.definition(town.policy);
  if (settingIssues(definition, { [setting.name]: value }, '').length > 0) return undefined;
  await ctx.tx
    .update(towns)
    .set({ settings: { ...town.settings, [setting.name]: value } })
    .where(eq(towns.id, townId));
  await ctx.tx.insert(settingChanges).values({
    id: ctx.ids.uuid(ctx.at),
    townId,
    name: setting.name,
    fromValue: setting.value ?? null,
    toValue: value,
    by: userid,
    at: ctx.at,
  });
  return { value, filled: setting.value === undefined ? await fillYellow(ctx, actor) : 0 };
}

export type SettingChange = typeof settingChanges.$inferSelect;

/** Who changed what, the newest first. */
export const settingHistory = (ctx: DomainContext, townId: string, limit: number): Promise<SettingChange[]> =>
  ctx.tx
    .select()
    .from(settingChanges)
    .where(eq(settingChanges.townId, townId))
    .orderBy(desc(settingChanges.at), desc(settingChanges.id))
    .limit(limit);

/** The rule a clock runs under with the thresholds that were missing in it; what it says stays. */
function withYellow(kept: KeptRule | undefined, { version, colours }: Policy): KeptRule | undefined {
  if (kept?.colours === undefined || colours === undefined) return undefined;
  return {
    ...kept,
    version: `${kept.version}+${version}`,
    colours: {
      ...kept.colours,
      yellowUnderMonth: kept.colours.yellowUnderMonth ?? colours.yellowUnderMonth,
      yellowMonthOrLonger: kept.colours.yellowMonthOrLonger ?? colours.yellowMonthOrLonger,
    },
  };
}

/** The yellow threshold that the town's text left out is known now: running clocks that lack their yellow step get it. @returns how many did, as the actor may count them */
async function fillYellow(ctx: DomainContext, actor: Actor): Promise<number> {
  const { townId } = actor;
  const policy = await ctx.policies.forTown(ctx.tx)(townId);
  const coloured = policy.colours?.clocks ?? [];
  if (coloured.length === 0) return 0;
  const rows = await ctx.tx
    .select()
    .from(clocks)
    .where(
      and(
        eq(clocks.townId, townId),
        eq(clocks.state, 'running'),
        isNull(clocks.yellowOn),
        inArray(clocks.kind, [...coloured]),
      ),
    );
  const filled: string[] = [];
  const ruleOf = await rulesOf(ctx, rows);
  for (const clock of rows) {
    const kept = withYellow(ruleOf(clock), policy);
    if (kept === undefined) continue;
    const { rule, colours } = kept;
    const period: Period = { n: clock.periodN, unit: clock.periodUnit as Period['unit'] };
    const due = { ...computeDue(clock.startOn, period, ctx.calendar), dueOn: clock.dueOn, remindBy: clock.remindBy };
    const yellow = yellowOf(clock.kind, clock.startOn, due, colours);
    if (yellow === undefined) continue;
    await keepRule(ctx, kept);
    const names = new Set(rule.ladder.filter((stage) => stage.when.at === 'yellow').map((stage) => stage.id));
    const added = stageDays(rule, { startOn: clock.startOn, begunOn: ctx.today, due }, colours, ctx.calendar)
      .filter(
        ({ stage, on }) => names.has(stage) && on >= ctx.today && !clock.stages.some((slot) => slot.stage === stage),
      )
      .map(({ stage, on }) => ({ stage, at: instantOf(on, STAGE_TIME).toISOString() }));
    const stages = [...clock.stages, ...added].toSorted((a, b) => a.at.localeCompare(b.at));
    const next = stages.find(
      (slot) => new Date(slot.at) > ctx.at && (clock.nextStageAt === null || new Date(slot.at) <= clock.nextStageAt),
    );
    await ctx.tx
      .update(clocks)
      .set({
        ruleVersion: kept.version,
        yellowOn: yellow,
        stages,
        nextStageAt: next === undefined ? clock.nextStageAt : new Date(next.at),
      })
      .where(eq(clocks.id, clock.id));
    filled.push(clock.petitionId);
  }
  const known = await countableAmong(ctx, actor, filled);
  return filled.filter((id) => known.has(id)).length;
}
