import { and, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { addDays, instantOf, type LocalDay } from '../../core/local-day.ts';
import { promptAnswers } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { loadOrg, type OrgSnapshot, receiversOf } from '../org/receivers.ts';
import { findActor, type Unit } from '../org/service.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import { countableAmong } from '../matter/find.ts';
import type { Prompt } from '../policy/file/schema-practice.ts';
import type { Receiver } from '../policy/vocabulary.ts';
import { happened } from './claim.ts';
import { type PromptDays, promptDays, promptPeriod, spanStart } from './prompt-days.ts';
import { OF_THE_TOWN } from './reports.ts';

/** One asking of one prompt: what is asked, when, and about which days. */
export interface Asking {
  readonly prompt: Prompt;
  readonly days: PromptDays;
  readonly period: { readonly from: LocalDay; readonly to: LocalDay };
}

/** Undefined where the town has no such prompt, or it is not asked in that span. */
export async function askingOf(
  ctx: DomainContext,
  townId: string,
  promptId: string,
  slot: LocalDay,
): Promise<Asking | undefined> {
  const { rhythm } = await ctx.policy(townId);
  const prompt = rhythm.prompts.find((one) => one.id === promptId);
  if (prompt === undefined || spanStart(prompt.every, slot) !== slot) return undefined;
  const days = promptDays(prompt, slot, ctx.calendar);
  return days && { prompt, days, period: promptPeriod(prompt, days, ctx.calendar) };
}

/** Prompts asked already whose last day has not passed. */
export async function openAskings(ctx: DomainContext, townId: string): Promise<Asking[]> {
  const { rhythm } = await ctx.policy(townId);
  return rhythm.prompts.flatMap((prompt) => {
    const days = promptDays(prompt, spanStart(prompt.every, ctx.today), ctx.calendar);
    if (days === undefined || days.askOn > ctx.today || days.closeOn < ctx.today) return [];
    return [{ prompt, days, period: promptPeriod(prompt, days, ctx.calendar) }];
  });
}

/** The units a prompt asks, in the order of the organisation. */
const askedUnits = (org: OrgSnapshot, prompt: Prompt): Unit[] =>
  [...org.units.values()].filter((unit) => (prompt.from as readonly string[]).includes(unit.kind));

/** Who answers for a unit: its head, else the rung above. */
const answererOf = (org: OrgSnapshot, unit: Unit): string | undefined =>
  receiversOf(org, { ownerUnit: unit.id, handler: null, registrar: '' }, [], ['unit-head'])[0];

export interface Answer {
  readonly unitId: string;
  /** 零报告; false: problems were registered. */
  readonly nil: boolean;
  readonly matters: readonly string[];
  readonly by: string;
}

/** A 排查 matter of a unit in the days asked about. */
interface Found extends Record<string, unknown> {
  readonly unit_id: string;
  readonly id: string;
  readonly number: string;
  readonly by: string;
  /** Known to few: it answers for those only who may see it counted. */
  readonly hidden: boolean;
}

/** All that was answered, before anybody reads of it. */
interface Given {
  readonly nils: readonly Answer[];
  readonly found: readonly Found[];
}

async function givenTo(ctx: DomainContext, townId: string, { prompt, days, period }: Asking): Promise<Given> {
  const nils = await ctx.tx
    .select()
    .from(promptAnswers)
    .where(
      and(
        eq(promptAnswers.townId, townId),
        eq(promptAnswers.promptId, prompt.id),
        eq(promptAnswers.slot, days.slot),
        // Matters answer by being there: what was written down of them at the deadline is a record for nobody's eyes.
        eq(promptAnswers.nil, true),
      ),
    );
  const found = await ctx.tx.execute<Found>(sql`
    select u.id as unit_id, p.id, p.number, p.registrar as by,
      p.sealed or exists (select 1 from bar b where b.petition_id = p.id) as hidden
    from petition p
    join person r on r.userid = p.registrar
    join unit u on u.town_id = p.town_id and (u.id = r.unit_id or u.head = r.userid)
    where p.town_id = ${townId} and p.channel = 'screening' and p.status <> 'void'
      and p.registered_at >= ${instantOf(period.from).toISOString()}::timestamptz
      and p.registered_at < ${instantOf(addDays(period.to, 1)).toISOString()}::timestamptz
      and u.kind = any(${sql.param([...prompt.from])}::text[])
    order by p.number`);
  return { nils, found: [...found] };
}

/**
 * What the units answered, as this reader may know: 零报告, or the 排查 matters that their people registered in the days asked
 * about, which outrank a nil. A registration taken back is no answer, and one that is hidden from a reader is none to them.
 */
async function answersFor(ctx: DomainContext, { nils, found }: Given, reader: string): Promise<Map<string, Answer>> {
  const hidden = found.filter((one) => one.hidden).map(({ id }) => id);
  const actor = hidden.length === 0 ? undefined : await findActor(ctx.tx, reader);
  const known = actor === undefined ? new Set<string>() : await countableAmong(ctx, actor, hidden);
  const answers = new Map(nils.map((nil) => [nil.unitId, nil]));
  for (const { unit_id: unitId, id, number, by, hidden: isHidden } of found) {
    if (isHidden && !known.has(id)) continue;
    const before = answers.get(unitId);
    const matters = before === undefined || before.nil ? [] : before.matters;
    answers.set(unitId, { unitId, nil: false, matters: [...new Set([...matters, number])], by });
  }
  return answers;
}

export const answersTo = async (
  ctx: DomainContext,
  townId: string,
  asking: Asking,
  reader: string,
): Promise<Map<string, Answer>> => answersFor(ctx, await givenTo(ctx, townId, asking), reader);

/** A card to each unit that is asked and has not answered yet. */
export async function askPrompt(
  ctx: DomainContext,
  townId: string,
  promptId: string,
  slot: LocalDay,
  again: boolean,
): Promise<void> {
  const asking = await askingOf(ctx, townId, promptId, slot);
  if (asking === undefined) return;
  const org = await loadOrg(ctx, townId);
  const given = await givenTo(ctx, townId, asking);
  const messages: Tell[] = [];
  for (const unit of askedUnits(org, asking.prompt)) {
    const person = answererOf(org, unit);
    if (person === undefined || (await answersFor(ctx, given, person)).has(unit.id)) continue;
    messages.push({
      once: `prompt${again ? '-again' : ''}:${townId}:${promptId}:${slot}:${unit.id}`,
      to: { person },
      kind: 'prompt',
      townId,
      refs: { prompt: promptId, slot, unit: unit.id, again },
    });
  }
  await tellAll(ctx, messages);
}

/** Receivers that stand above one unit; the others hear of the whole town. */
const ABOVE_A_UNIT: ReadonlySet<Receiver> = new Set(['handler', 'unit-head', 'unit-leader', 'area-leader']);

/**
 * The deadline: who reports up (a grid's parent unit, the desk) gets one line. What was registered is written down as the
 * unit's answer.
 */
export async function closePrompt(ctx: DomainContext, townId: string, promptId: string, slot: LocalDay): Promise<void> {
  const asking = await askingOf(ctx, townId, promptId, slot);
  if (asking === undefined) return;
  // A town that began in between was never asked.
  if (!(await happened(ctx, townId, [`prompt:${promptId}`, `prompt-again:${promptId}`], slot))) return;
  const org = await loadOrg(ctx, townId);
  const units = askedUnits(org, asking.prompt);
  if (units.length === 0) return;
  await writeDown(ctx, townId, asking, await givenTo(ctx, townId, asking));
  const messages: Tell[] = [];
  for (const receiver of asking.prompt.to) {
    const parents = ABOVE_A_UNIT.has(receiver) ? new Set(units.map((unit) => unit.parentId)) : new Set([null]);
    for (const parent of parents) {
      const whose = parent === null ? OF_THE_TOWN : { ownerUnit: parent, handler: null, registrar: '' };
      for (const person of receiversOf(org, whose, [], [receiver])) {
        messages.push({
          once: `receipts:${townId}:${promptId}:${slot}:${parent ?? ''}:${person}`,
          to: { person },
          kind: 'prompt-receipts',
          townId,
          refs: { prompt: promptId, slot, parent, whole: !ABOVE_A_UNIT.has(receiver) },
          urgent: true,
        });
      }
    }
  }
  await tellAll(ctx, messages);
}

/** What everybody may know of what was registered. */
async function writeDown(ctx: DomainContext, townId: string, { prompt, days }: Asking, given: Given): Promise<void> {
  const open = given.found.filter((one) => !one.hidden);
  for (const unitId of new Set(open.map((one) => one.unit_id))) {
    const own = open.filter((one) => one.unit_id === unitId);
    const matters = [...new Set(own.map(({ number }) => number))];
    const row = { nil: false, matters, by: own[0]!.by, at: ctx.at };
    await ctx.tx
      .insert(promptAnswers)
      .values({ townId, promptId: prompt.id, slot: days.slot, unitId, ...row })
      .onConflictDoUpdate({
        target: [promptAnswers.townId, promptAnswers.promptId, promptAnswers.slot, promptAnswers.unitId],
        set: row,
      });
  }
}

export interface Receipts {
  readonly asked: number;
  readonly nil: number;
  readonly withMatters: number;
  /** Names of units, in the order of the organisation. */
  readonly silent: readonly string[];
}

/** 应报、已报、未报 for one reader: of the whole town, or of the units below one. */
export async function receiptsOf(
  ctx: DomainContext,
  townId: string,
  asking: Asking,
  below: { readonly parent: string | null } | undefined,
  reader: string,
): Promise<Receipts> {
  const org = await loadOrg(ctx, townId);
  const units = askedUnits(org, asking.prompt).filter((unit) => below === undefined || unit.parentId === below.parent);
  const answers = await answersTo(ctx, townId, asking, reader);
  const given = units.map((unit) => answers.get(unit.id));
  return {
    asked: units.length,
    nil: given.filter((answer) => answer?.nil === true).length,
    withMatters: given.filter((answer) => answer?.nil === false).length,
    silent: units.filter((unit) => !answers.has(unit.id)).map((unit) => unit.name),
  };
}

export interface NilDone {
  readonly asking: Asking;
  readonly unit: Unit;
  /** What stood there before: the first answer stands. */
  readonly before: Answer | undefined;
  readonly late: boolean;
}

/** Units this person may answer for. */
const unitsFor = (actor: Actor, units: readonly Unit[]): Unit[] =>
  units.filter((unit) => unit.id === actor.unitId || actor.heads.includes(unit.id) || actor.leads.includes(unit.id));

export interface NilWish {
  readonly prompt: Prompt | undefined;
  readonly slot: LocalDay | undefined;
  readonly unit: Unit | undefined;
}

/** One asking and one unit that a wish may mean. */
interface NilChoice {
  readonly asking: Asking;
  readonly unit: Unit;
}

/** What `/零报告` can mean for this person: what is open, narrowed by what was typed. */
async function choicesFor(ctx: DomainContext, actor: Actor, wish: NilWish): Promise<NilChoice[]> {
  const org = await loadOrg(ctx, actor.townId);
  const named =
    wish.prompt === undefined || wish.slot === undefined
      ? undefined
      : await askingOf(ctx, actor.townId, wish.prompt.id, wish.slot);
  const open = named === undefined ? await openAskings(ctx, actor.townId) : [named];
  return open
    .filter(({ prompt, days }) => (wish.prompt?.id ?? prompt.id) === prompt.id && days.askOn <= ctx.today)
    .flatMap((asking) => {
      const asked = askedUnits(org, asking.prompt);
      const own = actor.roles.includes('desk') && wish.unit !== undefined ? asked : unitsFor(actor, asked);
      return own
        .filter((unit) => wish.unit === undefined || unit.id === wish.unit.id)
        .map((unit) => ({ asking, unit }));
    });
}

/**
 * 零报告: this unit found nothing in the days asked about. Recorded once; a 排查 matter of the unit is an answer already.
 * @throws UserError nil.none, nil.which with what is open, nil.not-here where the prompt wants a report
 */
export async function reportNil(ctx: DomainContext, actor: Actor, wish: NilWish): Promise<NilDone> {
  const all = await choicesFor(ctx, actor, wish);
  const open: NilChoice[] = [];
  const answered = new Map<NilChoice, Answer>();
  for (const choice of all) {
    const before = (await answersTo(ctx, actor.townId, choice.asking, actor.userid)).get(choice.unit.id);
    if (before === undefined) open.push(choice);
    else answered.set(choice, before);
  }
  const [only] = open.length > 0 ? open : all;
  if (only === undefined) throw new UserError('nil.none', {});
  if (open.length > 1) {
    throw new UserError('nil.which', {
      lines: open.map(({ asking, unit }) => `${asking.prompt.title} ${asking.days.slot} ${unit.name}`),
    });
  }
  const { asking, unit } = only;
  if (!asking.prompt.nil) throw new UserError('nil.not-here', { title: asking.prompt.title });
  const late = asking.days.closeOn < ctx.today;
  const before = answered.get(only);
  if (before !== undefined) return { asking, unit, before, late };
  await ctx.tx
    .insert(promptAnswers)
    .values({
      townId: actor.townId,
      promptId: asking.prompt.id,
      slot: asking.days.slot,
      unitId: unit.id,
      nil: true,
      matters: [],
      by: actor.userid,
      at: ctx.at,
    })
    .onConflictDoNothing();
  return { asking, unit, before: undefined, late };
}
