import { hearingWords } from '../../copy/heard.ts';
import { zhMoment } from '../../copy/terms.ts';
import { namesOf } from '../../domain/org/service.ts';
import { defineMessage } from '../message.ts';

/** A message that nobody could work on, for the admins: who wrote it and when, and no word of it. */
export default defineMessage({
  kind: 'message-set-aside',
  async general({ ctx, row: { refs }, today }) {
    const by = String(refs['by']);
    const name = (await namesOf(ctx.tx, [by])).get(by) ?? by;
    const at = zhMoment(new Date(String(refs['at'])), today);
    return { markdown: hearingWords.setAsideAdmin(name, at, String(refs['inbound'])) };
  },
});
