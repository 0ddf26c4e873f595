import { pressureWords } from '../../copy/escalation.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { standing, timelineOf, visitWanted } from '../../domain/matter/timeline.ts';
import { defineMessage } from '../message.ts';

/** 一核实: still unclear, go and see. */
export default defineMessage({
  kind: 'visit-asked',
  holds: async ({ ctx, petition }) =>
    (isOpen(petition) && visitWanted(standing(await timelineOf(ctx, petition.id)))) || 'gone and seen, or closed since',
  personal: async ({ petition, row, byName }) => ({
    markdown: pressureWords.visitAsked(petition.number, await byName(), row.refs['result'] === 'unreached'),
  }),
});
