/** Runs the walk of steps.ts: knows the current step, does it when asked, and ticks it when the expected thing is seen. */
import { computed, reactive, watch } from 'vue';

import type { Person } from '../../contract.ts';
import { actionsOf } from '../lib/card.ts';
import { clock, moveClock, now } from '../lib/clock.ts';
import { recall, remember } from '../lib/memory.ts';
import { press, send } from '../lib/sending.ts';
import { becomePerson, chatsOf, messagesOf, openChat, personOf, refreshMessages, seenBy, state } from '../lib/store.ts';
import { isoMoment, nextMondayAt } from '../lib/time.ts';
import { fill, findSeen, lineOf, marksNow, personFor, type Walk } from './match.ts';
import { type Branch, CHOICE_AFTER, type Step, STEPS } from './steps.ts';

/** Where a step happens: whose view, which chat. */
interface Place {
  readonly person: Person;
  readonly chat: string;
  readonly name: string;
}

const fresh = (): Walk => ({ begun: false, number: '', branch: '', done: {}, reached: {}, marks: {} });

/** What the walk remembers between visits. */
export const walk = reactive<Walk>({ ...fresh(), ...recall<Partial<Walk>>('walk', {}) });

/** What goes on right now. */
export const doing = reactive({ step: '', told: '', stop: false });

export const steps = computed(() => STEPS.filter((step) => step.only === undefined || step.only === walk.branch));
export const choosing = computed(() => walk.done[CHOICE_AFTER] !== undefined && walk.branch === '');
export const current = computed(() => {
  if (!walk.begun || choosing.value) return undefined;
  return steps.value.find((step) => walk.done[step.key] === undefined);
});
export const finished = computed(() => walk.begun && !choosing.value && current.value === undefined);
export const place = computed(() => (current.value === undefined ? undefined : placeOf(current.value)));

const save = (): void => remember('walk', { ...walk });

export function begin(): void {
  Object.assign(walk, fresh(), { begun: true, marks: marksNow() });
  Object.assign(doing, { step: '', told: '', stop: true });
  save();
}

export function choose(branch: Branch): void {
  walk.branch = branch;
  walk.marks = marksNow();
  save();
}

export const skip = (step: Step): void => tick(step, 'skipped');

function tick(step: Step, how: 'done' | 'skipped'): void {
  walk.done[step.key] = how;
  walk.marks = marksNow();
  if (doing.step !== step.key) doing.told = '';
  save();
}

/** Ticks the current step as often as what is seen allows. */
function check(): void {
  for (let step = current.value; step !== undefined; step = current.value) {
    const seen = findSeen(step, walk);
    if (seen === undefined) return;
    if (seen.number) walk.number = seen.number;
    walk.reached[step.key] = seen.chat;
    doing.told = '';
    tick(step, 'done');
  }
}

watch(() => state.revision, check);

/** undefined when the town has no such person or group. */
function placeOf({ who, where }: Step): Place | undefined {
  const person = personFor(who, walk);
  if (person === undefined) return undefined;
  if (where === 'private') return { person, chat: person.userid, name: `与${state.bot.name}的私聊` };
  const chat = chatsOf(person.userid).find((one) => one.name === where.group);
  return chat && { person, chat: chat.id, name: chat.name };
}

export const wordsOf = ({ act }: Step): string => fill(lineOf(act) ?? '', walk);

const isDone = (step: Step): boolean => walk.done[step.key] !== undefined;

/** Does the step on the walker's behalf: switches person and chat, then sends, presses or moves the clock. */
export async function doFor(step: Step): Promise<void> {
  const at = placeOf(step);
  if (at === undefined || doing.step || clock.busy) return;
  Object.assign(doing, { step: step.key, told: '', stop: false });
  becomePerson(at.person.userid);
  openChat(at.chat);
  try {
    const trouble = await act(step, at);
    if (!isDone(step)) doing.told = trouble || '已做，等机器人回应。它若另有要求，照它说的做就行。';
  } finally {
    doing.step = '';
  }
}

/** @returns '' or what is in the way */
async function act(step: Step, at: Place): Promise<string> {
  const { act: deed } = step;
  if ('advance' in deed) {
    if (deed.monday !== undefined) {
      const moved = await moveClock({ now: isoMoment(nextMondayAt(now.value, ...deed.monday)) });
      if (!moved) return clock.error;
      await refreshMessages();
      check();
      if (isDone(step)) return '';
    }
    return playUntilSeen(step, deed.advance, deed.upTo);
  }
  const button = 'press' in deed ? findButton(at, deed.press) : undefined;
  if (button !== undefined) {
    openChat(button.chat);
    return press({ from: at.person.userid, messageId: button.messageId, key: button.key });
  }
  const sent = await send({ from: at.person.userid, chat: at.chat, text: wordsOf(step) });
  return sent ? '' : '没有发出，看会话里写的原因。';
}

/** Moves the clock leap by leap, until the step is ticked, the walker says stop, or it was far enough. */
async function playUntilSeen(step: Step, advance: string, upTo: number): Promise<string> {
  for (let count = 0; count < upTo && !doing.stop; count += 1) {
    if (!(await moveClock({ advance }))) return clock.error || '时钟正忙，请再点一次。';
    await refreshMessages();
    check();
    if (isDone(step)) return showReached(step);
  }
  return doing.stop ? '已停下。' : '时间走了很远，还没有等到。可以跳过这一步。';
}

/** What was waited for came to somebody: look over that person's shoulder. */
function showReached(step: Step): string {
  const chat = walk.reached[step.key] ?? '';
  if (personOf(chat) !== undefined) {
    becomePerson(chat);
    openChat(chat);
  }
  return '';
}

export function halt(): void {
  doing.stop = true;
}

interface LiveButton {
  readonly chat: string;
  readonly messageId: string;
  readonly key: string;
}

/** The newest card about this matter, visible to this person, that has a live button with one of the words. */
function findButton({ person, chat }: Place, words: readonly string[]): LiveButton | undefined {
  const chats = [chat, ...chatsOf(person.userid).map((one) => one.id)];
  for (const id of chats) {
    for (const given of messagesOf(id).toReversed()) {
      const { id: messageId, card, text } = seenBy(person.userid, given);
      if (card === undefined || card.replace_text || !text.includes(walk.number)) continue;
      const found = actionsOf(card).find(
        (action) => !action.replace_text && words.some((word) => action.text.includes(word)),
      );
      if (found !== undefined) return { chat: id, messageId, key: found.key };
    }
  }
  return undefined;
}
