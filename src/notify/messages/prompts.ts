import { promptCard } from '../../cards/prompt.ts';
import { promptWords, span } from '../../copy/schedule.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { findUnit } from '../../domain/org/service.ts';
import { CLOSES_AT } from '../../domain/schedule/prompt-days.ts';
import { answersTo, askingOf, receiptsOf } from '../../domain/schedule/prompts.ts';
import { defineMessage, type Rendered, type Told } from '../message.ts';

const askedBy = ({ ctx, row: { townId, refs } }: Told) =>
  askingOf(ctx, townId, String(refs['prompt']), String(refs['slot']) as LocalDay);

async function prompt(told: Told): Promise<Rendered> {
  const { ctx, row, spent } = told;
  const asking = await askedBy(told);
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

async function receipts(told: Told): Promise<Rendered> {
  const { ctx, row } = told;
  const asking = await askedBy(told);
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

/** A unit is asked for problems found, by a card with 零报告; and who answered and who did not. */
export default [
  defineMessage({ kind: 'prompt', name: promptWords.called, general: prompt }),
  defineMessage({ kind: 'prompt-receipts', general: receipts }),
];
