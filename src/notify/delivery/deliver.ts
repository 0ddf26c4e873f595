import { and, asc, eq, isNull, lte, or, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Card } from '../../contract/card.ts';
import { noticeWords } from '../../copy/notices.ts';
import { askKept, type Tx } from '../../db/client.ts';
import { outbox } from '../../db/schema.ts';
import { readRows } from '../../db/work.ts';
import { contextOf, type Conversation, type DomainContext } from '../../domain/context.ts';
import { type Belonging, belongingOf, knowBelonging } from '../../domain/org/service.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import { tryRefusedWays } from '../../domain/outbox/waiting.ts';
import { togetherOf } from './day-budget.ts';
import { isPlain, make, making, NotMade, setAside } from './make.ts';
import { type Done, FILES_PER_MINUTE, send, type Sendable, UPLOADS } from './send.ts';
import type { Messages } from '../message.ts';
import { type DeliveryDeps, hold, settle } from './settle.ts';

const MERGED = 40;
const OFFLINE_RETRY_MS = 5_000;

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
    const step = await deps.database.db
      .transaction((tx) => deliverNext(deps, tx, toKind, toId))
      .catch((error: unknown) => (error instanceof NotMade ? passOver(deps, error) : Promise.reject(error)));
    settled += step.done;
    if (step.told !== undefined) deps.onTold(step.told);
    await step.afterwards?.();
    if (step.goOn === true) continue;
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
  /** What comes after the message and costs it nothing. */
  readonly afterwards?: () => Promise<void>;
  /** Something was set aside: the others are looked at without it. */
  readonly goOn?: boolean;
}
const NOTHING: Step = { done: 0, left: 0 };
const BUSY: Step = { done: 0, left: 0 };

const isReady = (at: Date | Placeholder, machineNow: Date | Placeholder) =>
  and(
    eq(outbox.state, 'pending'),
    lte(outbox.holdUntil, at),
    or(isNull(outbox.retryAt), lte(outbox.retryAt, machineNow)),
  );

const passOver = async (deps: DeliveryDeps, failure: NotMade): Promise<Step> => ({
  done: await setAside(deps, failure),
  left: 0,
  goOn: true,
});

/** Locks a conversation, and reads whose it is. @returns whether nobody else serves it */
async function isMine(tx: Tx, toKind: 'person' | 'group', toId: string): Promise<boolean> {
  const lock = sql`pg_try_advisory_xact_lock(hashtext(${sql.placeholder('conversation')})) as got`;
  const who = sql.placeholder('toId');
  const ask = (): SQL =>
    toKind === 'group' ? sql`select ${lock}` : sql`select ${lock}, ${belongingOf(who)} as belonging`;
  const values = { conversation: `deliver ${toKind} ${toId}`, toId };
  const [row] = await askKept<{ got: boolean; belonging?: Belonging | null }>(tx, `lock of a ${toKind}`, ask, values);
  if (row?.belonging !== undefined) knowBelonging(tx, toId, row.belonging);
  return row?.got === true;
}

/** What can go now, behind the lock: a statement that had both would read what was ready before it had the lock. */
async function readyFor(
  tx: Tx,
  { toKind, toId }: Conversation,
  { at, machineNow, files }: { readonly at: Date; readonly machineNow: Date; readonly files: readonly string[] },
): Promise<OutboxRow[]> {
  const { placeholder } = sql;
  const ask = (): SQL =>
    tx
      .select()
      .from(outbox)
      .where(
        and(
          eq(outbox.toKind, placeholder('toKind')),
          eq(outbox.toId, placeholder('toId')),
          isReady(placeholder('at'), placeholder('machineNow')),
        ),
      )
      // Files follow the cards that say what they are about, and never hold one up.
      .orderBy(sql`${outbox.kind} = any(${placeholder('files')}::text[])`, asc(outbox.createdAt), asc(outbox.id))
      .limit(MERGED)
      .getSQL();
  const values = { toKind, toId, at: at.toISOString(), machineNow: machineNow.toISOString(), files };
  return readRows(outbox, await askKept(tx, 'ready for a conversation', ask, values));
}

async function deliverNext(deps: DeliveryDeps, tx: Tx, toKind: 'person' | 'group', toId: string): Promise<Step> {
  const { messages } = deps.tools;
  if (!(await isMine(tx, toKind, toId))) return BUSY;
  const at = deps.clock.now();
  const machineNow = deps.machine.now();
  const all = await readyFor(tx, { toKind, toId }, { at, machineNow, files: messages.files });
  if (all.length === 0) return NOTHING;
  const wait = async (until: Parameters<typeof hold>[2]): Promise<Step> => {
    await hold(tx, all, until);
    return NOTHING;
  };
  if (!deps.outlet.isOpen()) return wait({ retryAt: new Date(machineNow.getTime() + OFFLINE_RETRY_MS) });
  const chat = `${toKind} ${toId}`;
  const full = deps.budget.fullUntil(chat);
  if (full !== undefined) return wait({ holdUntil: full });
  const ctx = contextOf(deps.base, tx, at);
  const { waiting, merged } = await togetherOf(ctx, all, messages, deps.days);
  if (waiting !== undefined) await hold(tx, waiting.rows, { holdUntil: waiting.until });
  const ready = waiting === undefined ? all : all.filter((row) => !waiting.rows.includes(row));
  if (ready.length === 0) return NOTHING;
  const step = ({ done, afterwards }: Done): Step => ({
    done,
    ...(afterwards !== undefined && { afterwards }),
    left: all.length === MERGED || ctx.told.has(chat) ? MERGED : ready.length - done,
    // This conversation goes on by itself.
    told: [...ctx.told.values()].filter((one) => one.toKind !== toKind || one.toId !== toId),
  });
  if (merged.length > 0) return step(await sendMerged(deps, ctx, merged));
  const row = ready[0]!;
  const { file } = messages.of(row.kind) ?? {};
  if (file !== undefined) {
    const fullForFiles = deps.budget.fullUntil(UPLOADS) ?? deps.budget.fullUntil(chat, FILES_PER_MINUTE);
    if (fullForFiles !== undefined) return wait({ holdUntil: fullForFiles });
    if (!file.isIssued(row) && !isPlain(row)) {
      // Made in a transaction of its own: the lock on its number is not held while WeCom answers.
      const fault = await making([row], () => file.issue(ctx, row));
      if (fault === undefined) return { done: 1, left: ready.length };
      return step({ done: await settle(deps, ctx, [row], 'superseded', { reason: fault }) });
    }
  }
  const message = await make(deps, ctx, row);
  if ('superseded' in message) {
    return step({ done: await settle(deps, ctx, [row], 'superseded', { reason: message.superseded }) });
  }
  return step(await send(deps, ctx, [row], message, 'single'));
}

interface Kept {
  readonly row: OutboxRow;
  readonly message: Sendable;
}

/** One message for many reminders of one reader; each line was looked at again like a message of its own. */
async function sendMerged(deps: DeliveryDeps, ctx: DomainContext, rows: readonly OutboxRow[]): Promise<Done> {
  const kept: Kept[] = [];
  let dropped = 0;
  for (const row of rows) {
    const message = await make(deps, ctx, row);
    if ('superseded' in message) {
      dropped += await settle(deps, ctx, [row], 'superseded', { reason: message.superseded });
    } else kept.push({ row, message });
  }
  const [first] = kept;
  if (first === undefined) return { done: dropped };
  const sent =
    kept.length === 1
      ? await send(deps, ctx, [first.row], first.message, 'single')
      : await send(
          deps,
          ctx,
          kept.map(({ row }) => row),
          mergedOf(deps.tools.messages, kept),
          'digest',
        );
  return { ...sent, done: dropped + sent.done };
}

function mergedOf(messages: Messages, kept: readonly Kept[]): Sendable {
  const mentions = kept.flatMap(({ message }) => ('markdown' in message ? (message.mentions ?? []) : []));
  const lines = kept.map(({ row, message }) => {
    if ('card' in message) return mergedLine(message.card, messages.of(row.kind)?.asks === true);
    return 'markdown' in message ? message.markdown : '';
  });
  const markdown = [
    noticeWords.digestHead(kept.length),
    ...[...new Set(lines)].toSorted((a, b) => numberOf(a).localeCompare(numberOf(b))),
    ...(kept[0]!.row.toKind === 'person'
      ? [noticeWords.digestTail(kept.some(({ row }) => messages.of(row.kind)?.follow !== undefined))]
      : []),
  ].join('\n');
  return { markdown, mentions: [...new Set(mentions)] };
}

const numberOf = (line: string): string => /[A-Z]{1,6}\d{4}-\d{1,6}/u.exec(line)?.[0] ?? '';

/** What the card would have said of its own clock; the matter may run under another one that presses more. */
function mergedLine({ title, note, fields, actions }: Card, isAsked: boolean): string {
  const shown = fields.filter(({ label }) => label !== noticeWords.basis).map(({ value }) => value);
  const line = [title, note ?? '', ...shown].filter((part) => part !== '').join('｜');
  // Every answer that the card's buttons give, not the first alone: a list must not lead to one of them.
  return isAsked && actions.length > 0 ? `${line}\n${noticeWords.answers(actions)}` : line;
}

/** Conversations for which something can go now; a way that was refused for its set-up is tried again by one message. */
export async function readyConversations(ctx: DomainContext, machineNow: Date): Promise<Conversation[]> {
  await tryRefusedWays(ctx, machineNow);
  const { tx, at } = ctx;
  const rows = await tx
    .selectDistinct({ toKind: outbox.toKind, toId: outbox.toId })
    .from(outbox)
    .where(isReady(at, machineNow));
  return rows as Conversation[];
}
