import type { Card } from '../contract/card.ts';
import type { Heard, Mouth } from '../bot/receive.ts';
import type { Chat, Outgoing, WecomChannel } from '../wecom/channel.ts';
import { WecomError } from '../wecom/errcodes.ts';
import { answerByUrl } from '../wecom/rest/response-url.ts';

export interface Ways extends Mouth {
  /** The long connection this process holds, or undefined when it holds none. */
  use(channel: WecomChannel | undefined): void;
  /**
   * Collects the answer to an event in the body of its callback's response: a welcome or an updated card, for which the
   * bot in callback mode has no other means (doc 101031). Resolves with undefined when the work gave none in time.
   */
  passiveReply(msgid: string, work: () => Promise<void>): Promise<object | undefined>;
}

export interface WaysDeps {
  /** Whether the bot is to have a long connection, now or later. */
  readonly hasLongConnection: boolean;
  renderUpdate(card: Card, taskId: string): object;
}

/** WeCom hangs up after five seconds (doc 101027). */
const PASSIVE_MS = 3_000;

const spent = (what: string): WecomError => new WecomError(0, what, { fate: 'spent' });

/** Every way by which something reaches a reader, and which of them a message takes. */
export function createWays({ hasLongConnection, renderUpdate }: WaysDeps): Ways {
  let channel: WecomChannel | undefined;
  const passive = new Map<string, (body: object) => void>();

  const long = (): WecomChannel => {
    if (channel !== undefined) return channel;
    throw new WecomError(0, 'no long connection here', { fate: hasLongConnection ? 'retry' : 'unreachable' });
  };
  const push = (chat: Chat, message: Outgoing): Promise<void> => long().push(chat, message);

  function answerPassively(msgid: string, body: object): void {
    const give = passive.get(msgid);
    if (give === undefined) throw spent('the callback was answered already');
    give(body);
  }

  async function byUrl({ responseUrl, chat }: Heard, markdown: string): Promise<void> {
    if (responseUrl === undefined) throw spent('no response_url');
    const rest = await answerByUrl(responseUrl, markdown);
    if (rest !== undefined) await push(chat, { markdown: rest });
  }

  return {
    use(next) {
      channel = next;
    },
    connected: () => (hasLongConnection ? (channel?.connected() ?? false) : true),
    push,
    async reply(heard, message) {
      if (heard.via === undefined) return long().reply(heard.reqId, message);
      if (heard.via === 'bot-callback') return byUrl(heard, message.markdown);
      throw new WecomError(0, 'no app to answer by', { fate: 'config' });
    },
    async welcome(heard, markdown) {
      if (heard.via === undefined) return long().welcome(heard.reqId, markdown);
      if (heard.via === 'bot-callback') {
        return answerPassively(heard.msgid, { msgtype: 'text', text: { content: markdown } });
      }
    },
    async updateCard(heard, card, taskId) {
      if (heard.via === undefined) return long().updateCard(heard.reqId, card, taskId);
      if (heard.via === 'bot-callback') {
        const template = renderUpdate(card, taskId);
        return answerPassively(heard.msgid, { response_type: 'update_template_card', template_card: template });
      }
    },
    passiveReply(msgid, work) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => resolve(undefined), PASSIVE_MS);
        passive.set(msgid, resolve);
        work()
          .then(() => resolve(undefined), reject)
          .finally(() => {
            clearTimeout(timer);
            passive.delete(msgid);
          });
      });
    },
  };
}
