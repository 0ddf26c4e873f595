/**
 * What a command does with a matter now, found out by giving it: its line is run and everything taken back. The page offers by what stands beside
 * each form (docs/adr/0037-offers-are-data.md); this is what that is held against.
 */
import { type Catalogue, readCommand, runChosen } from '../../src/bot/dispatch.ts';
import { choicesOf, isAsked, lineOf } from '../../src/bot/page/forms.ts';
import { NOT_THEIRS, type Offered } from '../../src/bot/page/offers.ts';
import { chooseMatter } from '../../src/bot/which-matter.ts';
import type { Actor, Command, CommandForm, FieldChoices, Values } from '../../src/contract/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { undoable } from '../../src/db/client.ts';
import { clocksOf } from '../../src/domain/clock/run.ts';
import type { DomainContext } from '../../src/domain/context.ts';
import { mayAtAll } from '../../src/domain/permission/may.ts';
import type { Petition } from '../../src/domain/matter/access.ts';
import { petitionById } from '../../src/domain/matter/find.ts';
import { unreadBy } from '../../src/domain/matter/receipts.ts';

/** What is filled in where the name of a field says nothing to its command, and for what may be left out but not all of it. */
const SAID: Readonly<Record<string, Values>> = {
  classify: { 类别: '检举控告' },
  close: { 依据: '书面答复' },
  extend: { 天数: '1' },
  supplement: { 内容: '补充' },
};

/**
 * Values to try a command with: today, the first of what there is to choose from, else the name of the field; undefined where there is
 * nothing to choose from.
 */
export function trialValues(
  { english }: Command,
  form: CommandForm,
  now: { readonly today: string; readonly choices: FieldChoices; readonly headcount: number },
): Values | undefined {
  // What stands so already corrects nothing.
  const said = english === 'correct' ? { 人数: String(now.headcount + 1) } : SAID[english];
  const values: Record<string, string> = {};
  for (const field of form.fields) {
    const own = said?.[field.key];
    if (field.optional === true ? own === undefined : !isAsked(field, values)) continue;
    const chosen = choicesOf(field, now.choices);
    const value = own ?? (chosen === undefined ? (field.as === 'day' ? now.today : field.key) : chosen[0]);
    if (value === undefined) return undefined;
    values[field.key] = value;
  }
  return values;
}

/** Takes back what was tried. */
class Over extends Error {}

export interface Tried {
  readonly catalogue: Catalogue;
  readonly command: Command;
  readonly form: CommandForm;
  readonly choices: FieldChoices;
}

/** Gives the command by this form, with values of no meaning, and takes everything back. */
export async function tryForm(ctx: DomainContext, actor: Actor, petition: Petition, what: Tried): Promise<Offered> {
  const { catalogue, command, form, choices } = what;
  if (!mayAtAll(actor, command.english)) return { taken: false };
  const { headcount } = petition;
  const values = trialValues(command, form, { today: ctx.today, choices, headcount });
  if (values === undefined) return { taken: false };
  const line = lineOf(command, form, petition.number, values);
  const call = { by: actor, at: ctx.at, msgid: `trial:${ctx.ids.token(12)}`, clicked: false };
  const before = await standOf(ctx, actor, petition.id);
  let found: Offered = { taken: false };
  try {
    await undoable(ctx.tx, async (tx) => {
      const inner = { ...ctx, tx, told: new Map(), unfinished: [], written: new Set<string>(), heard: new Map() };
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
async function standOf(ctx: DomainContext, actor: Actor, id: string) {
  const matter = await petitionById(ctx, id);
  const unread = await unreadBy(ctx, actor.userid, id);
  const limits = await clocksOf(ctx, id);
  const are = (state: string): string[] => limits.filter((one) => one.state === state).map((one) => one.id);
  return { changes: `${matter?.lastSeq} ${unread.length}`, running: are('running'), met: new Set(are('met')) };
}
