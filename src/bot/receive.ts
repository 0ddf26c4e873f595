import type { Clock } from '../core/clock.ts';
import { errorText, FAULT_TEXT } from '../copy/errors.ts';
import { greetings } from '../copy/replies.ts';
import { hearingWords } from '../copy/heard.ts';
import { ROLE_WORDS } from '../copy/terms.ts';
import { isPassing } from '../db/away.ts';
import type { Tx } from '../db/client.ts';
import { contextOf, type Conversation, type DomainContext } from '../domain/context.ts';
import { actorIn, findActor, type FoundActor, isReachable, noteReachable } from '../domain/org/service.ts';
import { questionOn } from '../domain/approval/ask.ts';
import { unpark } from '../domain/outbox/waiting.ts';
import { isSendFailure, type SendFailure } from '../contract/channel.ts';
import { type AnswerDeps, createAnswers } from './answers.ts';
import { converse, type Outcome, type PageLinks, stranger } from './converse.ts';
import { type Catalogue, MAX_TEXT } from './dispatch.ts';
import { chatOf, filled, type Heard, type PageAct } from './heard.ts';
import { createInbound, type Kept, MOST_BEGUN } from './inbound.ts';
import { tellSetAside } from './set-aside.ts';
import { createWaitingRoom, inTime, type WaitingLimits } from './waiting-room.ts';

export type { Mouth } from './answers.ts';
export type { PageAct } from './heard.ts';

export interface ReceiveDeps extends AnswerDeps {
  readonly clock: Clock;
  /** Machine time: a limit of WeCom's passes with it, however the clock is moved. */
  readonly machine: Clock;
  readonly catalogue: Catalogue;
  readonly botName: string;
  /** Addresses of the pages, where there are any. */
  readonly links?: PageLinks;
  /** Of what waits for the database. */
  readonly waiting?: WaitingLimits;
  /** The same message from the userid of the org file, where WeCom hands out encrypted ones. */
  plain(heard: Heard, tx: Tx): Promise<Heard>;
  /** Something was written that should be told soon. */
  nudge(conversations: Iterable<Conversation>): void;
  /** Seconds from stored to final reply. */
  observe(seconds: number): void;
}

export interface Receiver {
  /**
   * Stores what was heard; from then on a crash loses nothing. While the database is away it is kept in memory.
   * @returns the work that is left, to be called once; undefined for a copy and for what needs no answer
   */
  accept(heard: Heard): Promise<(() => Promise<void>) | undefined>;
  /** Stores and works. */
  receive(heard: Heard): Promise<void>;
  /**
   * Handles what somebody did on a page, in their order with what they type. The chat hears of it afterwards.
   * @returns the answer, while the chat is still told of it; undefined for an id that was there before
   */
  act(act: PageAct): Promise<{ readonly outcome: Outcome } | undefined>;
  /** This process hears from now on what another heard before. */
  takeOver(): void;
  /** What a crash left without handling or without answer, as far as nobody is at it here. */
  leftBehind(before: Date): Promise<string[]>;
  /** Handles what a crash left behind, and gives answers that were not given. */
  resume(id: string): Promise<void>;
  /** Something was parked for this person or group: their next words set it free. */
  parked(toId: string): void;
  /** Nothing is being worked on, and nothing waits for the database. */
  isIdle(): boolean;
  /** Whose words still wait for the database read that they were not heard. */
  close(): Promise<void>;
}

interface Done extends Kept {
  readonly told?: Iterable<Conversation>;
}

/** Works that came to a bad end, after which nothing more is tried. */
const MAX_ATTEMPTS = 3;
const MAX_UNREACHABLE = 5;
/** A limit is lifted within the hour; refused that often, each time after a pause, it is no limit. */
const MAX_LIMITED = 250;
const LIMIT_PAUSE_MS = 15_000;
/** As much as a message of WeCom's holds, in bytes: a number behind it would be passed over. */
const MAX_QUOTE = 20_480;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** What WeCom refuses has a fate of its own. */
const isAway = (error: unknown): boolean => !isSendFailure(error) && isPassing(error);

export function createReceiver(deps: ReceiveDeps): Receiver {
  const { database, base, clock, machine, log } = deps;
  const rows = createInbound(deps);
  const answers = createAnswers(deps);
  const inFlight = new Set<string>();
  /** Answers that WeCom refused: by machine time, until when they are left alone. */
  const pausing = new Map<string, number>();
  let working = 0;
  let isClosed = false;
  const wakers = new Set<() => void>();
  /** One person's messages are handled in order; different people's at the same time. */
  const queues = new Map<string, Promise<void>>();
  const inOrder = (key: string, work: () => Promise<void>): Promise<void> => {
    const run = (queues.get(key) ?? Promise.resolve()).then(work, work);
    const last = run
      .catch(() => {})
      .then(() => {
        if (queues.get(key) === last) queues.delete(key);
      });
    queues.set(key, last);
    return run;
  };
  const reachable = new Set<string>();

  const room = createWaitingRoom({
    store: rows.storeHeld,
    log,
    ...(deps.waiting === undefined ? {} : { limits: deps.waiting }),
    async missed(heard) {
      if (heard.what.kind === 'enter' || heard.via === 'page') return;
      // A click has no answer of its own, and which robot speaks in a group only the database knows.
      if (heard.what.kind === 'click' && heard.via === undefined) {
        await deps.mouth.push({ kind: 'person', id: heard.userid }, { markdown: hearingWords.missed });
      } else await deps.mouth.reply(heard, { markdown: hearingWords.missed });
    },
  });

  /** In the order in which its sender wrote: what a crash left of theirs comes first. */
  async function handle(id: string, from: string | undefined): Promise<Done | undefined> {
    // What is resumed had its turn when it was taken up.
    const done = await answered(id, from, from !== undefined);
    if (done === undefined || !('earlier' in done)) return done;
    await catchUp(done.earlier);
    const now = await answered(id, from, false);
    return now === undefined || 'earlier' in now ? undefined : now;
  }

  async function catchUp(earlier: readonly string[]): Promise<void> {
    for (const id of earlier) await flying(id, () => inOrder('suspects', () => again(id)));
  }

  /** The command and its answer in one transaction: either both are there after a crash or neither is. */
  async function answered(
    id: string,
    from: string | undefined,
    isInTurn: boolean,
  ): Promise<Done | { readonly earlier: readonly string[] } | undefined> {
    return database.db.transaction(async (tx) => {
      const found = await rows.lock(tx, id, from);
      if (found === undefined) return undefined;
      if (isInTurn && found.earlier.length > 0) return { earlier: found.earlier };
      const heard = await deps.plain(found.heard, tx);
      const ctx = contextOf(base, tx, clock.now());
      const { belonging } = found;
      const actor = belonging === undefined || from === undefined ? undefined : await actorIn(tx, from, belonging);
      const outcome = await answerTo(ctx, id, heard, actor ?? (await findActor(tx, heard.userid)));
      await rows.handled(tx, found.row, { heard, outcome });
      return { heard, outcome, told: ctx.told.values() };
    });
  }

  async function answerTo(
    ctx: DomainContext,
    id: string,
    heard: Heard,
    actor: FoundActor | undefined,
  ): Promise<Outcome> {
    if (actor === undefined) return stranger;
    await noteFirstWords(ctx, heard, actor.reachable);
    const { what } = heard;
    if (what.kind === 'enter') {
      // WeCom tells of the first opening of every day; who has spoken knows us.
      if (actor.reachable) return {};
      return { chat: greetings.welcome(actor.name, ROLE_WORDS[actor.roles[0] ?? 'handler'] ?? '') };
    }
    if (what.kind === 'range') return {};
    if (what.kind === 'other') return { chat: hearingWords.unreadable };
    if (what.kind === 'file' && (what.text ?? '') === '') return { chat: greetings.fileOnly };
    const text = what.kind === 'click' ? filled(what.key, what.selected) : (what.text ?? '');
    if (text.length > MAX_TEXT) return { chat: errorText('text.too-long', { length: text.length, max: MAX_TEXT }) };
    const quote = what.kind === 'click' ? undefined : what.quote?.slice(0, MAX_QUOTE);
    return converse(
      ctx,
      deps.catalogue,
      actor,
      {
        text,
        quote,
        chatid: chatOf(heard),
        // Ours, not WeCom's: two chats may bring the same.
        msgid: id,
        clicked: what.kind === 'click',
        question: what.kind === 'click' ? await questionOn(ctx, what.taskId) : undefined,
        paged: heard.via === 'page',
        // By callback the bot cannot write first, whoever spoke to it.
        first: !actor.reachable && heard.chat.kind === 'person' && (heard.via === undefined || heard.via === 'app'),
      },
      deps.botName,
      deps.links,
    );
  }

  /** From a person's or group's first words on WeCom lets us push there; what was parked may go. */
  async function noteFirstWords(ctx: DomainContext, heard: Heard, known: boolean): Promise<void> {
    // A page says nothing of whether WeCom lets us write to its reader.
    if (heard.what.kind === 'enter' || heard.via === 'page') return;
    const group = chatOf(heard);
    const toId = group ?? heard.userid;
    if (reachable.has(toId) && (known || group !== undefined)) return;
    const toKind = group === undefined ? 'person' : 'group';
    if (group !== undefined || !known) await noteReachable(ctx.tx, ctx.at, heard.userid, group);
    await unpark(ctx, toKind, toId);
    reachable.add(toId);
  }

  async function give(id: string, { heard, outcome, isSetAside }: Done, isFresh: boolean): Promise<void> {
    await answers.give(id, heard, outcome, isFresh);
    await rows.settle(id, isSetAside);
    answers.forget(id);
  }

  /**
   * @param from who is known to have sent it, while it is fresh
   * @param isFirst nobody worked on it before, so that what is no longer to be done was done by somebody else
   */
  async function work(id: string, from: string | undefined, isFirst: boolean): Promise<void> {
    const done: Done | undefined = (await handle(id, from)) ?? (isFirst ? undefined : await rows.unanswered(id));
    if (done === undefined) return;
    if (done.told !== undefined) deps.nudge(done.told);
    await give(id, done, from !== undefined);
  }

  /**
   * Works until it comes to an end, good or bad. That the database goes away is none: the same is tried again here, in this person's order,
   * until it is back.
   */
  function through(id: string, attempt: () => Promise<void>, heard: Heard | undefined): Promise<void> {
    return whileAway(id, async () => {
      try {
        await attempt();
      } catch (error) {
        if (isAway(error)) throw error;
        await afterFault(id, error, heard);
      }
    });
  }

  function workThrough(id: string, from: string | undefined, heard: Heard | undefined): Promise<void> {
    let isFirst = from !== undefined;
    const attempt = (): Promise<void> => {
      const first = isFirst;
      isFirst = false;
      return work(id, from, first);
    };
    return through(id, attempt, heard);
  }

  async function whileAway(id: string, attempt: () => Promise<void>): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; !isClosed; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        return await attempt();
      } catch (error) {
        if (!isAway(error)) throw error;
        log.warn({ err: error, id }, 'the database is away: the message waits');
        await pause(pauseMs);
      }
    }
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      wakers.add(wake);
    });

  /** A fault is told once; the text stays stored and is tried again until it is clear that it will not work. */
  async function afterFault(id: string, error: unknown, heard: Heard | undefined): Promise<void> {
    if (isSendFailure(error)) return afterRefusal(id, error);
    log.error({ err: error, id }, 'message not handled');
    const row = await rows.failed(id, true);
    if (row === undefined) return;
    if (row.attempts >= MAX_ATTEMPTS) return setAside(id);
    if (row.state === 'received' && row.attempts === 1 && heard !== undefined) {
      await answers.say(heard, FAULT_TEXT, true).catch(() => {});
    }
  }

  /** WeCom says the same of who never wrote and of who was written to too often: who has spoken waits for the limit. */
  async function afterRefusal(id: string, { fate, errcode }: SendFailure): Promise<void> {
    log.warn({ errcode, fate, id }, 'answer not given yet');
    pausing.set(id, machine.now().getTime() + LIMIT_PAUSE_MS);
    const row = await rows.failed(id, fate === 'unreachable');
    if (row?.state !== 'handled') return;
    const { chatid, userid, attempts } = row;
    const most = async (): Promise<number> => {
      const known = await isReachable(database.db, chatid === null ? 'person' : 'group', chatid ?? userid);
      return known ? MAX_LIMITED : MAX_UNREACHABLE;
    };
    const isHopeless = fate === 'final' || fate === 'content';
    if (isHopeless || (fate === 'unreachable' && attempts >= (await most()))) await rows.settle(id);
  }

  /** Whoever wrote it learns that it was not done, and the admins that there is something to look at. It is not tried again. */
  async function setAside(id: string): Promise<void> {
    const done = await database.db.transaction(async (tx) => {
      const row = await rows.lockOpen(tx, id);
      if (row === undefined) return undefined;
      const before = rows.keptOf(row);
      const raw = before?.heard ?? rows.heardOf(row);
      if (raw === undefined || before?.isSetAside === true) {
        // Not even that can be told.
        await rows.giveUp(tx, id);
        return undefined;
      }
      const heard = await deps.plain(raw, tx);
      const ctx = contextOf(base, tx, clock.now());
      const outcome = await tellSetAside(ctx, row, heard);
      const kept: Done = { heard, outcome, isSetAside: true };
      await rows.handled(tx, row, kept);
      return { ...kept, told: ctx.told.values() };
    });
    if (done === undefined) return;
    log.error({ id }, 'message set aside');
    if (done.told !== undefined) deps.nudge(done.told);
    await give(id, done, false).catch(async (error: unknown) => {
      if (!isSendFailure(error)) throw error;
      await afterRefusal(id, error);
    });
  }

  /** Counted before it is done, in a transaction of its own: a message that stops the process is seen by its count. */
  async function again(id: string): Promise<void> {
    await whileAway(id, async () => {
      const unended = await rows.begin(id);
      if (unended === undefined) return;
      if (unended >= MOST_BEGUN) await setAside(id);
      else await workThrough(id, undefined, undefined);
    });
  }

  const flying = async (id: string, run: () => Promise<void>): Promise<void> => {
    inFlight.add(id);
    try {
      await run();
    } finally {
      inFlight.delete(id);
    }
  };

  /** Stored at once, or when the database is back; undefined for a copy and for what was given up. */
  async function stored(heard: Heard): Promise<{ readonly id: Promise<string | undefined> } | undefined> {
    if (room.isEmpty()) {
      try {
        const id = await inTime(rows.store(heard));
        return id === undefined ? undefined : { id: Promise.resolve(id) };
      } catch (error) {
        if (!isPassing(error)) throw error;
      }
    }
    return { id: room.enter(heard) };
  }

  async function accept(heard: Heard): Promise<(() => Promise<void>) | undefined> {
    if (heard.what.kind === 'range') return undefined;
    const started = performance.now();
    const place = await stored(heard);
    if (place === undefined) return undefined;
    return async () => {
      const id = await place.id;
      if (id !== undefined) {
        await flying(id, () => inOrder(heard.userid, () => workThrough(id, heard.userid, heard)));
      }
      deps.observe((performance.now() - started) / 1000);
    };
  }

  async function act({ msgid, userid, text, echo }: PageAct): ReturnType<Receiver['act']> {
    const heard: Heard = {
      msgid,
      reqId: '',
      via: 'page',
      chat: { kind: 'person', id: userid },
      userid,
      what: { kind: 'text', text },
      ...(echo !== undefined && { echo }),
    };
    const id = await rows.storeHeld(heard);
    // In turn behind a first one that may still be at work; one that broke off is taken up again here.
    let done: Done | undefined;
    await flying(id, () =>
      inOrder(userid, async () => {
        try {
          done = await handle(id, userid);
        } catch (error) {
          // The page says that it was not done; the row stays, and a second press takes it up.
          if (!isAway(error)) await afterFault(id, error, undefined);
          throw error;
        }
      }),
    );
    if (done === undefined) return undefined;
    if (done.told !== undefined) deps.nudge(done.told);
    const taken = done;
    const rest = flying(id, () => through(id, () => give(id, taken, true), undefined));
    rest.catch((error: unknown) => log.error({ err: error, id }, 'the chat does not know what was done on the page'));
    return { outcome: done.outcome };
  }

  const counted = async <T>(run: () => Promise<T>): Promise<T> => {
    working += 1;
    try {
      return await run();
    } finally {
      working -= 1;
    }
  };

  return {
    async accept(heard) {
      const left = await counted(() => accept(heard));
      return left === undefined ? undefined : () => counted(left);
    },
    act,
    receive: (heard) => counted(async () => (await accept(heard))?.()),
    takeOver: rows.takeOver,
    async leftBehind(before) {
      const left = await rows.leftBehind(before);
      const now = machine.now().getTime();
      for (const [id, until] of pausing) if (until <= now) pausing.delete(id);
      return left.filter((id) => !inFlight.has(id) && !pausing.has(id));
    },
    parked(toId) {
      reachable.delete(toId);
    },
    async resume(id) {
      if (inFlight.has(id) || isClosed) return;
      await flying(id, async () => {
        const row = await rows.open(id);
        if (row === undefined) return;
        await inOrder(row.sender, async () => {
          await catchUp((await rows.open(id))?.earlier ?? []);
          // What did not come to an end may have stopped the process: such ones are tried one at a time, so that no other is counted with it.
          await (row.begun > 0 ? inOrder('suspects', () => again(id)) : again(id));
        });
      });
    },
    isIdle: () => working === 0 && inFlight.size === 0 && room.isEmpty(),
    async close() {
      await room.close();
      isClosed = true;
      for (const wake of wakers) wake();
    },
  };
}
