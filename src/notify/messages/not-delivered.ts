/** What no way out took: the desk is told once, and the list of it stands in the morning digest (design 6). */
import { eq, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { causeOf, undeliveredWords } from '../../copy/undelivered.ts';
import { outbox, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../../domain/context.ts';
import { barsOf, loadOrg, receiversOf } from '../../domain/org/receivers.ts';
import { findGroup, namesOf, peopleWithRole } from '../../domain/org/service.ts';
import { aboutOf, lostBehind } from '../../domain/outbox/lost.ts';
import { type OutboxRow, type Tell, tellAll } from '../../domain/outbox/store.ts';
import { type Petition, visibleTo } from '../../domain/petition/access.ts';
import type { Rendered } from '../render.ts';
import type { Told } from '../renderers.ts';

const SHOWN = 5;
const NOBODYS = { ownerUnit: null, handler: null, registrar: '' };

/**
 * Tells the desk of rows that were just given up: each message to a group, and of a person who cannot be reached once a
 * day, since the next message meets the same. The desk hears of no matter it is barred from, and never of this line itself.
 */
export async function tellDesk(
  ctx: DomainContext,
  rows: readonly OutboxRow[],
  perReader: boolean,
  /** Why, where the row itself goes on: a file whose reader got a sentence instead. */
  reason?: string,
): Promise<void> {
  const messages: Tell[] = [];
  for (const row of rows) {
    if (row.kind === 'not-delivered') continue;
    for (const person of (await desksFor(ctx, row)).filter((one) => one !== row.toId)) {
      messages.push(
        lostTo(row, person, {
          once: `not-delivered:${perReader ? `${row.toId}:${ctx.today}` : row.id}:${person}`,
          refs: { ...(reason !== undefined && { reason }) },
        }),
      );
    }
  }
  await tellAll(ctx, messages);
}

const lostTo = (row: OutboxRow, person: string, { once, refs }: Pick<Tell, 'once' | 'refs'>): Tell => {
  const { handover } = row.refs;
  return {
    once,
    to: { person },
    kind: 'not-delivered',
    townId: row.townId,
    ...(row.petitionId === null ? {} : { petitionId: row.petitionId }),
    // Lost itself, it is shown as far as the one that it tells of.
    refs: { outbox: row.id, ...refs, ...(handover !== undefined && { handover }) },
    urgent: row.urgent,
  };
};

/** Who of the desk may hear what became of a message; where the whole desk is shut out of its matter, the next rung. */
async function desksFor(ctx: DomainContext, row: OutboxRow): Promise<readonly string[]> {
  const about = await aboutOf(ctx, row);
  if (about.kind === 'own') return [];
  const org = await loadOrg(ctx, row.townId);
  if (about.kind === 'none') return receiversOf(org, NOBODYS, [], ['desk']);
  const bars = await barsOf(
    ctx,
    about.matters.map(({ id }) => id),
  );
  return [...new Set(about.matters.flatMap((one) => receiversOf(org, one, bars.get(one.id) ?? [], ['desk'])))];
}

/** Of a row that could not be made, not even as its plain sentence: the desk, message by message, and the admins once a day and kind. */
export async function tellNotMade(ctx: DomainContext, row: OutboxRow): Promise<void> {
  await tellDesk(ctx, [row], false);
  if (row.kind === 'not-delivered') return;
  const about = await aboutOf(ctx, row);
  // Of a sealed matter an admin knows nothing, nor that there is one.
  const isHidden = about.kind === 'own' || (about.kind === 'matters' && about.matters.every(({ sealed }) => sealed));
  if (isHidden) return;
  const admins = await peopleWithRole(ctx.tx, row.townId, 'admin');
  const others = admins.filter(({ userid, roles }) => userid !== row.toId && !roles.includes('desk'));
  await tellAll(
    ctx,
    others.map(({ userid }) => lostTo(row, userid, { once: `not-made:${row.kind}:${ctx.today}:${userid}` })),
  );
}

async function words(ctx: DomainContext, row: OutboxRow, petition?: Petition): Promise<Rendered> {
  const [lost] = await ctx.tx
    .select()
    .from(outbox)
    .where(eq(outbox.id, String(row.refs['outbox'])));
  const reason = row.refs['reason'];
  const isLost = lost?.state === 'parked' || lost?.state === 'failed' || typeof reason === 'string';
  if (lost === undefined || !isLost) {
    return { superseded: 'delivered since' };
  }
  const about = lost.refs['about'];
  const what = undeliveredWords.what(lost.kind, typeof about === 'string' ? about : undefined);
  const cause = causeOf(typeof reason === 'string' ? reason : lost.reason, lost.toKind as 'person' | 'group');
  return { markdown: undeliveredWords.told(petition?.number, what, await nameOf(ctx, lost), cause) };
}

async function nameOf(ctx: DomainContext, { toKind, toId }: Pick<OutboxRow, 'toKind' | 'toId'>): Promise<string> {
  if (toKind === 'group') return (await findGroup(ctx.tx, toId))?.name ?? toId;
  return (await namesOf(ctx.tx, [toId])).get(toId) ?? toId;
}

export const undeliveredAboutMatter = {
  'not-delivered': ({ ctx, row, petition }: Told): Promise<Rendered> => words(ctx, row, petition),
};
export const undeliveredOther = {
  'not-delivered': (ctx: DomainContext, row: OutboxRow): Promise<Rendered> => words(ctx, row),
};

/** The list of what did not arrive, as this reader may see it; undefined when all did. */
export async function undeliveredList(
  ctx: DomainContext,
  actor: Actor,
): Promise<{ readonly n: number; readonly text: string } | undefined> {
  const rows = await ctx.tx
    .select({
      toKind: outbox.toKind,
      toId: outbox.toId,
      reason: sql<string | null>`(array_agg(${outbox.reason} order by ${outbox.settledAt} desc nulls first))[1]`,
      n: sql<number>`count(*)::int`,
    })
    .from(outbox)
    .leftJoin(petitions, eq(petitions.id, outbox.petitionId))
    .where(lostBehind(ctx, actor.townId, visibleTo(actor)))
    .groupBy(outbox.toKind, outbox.toId)
    .orderBy(sql`count(*) desc`, outbox.toId);
  if (rows.length === 0) return undefined;
  const shown = rows.slice(0, SHOWN);
  const causes = shown.map((row) => causeOf(row.reason, row.toKind as 'person' | 'group'));
  const names = await Promise.all(shown.map((row) => nameOf(ctx, row)));
  const n = rows.reduce((sum, row) => sum + row.n, 0);
  const lines = shown.map((row, index) => undeliveredWords.line(names[index]!, row.n, causes[index]!.why));
  const todos = [...new Set(causes.map(({ todo }) => todo))];
  return { n, text: undeliveredWords.list(n, lines, rows.length - shown.length, todos) };
}
