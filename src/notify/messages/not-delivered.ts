import { eq } from 'drizzle-orm';
import { causeOf, undeliveredWords } from '../../copy/undelivered.ts';
import { outbox } from '../../db/schema.ts';
import { lossOf, type Loss } from '../../domain/outbox/lost.ts';
import { defineMessage, type Rendered, type Told } from '../message.ts';
import { readerName } from '../digest.ts';

async function words({ ctx, row, tools }: Told, number?: string): Promise<Rendered> {
  const [lost] = await ctx.tx
    .select()
    .from(outbox)
    .where(eq(outbox.id, String(row.refs['outbox'])));
  const { lostFor, code } = row.refs;
  const isLost = lost?.state === 'parked' || lost?.state === 'failed' || typeof lostFor === 'string';
  if (lost === undefined || !isLost) return { superseded: 'delivered since' };
  const what = tools.messages.worded(lost)?.name ?? undeliveredWords.anyMessage;
  const why = typeof lostFor === 'string' ? ({ reason: lostFor, code } as Loss) : lossOf(lost);
  const cause = causeOf(why, lost.toKind as 'person' | 'group');
  return { markdown: undeliveredWords.told(number, what, await readerName(ctx, lost), cause) };
}

/** To the desk: what no way out took, why, and what to do. */
export default defineMessage({
  kind: 'not-delivered',
  name: undeliveredWords.called,
  merges: true,
  tellsOfLoss: true,
  personal: (told) => words(told, told.petition.number),
  general: (told) => words(told),
});
