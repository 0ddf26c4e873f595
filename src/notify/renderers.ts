import { botDownRenderers } from './bot-down.ts';
import type { LocalDay } from '../core/local-day.ts';
import type { events } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import type { Intent, OutboxRow } from '../domain/outbox/store.ts';
import type { Petition } from '../domain/petition/access.ts';
import type { Line } from '../domain/petition/views.ts';
import { letterFile, templateBroken } from './letters.ts';
import type { Rendered, RenderTools } from './render.ts';
import { refusedWayRenderers } from './refused-ways.ts';
import { remedyRenderers } from './remedies.ts';
import { pressureRenderers } from './pressure.ts';
import { teamRenderers } from './team.ts';
import { formRenderers } from './forms.ts';
import { grantRenderers } from './grants.ts';
import { handedOverRenderers, handoverRenderers } from './handover.ts';
import { rhythmRenderers } from './rhythm.ts';
import { sameMatterRenderers } from './same-matter.ts';
import { passedOnRenderers } from './passed-on.ts';
import { returnRenderers } from './return.ts';
import { routeRenderers } from './route.ts';
import { setAsideRenderers } from './set-aside.ts';
import { sorterRenderers } from './sorter.ts';
import { stageLostAboutMatter, stageLostOther } from './stage-lost.ts';
import { voidedRenderers } from './voided.ts';
import { undeliveredAboutMatter, undeliveredOther } from './undelivered.ts';

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
