import { sameMatterWords } from '../../copy/same-matter.ts';
import { isOpen } from '../../domain/petition/find.ts';
import type { personalRenderers } from '../renderers.ts';

/** 并案: what the units of both matters are told. */
export const sameMatterRenderers: typeof personalRenderers = {
  merged: async ({ petition, event }) => {
    const isUndone = (await event())?.kind === 'undone';
    if ((petition.status === 'merged') === isUndone) return { superseded: 'merged or taken back since' };
    return { markdown: (isUndone ? sameMatterWords.apartAgain : sameMatterWords.mergedNotice)(petition.number) };
  },
  'raised-again': async ({ petition }) =>
    isOpen(petition)
      ? { markdown: sameMatterWords.raisedAgain(petition.number, petition.raised) }
      : { superseded: 'closed since' },
};
