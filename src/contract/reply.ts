declare const groupSafe: unique symbol;
/**
 * Text that may stand in a work group. Only the functions of src/cards/group.ts make it, and those receive no
 * name, phone, address or text of a petition: what is not in the type cannot leak.
 */
export type GroupText = string & { readonly [groupSafe]: true };

/** What a command answers: privately in full, in a group only what is group-safe. */
export interface Reply {
  readonly text: string;
  /** What a group may see; without it the bot answers there that it continues in private. */
  readonly group?: GroupText;
  /** Asked in a group, the full text goes to the private chat as well. */
  readonly detail?: boolean;
  /** The matter spoken of: the next command without a number means it. */
  readonly about?: string;
  /** Number of the matter whose page shows more. */
  readonly page?: string;
  /** A question to go on with in the private chat, e.g. what is still missing. */
  readonly followUp?: string;
  /** What a clicked card's button says from now on. */
  readonly spent?: string;
}
