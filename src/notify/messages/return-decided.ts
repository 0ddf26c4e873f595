import { returnWords } from '../../copy/return.ts';
import { isOpen } from '../../domain/petition/find.ts';
import type { personalRenderers } from '../renderers.ts';

export const returnRenderers: typeof personalRenderers = {
  'return-decided': async ({ petition, row }) => {
    const agreed = row.refs['agreed'] === true;
    if (!agreed && !isOpen(petition)) return { superseded: 'closed since' };
    return { markdown: returnWords.decided(petition.number, agreed) };
  },
};
