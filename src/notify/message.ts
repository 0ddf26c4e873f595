/** What a message to somebody is. Each kind stands in a file of src/notify/messages (ADR 31). */
import type { Card } from '../contract/card.ts';
import type { LocalDay } from '../core/local-day.ts';
import type { Clock } from '../domain/clock/run.ts';
import type { DomainContext } from '../domain/context.ts';
import type { PetitionEvent } from '../domain/matter/events.ts';
import type { LossRules } from '../domain/outbox/lost.ts';
import type { OutboxRow } from '../domain/outbox/store.ts';
import type { Petition } from '../domain/matter/access.ts';
import type { Line } from '../domain/read/lists.ts';
import type { LetterWriter } from '../letters/write.ts';

/** What is to be sent now, or why not any more. */
export type Rendered =
  | {
      readonly markdown: string;
      /** Painted after the text has gone: what befalls it costs the text nothing. */
      readonly image?: { readonly name: string; paint(): Promise<Uint8Array> };
      /** Officials whom a line in a group is for: a real @ where the way out knows one. */
      readonly mentions?: readonly string[];
    }
  | { readonly card: Card }
  /** A Word file; the sentence goes out where the file cannot. */
  | { readonly file: { readonly bytes: Uint8Array; readonly name: string }; readonly otherwise: string }
  | { readonly superseded: string };

export interface RenderTools {
  readonly messages: Messages;
  paintChart(figures: unknown): Promise<Uint8Array>;
  writeLetter: LetterWriter;
  /** A card in words, with the lines that its buttons send. */
  cardText(card: Card): string;
}

/** What the maker of a message may use; bars and leavers were looked at before. */
export interface Told {
  readonly ctx: DomainContext;
  readonly row: OutboxRow;
  readonly today: LocalDay;
  /** Set when a clicked card is drawn once more: it shows what became of it instead of being superseded. */
  readonly spent: string | undefined;
  readonly tools: RenderTools;
}

/** The same of a message about one matter. */
export interface ToldOfMatter extends Told {
  readonly petition: Petition;
  readonly line: Line;
  /** What it tells of, or the event of this id. */
  event(id?: unknown): Promise<PetitionEvent | undefined>;
  /** Text typed with that event. */
  said(id?: unknown): Promise<string | undefined>;
  /** Who acted. */
  byName(): Promise<string>;
  clock(id?: unknown): Promise<Clock | undefined>;
  /** Whom a line in a group is for, to be called by a real @; never the petitioner, and nobody who is barred. */
  officials(who: 'handler' | 'desk'): Promise<readonly string[]>;
}

/** Only here stands the matter's own text. */
interface ToldInPrivate extends ToldOfMatter {
  readonly body: string;
}

/** All a group is told: what happened, behind a headline that names nobody. */
interface GroupLine {
  readonly sentence: string;
  /** What the headline shows; the matter as it stands when absent. */
  readonly line?: Line;
  readonly mentions?: readonly string[];
}

/** True, or why not any more. Not asked of a clicked card that is drawn once more. */
type Holds = true | string | Promise<true | string>;
type Made<T> = T | Promise<T>;

export interface Message {
  readonly kind: string;
  /** What it is called where it did not arrive. */
  readonly name?: string;
  /** Of one about a matter; what tells of none says so itself where it is made. */
  readonly holds?: (told: ToldOfMatter) => Holds;
  /** For one person, about one matter. */
  readonly personal?: (told: ToldInPrivate) => Made<Rendered>;
  /** The line in a group, about one matter. */
  readonly group?: (told: ToldOfMatter) => Made<GroupLine>;
  /** About no one matter. */
  readonly general?: (told: Told) => Made<Rendered>;
  /** What goes out in place of one that cannot be made; where there is none, that something was to be told. */
  readonly plain?: (row: OutboxRow, petition: Petition | undefined, ctx: DomainContext) => Made<Rendered | undefined>;
  /** The command by which its reader gets the same. */
  readonly command?: (row: OutboxRow) => string | undefined;
  /** It is a line about what this other kind tells a person. */
  readonly standsFor?: (row: Pick<OutboxRow, 'refs'>) => string;
  /** Many for one reader become one message. */
  readonly merges?: true;
  /** Wants an act of its reader, by a card; over the day's budget it may wait two working hours and be a line among others. */
  readonly asks?: true;
  /** Said on its day or not at all. */
  readonly forItsDay?: true;
  /** There only because its reader has matters, which nobody else may know of: nor do they hear that it was lost. */
  readonly own?: true;
  /** It tells of a loss itself. */
  readonly tellsOfLoss?: true;
  /** A file: behind the cards that say what it is about, and in a budget of its own. */
  readonly file?: {
    readonly isIssued: (row: OutboxRow) => boolean;
    /** Makes it, in a transaction of its own. @returns why there is none */
    readonly issue: (ctx: DomainContext, row: OutboxRow) => Promise<string | undefined>;
  };
  /** What follows once it went out. */
  readonly follow?: {
    readonly write: (ctx: DomainContext, rows: readonly OutboxRow[]) => Promise<void>;
    /** Whether its reader misses something when that failed. */
    readonly isMissed: (row: OutboxRow) => boolean;
  };
}

export const defineMessage = (message: Message): Message => message;

/** Every message there is. */
export interface Messages extends LossRules {
  of(kind: string): Message | undefined;
  /** Whose words a row has: a line in a group those of the message that it stands for. */
  worded(row: Pick<OutboxRow, 'kind' | 'refs'>): Message | undefined;
  readonly all: readonly Message[];
  /** Kinds that are files. */
  readonly files: readonly string[];
}
