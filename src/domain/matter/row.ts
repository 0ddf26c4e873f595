/** The row of a matter itself: locked once a transaction, and from then on as this transaction has it. */
import { eq } from 'drizzle-orm';
import { workOf } from '../../db/client.ts';
import { petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { addRows, changeRow, newFile, openFile } from './file.ts';
import type { Petition } from './access.ts';

type Ctx = Pick<DomainContext, 'tx'>;
const nameOf = (id: string): string => `petition ${id}`;

/** Found and locked by this transaction; `events`: its timeline will be looked at. */
export function isLocked({ tx }: Ctx, petition: Petition, events = false): void {
  const work = workOf(tx);
  const isAgain = work?.known(nameOf(petition.id)) !== undefined;
  if (!isAgain) work?.know(nameOf(petition.id), [petitions], petition);
  take({ tx }, petition.id);
  openFile({ tx }, petition.id, { isLocked: !isAgain, events });
}

const IN_HAND = 'matters in hand';

function take({ tx }: Ctx, id: string): void {
  const work = workOf(tx);
  const ids = work?.note<string>(IN_HAND) ?? [];
  if (!ids.includes(id)) work?.note(IN_HAND, [...ids, id]);
}

/** The matters that this transaction locked or made, as it has them. */
export async function inHand(ctx: Ctx): Promise<Petition[]> {
  const ids = workOf(ctx.tx)?.note<string>(IN_HAND) ?? [];
  return (await Promise.all(ids.map((id) => locked(ctx, id)))).filter((row) => row !== undefined);
}

/** As this transaction locked it or wrote it; undefined where it did neither. */
export async function locked({ tx }: Ctx, id: string): Promise<Petition | undefined> {
  const work = workOf(tx);
  if (work === undefined) return undefined;
  const read = async (): Promise<Petition[]> => {
    const base = await work.known<Petition | undefined>(nameOf(id));
    return base === undefined ? [] : [base];
  };
  return (await work.rows(petitions, read, (row) => row.id === id))[0];
}

export async function lockPetition(ctx: Ctx, id: string, events = false): Promise<Petition> {
  const mine = await locked(ctx, id);
  if (mine !== undefined) return mine;
  const [row] = await ctx.tx.select().from(petitions).where(eq(petitions.id, id)).for('update');
  if (row === undefined) throw new Error('petition vanished');
  isLocked(ctx, row, events);
  return row;
}

export async function addMatter(ctx: Ctx, row: typeof petitions.$inferInsert): Promise<Petition> {
  newFile(ctx, row.id);
  take(ctx, row.id);
  const [added] = await addRows(ctx, petitions, [row]);
  return added!;
}

/** @returns the matter as it stands then */
export async function changeMatter(ctx: Ctx, petition: Petition, patch: Partial<Petition>): Promise<Petition> {
  await changeRow(ctx, petitions, petition, patch);
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return { ...petition, ...given };
}
