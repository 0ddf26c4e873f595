import type { Card } from '../contract/card.ts';
import type { Secret } from '../core/secret.ts';
import type { Heard, Mouth } from '../bot/receive.ts';
import type { BlockedChannel, ChannelName, Chat, Outgoing, Refusal, Sent } from '../contract/channel.ts';
import type { AppChats } from '../wecom/appchat.ts';
import type { AppMessages } from '../wecom/app-messages.ts';
import type { WecomChannel } from '../wecom/channel.ts';
import { cutMarkdown, plainText } from '../wecom/cut.ts';
import { OUT_OF_ORDER, refusalReason, WecomError } from '../wecom/errcodes.ts';
import { answerByUrl } from '../wecom/rest/response-url.ts';
import type { Webhooks } from '../wecom/webhook.ts';

export interface Ways extends Mouth {
  /** The long connection this process holds, or undefined when it holds none. */
  use(channel: WecomChannel | undefined): void;
  /** The bot is connected, or needs no connection. */
  connected(): boolean;
  /**
   * Collects the answer to an event in the body of its callback's response: a welcome or an updated card, for which the
   * bot in callback mode has no other means (doc 101031). Resolves with undefined when the work gave none in time.
   */
  passiveReply(msgid: string, work: () => Promise<void>): Promise<object | undefined>;
}

export interface WaysDeps {
  /** The id under which the bot knows a person. */
  botsId(userid: string): string;
  /** Whether the bot is to have a long connection, now or later. */
  readonly hasLongConnection: boolean;
  /** It does not come back by itself, or not soon: messages climb past it. */
  isBotOut(): boolean;
  readonly app: AppMessages | undefined;
  readonly webhooks: Webhooks;
  readonly appchats: AppChats | undefined;
  /** The group's own robot, if the org file names one, and whether the app made it. */
  groupOf(chatid: string): Promise<{ readonly robot: Secret | undefined; readonly isAppchat: boolean }>;
  renderUpdate(card: Card, taskId: string): object;
}

interface Rung {
  readonly way: ChannelName;
  /** Resolves with the response_code of a card of the app. */
  send(): Promise<string | undefined | void>;
}

/** WeCom hangs up after five seconds (doc 101027). */
const PASSIVE_MS = 3_000;
/** Refusals that another way may not meet. A message whose content is refused is refused everywhere. */
const CLIMBS = new Set(['unreachable', 'final', 'config']);

const MAX_REMEMBERED = 1_000;

function remember(kept: Set<string>, msgid: string): void {
  kept.add(msgid);
  const [oldest] = kept;
  if (kept.size > MAX_REMEMBERED && oldest !== undefined) kept.delete(oldest);
}

const spent = (what: string): WecomError => new WecomError(0, what, { fate: 'spent' });

/**
 * Every way by which something reaches a reader, and the ladder that a message climbs (design section 6). Private: long
 * connection, app message. Group: long connection (or the app, where it made the group), the group's robot. What no rung takes is left to the caller, with
 * what each of them said.
 */
export function createWays(deps: WaysDeps): Ways {
  const { hasLongConnection, app, webhooks } = deps;
  let channel: WecomChannel | undefined;
  const passive = new Map<string, (body: object) => void>();
  /** Messages whose answer went to their response_url and was not acknowledged. */
  const unsure = new Set<string>();

  const connected = (): boolean => (hasLongConnection ? (channel?.connected() ?? false) : true);

  const long = (): WecomChannel => {
    if (channel !== undefined) return channel;
    throw new WecomError(0, 'no long connection here', { fate: hasLongConnection ? 'retry' : 'unreachable' });
  };

  async function byBot(chat: Chat, message: Outgoing): Promise<void> {
    if (!deps.isBotOut()) return long().push(chat, message);
    throw new WecomError(OUT_OF_ORDER, 'the bot is out of order', { fate: 'config' });
  }

  async function rungsFor(chat: Chat, message: Outgoing): Promise<Rung[]> {
    const there: Chat = chat.kind === 'person' ? { kind: 'person', id: deps.botsId(chat.id) } : chat;
    const bot: Rung[] = hasLongConnection ? [{ way: 'bot', send: () => byBot(there, message) }] : [];
    if (chat.kind === 'person') {
      return app === undefined ? bot : [...bot, { way: 'app', send: () => app.push(chat.id, message) }];
    }
    const { robot, isAppchat } = await deps.groupOf(chat.id);
    // A group of the app goes by an id of the app's own, under which the bot knows nothing.
    const first: Rung[] = isAppchat ? [{ way: 'appchat', send: () => theAppchats().push(chat.id, message) }] : bot;
    return robot === undefined ? first : [...first, { way: 'webhook', send: () => webhooks.push(robot, message) }];
  }

  async function push(chat: Chat, message: Outgoing): Promise<Sent> {
    const refusals: Refusal[] = [];
    let first: WecomError | undefined;
    let refused: BlockedChannel | undefined;
    for (const { way, send } of await rungsFor(chat, message)) {
      try {
        const responseCode = await send();
        return { way, ...(typeof responseCode === 'string' && { responseCode }) };
      } catch (error) {
        if (!(error instanceof WecomError) || !CLIMBS.has(error.fate)) throw error;
        first ??= error;
        const { errcode, address } = error;
        const reason = refusalReason(errcode);
        refusals.push({ channel: way, code: errcode, reason });
        if (error.fate === 'config' && (way === 'app' || way === 'appchat')) {
          refused = { way, errcode, reason, ...(address !== undefined && { address }) };
        }
      }
    }
    if (refusals.length <= 1 && first !== undefined && refused === undefined) throw first;
    // What a person can mend by writing to the bot outranks the rest.
    throw new WecomError(first?.errcode ?? 0, 'no way to this reader', {
      fate: first?.fate ?? 'unreachable',
      refusals,
      refused,
      ...(first !== undefined && { cause: first }),
    });
  }

  function answerPassively(msgid: string, body: object): void {
    const give = passive.get(msgid);
    if (give === undefined) throw spent('the callback was answered already');
    give(body);
  }

  /** The address takes one call: refused as spent after a call whose answer was lost, it says that the call arrived. */
  async function byUrl({ msgid, responseUrl, chat }: Heard, markdown: string): Promise<void> {
    if (responseUrl === undefined) throw spent('no response_url');
    const [content = '', ...rest] = cutMarkdown(markdown);
    try {
      await answerByUrl(responseUrl, content);
    } catch (error) {
      if (!(error instanceof WecomError)) throw error;
      const hasArrived = error.fate === 'spent' && unsure.delete(msgid);
      if (error.maybeDelivered) remember(unsure, msgid);
      if (!hasArrived) throw error;
    }
    if (rest.length > 0) await push(chat, { markdown: rest.join('\n') });
  }

  const theApp = (): AppMessages => {
    if (app !== undefined) return app;
    throw new WecomError(0, 'no app to answer by', { fate: 'config' });
  };

  const theAppchats = (): AppChats => {
    if (deps.appchats !== undefined) return deps.appchats;
    throw new WecomError(0, 'no app to write to its group', { fate: 'final' });
  };

  return {
    use(next) {
      channel = next;
    },
    connected,
    isOpen: () => connected() || deps.isBotOut(),
    push,
    async reply(heard, message) {
      if (heard.via === undefined) return long().reply(heard.reqId, message);
      if (heard.via === 'bot-callback') return byUrl(heard, message.markdown);
      return theApp().reply(heard.userid, message.markdown);
    },
    async welcome(heard, markdown) {
      if (heard.via === undefined) return long().welcome(heard.reqId, markdown);
      if (heard.via === 'app') return theApp().reply(heard.userid, markdown);
      answerPassively(heard.msgid, { msgtype: 'text', text: { content: plainText(markdown) } });
    },
    async updateCard(heard, card, taskId) {
      if (heard.via === undefined) return long().updateCard(heard.reqId, card, taskId);
      if (heard.via === 'app') {
        if (heard.responseCode === undefined) throw spent('no response_code');
        return theApp().updateCard(heard.userid, card, taskId, heard.responseCode);
      }
      const template = deps.renderUpdate(card, taskId);
      answerPassively(heard.msgid, { response_type: 'update_template_card', template_card: template });
    },
    renewCard: (userid, card, taskId, responseCode) => theApp().updateCard(userid, card, taskId, responseCode),
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
