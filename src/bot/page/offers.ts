/** What a reader may do with a matter as it stands, form by form (ADR 37). */
import type { Actor, Command, CommandForm, FieldChoices, Values } from '../../contract/command.ts';
import type { LetterKind } from '../../contract/letter.ts';
import { LETTER_NAMES } from '../../copy/letters.ts';
import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../../domain/context.ts';
import { unservedPapers } from '../../domain/letter/papers.ts';
import { mayAtAll } from '../../domain/permission/may.ts';
import type { Petition } from '../../domain/matter/access.ts';
import { candidatesFor, othersIn } from '../../domain/team/candidates.ts';
import { refuseEnded } from '../../domain/matter/find.ts';
import { limitsAfter, type Seen } from '../../domain/read/seen.ts';
import { refuseUnnamed } from '../../domain/accusation/unnamed.ts';

export type Offered =
  /** It would be taken: the limits it would settle, by their ids, and what a clicked button would say from then on. */
  | { readonly taken: true; readonly settles: ReadonlySet<string>; readonly spent: string | undefined }
  /** It would be taken and change nothing, or is none of this reader's business. */
  | { readonly taken: false }
  /** It would be refused, and why. */
  | { readonly taken: false; readonly because: UserError };

/** Refusals that tell who may, not what is lacking. */
export const NOT_THEIRS: ReadonlySet<string> = new Set(['role.denied', 'petition.not-found', 'petition.not-yours']);

/** @param values of what there is to choose from the first; undefined where there is nothing */
export function offered(seen: Seen, command: Command, form: CommandForm, values: Values | undefined): Offered {
  const { actor, petition } = seen;
  if (!mayAtAll(actor, command.english) || values === undefined) return { taken: false };
  if (seen.onlyHelps && form.finds.helping !== true) return { taken: false };
  try {
    if (form.finds.closedToo !== true) refuseEnded(petition);
    const offer = form.offer(seen, values);
    if (offer === undefined) return { taken: false };
    for (const event of offer.writes) refuseUnnamed(seen, event);
    const met = limitsAfter(seen, offer.writes).flatMap(({ state, clock }) =>
      state === 'met' && clock?.state === 'running' ? [clock.id] : [],
    );
    return { taken: true, settles: new Set(met), spent: offer.spent };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return NOT_THEIRS.has(error.code) ? { taken: false } : { taken: false, because: error };
  }
}

/** What the forms let choose from, of this matter. */
export async function choicesFor(ctx: DomainContext, actor: Actor, petition: Petition): Promise<FieldChoices> {
  const [{ owners, helpers }, papers] = [await candidatesFor(ctx, petition), await unservedPapers(ctx, petition.id)];
  return {
    unit: owners.map((unit) => unit.name),
    helper: helpers.map((unit) => unit.name),
    person: (await othersIn(ctx, actor, petition)).map((person) => person.name),
    paper: [...new Set(papers.map((row) => LETTER_NAMES[row.kind as LetterKind]))],
  };
}
