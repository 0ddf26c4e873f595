import { calloutCard } from '../../cards/callout.ts';
import { callout } from '../../copy/callout.ts';
import { plainWords } from '../../copy/undelivered.ts';
import { callOutKey } from '../../domain/handling/call-out-answer.ts';
import { namesOf } from '../../domain/org/service.ts';
import { defineMessage, type Told } from '../message.ts';

const called = async ({ ctx, row: { id, refs }, spent }: Told, number?: string) => {
  const by = String(refs['by']);
  const name = (await namesOf(ctx.tx, [by])).get(by) ?? '';
  return { card: calloutCard({ call: callOutKey(id), people: Number(refs['people']), by: name, number, spent }) };
};

/** People at the hall: come now. */
export default defineMessage({
  kind: 'callout',
  name: callout.called,
  forItsDay: true,
  personal: (told) => called(told, told.row.refs['numbered'] === true ? told.petition.number : undefined),
  general: (told) => called(told),
  plain: (_, petition) => (petition === undefined ? { markdown: plainWords.callout } : undefined),
});
