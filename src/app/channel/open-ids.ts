import type { Logger } from '../../core/logger.ts';
import type { Database, Tx } from '../../db/client.ts';
import { openUserids } from '../../db/schema.ts';
import { spellingOf } from '../../domain/org/service.ts';
import type { Chat } from '../../contract/channel.ts';
import { plainUserid } from '../../wecom/contacts.ts';
import { WecomError } from '../../wecom/errcodes.ts';
import type { RestClient } from '../../wecom/rest/client.ts';

interface Named {
  readonly userid: string;
  readonly chat: Chat;
  readonly via?: string | undefined;
}

export interface OpenIds {
  /** Reads what is known; called when this process takes over the bot. */
  load(): Promise<void>;
  /**
   * The same message from the userid of the org file. Whoever holds a transaction hands it over: were a second connection asked for in it, as many
   * first messages at once as there are connections would wait for each other.
   */
  plain<T extends Named>(heard: T, tx?: Tx): Promise<T>;
  /** The id under which the bot knows a person. */
  botsId(userid: string): string;
}

const MAX_AS_IS = 5_000;

/**
 * A bot made by anybody but a super administrator sees encrypted userids (doc 100719). Each is converted once, through the
 * app, and remembered; everything else here knows only the plain ones, as the org file spells them.
 */
export function createOpenIds({ db }: Database, rest: RestClient | undefined, log: Logger): OpenIds {
  const plainOf = new Map<string, string>();
  const openOf = new Map<string, string>();
  /** Plain already, or nobody's: not asked about again by this process. */
  const asIs = new Set<string>();

  const know = (open: string, userid: string): void => {
    plainOf.set(open, userid);
    openOf.set(userid, open);
  };

  /** What is sent to them by the bot goes to the id that it knows: there the case of its letters matters. */
  async function remember(tx: Tx, id: string, userid: string): Promise<string> {
    await tx.insert(openUserids).values({ openUserid: id, userid }).onConflictDoNothing();
    know(id, userid);
    return userid;
  }

  async function convert(tx: Tx, id: string, isBots: boolean): Promise<string | undefined> {
    if (asIs.has(id)) return undefined;
    const there = await spellingOf(tx, id);
    if (there === id && asIs.size < MAX_AS_IS) asIs.add(id);
    // The app may spell somebody as the bot does not.
    if (there !== undefined) return there === id ? undefined : isBots ? remember(tx, id, there) : there;
    if (rest === undefined) return undefined;
    try {
      const given = await plainUserid(rest, id);
      if (given === undefined) {
        if (asIs.size < MAX_AS_IS) asIs.add(id);
        return undefined;
      }
      const userid = (await spellingOf(tx, given)) ?? given;
      return await remember(tx, id, userid);
    } catch (error) {
      if (!(error instanceof WecomError)) throw error;
      log.warn({ errcode: error.errcode }, 'encrypted userid not converted');
      return undefined;
    }
  }

  return {
    async load() {
      for (const { openUserid, userid } of await db.select().from(openUserids)) know(openUserid, userid);
    },
    async plain(heard, tx = db) {
      const userid = plainOf.get(heard.userid) ?? (await convert(tx, heard.userid, heard.via !== 'app'));
      if (userid === undefined) return heard;
      const { chat } = heard;
      return { ...heard, userid, chat: chat.kind === 'person' ? { ...chat, id: userid } : chat };
    },
    botsId: (userid) => openOf.get(userid) ?? userid,
  };
}
