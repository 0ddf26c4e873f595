import { defineMessage } from '../message.ts';

/** One group-safe line about what its `about` tells a person; `stage` is written by the sweep. */
export default defineMessage({
  kind: 'group-line',
  merges: true,
  standsFor: ({ refs: { about } }) => (about === 'stage' ? 'reminder' : String(about)),
});
