import type { z } from 'zod';
import type { DomainContext } from '../domain/context.ts';
import type { CommandName } from '../domain/permission/table.ts';
import type { ToWrite } from '../domain/approval/decision.ts';
import type { FindOptions } from '../domain/matter/find.ts';
import type { Seen } from '../domain/read/seen.ts';
import type { Status } from '../domain/matter/codes.ts';
import type { Reply } from './reply.ts';
import type { Saying } from './says.ts';

export const ROLES = ['main-leader', 'leader', 'unit-head', 'handler', 'desk', 'discipline', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who speaks. Facts of the org file, read fresh for each call. */
export interface Actor {
  readonly userid: string;
  readonly name: string;
  readonly townId: string;
  readonly unitId: string;
  readonly roles: readonly Role[];
  /** Units this person heads (单位负责人). */
  readonly heads: readonly string[];
  /** Units this person leads as 分管领导 or 联村领导. */
  readonly leads: readonly string[];
  /** Units below those: the grids of a village. */
  readonly below?: readonly string[];
}

/** Facts about this one call; no services in here. */
export interface Call {
  readonly by: Actor;
  /** The group's chatid, or undefined in the private chat. */
  readonly chatid?: string;
  readonly at: Date;
  readonly msgid: string;
  /** The command was sent by a card's button. */
  readonly clicked: boolean;
  /** The question whose card was pressed: no other is answered by it. */
  readonly question?: string;
}

/** How a command chooses its matter: always said, the one last spoken of, or none. */
type NumberUse = 'required' | 'recent' | 'none';

/**
 * What a command waits for in a matter, of the person who gives it: an assignment not signed for, or a reminder not read (`unsigned`);
 * a matter in the hands of their unit; one past its day; a question for their signature, their review, their word on a 退回; the step that
 * they took last (`own-step`).
 */
export type Waits = 'unsigned' | 'in-hand' | 'overdue' | 'signature' | 'review' | 'return' | 'own-step';

/** Who has a matter: the unit it was given to, if any. */
interface Held {
  readonly ownerUnit: string | null;
}

/** Which values fit a key where it is written without a colon. */
export type Fits = Readonly<
  Record<
    string,
    {
      readonly fits: (value: string) => boolean;
      /** Such a value is known without its key. */
      readonly bare?: true;
      /** Any words, to the next key. */
      readonly free?: true;
      /** Other words for the key. */
      readonly also?: readonly string[];
      /** A word that may be meant for it, and is no text unless it stands behind another key. */
      readonly like?: (value: string) => boolean;
    }
  >
>;

/** What the grammar hands to a command: everything typed, as strings. */
export interface RawArgs {
  /** As typed: `FJ2026-0012`, `12`; only for commands that take a number. */
  readonly number?: string | undefined;
  /** Everything that is neither number nor pair. */
  readonly text: string;
  readonly pairs: Readonly<Record<string, string>>;
}

/** What is chosen from depends on the matter. */
export type FieldChoice = 'unit' | 'helper' | 'paper' | 'person';
export type FieldChoices = Readonly<Record<FieldChoice, readonly string[]>>;

/** One thing the page asks for before it sends a command's line; its label is the key. */
export interface FormField {
  /** A key of the command; with `main`, only the label of the main text. */
  readonly key: string;
  readonly main?: true;
  /**
   * `unit`: one of those that the matter may be given to; `helper`: that may be asked to help; `paper`: one that was made here and not
   * served yet; `person`: somebody else in the town. Where there is none to choose from, the form is not offered.
   */
  readonly as: 'line' | 'text' | 'choice' | 'day' | 'number' | FieldChoice;
  readonly options?: readonly string[];
  readonly optional?: true;
  /** Asked only where the matter has several demands. */
  readonly perDemand?: true;
  /** Asked, and sent, only once another field says one of these. */
  readonly when?: { readonly key: string; readonly in: readonly string[] };
  /** Stands behind a typed number and goes into the line with it: 天. */
  readonly suffix?: string;
}

/** What is filled in, by the keys of the fields. */
export type Values = Readonly<Record<string, string>>;

/** What a form does to a matter: the events that it writes, and what a clicked button says of it from then on. */
export interface Offer {
  readonly writes: readonly ToWrite[];
  readonly spent?: string | undefined;
}

/** A way to give this command on the page of a matter. */
export interface CommandForm {
  /** The command's own name when absent. */
  readonly label?: string;
  /** The command's summary when absent. */
  readonly about?: string;
  /** Main text that always stands in the line. */
  readonly text?: string;
  readonly fields: readonly FormField[];
  /** How its command finds the matter. */
  readonly finds: FindOptions;
  /**
   * What it would do to a matter as it stands; `values` has what is chosen from the matter. Undefined: nothing at all.
   * @throws UserError as the command would: both ask the same checks
   */
  readonly offer: (seen: Seen, values: Values) => Offer | undefined;
  /** When it is refused now, the page says why; others are left out then. */
  readonly saysWhyNot?: true;
  /** Changes nothing of the matter: offered whenever it is taken, answered on the page only. */
  readonly reads?: true;
}

export interface CommandSpec<S extends z.ZodType> {
  /** Chinese name; equals what is typed after the slash. */
  readonly name: string;
  /** English alias; equals the file name, and the row of the permission table that says who may. */
  readonly english: CommandName;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly number: NumberUse;
  /** It is about two matters: the text begins with the number of the second one. */
  readonly second?: true;
  /** Such a text begins with a figure of its own: the place in a list, so many days. */
  readonly counts?: RegExp;
  /** Whole letters are pasted into it: a line that begins with a slash is one of theirs. */
  readonly pasted?: true;
  /** It changes nothing of the matter. */
  readonly reads?: true;
  /** What the main text is: it begins with a unit, or is one of these; any other text can only name a matter. Free when absent. */
  readonly words?: 'unit' | RegExp;
  /**
   * Its main text says one of these words: what stands before it can only name a matter, and a number behind it is one. `always`: a text
   * without such a word is none of its own either.
   */
  readonly decides?: { readonly words: string; readonly always?: true };
  /** The matters it can act on for a person: those that wait for it. */
  readonly waits?: (raw: Pick<RawArgs, 'text' | 'pairs'>, by: Actor) => Waits | undefined;
  /** States in which it can act, for the list to choose from; all open ones when absent. */
  readonly states?: readonly Status[];
  /**
   * Whether it would take a matter away from whoever has it: then which one is said, by its number or name. Absent: it takes nothing from
   * anybody.
   */
  readonly takes?: (raw: Pick<RawArgs, 'text' | 'pairs'>, matter: Held) => boolean;
  /** Keys of `键:值` pairs this command knows; every other colon is text. */
  readonly keys: readonly string[];
  /** A known word with a fitting value is that pair, without a colon. Absent: only a colon makes a pair, and every other word is text. */
  readonly fits?: Fits;
  /** Its text is kept whole: the answer says what was read as what. */
  readonly tells?: true;
  readonly args: S;
  /** Shown by /帮助; a test parses every one. */
  readonly examples: readonly [string, ...string[]];
  /** How people say it without its slash; absent: it is only typed. */
  readonly says?: readonly Saying[];
  /** Words of their own that are this command with themselves as its text: 超期. */
  readonly shorts?: readonly string[];
  /** How the page of a matter asks for it; absent: typed only. */
  readonly forms?: readonly CommandForm[];
  /** One transaction around all of it: a thrown error leaves nothing half done. */
  run(args: z.output<S>, call: Call, ctx: DomainContext): Promise<Reply>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the dispatcher parses args with the command's own schema
export type Command = CommandSpec<any>;

export function defineCommand<S extends z.ZodType>(spec: CommandSpec<S>): CommandSpec<S> {
  return spec;
}
