import { noticeWords } from '../../copy/notices.ts';
import { reportCommands } from '../../copy/undelivered.ts';
import { addDays, type LocalDay } from '../../core/local-day.ts';
import { findActor } from '../../domain/org/service.ts';
import type { ReportKind } from '../../domain/policy/vocabulary.ts';
import { gatherReport, reportText, scopeOf } from '../../reports/on-demand.ts';
import { defineMessage, type Message, type Rendered, type Told } from '../message.ts';

const kindOf = ({ refs }: Pick<Told['row'], 'refs'>): ReportKind => String(refs['report'] ?? 'weekly') as ReportKind;

const command: Message['command'] = (row) => reportCommands[kindOf(row)];

/** A report of the period that ended; the week comes with its picture. */
async function make({ ctx, row, tools }: Told): Promise<Rendered> {
  const from = String(row.refs['from']) as LocalDay;
  const to = String(row.refs['to'] ?? addDays(from, 6)) as LocalDay;
  const kind = kindOf(row);
  const actor = row.toKind === 'person' ? await findActor(ctx.tx, row.toId) : undefined;
  const made = await gatherReport(ctx, row.townId, kind, { from, to }, scopeOf(actor));
  const markdown = reportText(kind, made);
  if (kind !== 'weekly') return { markdown };
  return { markdown, image: { name: noticeWords.chartName(from, to), paint: () => tools.paintChart(made.figures) } };
}

/** Of the week; of half a month, a month, a quarter, a year. */
export default [
  defineMessage({ kind: 'weekly', name: noticeWords.called.weekly, general: make, command }),
  defineMessage({ kind: 'report', name: noticeWords.called.report, general: make, command }),
];
