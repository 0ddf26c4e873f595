/** Renderers of prompts, receipts, rosters and reports: made for this reader, at this moment. */
import { promptCard } from '../../cards/prompt.ts';
import { holidayText, receptionText } from '../../cards/roster.ts';
import { promptWords, span } from '../../copy/rhythm.ts';
import type { LocalDay } from '../../core/local-day.ts';
import type { DomainContext } from '../../domain/context.ts';
import { findActor, findUnit, unitNames } from '../../domain/org/service.ts';
import type { Intent, OutboxRow } from '../../domain/outbox/store.ts';
import { dutyOn, RECEPTION } from '../../domain/roster/roster.ts';
import { dueInHoliday } from '../../domain/rhythm/holidays.ts';
import { CLOSES_AT } from '../../domain/rhythm/prompt-days.ts';
import { answersTo, askingOf, receiptsOf } from '../../domain/rhythm/prompts.ts';
import { holidayFrom } from '../../domain/rhythm/slots.ts';
import type { Rendered } from '../render.ts';

async function prompt(ctx: DomainContext, row: OutboxRow, spent: string | undefined): Promise<Rendered> {
  const asking = await askingOf(ctx, row.townId, String(row.refs['prompt']), String(row.refs['slot']) as LocalDay);
  const unit = await findUnit(ctx.tx, row.townId, String(row.refs['unit']));
  if (asking === undefined || unit === undefined) return { superseded: 'no such prompt or unit any more' };
  if (spent === undefined) {
    if ((await answersTo(ctx, row.townId, asking, row.toId)).has(unit.id)) return { superseded: 'answered since' };
    if (asking.days.closeOn < ctx.today) return { superseded: 'closed since' };
  }
  const { title, basis, nil } = asking.prompt;
  return {
    card: promptCard({
      key: `prompt:${asking.prompt.id}:${asking.days.slot}:${unit.id}`,
      title,
      basis,
      nil,
      unit: unit.name,
      slot: asking.days.slot,
      period: asking.period,
      closeOn: asking.days.closeOn,
      closesAt: CLOSES_AT,
      again: row.refs['again'] === true,
      today: ctx.today,
      spent,
    }),
  };
}

async function receipts(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
  const asking = await askingOf(ctx, row.townId, String(row.refs['prompt']), String(row.refs['slot']) as LocalDay);
  if (asking === undefined) return { superseded: 'no such prompt any more' };
  const parent = row.refs['parent'];
  const below = row.refs['whole'] === true ? undefined : { parent: typeof parent === 'string' ? parent : null };
  const { asked, nil, withMatters, silent } = await receiptsOf(ctx, row.townId, asking, below, row.toId);
  const { title } = asking.prompt;
  return {
    markdown: [
      promptWords.receipts(title, span(asking.period.from, asking.period.to), asked, nil + withMatters),
      promptWords.parts(nil, withMatters),
      silent.length === 0 ? promptWords.complete : promptWords.silent(silent),
    ].join('\n'),
  };
}

async function reception(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
  if (row.refs['day'] !== ctx.today) return { superseded: 'of an earlier day' };
  const duty = await dutyOn(ctx, row.townId, RECEPTION, ctx.today);
  if (duty === undefined) return { superseded: 'a day of rest since' };
  if (duty.person === undefined && row.toKind === 'group') return { superseded: 'nobody receives any more' };
  return { markdown: receptionText(duty, ctx.today, duty.person?.userid === row.toId) };
}

async function beforeHolidays(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
  const from = String(row.refs['from']) as LocalDay;
  const holiday = holidayFrom(from, ctx.calendar);
  const actor = await findActor(ctx.tx, row.toId);
  if (holiday === undefined || actor === undefined || from <= ctx.today) return { superseded: 'the rest has begun' };
  const rows = await dueInHoliday(ctx, actor, from);
  if (rows.length === 0) return { superseded: 'nothing falls into it any more' };
  const names = await unitNames(ctx.tx, row.townId);
  return { markdown: holidayText(rows, names, holiday, ctx.today) };
}

export const rhythmRenderers: Partial<
  Record<Intent, (ctx: DomainContext, row: OutboxRow, spent: string | undefined) => Promise<Rendered>>
> = { prompt, 'prompt-receipts': receipts, reception, 'before-holidays': beforeHolidays };
