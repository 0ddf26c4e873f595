import type { Policy, RateTarget } from '../policy/policy.ts';
import { USUAL_PARTS } from '../policy/resolve.ts';
import type { ReportKind, ReportPart } from '../policy/vocabulary.ts';
import { CONTACT } from './facts.ts';

/** What the town's rules say of a report: its name, its parts, the rates it shows. Kept with a report that was sent. */
export interface Frame {
  /** Undefined where the town gives it no name. */
  readonly title?: string;
  readonly parts: readonly ReportPart[];
  readonly rates: readonly RateTarget[];
  readonly hasContacts: boolean;
  readonly hasColours: boolean;
  readonly target?: { readonly percent: number; readonly basis: string };
}

export function frameOf(policy: Policy, kind: ReportKind): Frame {
  const rule = policy.rhythm.reports.find((one) => one.kind === kind);
  const target = policy.rates.find((rate) => rate.kind === 'on-time');
  return {
    ...(rule === undefined ? {} : { title: rule.title }),
    parts: rule?.parts ?? USUAL_PARTS[kind],
    rates: policy.rates,
    hasContacts: policy.clocks.some((one) => one.kind === CONTACT),
    hasColours: policy.colours !== undefined,
    ...(target?.targetPercent === undefined ? {} : { target: { percent: target.targetPercent, basis: target.basis } }),
  };
}
