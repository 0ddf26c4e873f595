import { stageLost } from '../../copy/stage-lost.ts';
import { defineMessage } from '../message.ts';

/** A reminder whose rule is not there (src/domain/reminder/lost.ts): the desk reminds by hand, an admin looks for the rule. */
export default defineMessage({
  kind: 'stage-lost',
  async personal({ petition, today, clock }) {
    const lost = await clock();
    if (lost?.state !== 'running') return { superseded: 'no longer due' };
    return { markdown: stageLost.desk(petition.number, lost.title, lost.dueOn, today) };
  },
  general: ({ row: { refs } }) => ({
    markdown: stageLost.admin([refs['version'], refs['kind'], refs['stage']].map(String).join(' ')),
  }),
});
