import type { Card } from '../contract/card.ts';
import type { Chat, Incoming, Outgoing, Platform, Rung } from '../contract/channel.ts';
import type { Secret } from '../core/secret.ts';
import type { AppChats } from './appchat.ts';
import type { AppMessages } from './app-messages.ts';
import type { WecomChannel } from './channel.ts';
import { cutMarkdown, plainText } from './cut.ts';
import { OUT_OF_ORDER, WecomError } from './errcodes.ts';
import { answerByUrl } from './rest/response-url.ts';
import type { Webhooks } from './webhook.ts';

/** WeCom, with the long connection that this process holds, if any. */
export interface Wecom extends Platform {
  use(channel: WecomChannel | undefined): void;
  /** The bot is connected, or needs no connection. */
  connected(): boolean;
  /**
   * Collects the answer to an event in the body of its callback's response: a welcome or an updated card, for which the
   * bot in callback mode has no other means (doc 101031). Resolves with undefined when the work gave none in time.
   */
  passiveReply(msgid: string, work: () => Promise<void>): Promise<object | undefined>;
}

export interface WecomDeps {
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

/** WeCom hangs up after five seconds (doc 101027). */
const PASSIVE_MS = 3_000;
const MAX_REMEMBERED = 1_000;

function remember(kept: Set<string>, msgid: string): void {
  kept.add(msgid);
  const [oldest] = kept;
  if (kept.size > MAX_REMEMBERED && oldest !== undefined) kept.delete(oldest);
}

const spent = (what: string): WecomError => new WecomError(0, what, { fate: 'spent' });

/**
 * The channels of WeCom (design section 6). Private: long connection, app message. Group: long connection (or the app, where it made the
 * group), the group's robot.
 */
export function createWecom(deps: WecomDeps): Wecom {
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

  async function rungs(chat: Chat): Promise<readonly Rung[]> {
    const there: Chat = chat.kind === 'person' ? { kind: 'person', id: deps.botsId(chat.id) } : chat;
    const bot: Rung[] = hasLongConnection
      ? [{ channel: 'bot', cards: true, send: (message) => byBot(there, message) }]
      : [];
    if (chat.kind === 'person') {
      if (app === undefined) return bot;
      return [...bot, { channel: 'app', cards: true, send: (message) => app.push(chat.id, message) }];
    }
    const { robot, isAppchat } = await deps.groupOf(chat.id);
    // A group of the app goes by an id of the app's own, under which the bot knows nothing.
    const first: Rung[] = isAppchat
      ? [{ channel: 'appchat', cards: false, send: (message) => theAppchats().push(chat.id, message) }]
      : bot;
    if (robot === undefined) return first;
    return [...first, { channel: 'webhook', cards: false, send: (message) => webhooks.push(robot, message) }];
  }

  function answerPassively(msgid: string, body: object): void {
    const give = passive.get(msgid);
    if (give === undefined) throw spent('the callback was answered already');
    give(body);
  }

  /** The address takes one call: refused as spent after a call whose answer was lost, it says that the call arrived. */
  async function byUrl({ msgid, responseUrl }: Incoming, markdown: string): Promise<string | undefined> {
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
    return rest.length === 0 ? undefined : rest.join('\n');
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
    name: 'wecom',
    use(next) {
      channel = next;
    },
    connected,
    isOpen: () => connected() || deps.isBotOut(),
    rungs,
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
