// Runs the walk of steps.js: knows the current step, does it when asked, and ticks it when the expected thing is seen.
import { CHOICE_AFTER, STEPS } from './steps.js';
import { fill, isSeen, marksNow, personFor } from './match.js';
import { clock, moveClock, now } from '../lib/clock.js';
import { recall, remember } from '../lib/memory.js';
import { press, send } from '../lib/sending.js';
import { becomePerson, chatsOf, messagesOf, openChat, personOf, refreshMessages, seenBy, state } from '../lib/store.js';
import { isoMoment, nextMondayAt } from '../lib/time.js';
import { computed, reactive, watch } from '../vendor/vue.js';

const fresh = () => ({ begun: false, number: '', branch: '', done: {}, reached: {}, marks: {} });

/** What the walk remembers between visits. */
export const walk = reactive({ ...fresh(), ...recall('walk', {}) });

/** What goes on right now. */
export const doing = reactive({ step: '', told: '', stop: false });

export const steps = computed(() => STEPS.filter((step) => !step.only || step.only === walk.branch));
export const choosing = computed(() => Boolean(walk.done[CHOICE_AFTER]) && walk.branch === '');
export const current = computed(() => {
  if (!walk.begun || choosing.value) return null;
  return steps.value.find((step) => !walk.done[step.key]) ?? null;
});
export const finished = computed(() => walk.begun && !choosing.value && current.value === null);

const save = () => remember('walk', { ...walk });

export function begin() {
  Object.assign(walk, fresh(), { begun: true, marks: marksNow() });
  Object.assign(doing, { step: '', told: '', stop: true });
  save();
}

export function choose(branch) {
  walk.branch = branch;
  walk.marks = marksNow();
  save();
}

export const skip = (step) => tick(step, 'skipped');

function tick(step, how) {
  walk.done[step.key] = how;
  walk.marks = marksNow();
  if (doing.step !== step.key) doing.told = '';
  save();
}

/** Ticks the current step as often as what is seen allows. */
function check() {
  for (let step = current.value; step; step = current.value) {
    const seen = isSeen(step, walk);
    if (!seen) return;
    if (seen.number) walk.number = seen.number;
    walk.reached[step.key] = seen.chat;
    doing.told = '';
    tick(step, 'done');
  }
}

watch(() => state.revision, check);

/** Where a step happens: whose view, which chat; null when the town has no such person or group. */
export function placeOf(step) {
  const person = personFor(step.who, walk);
  if (!person) return null;
  if (step.where === 'private') return { person, chat: person.userid, name: `与${state.bot.name}的私聊` };
  const chat = chatsOf(person.userid).find((one) => one.name === step.where.group);
  return chat ? { person, chat: chat.id, name: chat.name } : null;
}

export const wordsOf = (step) => (step.act.send || step.act.orSend ? fill(step.act.send ?? step.act.orSend, walk) : '');

/** Does the step on the walker's behalf: switches person and chat, then sends, presses or moves the clock. */
export async function doFor(step) {
  const place = placeOf(step);
  if (!place || doing.step || clock.busy) return;
  Object.assign(doing, { step: step.key, told: '', stop: false });
  becomePerson(place.person.userid);
  openChat(place.chat);
  try {
    const trouble = await act(step, place);
    if (walk.done[step.key] === undefined) doing.told = trouble || '已做，等机器人回应。它若另有要求，照它说的做就行。';
  } finally {
    doing.step = '';
  }
}

async function act(step, place) {
  const { act: deed } = step;
  if (deed.monday) {
    const moved = await moveClock({ now: isoMoment(nextMondayAt(now.value, ...deed.monday)) });
    if (!moved) return clock.error;
    await refreshMessages();
    check();
    if (walk.done[step.key] !== undefined) return '';
  }
  if (deed.advance) return playUntilSeen(step, deed);
  const button = deed.press ? findButton(place, deed.press) : null;
  if (button) {
    openChat(button.chat);
    return press({ from: place.person.userid, messageId: button.message.id, key: button.key });
  }
  const sent = await send({ from: place.person.userid, chat: place.chat, text: wordsOf(step) });
  return sent ? '' : '没有发出，看会话里写的原因。';
}

/** Moves the clock leap by leap, until the step is ticked, the walker says stop, or it was far enough. */
async function playUntilSeen(step, { advance, upTo }) {
  for (let count = 0; count < upTo && !doing.stop; count += 1) {
    if (!(await moveClock({ advance }))) return clock.error || '时钟正忙，请再点一次。';
    await refreshMessages();
    check();
    if (walk.done[step.key] !== undefined) return showReached(step);
  }
  return doing.stop ? '已停下。' : '时间走了很远，还没有等到。可以跳过这一步。';
}

/** What was waited for came to somebody: look over that person's shoulder. */
function showReached(step) {
  const chat = walk.reached[step.key];
  if (personOf(chat ?? '')) {
    becomePerson(chat);
    openChat(chat);
  }
  return '';
}

export function halt() {
  doing.stop = true;
}

/** The newest card about this matter, visible to this person, that has a live button with one of the words. */
function findButton({ person, chat }, words) {
  const chats = [chat, ...chatsOf(person.userid).map((one) => one.id)];
  for (const id of chats) {
    for (const raw of messagesOf(id).toReversed()) {
      const message = seenBy(person.userid, raw);
      const card = message.card;
      if (!card || card.replace_text || !message.text.includes(walk.number)) continue;
      const actions = [...(card.button_list ?? []), ...(card.action_menu?.action_list ?? [])];
      const found = actions.find((action) => !action.replace_text && words.some((word) => action.text.includes(word)));
      if (found) return { chat: id, message, key: found.key };
    }
  }
  return null;
}
