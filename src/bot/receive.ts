import { and, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Card } from '../contract/card.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { FAULT_TEXT } from '../copy/errors.ts';
import { greetings } from '../copy/replies.ts';
import { ROLE_WORDS } from '../copy/terms.ts';
import type { Database, Tx } from '../db/client.ts';
import { cards, inbound, outbox } from '../db/schema.ts';
import { contextOf, type Conversation, type DomainBase, type DomainContext } from '../domain/context.ts';
import { findActor, isReachable, noteReachable } from '../domain/org/service.ts';
import { unpark } from '../domain/outbox/waiting.ts';
import { isSendFailure, type Outlet } from '../notify/outlet.ts';
import type { Budget } from '../notify/budget.ts';
import { takeCode } from '../notify/card-codes.ts';
import { render, type RenderTools } from '../notify/render.ts';
import { converse, type Outcome, type PageLinks, stranger } from './converse.ts';
import type { Catalogue } from './dispatch.ts';

/** A message as the WeCom channel hands it over. */
export interface Heard {
  readonly msgid: string;
  readonly reqId: string;
  /** Which way it came, and so which way it is answered; the long connection when absent. */
  readonly via?: 'bot-callback' | 'app' | 'page';
  /** Of something done on a page: stands above the answer in the reader's own chat; without it the answer stays on the page. */
  readonly echo?: string;
  /** One-shot means of answering where it came by callback. */
  readonly responseUrl?: string;
  readonly responseCode?: string;
  readonly chat: { readonly kind: 'person' | 'group'; readonly id: string };
  readonly userid: string;
  readonly what:
    | { readonly kind: 'text'; readonly text: string; readonly quote?: string }
    | {
        readonly kind: 'click';
        readonly taskId: string;
        readonly key: string;
        readonly selected: Readonly<Record<string, readonly string[]>>;
      }
    | { readonly kind: 'file'; readonly mediaKind: string; readonly text?: string; readonly quote?: string }
    | { readonly kind: 'enter' }
    | { readonly kind: 'range'; readonly isInside: boolean }
    | { readonly kind: 'other'; readonly type: string };
}

/** Answers the way a message came. */
export interface Mouth extends Outlet {
  reply(heard: Heard, message: { markdown: string }): Promise<void>;
  welcome(heard: Heard, markdown: string): Promise<void>;
  updateCard(heard: Heard, card: Card, taskId: string): Promise<void>;
  /** Changes a card of the app by a code that came when it was sent. */
  renewCard(userid: string, card: Card, taskId: string, responseCode: string): Promise<void>;
}

export interface ReceiveDeps {
  readonly database: Database;
  readonly base: DomainBase;
  readonly clock: Clock;
  readonly mouth: Mouth;
  readonly catalogue: Catalogue;
  readonly botName: string;
  readonly tools: RenderTools;
  readonly budget: Budget;
  readonly log: Logger;
  /** Addresses of the pages, where there are any. */
  readonly links?: PageLinks;
  /** The same message from the userid of the org file, where WeCom hands out encrypted ones. */
  plain(heard: Heard): Promise<Heard>;
  /** Something was written that should be told soon. */
  nudge(conversations: Iterable<Conversation>): void;
  /** Seconds from stored to final reply. */
  observe(seconds: number): void;
}

/** Something done on a page. */
export interface PageAct {
  readonly msgid: string;
  readonly userid: string;
  /** The command line that the filled-in form stands for. */
  readonly text: string;
  readonly echo?: string;
}

type FoundActor = NonNullable<Awaited<ReturnType<typeof findActor>>>;

export interface Receiver {
  /**
   * Stores what was heard; from then on a crash loses nothing.
   * @returns the work that is left, to be called once; undefined for a copy and for what needs no answer
   */
  accept(heard: Heard): Promise<(() => Promise<void>) | undefined>;
  /** Stores and works. */
  receive(heard: Heard): Promise<void>;
  /**
   * Handles what somebody did on a page, in their order with what they type. The chat hears of it afterwards.
   * @returns the answer, and the rest of the work; undefined for an id that was there before
   */
  act(act: PageAct): Promise<{ readonly outcome: Outcome; readonly rest: Promise<void> } | undefined>;
  /** Handles what a crash left behind, and gives answers that were not given. */
  resume(msgid: string): Promise<void>;
  /** Something was parked for this person or group: their next words set it free. */
  parked(toId: string): void;
}

interface Done {
  readonly heard: Heard;
  readonly outcome: Outcome;
  readonly told?: Iterable<Conversation>;
}

const MAX_ATTEMPTS = 5;
/** A limit is lifted within the hour; refused longer than that many sweeps, it is no limit. */
const MAX_LIMITED = 250;
const context = (msgid: string): string => `inbound:${msgid}`;
const chatOf = (heard: Heard): string | undefined => (heard.chat.kind === 'group' ? heard.chat.id : undefined);

export function createReceiver(deps: ReceiveDeps): Receiver {
  const { database, base, clock, log } = deps;
  /** One person's messages are handled in order; different people's at the same time. */
  const queues = new Map<string, Promise<void>>();
  const inOrder = (userid: string, work: () => Promise<void>): Promise<void> => {
    const run = (queues.get(userid) ?? Promise.resolve()).then(work, work);
    const last = run
      .catch(() => {})
      .then(() => {
        if (queues.get(userid) === last) queues.delete(userid);
      });
    queues.set(userid, last);
    return run;
  };
  const reachable = new Set<string>();

  /** Stored before anything else; the message id makes copies harmless. @returns false for a copy */
  async function store(heard: Heard): Promise<boolean> {
    const rows = await database.db
      .insert(inbound)
      .values({
        msgid: heard.msgid,
        receivedAt: clock.now(),
        chatid: chatOf(heard) ?? null,
        userid: heard.userid,
        kind: heard.what.kind,
        reqId: heard.reqId,
        raw: base.vault.seal(JSON.stringify(heard), context(heard.msgid)),
        state: 'received',
        attempts: 0,
      })
      .onConflictDoNothing()
      .returning({ msgid: inbound.msgid });
    return rows.length > 0;
  }

  /** The command and its answer in one transaction: either both are there after a crash or neither is. */
  async function handle(msgid: string, from: string | undefined): Promise<Done | undefined> {
    return database.db.transaction(async (tx) => {
      const [[row], known] = await Promise.all([
        tx
          .select()
          .from(inbound)
          .where(and(eq(inbound.msgid, msgid), eq(inbound.state, 'received')))
          .for('update', { skipLocked: true }),
        from === undefined ? undefined : findActor(tx, from),
      ]);
      if (row?.raw == null) return undefined;
      const heard = await deps.plain(JSON.parse(base.vault.openText(row.raw, context(msgid))) as Heard);
      const ctx = contextOf(base, tx, clock.now());
      const outcome = await answerTo(ctx, heard, known ?? (await findActor(tx, heard.userid)));
      await tx
        .update(inbound)
        .set({
          state: 'handled',
          userid: heard.userid,
          raw: null,
          reply: base.vault.seal(JSON.stringify({ heard: withoutText(heard), outcome }), context(msgid)),
        })
        .where(eq(inbound.msgid, msgid));
      return { heard, outcome, told: ctx.told.values() };
    });
  }

  async function answerTo(ctx: DomainContext, heard: Heard, actor: FoundActor | undefined): Promise<Outcome> {
    if (actor === undefined) return stranger;
    await noteFirstWords(ctx, heard, actor.reachable);
    const { what } = heard;
    if (what.kind === 'enter') {
      // WeCom tells of the first opening of every day; who has spoken knows us.
      if (actor.reachable) return {};
      return { chat: greetings.welcome(actor.name, ROLE_WORDS[actor.roles[0] ?? 'handler'] ?? '') };
    }
    if (what.kind === 'other' || what.kind === 'range') return {};
    if (what.kind === 'file' && (what.text ?? '') === '') return { chat: greetings.fileOnly };
    const text = what.kind === 'click' ? filled(what.key, what.selected) : (what.text ?? '');
    const quote = what.kind === 'click' ? undefined : what.quote;
    const clickedInGroup = what.kind === 'click' && heard.chat.kind === 'group';
    return converse(
      ctx,
      deps.catalogue,
      actor,
      {
        text,
        quote,
        chatid: chatOf(heard),
        msgid: heard.msgid,
        clicked: what.kind === 'click' || clickedInGroup,
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
    if (heard.what.kind === 'enter' || heard.what.kind === 'other' || heard.via === 'page') return;
    const group = chatOf(heard);
    const toId = group ?? heard.userid;
    if (reachable.has(toId) && (known || group !== undefined)) return;
    const toKind = group === undefined ? 'person' : 'group';
    if (group !== undefined || !known) await noteReachable(ctx.tx, ctx.at, heard.userid, group);
    await unpark(ctx, toKind, toId);
    reachable.add(toId);
  }

  /** Gives the answer; where the message's own way is spent or lost (after a restart), as a push. */
  async function give(msgid: string, heard: Heard, outcome: Outcome, isFresh: boolean): Promise<void> {
    const chat = heard.chat;
    if (heard.via === 'page') return tellOfPage(msgid, heard, outcome);
    if (heard.what.kind === 'click') {
      // A card that cannot be drawn anew takes no answer along.
      await updateClicked(heard, outcome, isFresh).catch((error: unknown) => {
        log.error({ err: error, msgid }, 'clicked card not drawn anew');
      });
    }
    if (outcome.chat !== undefined) await say(heard, outcome.chat, isFresh);
    if (outcome.private !== undefined) {
      await push({ kind: 'person', id: heard.userid }, outcome.private).catch(async (error: unknown) => {
        // Nobody can be written to privately before they wrote to the bot; the group already says where to look.
        if (!isSendFailure(error) || error.fate !== 'unreachable') throw error;
        // Who has is refused by the limit: the sweep comes round again.
        if (await isReachable(database.db, 'person', heard.userid)) throw error;
      });
    }
    deps.budget.spend(`${chat.kind} ${chat.id}`);
    await database.db.update(inbound).set({ state: 'answered', reply: null }).where(eq(inbound.msgid, msgid));
  }

  /** What was done on the page stands in the reader's chat as well, as long as they can be written to there. */
  async function tellOfPage(msgid: string, heard: Heard, outcome: Outcome): Promise<void> {
    if (heard.echo !== undefined && outcome.chat !== undefined && outcome.refused !== true) {
      await push(heard.chat, `${heard.echo}\n${outcome.chat}`).catch((error: unknown) => {
        if (!isSendFailure(error) || error.fate !== 'unreachable') throw error;
      });
    }
    await database.db.update(inbound).set({ state: 'answered', reply: null }).where(eq(inbound.msgid, msgid));
  }

  async function say(heard: Heard, markdown: string, isFresh: boolean): Promise<void> {
    if (isFresh && heard.what.kind === 'enter') return deps.mouth.welcome(heard, markdown);
    // The long connection answers a message while it is fresh; a callback's own means last an hour and longer.
    if (heard.via !== undefined || (isFresh && heard.what.kind !== 'click')) {
      const isOver = heard.via === undefined ? ['spent', 'retry'] : ['spent', 'config', 'unreachable', 'final'];
      try {
        return await deps.mouth.reply(heard, { markdown });
      } catch (error) {
        if (!isSendFailure(error) || !isOver.includes(error.fate)) throw error;
      }
    }
    if (heard.what.kind === 'enter') return;
    await push(heard.chat, markdown);
  }

  const push = async (chat: Heard['chat'], markdown: string): Promise<void> => {
    await deps.mouth.push(chat, { markdown });
  };

  /** The clicked card shows what became of it, within WeCom's five seconds; later ones are told by text. */
  async function updateClicked(heard: Heard, outcome: Outcome, isFresh: boolean): Promise<void> {
    const isOpen = isFresh || heard.responseCode !== undefined;
    if (heard.what.kind !== 'click' || !isOpen || outcome.spent === undefined) return;
    const { taskId, selected } = heard.what;
    let kept: string | undefined;
    const card = await database.db.transaction(async (tx) => {
      const [row] = await tx.select().from(cards).where(eq(cards.taskId, taskId));
      if (row?.outboxId == null) return undefined;
      // The click brought a code of its own; the one of the sending is left for when that one is refused.
      kept = await takeCode(tx, taskId, clock.now());
      const [message] = await tx.select().from(outbox).where(eq(outbox.id, row.outboxId));
      if (message === undefined) return undefined;
      const made = await render(contextOf(base, tx, clock.now()), message, deps.tools, outcome.spent);
      return 'card' in made ? made.card : undefined;
    });
    if (card === undefined) return;
    // What can be chosen may have changed by what was chosen: the card shows the answer, not the options of now.
    const form = card.form === undefined ? {} : { form: { ...card.form, chosen: selected } };
    const done: Card = { ...card, ...form, tone: 'done' };
    try {
      await deps.mouth.updateCard(heard, done, taskId).catch(async (error: unknown) => {
        if (!isSendFailure(error) || error.fate !== 'spent' || heard.via !== 'app' || kept === undefined) throw error;
        await deps.mouth.renewCard(heard.userid, done, taskId, kept);
      });
    } catch (error) {
      if (!isSendFailure(error)) throw error;
      // The answer says in words what became of it.
      log.warn({ errcode: error.errcode, msgid: heard.msgid }, 'card not updated');
    }
  }

  async function work(msgid: string, from: string | undefined): Promise<void> {
    const isFresh = from !== undefined;
    const done = (await handle(msgid, from)) ?? (isFresh ? undefined : await unanswered(msgid));
    if (done === undefined) return;
    if (done.told !== undefined) deps.nudge(done.told);
    await give(msgid, done.heard, done.outcome, isFresh);
  }

  async function unanswered(msgid: string): Promise<Done | undefined> {
    const [row] = await database.db
      .select()
      .from(inbound)
      .where(and(eq(inbound.msgid, msgid), eq(inbound.state, 'handled')));
    if (row?.reply == null) return undefined;
    return JSON.parse(base.vault.openText(row.reply, context(msgid))) as { heard: Heard; outcome: Outcome };
  }

  /** A fault is told once; the text stays stored and is tried again until it is clear that it will not work. */
  async function afterFault(msgid: string, error: unknown, heard: Heard | undefined): Promise<void> {
    if (isSendFailure(error)) {
      log.warn({ errcode: error.errcode, fate: error.fate, msgid }, 'answer not given yet');
      const isHopeless = error.fate === 'final' || error.fate === 'content';
      if (isHopeless || (error.fate === 'unreachable' && (await isGivenUp(msgid)))) {
        await database.db.update(inbound).set({ state: 'answered', reply: null }).where(eq(inbound.msgid, msgid));
      }
      return;
    }
    log.error({ err: error, msgid }, 'message not handled');
    const [row] = await database.db.select().from(inbound).where(eq(inbound.msgid, msgid));
    if (row === undefined || row.state !== 'received') return;
    const attempts = row.attempts + 1;
    await database.db
      .update(inbound)
      .set({ attempts, ...(attempts >= MAX_ATTEMPTS ? { state: 'failed' } : {}) })
      .where(eq(inbound.msgid, msgid));
    if (attempts === 1 && heard !== undefined && heard.what.kind !== 'other') {
      await say(heard, FAULT_TEXT, true).catch(() => {});
    }
  }

  /** WeCom says the same of who never wrote and of who was written to too often: who has spoken waits for the limit. */
  async function isGivenUp(msgid: string): Promise<boolean> {
    const [row] = await database.db
      .update(inbound)
      .set({ attempts: sql`${inbound.attempts} + 1` })
      .where(eq(inbound.msgid, msgid))
      .returning({ attempts: inbound.attempts, chatid: inbound.chatid, userid: inbound.userid });
    if (row === undefined) return true;
    const { chatid, userid } = row;
    const known = await isReachable(database.db, chatid === null ? 'person' : 'group', chatid ?? userid);
    return row.attempts >= (known ? MAX_LIMITED : MAX_ATTEMPTS);
  }

  async function accept(heard: Heard): Promise<(() => Promise<void>) | undefined> {
    if (heard.what.kind === 'other' || heard.what.kind === 'range') return undefined;
    const started = performance.now();
    if (!(await store(heard))) return undefined;
    return async () => {
      await inOrder(heard.userid, async () => {
        try {
          await work(heard.msgid, heard.userid);
        } catch (error) {
          await afterFault(heard.msgid, error, heard);
        }
      });
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
    await store(heard);
    // In turn behind a first one that may still be at work; one that broke off is taken up again here.
    let done: Done | undefined;
    await inOrder(userid, async () => {
      try {
        done = await handle(msgid, userid);
      } catch (error) {
        await afterFault(msgid, error, undefined);
        throw error;
      }
    });
    if (done === undefined) return undefined;
    if (done.told !== undefined) deps.nudge(done.told);
    const { heard: taken, outcome } = done;
    const rest = give(msgid, taken, outcome, true).catch((error: unknown) => afterFault(msgid, error, undefined));
    return { outcome, rest };
  }

  return {
    accept,
    act,
    receive: async (heard) => (await accept(heard))?.(),
    parked(toId) {
      reachable.delete(toId);
    },
    async resume(msgid) {
      try {
        await work(msgid, undefined);
      } catch (error) {
        await afterFault(msgid, error, undefined);
      }
    },
  };
}

/** `{choice}` and `{question key}` in a prepared command line stand for what was selected; nothing selected is nothing said. */
const filled = (line: string, selected: Readonly<Record<string, readonly string[]>>): string =>
  line.replace(/\{([\w-]+)\}/gu, (_, key: string) =>
    (selected[key] ?? (key === 'choice' ? Object.values(selected)[0] : undefined) ?? []).join(','),
  );

/** The answer's address without what was typed: raw text is dropped once handled. */
const withoutText = (heard: Heard): Heard => ({
  ...heard,
  what:
    heard.what.kind === 'text'
      ? { kind: 'text', text: '' }
      : heard.what.kind === 'file'
        ? { kind: 'file', mediaKind: heard.what.mediaKind }
        : heard.what,
});

/** Messages a crash left without handling or without answer. */
export async function leftBehind(tx: Tx, before: Date): Promise<string[]> {
  const rows = await tx
    .select({ msgid: inbound.msgid })
    .from(inbound)
    .where(and(inArray(inbound.state, ['received', 'handled']), lte(inbound.receivedAt, before)))
    .orderBy(inbound.receivedAt)
    .limit(200);
  return rows.map((row) => row.msgid);
}
