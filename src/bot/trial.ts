import type { Actor, Command, CommandForm, FieldChoices } from '../contract/command.ts';
import { UserError } from '../core/errors.ts';
import { undoable } from '../db/client.ts';
import { clocksOf } from '../domain/clock/engine.ts';
import type { DomainContext } from '../domain/context.ts';
import { mayAtAll } from '../domain/permission/may.ts';
import type { Petition } from '../domain/petition/access.ts';
import { petitionById } from '../domain/petition/find.ts';
import { unreadBy } from '../domain/petition/receipts.ts';
import { type Catalogue, readCommand, runChosen } from './dispatch.ts';
import { lineOf, trialValues } from './forms.ts';
import { chooseMatter } from './which-matter.ts';

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
 * Asks the command itself whether this reader may give it now: runs its line and takes everything back. So the page
 * offers what the chat would take, and nothing decides a second time who may do what (ADR 16).
 */
export async function tryForm(
  ctx: DomainContext,
  catalogue: Catalogue,
  actor: Actor,
  petition: Petition,
  what: {
    readonly command: Command;
    readonly form: CommandForm;
    readonly choices: FieldChoices;
    /** How the matter stands now. */
    readonly before: Stand;
  },
): Promise<Trial> {
  const { command, form, choices, before } = what;
  if (!mayAtAll(actor, command.english)) return { taken: false };
  const values = trialValues(form, { today: ctx.today, choices });
  if (values === undefined) return { taken: false };
  const line = lineOf(command, form, petition.number, values);
  const call = { by: actor, at: ctx.at, msgid: `trial:${ctx.ids.token(12)}`, clicked: false };
  let found: Trial = { taken: false };
  try {
    await undoable(ctx.tx, async (tx) => {
      const inner: DomainContext = {
        ...ctx,
        tx,
        told: new Map(),
        unfinished: [],
        written: new Set(),
        heard: new Map(),
      };
      const chosen = await chooseMatter(readCommand(line, catalogue)!, call, inner, undefined);
      const { spent } = await runChosen(chosen, call, inner);
      const after = await standOf(inner, actor, petition.id);
      if (after.changes !== before.changes || form.reads === true) {
        found = { taken: true, settles: new Set(before.running.filter((id) => after.met.has(id))), spent };
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

/** What a command may change that the page offers it for. */
export interface Stand {
  readonly changes: string;
  readonly running: readonly string[];
  readonly met: ReadonlySet<string>;
}

/** Asked once before the trials, since each is taken back, and after each of them. */
export async function standOf(ctx: DomainContext, actor: Actor, id: string): Promise<Stand> {
  const matter = await petitionById(ctx, id);
  const unread = await unreadBy(ctx, actor.userid, id);
  const limits = await clocksOf(ctx, id);
  const are = (state: string): string[] => limits.filter((one) => one.state === state).map((one) => one.id);
  return { changes: `${matter?.lastSeq} ${unread.length}`, running: are('running'), met: new Set(are('met')) };
}
