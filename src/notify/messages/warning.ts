import { and, eq } from 'drizzle-orm';
import { suggestedCard, takenOverCard, warningCard } from '../../cards/pressure.ts';
import { callout } from '../../copy/callout.ts';
import { pressureWords } from '../../copy/pressure.ts';
import { clocks } from '../../db/schema.ts';
import { barsOfMatter, loadOrg, receiversOf } from '../../domain/org/receivers.ts';
import { namesOf } from '../../domain/org/service.ts';
import type { Intent } from '../../domain/outbox/store.ts';
import { isOpen } from '../../domain/petition/find.ts';
import { openWarning, standing, timelineOf, visitWanted } from '../../domain/petition/timeline.ts';

import type { Rendered } from '../render.ts';
import type { Told } from '../renderers.ts';

const codes = (value: string | number | boolean | null | undefined): string[] =>
  String(value ?? '')
    .split(',')
    .filter((code) => code !== '');

/** Messages that raise the pressure on a matter: 预警, 领办, 到场, and what the desk is offered. */
export const pressureRenderers: Partial<Record<Intent, (told: Told) => Promise<Rendered>>> = {
  async warned(told) {
    const { ctx, petition, row, spent } = told;
    const event = await told.event();
    const open = openWarning(await timelineOf(ctx, petition.id));
    if (spent === undefined && (event === undefined || open?.id !== event.id || !isOpen(petition))) {
      return { superseded: 'answered, withdrawn or closed since' };
    }
    const { practice } = await ctx.policy(petition.townId);
    const [clock] = await ctx.tx
      .select()
      .from(clocks)
      .where(and(eq(clocks.petitionId, petition.id), eq(clocks.startedBy, event?.id ?? '')));
    return {
      card: warningCard(told, {
        reason: await told.said(),
        clock,
        basis: practice.warning?.basis ?? '',
        copy: row.refs['copy'] === true,
      }),
    };
  },
  async 'warning-answered'(told) {
    return { markdown: pressureWords.answered(told.petition.number, await told.byName()) };
  },
  async suggested(told) {
    const { ctx, petition, row, spent } = told;
    if (spent === undefined && (!isOpen(petition) || petition.ownerUnit === null)) {
      return { superseded: 'closed or returned since' };
    }
    const timeline = await timelineOf(ctx, petition.id);
    const what = codes(row.refs['what']).filter(
      (one) =>
        spent !== undefined || (one === 'warning' ? openWarning(timeline) === undefined : petition.caseLeader === null),
    );
    if (what.length === 0) return { superseded: 'done since' };
    const { practice } = await ctx.policy(petition.townId);
    const org = await loadOrg(ctx, petition.townId);
    const by = practice.caseLead?.by ?? [];
    const [leader] = receiversOf(org, petition, await barsOfMatter(ctx, petition), by);
    const basis = [
      ...(what.includes('warning') ? [practice.warning?.basis ?? ''] : []),
      ...(what.includes('case') ? [practice.caseLead?.basis ?? ''] : []),
    ];
    return {
      card: suggestedCard(told, {
        what,
        because: codes(row.refs['because']),
        basis,
        leader: leader === undefined ? undefined : { userid: leader, name: org.people.get(leader)?.name ?? '' },
      }),
    };
  },
  async 'taken-over'(told) {
    const { ctx, petition, row, spent } = told;
    if (spent === undefined && !isOpen(petition)) return { superseded: 'closed since' };
    const { practice } = await ctx.policy(petition.townId);
    return { card: takenOverCard(told, codes(row.refs['because']), practice.takeOver?.basis ?? '') };
  },
  async 'visit-asked'(told) {
    const timeline = standing(await timelineOf(told.ctx, told.petition.id));
    if (!isOpen(told.petition) || !visitWanted(timeline)) return { superseded: 'gone and seen, or closed since' };
    return {
      markdown: pressureWords.visitAsked(
        told.petition.number,
        await told.byName(),
        told.row.refs['result'] === 'unreached',
      ),
    };
  },
  async callout({ ctx, row, petition }) {
    const by = String(row.refs['by']);
    const name = (await namesOf(ctx.tx, [by])).get(by) ?? '';
    const number = row.refs['numbered'] === true ? petition.number : undefined;
    return { markdown: callout.leader(Number(row.refs['people']), name, number) };
  },
};
