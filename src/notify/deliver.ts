import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Card } from '../contract/card.ts';
import type { RefusedWay } from '../contract/refused-way.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { noticeWords } from '../copy/notices.ts';
import type { Database, Tx } from '../db/client.ts';
import { cards, outbox, receipts } from '../db/schema.ts';
import { contextOf, type Conversation, type DomainBase, type DomainContext } from '../domain/context.ts';
import { issueStageLetter, tellStageLetters } from '../domain/letter/stage.ts';
import { isReachable } from '../domain/org/service.ts';
import type { OutboxRow } from '../domain/outbox/store.ts';
import { NOT_FOUND, tryRefusedWays } from '../domain/outbox/waiting.ts';
import { REFUSED_MS, wayRefused, wayTaken } from './refused-ways.ts';
import type { Budget } from './budget.ts';
import { keepCode } from './card-codes.ts';
import { render, type Rendered, type RenderTools } from './render.ts';
import { tellDesk } from './undelivered.ts';

/** How sending ended, as far as this side must know. */
export interface SendFailure extends Error {
  readonly fate: 'retry' | 'wait' | 'unreachable' | 'spent' | 'config' | 'final' | 'content';
  readonly errcode: number;
  readonly retryAfterMs?: number;
  /** What each way out said, where several were tried. */
  readonly tried?: string;
  /** Nobody knows whether it arrived. */
  readonly maybeDelivered?: boolean;
  /** The way of the app that was refused for its set-up, among those that were tried. */
  readonly refused?: RefusedWay;
}

/** By which way a message went out. */
export type Way = 'bot' | 'app' | 'webhook' | 'appchat';

export interface Sent {
  readonly way: Way;
  /** Of a card of the app: changes it in place once, within 72 hours (doc 94888). */
  readonly responseCode?: string;
}

/** The ways out, as delivery uses them. */
export interface Outlet {
  /** Messages may go. While the bot's connection is broken for the moment they wait for it (ADR 14). */
  isOpen(): boolean;
  push(
    chat: { kind: 'person' | 'group'; id: string },
    message:
      | { markdown: string; mentions?: readonly string[] }
      | { card: Card; taskId: string }
      | { image: Uint8Array; name: string }
      | { file: Uint8Array; name: string },
  ): Promise<Sent>;
}

export interface DeliveryDeps {
  readonly database: Database;
  readonly base: DomainBase;
  readonly clock: Clock;
  /** Machine time, for retries: the sandbox clock does not move it. */
  readonly machine: Clock;
  readonly outlet: Outlet;
  readonly tools: RenderTools;
  readonly budget: Budget;
  readonly log: Logger;
  /** Waits from now on until somebody writes there. */
  onParked(toId: string): void;
  /** WeCom does not find this person: who has left has matters to hand over. */
  onNotFound(townId: string, userid: string): void;
  /** Something was written for others that may go at once. */
  onTold(conversations: Iterable<Conversation>): void;
  onOutcome(outcome: 'sent' | 'superseded' | 'retry' | 'parked' | 'failed'): void;
}

/** From so many reminders on, one merged message instead of a storm. */
const MERGE_FROM = 5;
const MERGED = 40;
const MERGEABLE = new Set(['reminder', 'group-line', 'not-delivered']);
const MAX_ATTEMPTS = 10;
/**
 * So often, a minute apart, a refusal is taken for the limit where somebody has spoken: a new process does not know what the
 * last one sent, and the longest limit is that of an hour.
 */
const LIMIT_ATTEMPTS = 65;
const LIMIT_MS = 60_000;
/** A file that failed so often goes out as a sentence that says where to get it. */
const FILE_ATTEMPTS = 3;
const UPLOADS = 'uploads';
/** From so many messages a minute on, files wait for the next: cards go first. */
const FILES_PER_MINUTE = 15;
const OFFLINE_RETRY_MS = 5_000;
/**
 * A plain text that may have arrived is tried again when a dead connection has been noticed and replaced, and not often: each
 * attempt may be one more copy. A card is known again by its task_id.
 */
const UNSURE_RETRY_MS = 120_000;
const UNSURE_ATTEMPTS = 3;

export const isSendFailure = (error: unknown): error is SendFailure =>
  error instanceof Error && 'fate' in error && typeof error.fate === 'string';

/**
 * Sends what waits for one conversation, one message in one transaction: a crash between sending and recording repeats
 * at most that one. Two processes never serve the same conversation at once.
 * @returns how many rows were settled, and whether somebody else was serving it
 */
export async function deliver(
  deps: DeliveryDeps,
  toKind: 'person' | 'group',
  toId: string,
): Promise<{ readonly settled: number; readonly isBusy: boolean }> {
  let settled = 0;
  for (;;) {
    const step = await deps.database.db.transaction((tx) => deliverNext(deps, tx, toKind, toId));
    settled += step.done;
    if (step.told !== undefined) deps.onTold(step.told);
    // What was written meanwhile is asked for by whoever wrote it.
    if (step.done === 0 || step.left <= 0) return { settled, isBusy: step === BUSY };
  }
}

interface Step {
  /** Rows settled or made ready; 0 when nothing can go now. */
  readonly done: number;
  /** Rows that were ready too, or follow from what was sent. */
  readonly left: number;
  readonly told?: Iterable<Conversation>;
}
const NOTHING: Step = { done: 0, left: 0 };
const BUSY: Step = { done: 0, left: 0 };

async function deliverNext(deps: DeliveryDeps, tx: Tx, toKind: 'person' | 'group', toId: string): Promise<Step> {
  const [lock] = await tx.execute<{ got: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext(${`deliver ${toKind} ${toId}`})) as got`,
  );
  if (lock?.got !== true) return BUSY;
  const at = deps.clock.now();
  const machineNow = deps.machine.now();
  const ready = await tx
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.toKind, toKind),
        eq(outbox.toId, toId),
        eq(outbox.state, 'pending'),
        lte(outbox.holdUntil, at),
        or(isNull(outbox.retryAt), lte(outbox.retryAt, machineNow)),
      ),
    )
    // Letters follow the cards that say what they are about, and never hold one up.
    .orderBy(sql`${outbox.kind} = 'letter'`, asc(outbox.createdAt), asc(outbox.id))
    .limit(MERGED);
  if (ready.length === 0) return NOTHING;
  if (!deps.outlet.isOpen()) {
    await hold(tx, ready, { retryAt: new Date(machineNow.getTime() + OFFLINE_RETRY_MS) });
    return NOTHING;
  }
  const chat = `${toKind} ${toId}`;
  const full = deps.budget.fullUntil(chat);
  if (full !== undefined) {
    await hold(tx, ready, { holdUntil: full });
    return NOTHING;
  }
  const ctx = contextOf(deps.base, tx, at);
  const mergeable = ready.filter((row) => MERGEABLE.has(row.kind));
  const mayCallForLetters = ready.some((one) => one.kind === 'reminder' && typeof one.refs['letter'] === 'string');
  const step = (done: number): Step => ({
    done,
    left: ready.length === MERGED || mayCallForLetters || ctx.told.has(chat) ? MERGED : ready.length - done,
    // This conversation goes on by itself.
    told: [...ctx.told.values()].filter((one) => one.toKind !== toKind || one.toId !== toId),
  });
  if (mergeable.length >= MERGE_FROM) return step(await sendMerged(deps, ctx, mergeable));
  const row = ready[0]!;
  if (row.kind === 'letter') {
    const fullForFiles = deps.budget.fullUntil(UPLOADS) ?? deps.budget.fullUntil(chat, FILES_PER_MINUTE);
    if (fullForFiles !== undefined) {
      await hold(tx, ready, { holdUntil: fullForFiles });
      return NOTHING;
    }
    if (row.refs['letterId'] === undefined) {
      // Made in a transaction of its own: the lock on its number is not held while WeCom answers.
      const fault = await issueStageLetter(ctx, row);
      if (fault === undefined) return { done: 1, left: ready.length };
      return step(await settle(deps, tx, [row], 'superseded', at, fault));
    }
  }
  const message = await render(ctx, row, deps.tools);
  if ('superseded' in message) return step(await settle(deps, tx, [row], 'superseded', at, message.superseded));
  return step(await send(deps, ctx, [row], message, 'single'));
}

async function hold(
  tx: Tx,
  rows: readonly OutboxRow[],
  change: { retryAt?: Date; holdUntil?: Date; attempts?: number; reason?: string },
): Promise<void> {
  await tx
    .update(outbox)
    .set(change)
    .where(
      inArray(
        outbox.id,
        rows.map((row) => row.id),
      ),
    );
}

/** One message for many reminders of one reader; each line was looked at again like a message of its own. */
async function sendMerged(deps: DeliveryDeps, ctx: DomainContext, rows: readonly OutboxRow[]): Promise<number> {
  const kept: OutboxRow[] = [];
  const lines: string[] = [];
  const mentions = new Set<string>();
  let dropped = 0;
  for (const row of rows) {
    const message = await render(ctx, row, deps.tools);
    if ('superseded' in message) {
      dropped += await settle(deps, ctx.tx, [row], 'superseded', ctx.at, message.superseded);
      continue;
    }
    kept.push(row);
    lines.push('card' in message ? mergedLine(message.card) : 'markdown' in message ? message.markdown : '');
    if ('markdown' in message) for (const userid of message.mentions ?? []) mentions.add(userid);
  }
  if (kept.length === 0) return dropped;
  const markdown = [
    noticeWords.digestHead(kept.length),
    ...[...new Set(lines)].toSorted((a, b) => numberOf(a).localeCompare(numberOf(b))),
    ...(kept[0]!.toKind === 'person' ? [noticeWords.digestTail] : []),
  ].join('\n');
  return dropped + (await send(deps, ctx, kept, { markdown, mentions: [...mentions] }, 'digest'));
}

const numberOf = (line: string): string => /[A-Z]+\d{4}-\d+/u.exec(line)?.[0] ?? '';

/** What the card would have said of its own clock; the matter may run under another one that presses more. */
const mergedLine = ({ title, note, fields }: Card): string =>
  [title, note ?? '', ...fields.filter(({ label }) => label !== noticeWords.basis).map(({ value }) => value)]
    .filter((part) => part !== '')
    .join('｜');

async function send(
  deps: DeliveryDeps,
  ctx: DomainContext,
  rows: readonly OutboxRow[],
  message: Exclude<Rendered, { superseded: string }>,
  form: 'single' | 'digest',
): Promise<number> {
  const { tx, at } = ctx;
  const first = rows[0]!;
  const chat = { kind: first.toKind as 'person' | 'group', id: first.toId };
  let sent: Sent;
  try {
    if ('card' in message) {
      const taskId = `m-${first.id}`;
      await tx
        .insert(cards)
        .values({
          taskId,
          outboxId: first.id,
          petitionId: first.petitionId,
          kind: first.kind,
          toId: first.toId,
          sentAt: at,
        })
        .onConflictDoNothing();
      sent = await deps.outlet.push(chat, { card: message.card, taskId });
      if (sent.responseCode !== undefined) await keepCode(tx, taskId, sent.responseCode);
    } else if ('file' in message) {
      sent = await pushFile(deps, ctx, first, message);
    } else {
      const { markdown, mentions = [] } = message;
      sent = await deps.outlet.push(chat, { markdown, ...(mentions.length > 0 && { mentions }) });
    }
  } catch (error) {
    return failed(deps, ctx, rows, error, 'card' in message);
  }
  deps.budget.spend(`${chat.kind} ${chat.id}`);
  if ('markdown' in message && message.image !== undefined) await sendImage(deps, chat, message.image);
  const asked = rows.filter((row) => row.toKind === 'person' && row.petitionId !== null && row.kind === 'reminder');
  if (asked.length > 0) {
    await tx
      .insert(receipts)
      .values(asked.map((row) => ({ outboxId: row.id, petitionId: row.petitionId!, userid: row.toId, sentAt: at })))
      .onConflictDoNothing();
  }
  await tellStageLetters(ctx, rows);
  const done = await settle(deps, tx, rows, 'sent', at, null, {
    via: sent.way === 'bot' && form === 'digest' ? 'digest' : sent.way,
  });
  if (sent.way === 'app' || sent.way === 'appchat') await wayTaken(ctx, sent.way);
  return done;
}

/** Uploads of all conversations share WeCom's 30 a minute; a file that it will not take is named by a sentence. */
async function pushFile(
  deps: DeliveryDeps,
  ctx: DomainContext,
  row: OutboxRow,
  { file, otherwise }: Extract<Rendered, { file: unknown }>,
): Promise<Sent> {
  const chat = { kind: row.toKind as 'person' | 'group', id: row.toId };
  try {
    const sent = await deps.outlet.push(chat, { file: file.bytes, name: file.name });
    deps.budget.spend(UPLOADS);
    return sent;
  } catch (error) {
    if (!isSendFailure(error)) throw error;
    const isHopeless = error.fate === 'content' || (error.fate === 'retry' && row.attempts >= FILE_ATTEMPTS);
    if (!isHopeless) throw error;
    deps.log.warn({ errcode: error.errcode }, 'file not sent, named by text');
    const sent = await deps.outlet.push(chat, { markdown: otherwise });
    await tellDesk(ctx, [row], false, reasonOf(error));
    return sent;
  }
}

/** The picture comes after the text that says the same; a picture that fails is logged and costs nothing else. */
async function sendImage(
  deps: DeliveryDeps,
  chat: { kind: 'person' | 'group'; id: string },
  image: { bytes: Uint8Array; name: string },
): Promise<void> {
  try {
    await deps.outlet.push(chat, { image: image.bytes, name: image.name });
    deps.budget.spend(`${chat.kind} ${chat.id}`);
  } catch (error) {
    deps.log.warn({ err: error, toKind: chat.kind }, 'picture not sent');
  }
}

async function failed(
  deps: DeliveryDeps,
  ctx: DomainContext,
  rows: readonly OutboxRow[],
  error: unknown,
  isCard: boolean,
): Promise<number> {
  if (!isSendFailure(error)) throw error;
  const { tx, at } = ctx;
  const { toKind: kind, toId: id, townId } = rows[0]!;
  if (kind === 'person' && NOT_FOUND.test(reasonOf(error))) deps.onNotFound(townId, id);
  const attempts = rows[0]!.attempts + 1;
  const machineNow = deps.machine.now().getTime();
  deps.log.warn({ errcode: error.errcode, fate: error.fate, attempts, kind: rows[0]!.kind }, 'message not sent');
  const { refused } = error;
  if (refused !== undefined) await wayRefused(ctx, townId, refused);
  if (
    error.fate === 'unreachable' &&
    attempts <= LIMIT_ATTEMPTS &&
    (await isReachable(tx, kind as 'person' | 'group', id))
  ) {
    await hold(tx, rows, { attempts, reason: reasonOf(error), holdUntil: new Date(at.getTime() + LIMIT_MS) });
    deps.onOutcome('retry');
    return 0;
  }
  if (error.fate === 'unreachable' || refused !== undefined) {
    deps.onParked(id);
    // Of people the morning list tells; a group's line is missed by many.
    if (kind === 'group') await tellDesk(ctx, rows, false);
    return settle(deps, tx, rows, 'parked', at, reasonOf(error), {
      ...(refused !== undefined && { waitsFor: refused.way, retryAt: new Date(machineNow + REFUSED_MS) }),
    });
  }
  switch (error.fate) {
    case 'final':
    case 'content':
      await tellDesk(ctx, rows, error.fate === 'final' && rows[0]!.toKind === 'person');
      return settle(deps, tx, rows, 'failed', at, reasonOf(error));
    case 'wait':
      await hold(tx, rows, { holdUntil: new Date(at.getTime() + (error.retryAfterMs ?? 60_000)) });
      deps.onOutcome('retry');
      return 0;
    case 'retry':
    case 'spent':
    case 'config': {
      const isUnsure = error.maybeDelivered === true && !isCard;
      if (attempts >= (isUnsure ? UNSURE_ATTEMPTS : MAX_ATTEMPTS) && error.fate !== 'config') {
        await tellDesk(ctx, rows, rows[0]!.toKind === 'person');
        return settle(deps, tx, rows, 'failed', at, reasonOf(error));
      }
      const backoffMs = isUnsure ? UNSURE_RETRY_MS : Math.min(1_000 * 2 ** attempts, 300_000);
      await tx
        .update(outbox)
        .set({ attempts, retryAt: new Date(machineNow + backoffMs), reason: reasonOf(error) })
        .where(
          inArray(
            outbox.id,
            rows.map((row) => row.id),
          ),
        );
      deps.onOutcome('retry');
      return 0;
    }
  }
}

/** For the list of what did not arrive: which way out said what. */
const reasonOf = ({ tried, errcode }: SendFailure): string =>
  tried === undefined ? `wecom ${errcode}` : `wecom: ${tried}`;

async function settle(
  deps: DeliveryDeps,
  tx: Tx,
  rows: readonly OutboxRow[],
  state: 'sent' | 'superseded' | 'parked' | 'failed',
  at: Date,
  reason: string | null,
  more: { readonly via?: string; readonly waitsFor?: string; readonly retryAt?: Date } = {},
): Promise<number> {
  await tx
    .update(outbox)
    .set({ state, reason, settledAt: at, via: null, waitsFor: null, ...more })
    .where(
      inArray(
        outbox.id,
        rows.map((row) => row.id),
      ),
    );
  for (const row of rows) {
    deps.onOutcome(state);
    if (state !== 'sent') {
      deps.log.info({ outboxId: row.id, kind: row.kind, state, reason }, 'message settled without sending');
    }
  }
  return rows.length;
}

/** Conversations for which something can go now; a way that was refused for its set-up is tried again by one message. */
export async function readyConversations(ctx: DomainContext, machineNow: Date): Promise<Conversation[]> {
  await tryRefusedWays(ctx, machineNow);
  const { tx, at } = ctx;
  const rows = await tx
    .selectDistinct({ toKind: outbox.toKind, toId: outbox.toId })
    .from(outbox)
    .where(
      and(
        eq(outbox.state, 'pending'),
        lte(outbox.holdUntil, at),
        or(isNull(outbox.retryAt), lte(outbox.retryAt, machineNow)),
      ),
    );
  return rows as Conversation[];
}
