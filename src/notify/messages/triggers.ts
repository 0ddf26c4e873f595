import { suggestedCard, takenOverCard } from '../../cards/escalation.ts';
import { barsOfMatter, loadOrg, receiversOf } from '../../domain/org/receivers.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { openWarning, timelineOf } from '../../domain/matter/timeline.ts';
import { defineMessage } from '../message.ts';

const codes = ({ refs }: OutboxRow, key: string): string[] =>
  String(refs[key] ?? '')
    .split(',')
    .filter((code) => code !== '');

/** A threshold is reached: the desk is offered the next step as a prepared line, or a leader handles in person (领办). */
export default [
  defineMessage({
    kind: 'suggested',
    holds: ({ petition }) => (isOpen(petition) && petition.ownerUnit !== null) || 'closed or returned since',
    async personal(told) {
      const { ctx, petition, row, spent } = told;
      const timeline = await timelineOf(ctx, petition.id);
      const isDone = (one: string): boolean =>
        one === 'warning' ? openWarning(timeline) !== undefined : petition.caseLeader !== null;
      const what = codes(row, 'what').filter((one) => spent !== undefined || !isDone(one));
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
          because: codes(row, 'because'),
          basis,
          leader: leader === undefined ? undefined : { userid: leader, name: org.people.get(leader)?.name ?? '' },
        }),
      };
    },
  }),
  defineMessage({
    kind: 'taken-over',
    holds: ({ petition }) => isOpen(petition) || 'closed since',
    async personal(told) {
      const { practice } = await told.ctx.policy(told.petition.townId);
      return { card: takenOverCard(told, codes(told.row, 'because'), practice.takeOver?.basis ?? '') };
    },
  }),
];
