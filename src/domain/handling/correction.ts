import { and, eq } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { holdsAny, liftPersonal } from '../../core/privacy.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { demands, petitionTexts } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { may } from '../permission/may.ts';
import type { Petition } from '../matter/access.ts';
import { recordGuarded } from '../accusation/accused.ts';
import { type AskedNow, askSignature, recordSigned } from '../approval/ask.ts';
import { type Change, CORRECTABLE, joined, readCorrection, type Reworded, type TextChange } from '../matter/changes.ts';
import { type Clock, isMissed } from '../clock/moves.ts';
import { runningClocks } from '../matter/clocks.ts';
import { demandsOf } from './answer-gate.ts';
import { IDENTITY_FIELDS, type Identity, knownOf, liftAgain, readIdentity, writeIdentity } from '../matter/identity.ts';
import { markAnew } from '../intake/similar.ts';
import { admittedOn, type PetitionPatch, readNotes, timelineOf } from '../matter/record.ts';
import { hear } from '../accusation/reading.ts';
import { MARKS } from '../../core/text-marks.ts';
import type { Channel, MatterKind } from '../matter/codes.ts';

interface Facts {
  readonly receivedOn?: LocalDay | undefined;
  readonly channel?: Channel | undefined;
  readonly headcount?: number | undefined;
  readonly kind?: MatterKind | undefined;
  readonly branch?: number | undefined;
}

export interface Correction extends Facts, Identity {
  readonly place?: string | undefined;
  /** One demand of the list, anew; without a position the only one. */
  readonly demands?: readonly { readonly position: number | undefined; readonly body: string }[];
  /** The matter's whole text anew. */
  readonly body?: string | undefined;
  readonly reason: string;
  /** Limits that are missed by it from the first moment were read, and meant. */
  readonly knowsMissed?: boolean;
}

export interface Corrected {
  readonly petition: Petition;
  readonly changes: readonly Change[];
  /** It waits for this signature and takes effect with 同意. */
  readonly waiting: AskedNow | undefined;
}

/**
 * How much a kind protects and obliges: an accusation is kept secret (条例 art. 30), an appeal of branch 31(6) has sixty days (art. 34),
 * and one that nobody has put under a branch counts as such.
 */
function weightOf(kind: string, branch: number | null): number {
  if (kind === 'accusation') return 2;
  return kind === 'appeal' && (branch ?? OTHER_APPEALS) === OTHER_APPEALS ? 1 : 0;
}
const OTHER_APPEALS = 6;

/** What gives the office more time, or the petitioner less protection, is not the desk's alone to say. */
function isEasier(petition: Petition, { receivedOn, kind, branch }: Facts): boolean {
  if (receivedOn !== undefined && receivedOn > petition.receivedOn) return true;
  if (petition.kind === null || (kind === undefined && branch === undefined)) return false;
  const same = kind === undefined || kind === petition.kind;
  const becomes = weightOf(kind ?? petition.kind, branch ?? (same ? petition.branch : null));
  return becomes < weightOf(petition.kind, petition.branch);
}

/**
 * 补充 and 分类 put nothing off and nothing lower by themselves: who is no main leader asks for it with 更正.
 * @throws UserError correct.leader
 */
export function refuseEasier(actor: Actor, petition: Petition, facts: Facts): void {
  if (!isEasier(petition, facts) || may(actor, 'correct:easier', petition)) return;
  throw new UserError('correct.leader', { number: petition.number, changes: changesOf(petition, facts) });
}

/** Of a correction, a 补充 or a 分类: which of these fields say something else now. */
export const changesOf = (petition: Petition, input: Facts): Change[] =>
  CORRECTABLE.flatMap((field): Change[] => {
    const to = input[field];
    return to === undefined || to === petition[field] ? [] : [{ field, from: petition[field], to }];
  });

/**
 * 更正: what was written down of a matter was wrong. What stood there stays in the record. A limit that was missed stays missed; a later
 * 收到 or a lighter kind waits for the main leader. One by which a limit is missed from the first moment, for good, is asked about: a digit
 * left out does the same.
 * @throws UserError correct.nothing where all of it stands so already, correct.demand for one that is not there, correct.missed
 */
export async function correct(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: Correction,
): Promise<Corrected> {
  const texts = await textsOf(ctx, petition, input);
  const changes = [...changesOf(petition, input), ...texts.map(({ change }) => change)];
  if (changes.length === 0) throw new UserError('correct.nothing', { number: petition.number });
  const note = joined([input.reason, ...texts.flatMap(({ before, after }) => [before, after])]);
  const easier = isEasier(petition, input);
  if (!easier || may(actor, 'correct:easier', petition)) {
    const approvalId = easier ? await recordSigned(ctx, petition, 'correct', actor.userid) : undefined;
    const data = approvalId === undefined ? {} : { approvalId };
    const missedBefore = new Set((await missedOf(ctx, petition.id)).map(({ id }) => id));
    const corrected = await apply(ctx, actor.userid, petition, { changes, note, data });
    const missed = (await missedOf(ctx, petition.id)).filter(({ id }) => !missedBefore.has(id));
    if (input.knowsMissed !== true) refuseMissed(petition, missed, ctx.today);
    return { petition: corrected, changes, waiting: undefined };
  }
  const { petition: changed, event } = await recordGuarded(ctx, petition, {
    kind: 'correction-held',
    by: actor.userid,
    data: { changes },
    note,
    fresh: input.reason,
    // It may be an accusation whether it is signed or not.
    patch: await heardIn(ctx, petition, texts),
  });
  const held = { correction: event.id, by: actor.userid };
  const waiting = await askSignature(ctx, changed, 'correct', actor, event.id, held, ['main-leader']);
  return { petition: changed, changes, waiting };
}

/** Limits that would be missed by it from the first moment. @throws UserError correct.missed */
export function refuseMissed(
  { number }: Petition,
  missed: readonly Pick<Clock, 'title' | 'dueOn'>[],
  today: LocalDay,
): void {
  if (missed.length === 0) return;
  const clocks = missed.map(({ title, dueOn }) => ({ title, dueOn }));
  throw new UserError('correct.missed', { number, clocks, today });
}

const missedOf = async (ctx: DomainContext, petitionId: string) =>
  (await runningClocks(ctx, [petitionId])).filter((clock) => isMissed(clock, ctx.today));

/** The main leader signed what was held. */
export async function correctionSigned(
  ctx: DomainContext,
  petition: Petition,
  heldEvent: string,
  partOf: string,
): Promise<Petition> {
  const held = (await timelineOf(ctx, petition.id)).filter((event) => event.id === heldEvent);
  const [event] = held;
  if (event === undefined) return petition;
  const note = (await readNotes(ctx, petition.id, held)).get(event.id) ?? '';
  const changes = event.data['changes'] as readonly Change[];
  return apply(ctx, event.by, petition, { changes, note, data: { partOf } });
}

/** The texts that read otherwise now; numbers and names are lifted out of what is no particular of a person. */
async function textsOf(ctx: DomainContext, petition: Petition, input: Correction): Promise<Reworded[]> {
  const stored = await readIdentity(ctx, petition.id);
  const known = knownOf({ ...stored, ...given(input) });
  const lifted = (text: string): string => liftPersonal(text, MARKS, known).text;
  const [text] = await ctx.tx.select().from(petitionTexts).where(eq(petitionTexts.petitionId, petition.id));
  const reworded = (change: TextChange, before: string | null | undefined, after: string | undefined): Reworded[] =>
    after === undefined || after === before ? [] : [{ change, before: before ?? '', after }];
  const list = await demandsOf(ctx, petition.id);
  return [
    ...reworded({ field: 'body' }, text?.body, input.body === undefined ? undefined : lifted(input.body)),
    ...reworded({ field: 'place' }, text?.place, input.place === undefined ? undefined : lifted(input.place)),
    ...(input.demands ?? []).flatMap(({ position, body }) => {
      const row = position === undefined && list.length === 1 ? list[0] : list.find((one) => one.position === position);
      if (row === undefined) throw new UserError('correct.demand', { number: petition.number, count: list.length });
      return reworded({ field: 'demand', position: row.position }, row.body, lifted(body));
    }),
    ...IDENTITY_FIELDS.flatMap((field) => reworded({ field }, stored[field], input[field])),
  ];
}

const given = (input: Identity): Identity =>
  Object.fromEntries(IDENTITY_FIELDS.flatMap((field) => (input[field] === undefined ? [] : [[field, input[field]]])));

async function apply(
  ctx: DomainContext,
  by: string,
  petition: Petition,
  act: {
    readonly changes: readonly Change[];
    readonly note: string;
    readonly data: Readonly<Record<string, unknown>>;
  },
): Promise<Petition> {
  const { changes, note } = act;
  const facts = Object.fromEntries(
    changes.flatMap((change) => ('from' in change ? [[change.field, change.to]] : [])),
  ) as Facts & PetitionPatch;
  const { texts, reason } = readCorrection({ data: { changes } }, note, true);
  const written = await writeTexts(ctx, petition, texts);
  const heard = facts.kind === 'accusation' ? { sealed: true } : await heardIn(ctx, petition, texts);
  const isSorted = facts.kind !== undefined || facts.branch !== undefined;
  const admitted = isSorted ? await admittedOn(ctx, petition.id) : undefined;
  const { petition: changed } = await recordGuarded(ctx, petition, {
    kind: 'corrected',
    by,
    data: {
      changes,
      ...act.data,
      ...(facts.receivedOn === undefined ? {} : { receivedOn: facts.receivedOn }),
      ...(admitted === undefined ? {} : { admittedOn: admitted }),
      ...('identityKnown' in written ? { identityKnown: true } : {}),
    },
    note,
    fresh: reason,
    // What is found to be an accusation is kept secret from now on; what is found to be none stays so (ADR 9).
    patch: {
      ...facts,
      ...written,
      ...(facts.kind === undefined || facts.branch !== undefined
        ? {}
        : { branch: facts.kind === 'appeal' ? OTHER_APPEALS : null }),
      ...heard,
    },
  });
  if (texts.length > 0) await markAnew(ctx, changed);
  return changed;
}

/** What the texts, as they are right, make of the matter. */
const heardIn = (ctx: DomainContext, petition: Petition, texts: readonly Reworded[]) =>
  hear(
    ctx,
    petition,
    texts.flatMap(({ change: { field }, after }) => (SPOKEN.has(field) ? [after] : [])),
  );
/** The petitioner's own words. */
const SPOKEN: ReadonlySet<string> = new Set(['body', 'place', 'demand']);

/** Puts the texts right. @returns what follows for the matter: a title that holds the right name is none */
async function writeTexts(ctx: DomainContext, petition: Petition, texts: readonly Reworded[]): Promise<PetitionPatch> {
  const who: Partial<Record<keyof Identity, string>> = {};
  for (const { change, after } of texts) {
    if (change.field === 'body' || change.field === 'place') {
      const set = change.field === 'body' ? { body: after } : { place: after };
      await ctx.tx.update(petitionTexts).set(set).where(eq(petitionTexts.petitionId, petition.id));
    } else if (change.field === 'demand') {
      const row = and(eq(demands.petitionId, petition.id), eq(demands.position, change.position));
      await ctx.tx.update(demands).set({ body: after }).where(row);
    } else who[change.field] = after;
  }
  if (Object.keys(who).length > 0) await writeIdentity(ctx, petition.id, who);
  const known = knownOf(await readIdentity(ctx, petition.id));
  if (Object.keys(who).length > 0) await liftAgain(ctx, petition.id, known);
  return {
    ...(petition.title !== null && holdsAny(petition.title, known) ? { title: null } : {}),
    ...(who.name !== undefined && !petition.identityKnown ? { identityKnown: true } : {}),
  };
}
