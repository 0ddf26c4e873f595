import { and, count, eq, inArray, isNull } from 'drizzle-orm';
import type { Actor, Command, CommandForm, FieldChoices } from '../contract/command.ts';
import { UserError } from '../core/errors.ts';
import { clocks, petitions, receipts } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import type { Petition } from '../domain/petition/access.ts';
import { type Catalogue, readCommand, runCommand } from './dispatch.ts';
import { lineOf, trialValues } from './forms.ts';

export type Trial =
  /** It would be taken: the limits it would settle, by their ids, and what a clicked button would say from then on. */
  | { readonly taken: true; readonly settles: ReadonlySet<string>; readonly spent: string | undefined }
  /** It would be taken and change nothing, or is none of this reader's business. */
  | { readonly taken: false }
  /** It would be refused, and why. */
  | { readonly taken: false; readonly because: UserError };

/** Takes back what was tried. */
class Over extends Error {}

/** Refusals that tell who may, not what is lacking. */
const NOT_THEIRS = new Set(['role.denied', 'petition.not-found', 'petition.not-yours']);

/**
 * Asks the command itself whether this reader may give it now: runs its line in a savepoint and takes everything back. So the page
 * offers what the chat would take, and nothing decides a second time who may do what (ADR 16).
 */
export async function tryForm(
  ctx: DomainContext,
  catalogue: Catalogue,
  actor: Actor,
  petition: Petition,
  what: { readonly command: Command; readonly form: CommandForm; readonly choices: FieldChoices },
): Promise<Trial> {
  const { command, form, choices } = what;
  if (!command.allow.some((role) => actor.roles.includes(role))) return { taken: false };
  const values = trialValues(form, { today: ctx.today, choices });
  if (values === undefined) return { taken: false };
  const line = lineOf(command, form, petition.number, values);
  const call = { by: actor, at: ctx.at, msgid: `trial:${ctx.ids.token(12)}`, clicked: false };
  let found: Trial = { taken: false };
  try {
    await ctx.tx.transaction(async (tx) => {
      const inner: DomainContext = { ...ctx, tx, told: new Map(), unfinished: [] };
      const before = await footprint(inner, actor, petition.id);
      const { spent } = await runCommand(readCommand(line, catalogue)!, call, inner, undefined);
      const after = await footprint(inner, actor, petition.id);
      if (after.changes !== before.changes || form.reads === true) {
        found = { taken: true, settles: await metSince(inner, before.running), spent };
      }
      throw new Over();
    });
  } catch (error) {
    if (error instanceof Over) return found;
    if (!(error instanceof UserError)) throw error;
    return NOT_THEIRS.has(error.code) ? { taken: false } : { taken: false, because: error };
  }
  return found;
}

async function footprint(
  { tx }: DomainContext,
  actor: Actor,
  id: string,
): Promise<{ changes: string; running: string[] }> {
  const [row] = await tx.select({ lastSeq: petitions.lastSeq }).from(petitions).where(eq(petitions.id, id));
  const [unread] = await tx
    .select({ n: count() })
    .from(receipts)
    .where(and(eq(receipts.petitionId, id), eq(receipts.userid, actor.userid), isNull(receipts.readAt)));
  const running = await tx
    .select({ id: clocks.id })
    .from(clocks)
    .where(and(eq(clocks.petitionId, id), eq(clocks.state, 'running')));
  return { changes: `${row?.lastSeq} ${unread?.n}`, running: running.map((clock) => clock.id) };
}

async function metSince({ tx }: DomainContext, running: readonly string[]): Promise<Set<string>> {
  if (running.length === 0) return new Set();
  const rows = await tx
    .select({ id: clocks.id })
    .from(clocks)
    .where(and(inArray(clocks.id, [...running]), eq(clocks.state, 'met')));
  return new Set(rows.map((row) => row.id));
}
