/** Who of the desk reads what the desk is told of a matter (ADR 43): the clerk who registered it, as long as they are there. */
import type { LocalDay } from '../../core/local-day.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from '../matter/access.ts';
import type { Receiver } from '../policy/vocabulary.ts';
import { isAway, type OrgSnapshot } from './known.ts';
import { type Bar, barsOfMatter, loadOrg, receiversOf, type Told } from './receivers.ts';

export interface Share {
  readonly isShared: boolean;
  readonly today: LocalDay;
  /** Red ones are read by every clerk. */
  readonly whole?: boolean;
}

export const isClerk = (org: OrgSnapshot, userid: string): boolean =>
  org.people.get(userid)?.roles.includes('desk') === true;

/** As `receiversOf`, with one clerk in the desk's place where its clerks share the work. */
export function sharedReaders(
  org: OrgSnapshot,
  petition: Told,
  bars: readonly Bar[],
  wanted: readonly Receiver[],
  share: Share,
): string[] {
  const found = receiversOf(org, petition, bars, wanted);
  const { registrar } = petition;
  const desk = receiversOf(org, petition, bars, ['desk']);
  const isTheirs = isClerk(org, registrar) && desk.includes(registrar) && !isAway(org, registrar, share.today);
  if (!share.isShared || share.whole === true || !isTheirs) return found;
  const others = receiversOf(
    org,
    petition,
    bars,
    wanted.filter((one) => one !== 'desk'),
  );
  return found.filter((userid) => userid === registrar || others.includes(userid) || !desk.includes(userid));
}

/** The same of a matter as it stands now. */
export async function readersNow(
  ctx: DomainContext,
  petition: Petition,
  wanted: readonly Receiver[],
): Promise<string[]> {
  const org = await loadOrg(ctx, petition.townId);
  const { isDeskShared: isShared } = (await ctx.policy(petition.townId)).rhythm;
  return sharedReaders(org, petition, await barsOfMatter(ctx, petition), wanted, { isShared, today: ctx.today });
}
