import type { Card } from '../contract/card.ts';
import type { Logger } from '../core/logger.ts';
import type { CardMessage, Outgoing } from '../contract/channel.ts';
import { cutNumbered } from './cut.ts';
import { WecomError } from './errcodes.ts';
import { cardText, type CardWords } from './card-text.ts';
import { renderCard, renderUpdate } from './render-card.ts';
import type { Answer } from './rest/http.ts';
import type { RestClient } from './rest/client.ts';
import { uploadMedia } from './rest/upload.ts';

export interface AppMessagesOptions {
  readonly rest: RestClient;
  readonly agentId: number;
  readonly words: CardWords;
  /** Whether the app has a callback: without one WeCom refuses cards with buttons (43012). */
  readonly canClick: boolean;
  readonly cardUrl?: (card: Card) => string | undefined;
  readonly log: Logger;
}

/** What WeCom takes of a text before it cuts it off (doc 90236). */
const MAX_BYTES = 2_048;
/** The identical request is not delivered again within this time, so that a repeated attempt costs nothing. */
const DUPLICATE_SECONDS = 1_800;
const ALL_INVALID = 81013;
const TASK_ID_USED = 42014;

/** The self-built app as a way to one person at a time (docs 90236, 94888, 90253). */
export class AppMessages {
  readonly #options: AppMessagesOptions;

  constructor(options: AppMessagesOptions) {
    this.#options = options;
  }

  /**
   * Something of ours that is tried again until it has gone out: a second copy is not delivered.
   * @returns the code by which a card with buttons can be changed once within 72 hours
   */
  async push(userid: string, message: Outgoing): Promise<string | undefined> {
    if ('markdown' in message) {
      await this.#text(userid, message.markdown, true);
      return undefined;
    }
    if ('card' in message) return this.#card(userid, message);
    const [type, bytes] = 'image' in message ? (['image', message.image] as const) : (['file', message.file] as const);
    const mediaId = await uploadMedia(this.#options.rest, type, bytes, message.name);
    await this.#send(userid, { msgtype: type, [type]: { media_id: mediaId } }, true);
    return undefined;
  }

  /** An answer: the same question twice gets the same answer twice. */
  reply(userid: string, markdown: string): Promise<void> {
    return this.#text(userid, markdown, false);
  }

  /** Changes a clicked card by the code that came with the click: once, within 72 hours. */
  async updateCard(userid: string, card: Card, taskId: string, responseCode: string): Promise<void> {
    const { agentId, rest, words } = this.#options;
    const url = this.#options.cardUrl?.(card);
    const template = renderUpdate(card, { taskId, words, room: 'app', ...(url !== undefined && { url }) });
    await rest.call('message/update_template_card', {
      json: { userids: [userid], agentid: agentId, response_code: responseCode, template_card: template },
    });
  }

  async #card(userid: string, { card, taskId }: CardMessage): Promise<string | undefined> {
    const { words, canClick, log } = this.#options;
    const url = this.#options.cardUrl?.(card);
    const rendered = renderCard(card, { taskId, words, room: 'app', ...(url !== undefined && { url }) });
    if (rendered === undefined || (!canClick && rendered.card_type.endsWith('_interaction'))) {
      await this.#text(userid, cardText(card, words, url), true);
      return undefined;
    }
    try {
      const { response_code: code } = await this.#send(
        userid,
        { msgtype: 'template_card', template_card: rendered },
        true,
      );
      return typeof code === 'string' && code !== '' ? code : undefined;
    } catch (error) {
      if (!(error instanceof WecomError)) throw error;
      // The id is this message's own: an attempt whose answer was lost did arrive.
      if (error.errcode === TASK_ID_USED) return undefined;
      if (error.fate !== 'content' && error.errcode !== 43012) throw error;
      log.warn({ errcode: error.errcode, taskId }, 'card refused by the app, sent as text');
      await this.#text(userid, cardText(card, words, url), true);
      return undefined;
    }
  }

  async #text(userid: string, markdown: string, isOnce: boolean): Promise<void> {
    for (const content of cutNumbered(markdown, MAX_BYTES)) {
      await this.#send(userid, { msgtype: 'markdown', markdown: { content } }, isOnce);
    }
  }

  async #send(userid: string, body: object, isOnce: boolean): Promise<Answer> {
    const answer = await this.#options.rest.call('message/send', {
      json: {
        touser: userid,
        agentid: this.#options.agentId,
        ...body,
        ...(isOnce && { enable_duplicate_check: 1, duplicate_check_interval: DUPLICATE_SECONDS }),
      },
    });
    // Who cannot be reached is named beside errcode 0, in lower case.
    if (namesIn(answer, 'invaliduser').concat(namesIn(answer, 'unlicenseduser')).includes(userid.toLowerCase())) {
      throw new WecomError(ALL_INVALID, 'the app does not reach this person');
    }
    return answer;
  }
}

const namesIn = (answer: Answer, field: string): string[] => {
  const names = answer[field];
  return typeof names === 'string' ? names.toLowerCase().split('|') : [];
};
