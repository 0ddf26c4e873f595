/** A message that was set aside, for the admins: who wrote it and when, and no word of it. */
import { hearingWords } from '../../copy/heard.ts';
import { zhMoment } from '../../copy/terms.ts';
import type { DomainContext } from '../../domain/context.ts';
import { namesOf } from '../../domain/org/service.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import type { Rendered } from '../render.ts';

export const setAsideRenderers = {
  'message-set-aside': async (ctx: DomainContext, { refs }: OutboxRow): Promise<Rendered> => {
    const by = String(refs['by']);
    const name = (await namesOf(ctx.tx, [by])).get(by) ?? by;
    const at = zhMoment(new Date(String(refs['at'])), ctx.today);
    return { markdown: hearingWords.setAsideAdmin(name, at, String(refs['inbound'])) };
  },
};
