import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { openUserids } from '../db/schema.ts';
import { findPersonEver } from '../domain/org/service.ts';
import type { Chat } from '../wecom/channel.ts';
import { plainUserid } from '../wecom/contacts.ts';
import { WecomError } from '../wecom/errcodes.ts';
import type { RestClient } from '../wecom/rest/client.ts';

export interface OpenIds {
  /** Reads what is known; called when this process takes over the bot. */
  load(): Promise<void>;
  /** The same message from the userid of the org file. */
  plain<T extends { readonly userid: string; readonly chat: Chat }>(heard: T): Promise<T>;
  /** The id under which the bot knows a person. */
  botsId(userid: string): string;
}

const MAX_AS_IS = 5_000;

/**
 * A bot made by anybody but a super administrator sees encrypted userids (doc 100719). Each is converted once, through the
 * app, and remembered; everything else here knows only the plain ones.
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

  async function convert(id: string): Promise<string | undefined> {
    if (rest === undefined || asIs.has(id)) return undefined;
    const leave = (): undefined => {
      if (asIs.size < MAX_AS_IS) asIs.add(id);
    };
    if (await findPersonEver(db, id)) return leave();
    try {
      const userid = await plainUserid(rest, id);
      if (userid === undefined) return leave();
      await db.insert(openUserids).values({ openUserid: id, userid }).onConflictDoNothing();
      know(id, userid);
      return userid;
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
    async plain(heard) {
      const userid = plainOf.get(heard.userid) ?? (await convert(heard.userid));
      if (userid === undefined) return heard;
      const { chat } = heard;
      return { ...heard, userid, chat: chat.kind === 'person' ? { ...chat, id: userid } : chat };
    },
    botsId: (userid) => openOf.get(userid) ?? userid,
  };
}
