import { eq } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { liftPersonal } from '../../core/privacy.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { petitionTexts } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from './access.ts';
import { type Approval, askSignature, recordSigned } from './approvals.ts';
import { admittedOn, type PetitionEvent, type PetitionPatch, readNotes, record, timelineOf } from './record.ts';
import { knownOf, readIdentity } from './identity.ts';
import { MARKS } from './text-marks.ts';
import type { Channel, MatterKind } from './words.ts';

/** What the record says of a matter and may turn out wrong; codes and days, so that before and after can stand in the event. */
export const CORRECTABLE = ['receivedOn', 'channel', 'headcount', 'kind'] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** One field, as it stood and as it is right. The text itself stands in the event's sealed note. */
export type Change =
  | { readonly field: Correctable; readonly from: string | number | null; readonly to: string | number }
  | { readonly field: 'body' };

export interface Correction {
  readonly receivedOn?: LocalDay | undefined;
  readonly channel?: Channel | undefined;
  readonly headcount?: number | undefined;
  readonly kind?: MatterKind | undefined;
  /** The matter's whole text anew. */
  readonly body?: string | undefined;
  readonly reason: string;
}

export interface Corrected {
  readonly petition: Petition;
  readonly changes: readonly Change[];
  /** It waits for this signature and takes effect with 同意. */
  readonly waiting: Approval | undefined;
}

/** How much a kind protects and obliges: an accusation is kept secret (条例 art. 30), an appeal has sixty days (art. 34). */
const WEIGHT: Readonly<Record<MatterKind, number>> = { accusation: 2, appeal: 1, litigation: 0, suggestion: 0 };

/** What gives the office more time, or the petitioner less protection, is not the desk's alone to say. */
export const needsLeader = (changes: readonly Change[]): boolean =>
  changes.some(
    (change) =>
      (change.field === 'receivedOn' && change.from !== null && change.to > change.from) ||
      (change.field === 'kind' &&
        change.from !== null &&
        WEIGHT[change.to as MatterKind] < WEIGHT[change.from as MatterKind]),
  );

/** Of a correction or a 补充: which of these fields say something else now. */
export function changesOf(petition: Petition, input: Omit<Correction, 'reason'>): Change[] {
  const fields = CORRECTABLE.flatMap((field): Change[] => {
    const to = input[field];
    return to === undefined || to === petition[field] ? [] : [{ field, from: petition[field], to }];
  });
  return [...fields, ...(input.body === undefined ? [] : [{ field: 'body' as const }])];
}

/**
 * 更正: contents, channel, day, headcount or kind were written down wrong. What stood there stays in the record. A limit that was missed
 * stays missed; a later 收到 or a lighter kind waits for the main leader.
 * @throws UserError correct.nothing where all of it stands so already
 */
export async function correct(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: Correction,
): Promise<Corrected> {
  const changes = changesOf(petition, input);
  if (changes.length === 0) throw new UserError('correct.nothing', { number: petition.number });
  const note = await noteFor(ctx, petition, input);
  if (!needsLeader(changes) || actor.roles.includes('main-leader')) {
    const approvalId = needsLeader(changes) ? await recordSigned(ctx, petition, 'correct', actor.userid) : undefined;
    const data = approvalId === undefined ? {} : { approvalId };
    return { petition: await apply(ctx, actor.userid, petition, { changes, note, data }), changes, waiting: undefined };
  }
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'correction-held',
    by: actor.userid,
    data: { changes },
    note,
  });
  const held = { correction: event.id, by: actor.userid };
  const waiting = await askSignature(ctx, changed, 'correct', actor, event.id, held, ['main-leader']);
  return { petition: changed, changes, waiting };
}

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

const SEPARATOR = '\n----\n';

/** Reason, and for the text what stood there and what is right; numbers and names lifted out. */
async function noteFor(ctx: DomainContext, petition: Petition, { reason, body }: Correction): Promise<string> {
  if (body === undefined) return reason;
  const known = knownOf(await readIdentity(ctx, petition.id));
  const [old] = await ctx.tx.select().from(petitionTexts).where(eq(petitionTexts.petitionId, petition.id));
  return [reason, old?.body ?? '', liftPersonal(body, MARKS, known).text].join(SEPARATOR);
}

export interface CorrectionNote {
  readonly reason: string;
  readonly before?: string;
  readonly after?: string;
}

/** What a correction's note says: why, and of a text how it stood and how it is right. */
export function readCorrection(note: string): CorrectionNote {
  const [reason = '', before, after] = note.split(SEPARATOR);
  return { reason, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

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
  const patch = Object.fromEntries(
    changes.flatMap((change) => (change.field === 'body' ? [] : [[change.field, change.to]])),
  ) as PetitionPatch;
  const { after } = readCorrection(note);
  if (after !== undefined) {
    await ctx.tx.update(petitionTexts).set({ body: after }).where(eq(petitionTexts.petitionId, petition.id));
  }
  const admitted = await admittedOn(ctx, petition.id);
  const { petition: changed } = await record(ctx, petition, {
    kind: 'corrected',
    by,
    data: {
      changes,
      ...act.data,
      ...(patch.receivedOn === undefined ? {} : { receivedOn: patch.receivedOn }),
      ...(patch.kind === undefined || admitted === undefined ? {} : { admittedOn: admitted }),
    },
    note,
    // What is found to be an accusation is kept secret from now on; what is found to be none stays so (ADR 9).
    patch: {
      ...patch,
      ...(patch.kind === undefined || patch.kind === 'appeal' ? {} : { branch: null }),
      ...(patch.kind === 'accusation' ? { sealed: true } : {}),
    },
  });
  return changed;
}

/** What is said of an event that changed the record: which fields, from what to what. */
export const changesIn = ({ data }: Pick<PetitionEvent, 'data'>): readonly Change[] =>
  Array.isArray(data['changes']) ? (data['changes'] as readonly Change[]) : [];
