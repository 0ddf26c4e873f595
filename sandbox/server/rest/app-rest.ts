/** message/send and update_template_card of the self-built app (manual 5.2, 5.3). */
import { linkDraft } from '../wire/articles.ts';
import { createBudget } from '../world/budget.ts';
import { cardText } from '../control/card-view.ts';
import { checkCard } from '../wire/card.ts';
import { cutBytes } from '../wire/cut.ts';
import type { Person } from '../../contract.ts';
import { WecomError, isRecord } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';
import type { Draft, Sender } from '../wire/sender.ts';
import type { World } from '../world/world.ts';

const MAX_TEXT_BYTES = 2_048;
const INTERACTIVE = new Set(['button_interaction', 'vote_interaction', 'multiple_interaction']);
const MEDIA = new Set(['image', 'voice', 'video', 'file']);
const DEFAULT_INTERVAL_S = 1_800;
const MAX_INTERVAL_S = 4 * 3_600;

export interface AppRest {
  send(body: Json): Json;
  update(body: Json): Json;
  recall(body: Json): Json;
}

export function createAppRest(world: World, sender: Sender): AppRest {
  const { app, behaviour, directory, media, replies, store, time } = world;
  const budget = createBudget(time, () => ({ perMinute: behaviour.appPerMinute, perHour: 1_000 }));
  const sentAt = new Map<string, number>();
  /** By msgid: what one call sent to whom. */
  const sends = new Map<string, { at: number; messages: Map<string, string> }>();
  /** By message: the others of its call, since a code changes the card of whoever is named. */
  const togetherWith = new Map<string, Map<string, string>>();

  const theApp = () => {
    if (app === undefined) throw new WecomError(301002, 'not allow operate another agent');
    return app;
  };
  const checkAgent = (body: Json): void => {
    if (body['agentid'] !== theApp().settings.agentId) throw new WecomError(301002, 'not allow operate another agent');
  };

  const receivers = (body: Json): { people: Person[]; invalid: string[] } => {
    const touser = body['touser'];
    if (typeof touser !== 'string' || touser === '') throw new WecomError(82001, 'no receiver');
    const visible = directory.people().filter((one) => theApp().settings.visible?.includes(one.userid) ?? true);
    if (touser === '@all') return { people: visible, invalid: [] };
    const asked = touser.split('|');
    // Ids are not case-sensitive here, and the answer has them in lower case.
    const found = asked.map((id) => visible.find((one) => one.userid.toLowerCase() === id.toLowerCase()));
    const people = found.filter((one) => one !== undefined);
    if (people.length === 0) throw new WecomError(81013, 'user & party & tag all invalid');
    return { people, invalid: asked.filter((_, index) => found[index] === undefined).map((id) => id.toLowerCase()) };
  };

  const compose = (body: Json): { draft: Draft; isInteractive: boolean } => {
    const bot = theApp().sender;
    const type = body['msgtype'];
    if (type === 'text' || type === 'markdown') {
      const text = isRecord(body[type]) ? body[type]['content'] : undefined;
      if (typeof text !== 'string' || text === '') throw new WecomError(44004, 'empty content');
      return { draft: { kind: type, text: cutBytes(text, MAX_TEXT_BYTES) }, isInteractive: false };
    }
    if (type === 'template_card') {
      const { card, taskId } = checkCard(body['template_card'], 'app');
      const isInteractive = INTERACTIVE.has(String(card['card_type'])) || card['action_menu'] !== undefined;
      if (isInteractive && theApp().settings.callback === undefined) throw new WecomError(43012, 'no callback url');
      if (taskId !== '' && store.isTaskUsed(bot.id, taskId)) {
        throw new WecomError(42014, `taskid has existed: ${taskId}`);
      }
      return { draft: { kind: 'card', text: cardText(card), card, taskId }, isInteractive };
    }
    if (MEDIA.has(String(type))) {
      const content = body[String(type)];
      const id = isRecord(content) ? content['media_id'] : undefined;
      const file = typeof id === 'string' ? media.find(id) : undefined;
      if (file?.owner !== bot.id || media.isExpired(file)) throw new WecomError(40007, 'invalid media_id');
      const kind = type === 'image' ? 'image' : 'file';
      return { draft: { kind, text: file.name, media: file }, isInteractive: false };
    }
    if (type === 'miniprogram_notice' && body['touser'] === '@all') {
      throw new WecomError(40058, 'miniprogram_notice does not support @all');
    }
    const links = linkDraft('app', body);
    if (links !== undefined) return { draft: links, isInteractive: false };
    throw new WecomError(40008, 'invalid message type');
  };

  /** The identical request within the interval is answered and not delivered. */
  const isCopy = (body: Json): boolean => {
    if (body['enable_duplicate_check'] !== 1) return false;
    const given = Number(body['duplicate_check_interval'] ?? DEFAULT_INTERVAL_S);
    const key = JSON.stringify(body);
    const before = sentAt.get(key);
    const isRepeated = before !== undefined && time.ms() - before < Math.min(given, MAX_INTERVAL_S) * 1_000;
    if (!isRepeated) sentAt.set(key, time.ms());
    return isRepeated;
  };

  return {
    send: (body) => {
      checkAgent(body);
      const { sender: bot } = theApp();
      const { people, invalid } = receivers(body);
      const isLicensed = ({ userid }: Person): boolean => theApp().settings.unlicensed?.includes(userid) !== true;
      const without = people.filter((one) => !isLicensed(one)).map(({ userid }) => userid.toLowerCase());
      const answer = {
        ...{ invaliduser: invalid.join('|'), invalidparty: '', invalidtag: '', msgid: store.id('app') },
        ...(without.length > 0 && { unlicenseduser: without.join('|') }),
      };
      if (isCopy(body)) return answer;
      const { draft, isInteractive } = compose(body);
      const responseCode = store.id('rc');
      const messages = new Map<string, string>();
      sends.set(answer.msgid, { at: time.ms(), messages });
      for (const { userid } of people.filter(isLicensed)) {
        // Over the limit of one member WeCom says nothing and delivers nothing.
        if (!budget.allows(userid)) continue;
        budget.spend(userid);
        const conversation = directory.single(bot, userid);
        const message = sender.put(conversation, { ...draft, isPush: true });
        messages.set(userid, message.view.id);
        togetherWith.set(message.view.id, messages);
      }
      const [first] = messages;
      if (!isInteractive || first === undefined) return answer;
      const [userid, msgid] = first;
      replies.add({
        reqId: store.id('req'),
        bot: bot.id,
        kind: 'card',
        chat: directory.single(bot, userid).key,
        single: true,
        userid,
        msgid,
        at: time.ms(),
        monotonicAt: time.monotonic(),
        responseCode,
        cardMessage: msgid,
        ...(draft.taskId !== undefined && { taskId: draft.taskId }),
      });
      return { ...answer, response_code: responseCode };
    },
    recall: (body) => {
      const sent = sends.get(String(body['msgid']));
      // Also what another app sent.
      if (sent === undefined) throw new WecomError(40058, 'invalid msgid');
      if (time.ms() - sent.at > behaviour.recallMs) throw new WecomError(42052, 'recall msg timeout');
      for (const id of sent.messages.values()) {
        const message = store.find(id);
        if (message === undefined) continue;
        delete message.view.card;
        delete message.view.media;
        Object.assign(message.view, { kind: 'text', text: '（消息已撤回）', updatedAt: time.iso() });
        store.changed(message);
      }
      return {};
    },
    update: (body) => {
      checkAgent(body);
      const { response_code: code } = body;
      const handle = replies.byResponseCode(typeof code === 'string' ? code : '');
      const isOver = handle === undefined || time.ms() - handle.at > behaviour.responseCodeMs;
      if (isOver || handle.responseUsed === true) throw new WecomError(60140, 'invalid response_code');
      const targets = body['userids'];
      if (body['atall'] !== 1 && (!Array.isArray(targets) || targets.length === 0)) {
        throw new WecomError(82101, 'no target');
      }
      const original = handle.cardMessage ?? '';
      if (store.find(original) === undefined) throw new WecomError(42016, 'unknown task_id');
      if (handle.bot !== theApp().sender.id) throw new WecomError(42015, 'message of another app');
      const all = togetherWith.get(original) ?? new Map([[handle.userid, original]]);
      const asked = body['atall'] === 1 ? [...all.keys()] : (targets as string[]);
      const reached = asked.flatMap((userid) => all.get(userid) ?? []);
      if (reached.length === 0) throw new WecomError(82102, 'target not in message');
      const change = changeOf(body);
      handle.responseUsed = true;
      for (const id of reached) {
        const message = store.find(id);
        if (message === undefined) continue;
        message.view.card = change(message.view.card ?? {});
        message.view.text = cardText(message.view.card);
        message.view.updatedAt = time.iso();
        store.changed(message);
      }
      return { invaliduser: asked.filter((userid) => !all.has(userid)) };
    },
  };
}

/** Another card, or one word on all its buttons (manual 5.3). */
function changeOf(body: Json): (card: Json) => Json {
  const word = isRecord(body['button']) ? body['button']['replace_name'] : undefined;
  if (typeof word === 'string' && word !== '') return (card) => ({ ...card, replace_text: word });
  const { card } = checkCard(body['template_card'], 'app');
  return () => card;
}
