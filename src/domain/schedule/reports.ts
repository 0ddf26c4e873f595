import type { LocalDay } from '../../core/local-day.ts';
import type { DomainContext } from '../context.ts';
import { loadOrg, receiversOf } from '../org/receivers.ts';
import { boundGroups } from '../org/service.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import type { ReportKind } from '../policy/vocabulary.ts';
import { keepReport } from '../report/kept.ts';
import { reportedPeriod } from './slots.ts';

/** Nobody's matter: the town's own leaders and desk. */
export const OF_THE_TOWN = { ownerUnit: null, handler: null, registrar: '' } as const;

/** A periodic report of the period that ended: in person to its readers, to the bound groups without sealed matters. */
export async function tellReport(ctx: DomainContext, townId: string, kind: ReportKind, slot: LocalDay): Promise<void> {
  const policy = await ctx.policy(townId);
  const report = policy.rhythm.reports.find((rule) => rule.kind === kind);
  if (report === undefined) return;
  const org = await loadOrg(ctx, townId);
  const intent = kind === 'weekly' ? ('weekly' as const) : ('report' as const);
  const period = reportedPeriod(kind, slot);
  await keepReport(ctx, townId, kind, period);
  const common = { kind: intent, townId, refs: { ...period, report: kind } };
  const people = receiversOf(org, OF_THE_TOWN, [], report.to);
  const bound = report.group === undefined ? [] : await boundGroups(ctx.tx, townId, report.group);
  const messages: Tell[] = [
    ...people.map((person) => ({ once: `${kind}:${slot}:${person}`, to: { person }, ...common })),
    ...bound.map(({ chatid }) => ({ once: `${kind}:${slot}:${chatid}`, to: { group: chatid }, ...common })),
  ];
  await tellAll(ctx, messages);
}
