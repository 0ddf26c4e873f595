import { handoverCard } from '../../cards/handover.ts';
import { handoverWords } from '../../copy/handover.ts';
import { localDayOf } from '../../core/local-day.ts';
import type { DomainContext } from '../../domain/context.ts';
import { addWorkingDays } from '../../domain/deadline/working-days.ts';
import { type Handover, handoverById, mattersOf, personEver, stillWith } from '../../domain/handover/store.ts';
import { namesOf } from '../../domain/org/service.ts';
import { isBarred } from '../../domain/matter/access.ts';
import { defineMessage, type Rendered, type Told } from '../message.ts';

const nameOf = async (ctx: DomainContext, userid: string): Promise<string> =>
  (await namesOf(ctx.tx, [userid])).get(userid) ?? '';

/** Made of the handover that it names, while that is known. */
const ofHandover =
  (make: (handover: Handover, told: Told) => Promise<Rendered>) =>
  async (told: Told): Promise<Rendered> => {
    const handover = await handoverById(told.ctx, String(told.row.refs['handover']));
    return handover === undefined ? { superseded: 'no such handover' } : make(handover, told);
  };

async function asked(handover: Handover, { ctx, row, spent }: Told): Promise<Rendered> {
  const climbed = row.kind === 'handover-climbed';
  const isOpen = climbed ? handover.state === 'climbed' || handover.state === 'refused' : handover.state === 'open';
  if (spent === undefined && !isOpen) return { superseded: 'answered or withdrawn since' };
  const numbers: string[] = [];
  const matters = spent === undefined ? await stillWith(ctx, handover) : await mattersOf(ctx, handover);
  for (const petition of matters) {
    if (!(await isBarred(ctx.tx, petition.id, row.toId))) numbers.push(petition.number);
  }
  if (spent === undefined && numbers.length === 0) return { superseded: 'nothing is left to hand over' };
  const from = await personEver(ctx, row.townId, handover.fromUser);
  const name = from?.name ?? '';
  return {
    card: handoverCard({
      id: handover.id,
      from: from === undefined || from.leftOn === null || climbed ? name : handoverWords.leftName(name),
      numbers,
      until: addWorkingDays(localDayOf(handover.askedAt), 1, ctx.calendar),
      climbed,
      today: ctx.today,
      spent,
    }),
  };
}

/** The desk counts what it may know of; where that is nothing it hears nothing. */
async function left(handover: Handover, { ctx, row }: Told): Promise<Rendered> {
  let n = 0;
  for (const petition of await mattersOf(ctx, handover)) {
    if (!(await isBarred(ctx.tx, petition.id, row.toId))) n += 1;
  }
  if (n === 0) return { superseded: 'nothing this reader may know of' };
  const from = await nameOf(ctx, handover.fromUser);
  return { markdown: handoverWords.leftTold(from, n, await nameOf(ctx, handover.toUser)) };
}

/** 交接: a card to who is asked, or to who decides where nobody accepted; lines to who is concerned. */
export default [
  defineMessage({ kind: 'handover-asked', name: handoverWords.called, general: ofHandover(asked) }),
  defineMessage({ kind: 'handover-climbed', name: handoverWords.called, general: ofHandover(asked) }),
  defineMessage({
    kind: 'handover-decided',
    general: ofHandover(async ({ fromUser }, { ctx, row: { refs } }) => {
      const to = await nameOf(ctx, String(refs['to']));
      return { markdown: handoverWords.decided(to, await nameOf(ctx, fromUser), refs['agreed'] === true) };
    }),
  }),
  defineMessage({
    kind: 'handover-withdrawn',
    general: ofHandover(async ({ askedBy }, { ctx }) => ({
      markdown: handoverWords.toldWithdrawn(await nameOf(ctx, askedBy)),
    })),
  }),
  defineMessage({
    // Something stays where it is, told without what.
    kind: 'handover-kept',
    own: true,
    general: async ({ ctx, row }) => ({
      markdown: handoverWords.kept(await nameOf(ctx, String(row.refs['from']))),
    }),
  }),
  // To the desk: who left, and who is asked to take over.
  defineMessage({ kind: 'left', general: ofHandover(left) }),
  defineMessage({
    // One matter, by order from above.
    kind: 'handed-over',
    holds: ({ petition, row }) => petition.handler === row.toId || 'handed on since',
    personal: async ({ petition, byName }) => ({ markdown: handoverWords.handed(petition.number, await byName()) }),
  }),
];
