import type { Actor, Command, CommandForm, FieldChoices, Values } from '../../contract/command.ts';
import type { LetterKind } from '../../contract/letter.ts';
import type { MatterPage, MatterPages, PageAction, PageField } from '../../contract/page.ts';
import { matterPage } from '../../cards/matter-page.ts';
import { relatedLines } from '../../cards/same-matter.ts';
import type { Clock as MachineClock } from '../../core/clock.ts';
import { UserError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { errorText } from '../../copy/errors.ts';
import { letterWords } from '../../copy/letters.ts';
import { pageLinks } from '../../copy/page-links.ts';
import { ROLE_WORDS } from '../../copy/terms.ts';
import type { Database } from '../../db/client.ts';
import { contextOf, type DomainBase, type DomainContext } from '../../domain/context.ts';
import { TO_UNIT } from '../../domain/letter/facts.ts';
import { noteReading } from '../../domain/letter/fetch.ts';
import { rulesOf } from '../../domain/clock/kept.ts';
import { lettersOfMatter, readLetter } from '../../domain/letter/store.ts';
import { findActor, unitsOf } from '../../domain/org/service.ts';
import { isForHelpers, mayAtAll } from '../../domain/permission/may.ts';
import type { Act } from '../../domain/permission/table.ts';
import type { Petition } from '../../domain/matter/access.ts';
import { findPetition, noteRefusals } from '../../domain/matter/find.ts';
import { lengthenedByHearing } from '../../domain/handling/hearing.ts';
import { readIdentity } from '../../domain/matter/identity.ts';
import { relatedOf } from '../../domain/intake/merge.ts';
import { detailOf } from '../../domain/read/lists.ts';
import { readSeen, type Seen } from '../../domain/read/seen.ts';
import type { Status } from '../../domain/matter/codes.ts';
import type { RenderTools } from '../../notify/message.ts';
import type { Outcome } from '../converse.ts';
import type { Catalogue } from '../dispatch.ts';
import { ANSWERED_BY, ANSWERED_ELSE, rankOf } from './action-order.ts';
import { choicesOf, firstChoices, isChosen, lineOf } from './forms.ts';
import { choicesFor, offered, type Offered } from './offers.ts';
import type { PageAct } from '../receive.ts';

export interface MatterPagesDeps {
  readonly database: Database;
  readonly base: DomainBase;
  readonly clock: MachineClock;
  readonly catalogue: Catalogue;
  readonly log: Logger;
  readonly writeLetter: RenderTools['writeLetter'];
  /** The answer; undefined for what was done before under this id. */
  act(act: PageAct): Promise<Outcome | undefined>;
}

/** How the page shows a matter and its letters: by the right of the commands that do the same in the chat. */
const SHOW = 'show';

export function createMatterPages(deps: MatterPagesDeps): MatterPages {
  const { database, base, clock, catalogue, log } = deps;
  const show = catalogue.find(SHOW)!;
  const transact = <T>(work: (ctx: DomainContext) => Promise<T>): Promise<T> =>
    database.db.transaction((tx) => work(contextOf(base, tx, clock.now())));

  /** The matter as this reader may see it, or undefined; who is barred and reaches for it is noted as in the chat. */
  async function look(
    ctx: DomainContext,
    userid: string,
    number: string,
    act: Act,
  ): Promise<{ actor: Actor; petition: Petition } | undefined> {
    const actor = await findActor(ctx.tx, userid);
    if (actor === undefined || !mayAtAll(actor, show.english)) return undefined;
    try {
      return {
        actor,
        petition: await findPetition(ctx, actor, number, {
          verb: show.name,
          helping: isForHelpers(act),
          closedToo: true,
          events: true,
        }),
      };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await noteRefusals(ctx, actor, number, show.name);
      return undefined;
    }
  }

  async function actionsFor(ctx: DomainContext, actor: Actor, petition: Petition): Promise<PageAction[]> {
    const seen = await readSeen(ctx, actor, petition);
    const choices = await choicesFor(ctx, actor, petition);
    const askedOf = new Set(seen.open.map(({ kind }) => ANSWERED_BY[kind] ?? ANSWERED_ELSE));
    const running = seen.clocks.filter((one) => one.state === 'running');
    const pressing = running.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
    return catalogue.commands
      .flatMap((command) => (command.forms ?? []).map((spec, form) => ({ command, spec, form })))
      .flatMap(({ command, spec, form }) => {
        const offer = offerOf(seen, command, spec, firstChoices(spec, choices));
        const because = 'because' in offer && spec.saysWhyNot === true ? offer.because : undefined;
        if (!offer.taken && because === undefined) return [];
        const settled = offer.taken ? pressing.filter((one) => offer.settles.has(one.id)) : [];
        const action = {
          ...shownAs(command, spec, form, { seen, choices, spent: offer.taken ? offer.spent : undefined }),
          settles: settled.map((one) => one.title),
          ...(because !== undefined && { blocked: whyNot(because, command) }),
        };
        const settles = settled[0] === undefined ? undefined : pressing.indexOf(settled[0]);
        const rank = rankOf({ verb: command.english, form, settles }, petition.status as Status, askedOf);
        return [{ action, rank }];
      })
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ action }) => action);
  }

  /** One command's fault hides that command, not the page. */
  function offerOf(seen: Seen, command: Command, ...form: [CommandForm, Values | undefined]): Offered {
    try {
      return offered(seen, command, ...form);
    } catch (error) {
      log.error({ err: error, command: command.english }, 'command not asked');
      return { taken: false };
    }
  }

  async function viewOf(ctx: DomainContext, actor: Actor, petition: Petition): Promise<MatterPage> {
    const detail = await detailOf(ctx, petition);
    return matterPage({
      detail,
      who: await readIdentity(ctx, petition.id),
      letters: await lettersOfMatter(ctx, petition.id),
      names: (kind) => !TO_UNIT.has(kind),
      related: relatedLines(await relatedOf(ctx, actor, petition), petition.raised),
      policy: await ctx.policy(petition.townId),
      ruleOf: await rulesOf(ctx, detail.clocks),
      calendar: ctx.calendar,
      today: ctx.today,
      heard: await lengthenedByHearing(ctx, detail.clocks),
    });
  }

  return {
    me: (userid) =>
      transact(async (ctx) => {
        const actor = await findActor(ctx.tx, userid);
        if (actor === undefined) return undefined;
        const unit = (await unitsOf(ctx.tx, actor.townId)).find((one) => one.id === actor.unitId)?.name ?? '';
        return { name: actor.name, unit, roles: actor.roles.map((role) => ROLE_WORDS[role] ?? role) };
      }),
    view: (userid, number) =>
      transact(async (ctx) => {
        const seen = await look(ctx, userid, number, 'show');
        return seen === undefined ? undefined : viewOf(ctx, seen.actor, seen.petition);
      }),
    actions: (userid, number) =>
      transact(async (ctx) => {
        const seen = await look(ctx, userid, number, 'show');
        return seen === undefined ? undefined : { actions: await actionsFor(ctx, seen.actor, seen.petition) };
      }),
    async act(userid, number, request) {
      const seen = await transact((ctx) => look(ctx, userid, number, 'show'));
      if (seen === undefined) return undefined;
      const command = catalogue.find(request.verb);
      const form = command?.english === request.verb ? command.forms?.[request.form] : undefined;
      if (command === undefined || form === undefined) return 'bad-form';
      const outcome = await deps.act({
        msgid: `page:${userid}:${request.id}`,
        userid,
        text: lineOf(command, form, seen.petition.number, request.values),
        ...(form.reads !== true && { echo: pageLinks.echo(command.name, seen.petition.number) }),
      });
      if (outcome === undefined) return { outcome: 'repeated', text: '' };
      return { outcome: outcome.refused === true ? 'refused' : 'done', text: outcome.chat ?? '' };
    },
    letter: (userid, number, place) =>
      transact(async (ctx) => {
        const seen = await look(ctx, userid, number, 'show:in-plain');
        if (seen === undefined) return undefined;
        const row = (await lettersOfMatter(ctx, seen.petition.id))[place - 1];
        const letter = row === undefined ? undefined : await readLetter(ctx, row.id);
        if (row === undefined || letter === undefined) return 'gone';
        await noteReading(ctx, seen.actor, seen.petition, row.kind as LetterKind, letterWords.reading(row.number));
        const { bytes, name } = await deps.writeLetter(letter);
        return { bytes, name };
      }),
  };
}

/** A refusal as the chat would word it, in one sentence; the example to type is of no use on the page. */
function whyNot(error: UserError, command: Command): string {
  const text = errorText(error.code, { ...error.params, example: command.examples[0] });
  return text.split('\n')[0]!;
}

interface FormNow {
  readonly seen: Seen;
  readonly choices: FieldChoices;
  /** What a clicked button would say once it is done. */
  readonly spent: string | undefined;
}

function shownAs(
  command: Command,
  form: CommandForm,
  index: number,
  now: FormNow,
): Omit<PageAction, 'settles' | 'blocked'> {
  const hasDemands = now.seen.demands.length > 1;
  const asked = form.fields.filter(({ perDemand }) => perDemand !== true || hasDemands);
  const fields = asked.map((field): PageField => {
    const { key, as, optional, suffix, when } = field;
    const options = choicesOf(field, now.choices);
    return {
      key,
      as: isChosen(as) ? 'choice' : as,
      optional: optional === true,
      ...(when !== undefined && { when }),
      ...(options !== undefined && { options }),
      ...(as === 'paper' && options?.length === 1 && { value: options[0]! }),
      ...(as === 'day' && { value: now.seen.today }),
      ...(suffix !== undefined && { unit: suffix }),
    };
  });
  // 签收 of a reminder goes by its other name, 已阅.
  const alias = command.aliases?.find((name) => name === now.spent);
  const label = form.label ?? alias ?? command.name;
  return { verb: command.english, form: index, label, about: form.about ?? command.summary, fields };
}
