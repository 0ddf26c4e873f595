import { voidWords } from '../../copy/correction.ts';
import type { Intent } from '../../domain/outbox/store.ts';
import type { Rendered } from '../render.ts';
import type { Told } from '../renderers.ts';

/** 作废: whoever handled the matter need not any more. */
export const voidedRenderers: Partial<Record<Intent, (told: Told) => Promise<Rendered>>> = {
  voided: ({ petition }) => Promise.resolve({ markdown: voidWords.notice(petition.number) }),
};
