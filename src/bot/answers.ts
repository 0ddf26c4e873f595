/** Giving the answer: into the chat it came from, privately, and onto the clicked card. */
import { eq } from 'drizzle-orm';
import type { Card } from '../contract/card.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { isPassing } from '../db/away.ts';
import { cards, outbox } from '../db/schema.ts';
import { contextOf, type DomainBase } from '../domain/context.ts';
import { isReachable } from '../domain/org/service.ts';
import type { Budget } from '../notify/delivery/budget.ts';
import { takeCode } from '../notify/delivery/card-codes.ts';
import { type Incoming, isSendFailure, type Outlet, type Responder } from '../contract/channel.ts';
import type { RenderTools } from '../notify/message.ts';
import { render } from '../notify/render.ts';
import type { Outcome } from './converse.ts';
import type { Heard, OnPage } from './heard.ts';

/** Sends, and answers the way a message came. */
export interface Mouth extends Outlet, Responder {
  /** Changes a card of the app by a code that came when it was sent. */
  renewCard(userid: string, card: Card, taskId: string, responseCode: string): Promise<void>;
}

export interface AnswerDeps {
  readonly database: Database;
  readonly base: DomainBase;
  readonly clock: Clock;
  readonly mouth: Mouth;
  readonly tools: RenderTools;
  readonly budget: Budget;
  readonly log: Logger;
}

export function createAnswers({ database, base, clock, mouth, tools, budget, log }: AnswerDeps) {
  /** Parts that went out before the database was lost: they are not said again. */
  const said = new Set<string>();
  const once = async (part: string, say: () => Promise<void>): Promise<void> => {
    if (said.has(part)) return;
    await say();
    said.add(part);
  };

  const push = async (chat: Heard['chat'], markdown: string): Promise<void> => {
    await mouth.push(chat, { markdown });
  };

  /** Nobody can be written to privately before they wrote to the bot; what stands in the group already says where to look. */
  async function whisper(userid: string, markdown: string): Promise<void> {
    await push({ kind: 'person', id: userid }, markdown).catch(async (error: unknown) => {
      if (!isSendFailure(error) || error.fate !== 'unreachable') throw error;
      // Who has is refused by the limit: the sweep comes round again.
      if (await isReachable(database.db, 'person', userid)) throw error;
    });
  }

  async function say(heard: Heard, markdown: string, isFresh: boolean): Promise<void> {
    if (heard.via === 'page') return push(heard.chat, markdown);
    if (isFresh && heard.what.kind === 'enter') return mouth.welcome(heard, markdown);
    // The long connection answers a message while it is fresh; a callback's own means last an hour and longer.
    if (heard.via !== undefined || (isFresh && heard.what.kind !== 'click')) {
      const isOver = heard.via === undefined ? ['spent', 'retry'] : ['spent', 'config', 'unreachable', 'final'];
      try {
        return await mouth.reply(heard, { markdown });
      } catch (error) {
        if (!isSendFailure(error) || !isOver.includes(error.fate)) throw error;
      }
    }
    if (heard.what.kind === 'enter') return;
    await push(heard.chat, markdown);
  }

  /** What was done on the page stands in the reader's chat as well, as long as they can be written to there. */
  async function tellOfPage(heard: OnPage, outcome: Outcome): Promise<void> {
    if (heard.echo === undefined || outcome.chat === undefined || outcome.refused === true) return;
    await push(heard.chat, `${heard.echo}\n${outcome.chat}`).catch((error: unknown) => {
      if (!isSendFailure(error) || error.fate !== 'unreachable') throw error;
    });
  }

  /** The clicked card shows what became of it, within WeCom's five seconds; later ones are told by text. */
  async function updateClicked(heard: Incoming, outcome: Outcome, isFresh: boolean): Promise<void> {
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
      const made = await render(contextOf(base, tx, clock.now()), message, tools, outcome.spent);
      return 'card' in made ? made.card : undefined;
    });
    if (card === undefined) return;
    // What can be chosen may have changed by what was chosen: the card shows the answer, not the options of now.
    const form = card.form === undefined ? {} : { form: { ...card.form, chosen: selected } };
    const done: Card = { ...card, ...form, tone: 'done' };
    try {
      await mouth.updateCard(heard, done, taskId).catch(async (error: unknown) => {
        if (!isSendFailure(error) || error.fate !== 'spent' || heard.via !== 'app' || kept === undefined) throw error;
        await mouth.renewCard(heard.userid, done, taskId, kept);
      });
    } catch (error) {
      if (!isSendFailure(error)) throw error;
      // The answer says in words what became of it.
      log.warn({ errcode: error.errcode, msgid: heard.msgid }, 'card not updated');
    }
  }

  return {
    say,

    /** Gives the answer; where the message's own way is spent or lost (after a restart), as a push. */
    async give(id: string, heard: Heard, outcome: Outcome, isFresh: boolean): Promise<void> {
      const { chat, private: whispered } = outcome;
      if (heard.via === 'page') return once(`${id} page`, () => tellOfPage(heard, outcome));
      if (heard.what.kind === 'click') {
        // A card that cannot be drawn anew takes no answer along.
        await once(`${id} card`, () => updateClicked(heard, outcome, isFresh)).catch((error: unknown) => {
          if (isPassing(error)) throw error;
          log.error({ err: error, id }, 'clicked card not drawn anew');
        });
      }
      if (chat !== undefined) await once(`${id} chat`, () => say(heard, chat, isFresh));
      if (whispered !== undefined) await once(`${id} private`, () => whisper(heard.userid, whispered));
      budget.spend(`${heard.chat.kind} ${heard.chat.id}`);
    },

    /** It is written down that it was given. */
    forget(id: string): void {
      for (const part of ['page', 'card', 'chat', 'private']) said.delete(`${id} ${part}`);
    },
  };
}
