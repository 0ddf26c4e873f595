/** Renderers of prompts, receipts, rosters and reports: made for this reader, at this moment. */
import { promptCard } from '../cards/prompt.ts';
import { promptWords, span } from '../copy/rhythm.ts';
import type { LocalDay } from '../core/local-day.ts';
import type { DomainContext } from '../domain/context.ts';
import { findUnit } from '../domain/org/service.ts';
import type { Intent, OutboxRow } from '../domain/outbox/store.ts';
import { CLOSES_AT } from '../domain/rhythm/prompt-days.ts';
import { answersTo, askingOf, receiptsOf } from '../domain/rhythm/prompts.ts';
import type { Rendered } from './render.ts';

async function prompt(ctx: DomainContext, row: OutboxRow, spent: string | undefined): Promise<Rendered> {
  const asking = await askingOf(ctx, row.townId, String(row.refs['prompt']), String(row.refs['slot']) as LocalDay);
  const unit = await findUnit(ctx.tx, row.townId, String(row.refs['unit']));
  if (asking === undefined || unit === undefined) return { superseded: 'no such prompt or unit any more' };
  if (spent === undefined) {
    if ((await answersTo(ctx, row.townId, asking)).has(unit.id)) return { superseded: 'answered since' };
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
  const { asked, nil, withMatters, silent } = await receiptsOf(ctx, row.townId, asking, below);
  const { title } = asking.prompt;
  return {
    markdown: [
      promptWords.receipts(title, span(asking.period.from, asking.period.to), asked, nil + withMatters),
      promptWords.parts(nil, withMatters),
      silent.length === 0 ? promptWords.complete : promptWords.silent(silent),
    ].join('\n'),
  };
}

export const rhythmRenderers: Partial<
  Record<Intent, (ctx: DomainContext, row: OutboxRow, spent: string | undefined) => Promise<Rendered>>
> = { prompt, 'prompt-receipts': receipts };
