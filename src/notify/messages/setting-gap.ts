import { gapAsked } from '../../copy/settings.ts';
import { defineMessage } from '../message.ts';

/** The town's text leaves a number out. */
export default defineMessage({
  kind: 'setting-gap',
  async general({ ctx, row }) {
    const gap = (await ctx.policy(row.townId)).gaps.find(({ setting }) => setting === row.refs['setting']);
    return gap === undefined ? { superseded: 'filled in since' } : { markdown: gapAsked(gap, `${gap.min}—${gap.max}`) };
  },
});
