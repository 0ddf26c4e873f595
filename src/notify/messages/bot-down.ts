import { botDownWords } from '../../copy/bot-down.ts';
import { zhMoment } from '../../copy/terms.ts';
import { standingDown } from '../../domain/outbox/bot-down.ts';
import { defineMessage } from '../message.ts';

/** To the admins: the bot is refused, displaced or away for long; and that it is connected again. */
export default [
  defineMessage({
    kind: 'bot-down',
    async general({ ctx, row: { refs }, today }) {
      const down = await standingDown(ctx);
      if (down === undefined || down.since !== refs['since'] || down.trouble !== refs['trouble']) {
        return { superseded: 'connected since' };
      }
      return { markdown: botDownWords.down(zhMoment(new Date(down.since), today), down.trouble) };
    },
  }),
  defineMessage({
    kind: 'bot-up',
    async general({ ctx, row: { refs }, today }) {
      if ((await standingDown(ctx)) !== undefined) return { superseded: 'away again' };
      const [from, to] = [refs['from'], refs['to']].map((moment) => zhMoment(new Date(String(moment)), today));
      return { markdown: botDownWords.up(from!, to!) };
    },
  }),
];
