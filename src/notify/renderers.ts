import { botDownRenderers } from './bot-down.ts';
import type { LocalDay } from '../core/local-day.ts';
import type { events } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import type { Intent, OutboxRow } from '../domain/outbox/store.ts';
import type { Petition } from '../domain/petition/access.ts';
import type { Line } from '../domain/petition/views.ts';
import { letterFile, templateBroken } from './messages/letter.ts';
import type { Rendered, RenderTools } from './render.ts';
import { refusedWayRenderers } from './refused-ways.ts';
import { remedyRenderers } from './messages/remedies.ts';
import { pressureRenderers } from './messages/warning.ts';
import { teamRenderers } from './messages/team.ts';
import { formRenderers } from './messages/forms.ts';
import { grantRenderers } from './messages/grants.ts';
import { handedOverRenderers, handoverRenderers } from './messages/handover.ts';
import { rhythmRenderers } from './messages/prompts.ts';
import { sameMatterRenderers } from './messages/same-matter.ts';
import { passedOnRenderers } from './messages/passed-on.ts';
import { returnRenderers } from './messages/return-decided.ts';
import { routeRenderers } from './messages/route.ts';
import { setAsideRenderers } from './messages/message-set-aside.ts';
import { sorterRenderers } from './messages/sorter.ts';
import { stageLostAboutMatter, stageLostOther } from './messages/stage-lost.ts';
import { voidedRenderers } from './messages/voided.ts';
import { undeliveredAboutMatter, undeliveredOther } from './messages/not-delivered.ts';

/** What the renderer of one message about one matter for one person may use; bars and leavers were looked at before. */
export interface Told {
  readonly ctx: DomainContext;
  readonly row: OutboxRow;
  readonly petition: Petition;
  readonly line: Line;
  /** The matter's own text; private messages only. */
  readonly body: string;
  readonly today: LocalDay;
  /** Set when a clicked card is drawn once more: it shows what became of it instead of being superseded. */
  readonly spent: string | undefined;
  readonly tools: RenderTools;
  event(): Promise<typeof events.$inferSelect | undefined>;
  /** Text typed with that event. */
  said(): Promise<string | undefined>;
  /** Who acted. */
  byName(): Promise<string>;
}

/** Messages about one matter, by intent. A feature adds its own file here. */
export const personalRenderers: Partial<Record<Intent, (told: Told) => Promise<Rendered>>> = {
  ...teamRenderers,
  ...sameMatterRenderers,
  ...sorterRenderers,
  ...formRenderers,
  letter: letterFile,
  ...remedyRenderers,
  ...handedOverRenderers,
  ...returnRenderers,
  ...passedOnRenderers,
  ...routeRenderers,
  ...pressureRenderers,
  ...undeliveredAboutMatter,
  ...stageLostAboutMatter,
  ...voidedRenderers,
};

/** Messages about no single matter, by intent. */
export const periodicRenderers: Partial<
  Record<Intent, (ctx: DomainContext, row: OutboxRow, spent: string | undefined) => Promise<Rendered>>
> = {
  ...rhythmRenderers,
  ...handoverRenderers,
  ...undeliveredOther,
  ...stageLostOther,
  ...refusedWayRenderers,
  ...botDownRenderers,
  'template-broken': templateBroken,
  ...grantRenderers,
  ...setAsideRenderers,
};

/** Lines in groups about an event, by `refs.about`: the sentence, or why it no longer holds. */
export const groupSentences: Readonly<
  Record<
    string,
    (petition: Petition, unitName: string) => { readonly sentence: string } | { readonly superseded: string }
  >
> = {};
