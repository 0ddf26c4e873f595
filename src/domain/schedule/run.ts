import type { LocalDay } from '../../core/local-day.ts';
import type { DomainContext } from '../context.ts';
import { climbHandovers, handOverLeavers } from '../handover/rounds.ts';
import { claim } from './claim.ts';
import { tellBeforeHoliday } from './holidays.ts';
import { morning } from './morning.ts';
import { askPrompt, closePrompt } from './prompts.ts';
import { announceReception } from './reception.ts';
import { tellReport } from './reports.ts';
import type { RhythmKind } from './slots.ts';

/** Lets one periodic occasion take place: claimed and told in one transaction, hence once. */
export async function occur(
  ctx: DomainContext,
  townId: string,
  kind: RhythmKind,
  slot: LocalDay,
  hasDigest: (userid: string) => Promise<boolean>,
): Promise<void> {
  if (!(await claim(ctx, townId, kind, slot))) return;
  const [group = '', id = ''] = kind.split(':');
  switch (group) {
    case 'morning':
      await handOverLeavers(ctx, townId);
      await climbHandovers(ctx, townId);
      return morning(ctx, townId, slot, hasDigest);
    case 'reception':
      return announceReception(ctx, townId, slot);
    case 'before-holidays':
      return tellBeforeHoliday(ctx, townId, slot);
    case 'prompt':
      return askPrompt(ctx, townId, id, slot, false);
    case 'prompt-again':
      return askPrompt(ctx, townId, id, slot, true);
    case 'prompt-closed':
      return closePrompt(ctx, townId, id, slot);
    case 'weekly':
    case 'half-monthly':
    case 'monthly':
    case 'quarterly':
    case 'annual':
      return tellReport(ctx, townId, group, slot);
    default:
      throw new Error(`no occasion ${kind}`);
  }
}
