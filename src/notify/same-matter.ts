import { sameMatterWords } from '../copy/same-matter.ts';
import { isOpen } from '../domain/petition/find.ts';
import type { personalRenderers } from './renderers.ts';

/** 并案: what the units of both matters are told. */
export const sameMatterRenderers: typeof personalRenderers = {
  merged: async ({ petition }) =>
    petition.status === 'merged'
      ? { markdown: sameMatterWords.mergedNotice(petition.number) }
      : { superseded: 'no longer merged' },
  'raised-again': async ({ petition }) =>
    isOpen(petition)
      ? { markdown: sameMatterWords.raisedAgain(petition.number, petition.raised) }
      : { superseded: 'closed since' },
};
