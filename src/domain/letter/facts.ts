import type { LetterFacts, LetterKind } from '../../contract/letter.ts';
import type { DomainContext } from '../context.ts';
import type { PetitionEvent } from '../matter/events.ts';
import { findTown, namesOf, unitsOf } from '../org/service.ts';
import type { Petition } from '../matter/access.ts';
import { readIdentity } from '../matter/identity.ts';
import { readNotes, shownNotes } from '../matter/notes.ts';
import { demandsOf, unitDeadline } from './facts-matter.ts';
import { moreFacts } from './facts-kind.ts';
import { given } from './given.ts';

export type EventRow = PetitionEvent;

/** What made a letter necessary: an event of the timeline, or a stage of a clock. */
export type Occasion = { readonly event: EventRow } | { readonly clockId: string; readonly clause: string | undefined };

/** Letters that stay inside: the office writes them to a unit. All others bear the organ's name and the petitioner's. */
export const TO_UNIT: ReadonlySet<LetterKind> = new Set(['assign', 'remind', 'supervise', 'warn', 'forward']);

/** Whether a letter to a unit must keep what is reported to itself (条例 arts 30, 46). */
const isConfidential = (petition: Pick<Petition, 'kind' | 'sealed'>): boolean =>
  petition.sealed || petition.kind === 'accusation';

/** What a letter of this kind says, as far as it is known. */
export async function factsFor(
  ctx: DomainContext,
  petition: Petition,
  kind: LetterKind,
  occasion: Occasion,
): Promise<LetterFacts> {
  const isToUnit = TO_UNIT.has(kind);
  const confidential = isToUnit && isConfidential(petition);
  const town = await findTown(ctx.tx, petition.townId);
  const units = await unitsOf(ctx.tx, petition.townId);
  const desk = units.find((unit) => unit.kind === 'desk');
  const unit = units.find((one) => one.id === petition.ownerUnit);
  const names = await namesOf(ctx.tx, [desk?.head, unit?.head, petition.handler]);
  const nameOf = (userid: string | null | undefined): string | undefined =>
    typeof userid === 'string' ? names.get(userid) : undefined;
  const text = (name: string): string | undefined => {
    const value = town.settings[name];
    return typeof value === 'string' ? value : undefined;
  };
  const event = 'event' in occasion ? occasion.event : undefined;
  // A paper to the petitioner may name whom to call; one that stays in the house needs nobody's number.
  const notes = isToUnit ? shownNotes : readNotes;
  // Why a matter was passed on asks nothing of the unit that has it now.
  const said =
    event === undefined || event.data['reason'] === true
      ? undefined
      : (await notes(ctx, petition.id, [event])).get(event.id);
  const common: LetterFacts = {
    on: ctx.today,
    town: town.name,
    desk: desk?.name ?? '',
    ...given('organ', text('organName')),
    contact: { ...given('person', nameOf(desk?.head)), ...given('phone', text('deskPhone')) },
    matter: {
      number: petition.number,
      channel: petition.channel,
      receivedOn: petition.receivedOn,
      headcount: petition.headcount,
      simple: petition.simple,
      ...given('title', confidential ? undefined : petition.title),
      ...given('kind', petition.kind),
      ...given('branch', petition.branch),
      ...given('sourceNumber', petition.sourceNumber),
      ...given('stateNumber', petition.stateNumber),
      ...given('feedbackOn', petition.feedbackOn),
    },
    confidential,
    demands: confidential ? [] : await demandsOf(ctx, petition.id),
    ...given('petitioner', isToUnit ? undefined : (await readIdentity(ctx, petition.id)).name),
    ...given('unit', unit === undefined ? undefined : { name: unit.name, ...given('head', nameOf(unit.head)) }),
    ...given('handler', nameOf(petition.handler)),
    ...given('deadline', await unitDeadline(ctx, petition.id)),
    ...given('said', said),
    ...given('reviewOrgan', text('reviewOrgan')),
    ...given('recheckOrgan', text('recheckOrgan')),
  };
  return { ...common, ...(await moreFacts(ctx, petition, kind, occasion, common)) };
}
