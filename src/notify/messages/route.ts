import { suggestionCard } from '../../cards/route.ts';
import { isOpen } from '../../domain/petition/find.ts';
import { suggestRoute } from '../../domain/petition/suggest.ts';
import type { personalRenderers } from '../renderers.ts';

export const routeRenderers: typeof personalRenderers = {
  route: async ({ ctx, petition, line, spent }) => {
    if (spent === undefined && (!isOpen(petition) || petition.ownerUnit !== null)) {
      return { superseded: 'assigned or closed since' };
    }
    const suggestion = await suggestRoute(ctx, petition);
    if (suggestion === undefined) return { superseded: 'nothing to suggest any more' };
    return { card: suggestionCard(line, suggestion, spent) };
  },
};
