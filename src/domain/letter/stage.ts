import { eq, sql } from 'drizzle-orm';
import type { LetterKind } from '../../contract/letter.ts';
import { clocks, outbox } from '../../db/schema.ts';
import { type KeptRule, ruleOf } from '../clock/kept.ts';
import type { DomainContext } from '../context.ts';
import { type OutboxRow, type Tell, tellAll } from '../outbox/store.ts';
import { isBarred } from '../matter/access.ts';
import { isOpen, petitionById } from '../matter/find.ts';
import { factsFor } from './facts.ts';
import { readersOf } from './readers.ts';
import { missingIn } from './required.ts';
import { insertLetter, letterOnce, onceOf } from './store.ts';

/** Letters that a clock's ladder names, beside those of events. */
const OF_STAGES: readonly string[] = ['remind', 'supervise'];

/**
 * Reminders that were just sent and speak of a letter: whoever is to have it gets it next. Written here and not by the sweep, which
 * claims thousands of stages at once.
 */
export async function tellStageLetters(ctx: DomainContext, sent: readonly OutboxRow[]): Promise<void> {
  const messages: Tell[] = [];
  for (const { toId, petitionId, townId, refs, urgent } of sent) {
    const { letter, clockId, stage } = refs;
    if (petitionId === null || typeof letter !== 'string' || !OF_STAGES.includes(letter)) continue;
    const petition = await petitionById(ctx, petitionId);
    if (petition === undefined) continue;
    if (!(await readersOf(ctx, petition, letter as LetterKind, undefined)).includes(toId)) continue;
    messages.push({
      once: `letter:${String(clockId)}:${String(stage)}:${toId}`,
      to: { person: toId },
      kind: 'letter',
      townId,
      petitionId,
      refs: { clockId: clockId ?? null, stage: stage ?? null, letter },
      urgent,
    });
  }
  await tellAll(ctx, messages);
}

/**
 * The letter of one clock and stage, made when it is first to be sent and the same for all who get it.
 * @returns why there is none
 */
export async function issueStageLetter(ctx: DomainContext, row: OutboxRow): Promise<string | undefined> {
  const kind = row.refs['letter'] as LetterKind;
  const once = onceOf(kind, `${String(row.refs['clockId'])}:${String(row.refs['stage'])}`);
  // Readers of one letter are served by several processes.
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(hashtext(${once}))`);
  const letter = (await letterOnce(ctx, once)) ?? (await newStageLetter(ctx, row, kind, once));
  if (typeof letter === 'string') return letter;
  await ctx.tx
    .update(outbox)
    .set({ refs: { ...row.refs, letterId: letter.id } })
    .where(eq(outbox.id, row.id));
  return undefined;
}

async function newStageLetter(ctx: DomainContext, row: OutboxRow, kind: LetterKind, once: string) {
  const petition = row.petitionId === null ? undefined : await petitionById(ctx, row.petitionId);
  const [clock] = await ctx.tx
    .select()
    .from(clocks)
    .where(eq(clocks.id, String(row.refs['clockId'])));
  if (petition === undefined || clock === undefined) return 'no such clock';
  if (clock.state !== 'running' || !isOpen(petition)) return 'no longer due';
  if (await isBarred(ctx.tx, petition.id, row.toId)) return 'barred since';
  const kept = await ruleOf(ctx, clock);
  if (kept === undefined) return 'no rule';
  const clause = citedClause(kept, kept.rule.ladder.find((stage) => stage.id === row.refs['stage'])?.clause);
  const facts = await factsFor(ctx, petition, kind, { clockId: clock.id, clause });
  const missing = missingIn(kind, facts);
  if (missing.length > 0) return `without ${missing.map(({ field }) => field).join(', ')}`;
  const letter = await insertLetter(ctx, petition, { kind, once, by: 'clock', facts });
  return letter ?? 'erased since';
}

/** 四（四）：… → 《…》四（四）: in a letter a clause stands with the name of its paper, and without our remark on it. */
function citedClause({ source }: Pick<KeptRule, 'source'>, clause: string | undefined): string | undefined {
  const paper = /《[^》]+》/u.exec(source)?.[0];
  if (clause === undefined || paper === undefined || clause.startsWith('《')) return clause;
  return `${paper}${clause.replace(/：.*$/u, '')}`;
}
