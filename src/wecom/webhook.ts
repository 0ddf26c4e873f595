import { createHash } from 'node:crypto';

import type { Clock } from '../core/clock.ts';
import type { Secret } from '../core/secret.ts';
import type { WithoutCards } from '../contract/channel.ts';
import { cutNumbered } from './cut.ts';
import { LIMIT_WAIT_MS, WecomError } from './errcodes.ts';
import { callWecom } from './rest/http.ts';

/** Longer content is refused, not cut (doc 99110). */
const MAX_MARKDOWN_BYTES = 4_096;
const MB = 1024 * 1024;
const IMAGE_BYTES = 2 * MB;
const FILE_BYTES = 20 * MB;
/** Below WeCom's 20 a minute for each robot. */
const PER_MINUTE = 18;
const LIMITED = 45009;

/**
 * A table, a block of code or a picture is shown by markdown_v2 only; an @ and a colour by the older one only, and old clients show
 * v2 as plain text (doc 99110). So v2 goes out where it is needed and takes nothing away.
 */
const NEEDS_V2 = /^[^\S\n]{0,9}(?:```|\|.*\|[^\S\n]{0,9}$)|!\[[^\]\n]{0,400}\]\(/mu;
const V1_ONLY = /<@[^>\s]{1,128}>|<font\b/u;

/** The message robots of groups (消息推送): only out, only into the group they were added to; their address is the secret. */
export class Webhooks {
  readonly #clock: Clock;
  readonly #limit: { readonly timeoutMs?: number };
  readonly #sentAt = new Map<string, number[]>();

  constructor(clock: Clock, timeoutMs?: number) {
    this.#clock = clock;
    this.#limit = timeoutMs === undefined ? {} : { timeoutMs };
  }

  async push(robot: Secret, message: WithoutCards): Promise<void> {
    if ('image' in message) {
      if (message.image.byteLength > IMAGE_BYTES) throw new WecomError(93018, 'picture larger than a robot takes');
      const bytes = Buffer.from(message.image);
      const md5 = createHash('md5').update(bytes).digest('hex');
      return this.#send(robot, { msgtype: 'image', image: { base64: bytes.toString('base64'), md5 } });
    }
    if ('file' in message) {
      const mediaId = await this.#upload(robot, message.file, message.name);
      return this.#send(robot, { msgtype: 'file', file: { media_id: mediaId } });
    }
    const { markdown, mentions = [] } = message;
    // The only place where an @ reaches somebody; the bot's own messages show it as text.
    const said = [markdown, ...(mentions.length > 0 ? [mentions.map((userid) => `<@${userid}>`).join(' ')] : [])].join(
      '\n',
    );
    const msgtype = NEEDS_V2.test(said) && !V1_ONLY.test(said) ? 'markdown_v2' : 'markdown';
    for (const content of cutNumbered(said, MAX_MARKDOWN_BYTES)) {
      await this.#send(robot, { msgtype, [msgtype]: { content } });
    }
  }

  async #send(robot: Secret, json: object): Promise<void> {
    this.#spend(robot.reveal());
    await callWecom(new URL(robot.reveal()), { json, ...this.#limit });
  }

  async #upload(robot: Secret, file: Uint8Array, name: string): Promise<string> {
    if (file.byteLength > FILE_BYTES) throw new WecomError(45001, 'file larger than a robot takes');
    const url = new URL(robot.reveal());
    url.pathname = url.pathname.replace(/\/send$/u, '/upload_media');
    url.searchParams.set('type', 'file');
    const form = new FormData();
    form.set('media', new Blob([new Uint8Array(file)]), name);
    const answer = await callWecom(url, { form, ...this.#limit });
    if (typeof answer['media_id'] !== 'string') throw new WecomError(-1, 'upload_media answered without an id');
    return answer['media_id'];
  }

  /** Over the limit WeCom blocks for a minute: better to wait here. */
  #spend(robot: string): void {
    const now = this.#clock.now().getTime();
    const lately = (this.#sentAt.get(robot) ?? []).filter((at) => at <= now && now - at < LIMIT_WAIT_MS);
    if (lately.length >= PER_MINUTE) {
      throw new WecomError(LIMITED, 'as many messages as a robot may send in a minute', {
        retryAfterMs: lately[0]! + LIMIT_WAIT_MS - now,
      });
    }
    this.#sentAt.set(robot, [...lately, now]);
  }
}
