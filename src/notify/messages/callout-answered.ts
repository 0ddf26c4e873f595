import { callout } from '../../copy/callout.ts';
import { plainWords } from '../../copy/undelivered.ts';
import type { CallOutAnswer } from '../../domain/handling/call-out-answer.ts';
import { namesOf } from '../../domain/org/service.ts';
import { defineMessage, type Told } from '../message.ts';

const who = async ({ ctx, row: { refs } }: Told) => {
  const from = String(refs['from']);
  const name = (await namesOf(ctx.tx, [from])).get(from) ?? '';
  return { markdown: callout.answered(name, refs['answer'] as CallOutAnswer) };
};

/** Whether somebody who was called comes. */
export default defineMessage({
  kind: 'callout-answered',
  name: callout.answerCalled,
  forItsDay: true,
  personal: who,
  general: who,
  plain: (_, petition) => (petition === undefined ? { markdown: plainWords.callout } : undefined),
});
