/** A reminder whose rule is not there (src/domain/reminder/lost.ts). */
import { eq } from 'drizzle-orm';
import { stageLost } from '../../copy/stage-lost.ts';
import { clocks } from '../../db/schema.ts';
import type { DomainContext } from '../../domain/context.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import type { Rendered } from '../render.ts';
import type { Told } from '../renderers.ts';

export const stageLostAboutMatter = {
  'stage-lost': async ({ ctx, row, petition, today }: Told): Promise<Rendered> => {
    const [clock] = await ctx.tx
      .select()
      .from(clocks)
      .where(eq(clocks.id, String(row.refs['clockId'])));
    if (clock?.state !== 'running') return { superseded: 'no longer due' };
    return { markdown: stageLost.desk(petition.number, clock.title, clock.dueOn, today) };
  },
};

export const stageLostOther = {
  'stage-lost': (_: DomainContext, { refs }: OutboxRow): Promise<Rendered> =>
    Promise.resolve({
      markdown: stageLost.admin([refs['version'], refs['kind'], refs['stage']].map(String).join(' ')),
    }),
};
