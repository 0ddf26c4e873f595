/** Sends one message by whatever way takes it, and writes down what became of it. */
import type { Card } from '../../contract/card.ts';
import { localDayOf } from '../../core/local-day.ts';
import { isDatabaseAway } from '../../db/away.ts';
import { cards } from '../../db/schema.ts';
import type { DomainContext } from '../../domain/context.ts';
import { addRows } from '../../domain/matter/file.ts';
import { spokenBy, tellDesk } from '../../domain/outbox/lost.ts';
import { wayTaken } from '../../domain/outbox/refused-ways.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import { keepCode } from './card-codes.ts';
import { isCounted } from './day-budget.ts';
import { failed } from './failed.ts';
import { notMade, tellApart } from './make.ts';
import { isSendFailure, type Sent } from '../../contract/channel.ts';
import type { Rendered } from '../message.ts';
import { type DeliveryDeps, settle } from './settle.ts';

/** A file that failed so often goes out as a sentence that says where to get it. */
const FILE_ATTEMPTS = 3;
export const UPLOADS = 'uploads';
/** From so many messages a minute on, files wait for the next: cards go first. */
export const FILES_PER_MINUTE = 15;
/** A picture whose painter was killed is painted once more. */
const PAINT_ATTEMPTS = 2;

export interface Done {
  /** Rows settled. */
  readonly done: number;
  /** What comes after the commit and costs the message nothing. */
  readonly afterwards?: () => Promise<void>;
}

export type Sendable = Exclude<Rendered, { superseded: string }>;
type Picture = NonNullable<Extract<Rendered, { markdown: string }>['image']>;

export async function send(
  deps: DeliveryDeps,
  ctx: DomainContext,
  rows: readonly OutboxRow[],
  message: Sendable,
  form: 'single' | 'digest',
): Promise<Done> {
  const { at } = ctx;
  const first = rows[0]!;
  const chat = chatOf(first);
  let sent: Sent;
  try {
    sent = await push(deps, ctx, first, message);
  } catch (error) {
    // What the way out cannot put into WeCom's form was not made; it counts like that.
    if (!isSendFailure(error)) throw notMade(rows, error);
    return { done: await failed(deps, ctx, rows, error, 'card' in message) };
  }
  deps.budget.spend(`${chat.kind} ${chat.id}`);
  if (rows.some((row) => isCounted(row, deps.tools.messages))) deps.days.ring(chat.id, localDayOf(at));
  const done = await settle(deps, ctx, rows, 'sent', {
    via: sent.way === 'bot' && form === 'digest' ? 'digest' : sent.way,
  });
  if (sent.way === 'app' || sent.way === 'appchat') await wayTaken(ctx, sent.way);
  const lost = await follow(deps, ctx, rows);
  const picture = 'markdown' in message ? message.image : undefined;
  return {
    done,
    afterwards: async () => {
      if (picture !== undefined) await sendPicture(deps, chat, picture);
      const tell = (after: DomainContext) =>
        tellDesk(after, lost, deps.tools.messages, { lost: { reason: 'not-made' } });
      if (lost.length > 0) await tellApart(deps, at, lost, tell);
    },
  };
}

const chatOf = ({ toKind, toId }: OutboxRow) => ({ kind: toKind as 'person' | 'group', id: toId });

async function push(deps: DeliveryDeps, ctx: DomainContext, row: OutboxRow, message: Sendable): Promise<Sent> {
  const chat = chatOf(row);
  if ('card' in message) return pushCard(deps, ctx, row, message.card);
  if ('file' in message) return pushFile(deps, ctx, row, message);
  const { markdown, mentions = [] } = message;
  return deps.outlet.push(chat, { markdown, ...(mentions.length > 0 && { mentions }) });
}

/** A card that WeCom refuses for what stands in it goes out as its words, with the lines that its buttons send. */
async function pushCard(deps: DeliveryDeps, ctx: DomainContext, row: OutboxRow, card: Card): Promise<Sent> {
  const taskId = `m-${row.id}`;
  const { id: outboxId, petitionId, kind, toId } = row;
  await addRows(ctx, cards, [{ taskId, outboxId, petitionId, kind, toId, sentAt: ctx.at }], 'pass');
  try {
    const sent = await deps.outlet.push(chatOf(row), { card, taskId });
    if (sent.responseCode !== undefined) await keepCode(ctx.tx, taskId, sent.responseCode);
    return sent;
  } catch (error) {
    if (!isSendFailure(error) || error.fate !== 'content') throw error;
    deps.log.warn({ errcode: error.errcode, kind: row.kind }, 'card refused, its words sent');
    return deps.outlet.push(chatOf(row), { markdown: deps.tools.cardText(card) });
  }
}

/** Uploads of all conversations share WeCom's 30 a minute; a file that it will not take is named by a sentence. */
async function pushFile(
  deps: DeliveryDeps,
  ctx: DomainContext,
  row: OutboxRow,
  { file, otherwise }: Extract<Rendered, { file: unknown }>,
): Promise<Sent> {
  const chat = chatOf(row);
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
    await tellDesk(ctx, [row], deps.tools.messages, { lost: spokenBy(error.refusals, chat.kind) });
    return sent;
  }
}

/**
 * What follows from messages that went out. They went out, so that a fault in this must not send them again.
 * @returns the rows whose reader misses something by it
 */
async function follow(deps: DeliveryDeps, ctx: DomainContext, rows: readonly OutboxRow[]): Promise<OutboxRow[]> {
  const missed: OutboxRow[] = [];
  for (const kind of new Set(rows.map((row) => row.kind))) {
    const after = deps.tools.messages.of(kind)?.follow;
    if (after === undefined) continue;
    const sent = rows.filter((row) => row.kind === kind);
    try {
      await ctx.tx.transaction((tx) => after.write({ ...ctx, tx }, sent));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      deps.log.error({ err: error, outboxId: sent[0]!.id, kind }, 'message sent without what follows from it');
      missed.push(...sent.filter(after.isMissed));
    }
  }
  return missed;
}

/** The picture comes after the text that says the same; a picture that fails is logged and costs nothing else. */
async function sendPicture(
  deps: DeliveryDeps,
  chat: { kind: 'person' | 'group'; id: string },
  picture: Picture,
): Promise<void> {
  try {
    const image = await painted(picture, PAINT_ATTEMPTS);
    await deps.outlet.push(chat, { image, name: picture.name });
    deps.budget.spend(`${chat.kind} ${chat.id}`);
  } catch (error) {
    deps.log.warn({ err: error, toKind: chat.kind }, 'picture not sent');
  }
}

const painted = (picture: Picture, attempts: number): Promise<Uint8Array> =>
  picture
    .paint()
    .catch((error: unknown) => (attempts > 1 ? painted(picture, attempts - 1) : Promise.reject(error as Error)));
