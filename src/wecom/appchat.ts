import type { WithoutCards } from '../contract/channel.ts';
import { cutNumbered } from './cut.ts';
import { WecomError } from './errcodes.ts';
import type { RestClient } from './rest/client.ts';
import { uploadMedia } from './rest/upload.ts';

/** A group as it should be. */
export interface AppGroup {
  readonly chatid: string;
  readonly name: string;
  readonly owner: string;
  readonly members: readonly string[];
}

export type Made = 'made' | 'changed' | 'same';

/** What WeCom takes of a text in a group of the app (doc 90248). */
const MAX_BYTES = 2_048;
/** It keeps the first so many of a name (doc 90245). */
const NAME_LENGTH = 50;
/** No group of this id, or none that this app can see. */
const ABSENT = new Set([40050, 86001, 86003, 86008]);

/**
 * Groups that the self-built app makes: it alone writes there, hears nothing of them, and sends no cards (docs 90244, 90248).
 * WeCom knows no repeated message here, so one whose answer was lost may come twice.
 */
export class AppChats {
  readonly #rest: RestClient;

  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  async push(chatid: string, message: WithoutCards): Promise<void> {
    if ('image' in message || 'file' in message) {
      const [type, bytes] =
        'image' in message ? (['image', message.image] as const) : (['file', message.file] as const);
      const mediaId = await uploadMedia(this.#rest, type, bytes, message.name);
      return this.#send(chatid, { msgtype: type, [type]: { media_id: mediaId } });
    }
    const { markdown, mentions = [] } = message;
    const said = [markdown, ...(mentions.length > 0 ? [mentions.map((userid) => `<@${userid}>`).join(' ')] : [])].join(
      '\n',
    );
    for (const content of cutNumbered(said, MAX_BYTES)) {
      await this.#send(chatid, { msgtype: 'markdown', markdown: { content } });
    }
  }

  /** Whether the app has this group. */
  async exists(chatid: string): Promise<boolean> {
    return (await this.#membersOf(chatid)) !== undefined;
  }

  /**
   * Makes a group, or gives one that is there its name and members. A new one is shown to nobody before its first message
   * (doc 90245), so `hello` is sent into it.
   */
  async ensure({ chatid, name, owner, members }: AppGroup, hello: string): Promise<Made> {
    const there = await this.#membersOf(chatid);
    if (there === undefined) {
      await this.#rest.call('appchat/create', {
        json: { chatid, name: name.slice(0, NAME_LENGTH), owner, userlist: members },
      });
      await this.push(chatid, { markdown: hello });
      return 'made';
    }
    const added = members.filter((userid) => !there.members.includes(userid));
    const gone = there.members.filter((userid) => !members.includes(userid));
    if (added.length + gone.length === 0 && there.name === name.slice(0, NAME_LENGTH) && there.owner === owner) {
      return 'same';
    }
    await this.#rest.call('appchat/update', {
      json: {
        chatid,
        name: name.slice(0, NAME_LENGTH),
        owner,
        ...(added.length > 0 && { add_user_list: added }),
        ...(gone.length > 0 && { del_user_list: gone }),
      },
    });
    return 'changed';
  }

  async #membersOf(chatid: string): Promise<{ name: unknown; owner: unknown; members: string[] } | undefined> {
    try {
      const { chat_info: info } = await this.#rest.call('appchat/get', { method: 'GET', query: { chatid } });
      const { name, owner, userlist } = (info ?? {}) as Record<string, unknown>;
      return { name, owner, members: Array.isArray(userlist) ? userlist.map(String) : [] };
    } catch (error) {
      if (error instanceof WecomError && ABSENT.has(error.errcode)) return undefined;
      throw error;
    }
  }

  async #send(chatid: string, body: object): Promise<void> {
    await this.#rest.call('appchat/send', { json: { chatid, ...body } });
  }
}
