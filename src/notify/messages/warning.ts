import { and, eq } from 'drizzle-orm';
import { warningCard } from '../../cards/escalation.ts';
import { pressureWords } from '../../copy/escalation.ts';
import { clocks } from '../../db/schema.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { openWarning, timelineOf } from '../../domain/matter/timeline.ts';
import { defineMessage } from '../message.ts';

/** 预警提醒单: a card that asks for an answer, or a copy; and the signed answer, for the desk. */
export default [
  defineMessage({
    kind: 'warned',
    name: pressureWords.called,
    async holds({ ctx, petition, event }) {
      const open = openWarning(await timelineOf(ctx, petition.id));
      const told = await event();
      return (told !== undefined && open?.id === told.id && isOpen(petition)) || 'answered, withdrawn or closed since';
    },
    async personal(told) {
      const { ctx, petition, row } = told;
      const { practice } = await ctx.policy(petition.townId);
      const event = await told.event();
      const [clock] = await ctx.tx
        .select()
        .from(clocks)
        .where(and(eq(clocks.petitionId, petition.id), eq(clocks.startedBy, event?.id ?? '')));
      const reason = await told.said();
      const basis = practice.warning?.basis ?? '';
      return { card: warningCard(told, { reason, clock, basis, copy: row.refs['copy'] === true }) };
    },
  }),
  defineMessage({
    kind: 'warning-answered',
    personal: async ({ petition, byName }) => ({ markdown: pressureWords.answered(petition.number, await byName()) }),
  }),
];
