import type { LetterKind, UnfinishedLetter } from '../../contract/letter.ts';
import type { DomainContext } from '../context.ts';
import { has, lettersOf, mayCall } from '../matter/events.ts';
import { LETTERS, rowsOf } from '../matter/file.ts';
import { tellAll } from '../outbox/store.ts';
import type { Petition } from '../matter/access.ts';
import { standing, timelineOf } from '../matter/timeline.ts';
import { type EventRow, factsFor } from './facts.ts';
import { readersOf } from './readers.ts';
import { missingIn } from './required.ts';
import { fileOnce, insertLetter, onceOf } from './store.ts';

/** A letter that an event of the matter calls for, and that is not there yet. */
interface Owed {
  readonly kind: LetterKind;
  readonly event: EventRow;
}

/**
 * Issues the letters an event calls for, in its transaction. One that lacks a field holds nothing up (条例 art. 44: registering is
 * never refused): it is named to the typist, and made with the event that supplies what was missing.
 */
export async function issueLetters(ctx: DomainContext, petition: Petition, event: EventRow): Promise<void> {
  if (!mayCall(event) && !has(event, 'completes-letters')) return;
  const now = lettersOf(event, petition, await ctx.policy(petition.townId)).map((kind): Owed => ({ kind, event }));
  const before = has(event, 'completes-letters')
    ? (await owedLetters(ctx, petition)).filter(({ kind }) => !now.some((owed) => owed.kind === kind))
    : [];
  // Who answers a demand is not told what an earlier notice lacks; who supplies particulars is.
  const isSupply = ['supplemented', 'classified', 'corrected'].includes(event.kind);
  for (const owed of before) {
    const lacks = await issue(ctx, petition, owed);
    if (lacks !== undefined && isSupply) ctx.unfinished.push(lacks);
  }
  for (const owed of now) {
    const lacks = await issue(ctx, petition, owed);
    if (lacks !== undefined) ctx.unfinished.push(lacks);
  }
}

/** Makes what can be made by now; used when somebody looks for the letters of a matter. */
export async function issueOwed(ctx: DomainContext, petition: Petition): Promise<void> {
  for (const owed of await owedLetters(ctx, petition)) {
    const lacks = await issue(ctx, petition, owed);
    if (lacks !== undefined) ctx.unfinished.push(lacks);
  }
}

/** What the letters that are owed and not made lack; makes nothing. */
export async function unfinishedLetters(ctx: DomainContext, petition: Petition): Promise<UnfinishedLetter[]> {
  const found: UnfinishedLetter[] = [];
  for (const { kind, event } of await owedLetters(ctx, petition)) {
    const missing = missingIn(kind, await factsFor(ctx, petition, kind, { event }));
    if (missing.length > 0) found.push({ kind, number: petition.number, missing });
  }
  return found;
}

/** Of each kind the last occasion that was not taken back, where it has no letter. */
async function owedLetters(ctx: DomainContext, petition: Petition): Promise<Owed[]> {
  const policy = await ctx.policy(petition.townId);
  const last = new Map<LetterKind, EventRow>();
  for (const event of standing(await timelineOf(ctx, petition.id))) {
    for (const kind of lettersOf(event, petition, policy)) last.set(kind, event);
  }
  const owed = [...last].map(([kind, event]) => ({ kind, event }));
  if (owed.length === 0) return [];
  const known = new Set((await rowsOf(ctx, LETTERS, petition.id)).map(({ once }) => once));
  return owed.filter(({ kind, event }) => !known.has(onceOf(kind, event.id)));
}

/** @returns what it lacks, where it cannot be made yet */
async function issue(
  ctx: DomainContext,
  petition: Petition,
  { kind, event }: Owed,
): Promise<UnfinishedLetter | undefined> {
  const once = onceOf(kind, event.id);
  if ((await rowsOf(ctx, LETTERS, petition.id)).some((letter) => letter.once === once)) return undefined;
  const facts = await factsFor(ctx, petition, kind, { event });
  const missing = missingIn(kind, facts);
  if (missing.length > 0) return { kind, number: petition.number, missing };
  const letter = await insertLetter(ctx, petition, { kind, once, by: event.by, facts });
  if (letter === undefined) return undefined;
  const readers = await readersOf(ctx, petition, kind, event);
  await tellAll(
    ctx,
    readers.map((person) => ({
      once: fileOnce(letter.id, person),
      to: { person },
      kind: 'letter' as const,
      townId: petition.townId,
      petitionId: petition.id,
      refs: { eventId: event.id, letterId: letter.id },
    })),
  );
  return undefined;
}
