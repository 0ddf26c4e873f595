/** Renderers of 授权: a card to those who may confirm, a line to those who are told what came of it. */
import { grantCard } from '../../cards/grant.ts';
import { grantWords } from '../../copy/grants.ts';
import type { DomainContext } from '../../domain/context.ts';
import { grantById, grantsSeen } from '../../domain/org/grants.ts';
import { namesOf } from '../../domain/org/service.ts';
import type { Intent, OutboxRow } from '../../domain/outbox/store.ts';
import type { Rendered } from '../render.ts';

async function asked(ctx: DomainContext, row: OutboxRow, spent: string | undefined): Promise<Rendered> {
  const grant = await grantById(ctx, String(row.refs['grant']));
  if (grant === undefined || (spent === undefined && grant.state !== 'open')) {
    return { superseded: 'decided or withdrawn since' };
  }
  const [seen] = await grantsSeen(ctx, row.townId, [grant]);
  return { card: grantCard(seen!, ctx.today, spent) };
}

async function decided(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
  const grant = await grantById(ctx, String(row.refs['grant']));
  if (grant === undefined) return { superseded: 'no such grant' };
  const names = await namesOf(ctx.tx, [grant.userid, grant.decidedBy]);
  const by = grant.decidedBy === null ? undefined : (names.get(grant.decidedBy) ?? '');
  return { markdown: grantWords.decided(names.get(grant.userid) ?? '', grant.role, by, grant.state === 'granted') };
}

export const grantRenderers: Partial<
  Record<Intent, (ctx: DomainContext, row: OutboxRow, spent: string | undefined) => Promise<Rendered>>
> = { 'grant-asked': asked, 'grant-decided': decided };
