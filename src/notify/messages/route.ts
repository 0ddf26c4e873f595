import { suggestionCard } from '../../cards/suggest-unit.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { suggestRoute } from '../../domain/intake/suggest-unit.ts';
import { defineMessage } from '../message.ts';

/** 交办: who might handle it, as a card. */
export default defineMessage({
  kind: 'route',
  holds: ({ petition }) => (isOpen(petition) && petition.ownerUnit === null) || 'assigned or closed since',
  async personal({ ctx, petition, line, spent }) {
    const suggestion = await suggestRoute(ctx, petition);
    if (suggestion === undefined) return { superseded: 'nothing to suggest any more' };
    return { card: suggestionCard(line, suggestion, spent) };
  },
});
