/** Renderers of 交接: a card to who is asked, lines to who is concerned. */
import { handoverCard } from '../../cards/handover.ts';
import { handoverWords } from '../../copy/handover.ts';
import { localDayOf } from '../../core/local-day.ts';
import type { DomainContext } from '../../domain/context.ts';
import { addWorkingDays } from '../../domain/deadline/working-days.ts';
import { type Handover, handoverById, mattersOf, personEver, stillWith } from '../../domain/handover/store.ts';
import { namesOf } from '../../domain/org/service.ts';
import type { Intent, OutboxRow } from '../../domain/outbox/store.ts';
import { isBarred } from '../../domain/petition/access.ts';
import type { Rendered } from '../render.ts';
import type { Told } from '../renderers.ts';

const GONE: Rendered = { superseded: 'no such handover' };

const handoverOf = (ctx: DomainContext, row: OutboxRow): Promise<Handover | undefined> =>
  handoverById(ctx, String(row.refs['handover']));

const nameOf = async (ctx: DomainContext, userid: string): Promise<string> =>
  (await namesOf(ctx.tx, [userid])).get(userid) ?? '';

async function asked(ctx: DomainContext, row: OutboxRow, spent: string | undefined): Promise<Rendered> {
  const handover = await handoverOf(ctx, row);
  if (handover === undefined) return GONE;
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

async function decided(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
  const handover = await handoverOf(ctx, row);
  if (handover === undefined) return GONE;
  const to = await nameOf(ctx, String(row.refs['to']));
  return {
    markdown: handoverWords.decided(to, await nameOf(ctx, handover.fromUser), row.refs['agreed'] === true),
  };
}

async function withdrawn(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
  const handover = await handoverOf(ctx, row);
  return handover === undefined ? GONE : { markdown: handoverWords.toldWithdrawn(await nameOf(ctx, handover.askedBy)) };
}

const kept = async (ctx: DomainContext, row: OutboxRow): Promise<Rendered> => ({
  markdown: handoverWords.kept(await nameOf(ctx, String(row.refs['from']))),
});

/** The desk counts what it may know of; where that is nothing it hears nothing. */
async function left(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
  const handover = await handoverOf(ctx, row);
  if (handover === undefined) return GONE;
  let n = 0;
  for (const petition of await mattersOf(ctx, handover)) {
    if (!(await isBarred(ctx.tx, petition.id, row.toId))) n += 1;
  }
  if (n === 0) return { superseded: 'nothing this reader may know of' };
  const from = await nameOf(ctx, handover.fromUser);
  return { markdown: handoverWords.leftTold(from, n, await nameOf(ctx, handover.toUser)) };
}

export const handoverRenderers: Partial<
  Record<Intent, (ctx: DomainContext, row: OutboxRow, spent: string | undefined) => Promise<Rendered>>
> = {
  'handover-asked': asked,
  'handover-climbed': asked,
  'handover-decided': decided,
  'handover-withdrawn': withdrawn,
  'handover-kept': kept,
  left,
};

/** One matter, given by order from above. */
export const handedOverRenderers: Partial<Record<Intent, (told: Told) => Promise<Rendered>>> = {
  'handed-over': async ({ petition, row, byName }) =>
    petition.handler === row.toId
      ? { markdown: handoverWords.handed(petition.number, await byName()) }
      : { superseded: 'handed on since' },
};
