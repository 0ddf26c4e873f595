import { sorterCard, type SorterStep } from '../../cards/sorter.ts';
import { isOpen } from '../../domain/petition/find.ts';
import type { personalRenderers } from '../renderers.ts';

export const sorterRenderers: typeof personalRenderers = {
  sorter: async ({ petition, line, row, spent }) =>
    spent === undefined && !isOpen(petition)
      ? { superseded: 'closed since' }
      : { card: sorterCard(row.refs['step'] as SorterStep, line, spent) },
};
