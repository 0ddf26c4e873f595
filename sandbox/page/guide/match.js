// Whether the thing a step waits for has been seen. Reads messages only; changes nothing.
import { NUMBER } from './steps.js';
import { now } from '../lib/clock.js';
import { isBot, messagesOf, personOf, state } from '../lib/store.js';
import { isoDay, toMillis } from '../lib/time.js';
import { unitInWords } from '../lib/words.js';

/** {number}, {today} → what they stand for now. */
export function fill(text, walk) {
  return text.replaceAll('{number}', walk.number || '编号').replaceAll('{today}', isoDay(now.value));
}

export function personFor(who, walk) {
  const reached = who.reached && personOf(walk.reached[who.reached] ?? '');
  if (reached) return reached;
  const wanted = who.or ?? who;
  const fits = (person) =>
    (!wanted.role || (person.roles ?? []).includes(wanted.role)) &&
    (!wanted.unit || unitInWords(person) === wanted.unit);
  return (
    state.people.find(fits) ?? state.people.find((person) => wanted.unit && unitInWords(person) === wanted.unit) ?? null
  );
}

/** Where every chat ends now: what comes later is new. */
export function marksNow() {
  const ends = Object.entries(state.messages).map(([chat, list]) => [chat, markOf(list)]);
  return Object.fromEntries(ends);
}

const latest = (moments) => moments.reduce((last, one) => (one > last ? one : last), '');

function markOf(list) {
  return {
    last: list.at(-1)?.id ?? '',
    changed: latest(list.map((message) => message.updatedAt)),
    clicked: latest(list.map((message) => message.clicked?.at)),
  };
}

/** The message that ticks the step ({chat, number?}), or null. */
export function isSeen(step, walk) {
  for (const chat of chatsToWatch(step, walk)) {
    const message = newIn(chat, step, walk).find((one) => fits(one, step.until, walk));
    if (message) return { chat, number: step.until.number ? NUMBER.exec(message.text)[0] : '' };
  }
  return null;
}

function chatsToWatch(step, walk) {
  const { where, roles } = step.until;
  if (where === 'any') return Object.keys(state.messages);
  if (where === 'private') {
    const reached = state.people.filter((person) => !roles || person.roles.some((role) => roles.includes(role)));
    return reached.map((person) => person.userid);
  }
  if (step.where === 'private') return [personFor(step.who, walk)?.userid].filter(Boolean);
  return state.chats.filter((chat) => chat.name === step.where.group).map((chat) => chat.chatid);
}

/** What the bot said in a chat since the step began, and in answer to what the step does. */
function newIn(chat, step, walk) {
  const list = messagesOf(chat);
  const mark = walk.marks[chat] ?? { last: '', changed: '', clicked: '' };
  const fresh = list.slice(list.findIndex((message) => message.id === mark.last) + 1);
  const found = answersTo(step, fresh, list, mark);
  return found.filter((message) => isBot(message.sender) && !message.streaming);
}

function answersTo({ act }, fresh, list, mark) {
  const command = act.send ?? act.orSend;
  if (!command) return fresh;
  const word = command.split(' ', 1)[0].slice(1);
  const typed = fresh.findIndex((message) => !isBot(message.sender) && message.text.includes(word));
  const answers = typed < 0 ? [] : fresh.slice(typed + 1);
  if (!act.press) return answers;
  // A click is answered by the card's change or by a message after it.
  const clicks = list.filter((message) => message.clicked?.at > mark.clicked);
  const changed = clicks.filter((message) => message.updatedAt > mark.changed);
  const since = Math.min(...clicks.map((message) => toMillis(message.clicked.at)));
  return [...answers, ...changed, ...fresh.filter((message) => message.at >= since)];
}

function fits(message, until, walk) {
  const text = [message.text, ...Object.values(message.views ?? {}).map((view) => view.text)].join('\n');
  if (until.number) return NUMBER.test(text);
  const has = (word) => text.includes(fill(word, walk));
  return (until.words ?? []).every(has) && (!until.any || until.any.some(has));
}
