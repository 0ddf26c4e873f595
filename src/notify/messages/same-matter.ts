import { sameMatterWords } from '../../copy/same-matter.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { defineMessage } from '../message.ts';

/** 并案: the unit of the later number need not handle it any more; that of the first hears that the same came again. */
export default [
  defineMessage({
    kind: 'merged',
    async personal({ petition, event }) {
      const isUndone = (await event())?.kind === 'undone';
      if ((petition.status === 'merged') === isUndone) return { superseded: 'merged or taken back since' };
      return { markdown: (isUndone ? sameMatterWords.apartAgain : sameMatterWords.mergedNotice)(petition.number) };
    },
  }),
  defineMessage({
    kind: 'raised-again',
    holds: ({ petition }) => isOpen(petition) || 'closed since',
    personal: ({ petition }) => ({ markdown: sameMatterWords.raisedAgain(petition.number, petition.raised) }),
  }),
];
