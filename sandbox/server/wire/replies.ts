/** The req_ids handed out with callbacks: what each may still be answered with. */
import { WecomError, isRecord } from './errors.ts';
import type { Json } from './errors.ts';
import type { Time } from '../world/clock.ts';
import type { Behaviour } from '../world/options.ts';

export interface ReplyHandle {
  reqId: string;
  bot: string;
  kind: 'message' | 'enter' | 'card' | 'feedback';
  /** Conversation key and its WeCom id. */
  chat: string;
  single: boolean;
  userid: string;
  msgid: string;
  /** Virtual and monotonic moment of the callback. */
  at: number;
  monotonicAt: number;
  /** One-shot address for an answer over HTTP. */
  responseCode?: string;
  responseUsed?: boolean;
  /** Clicked card. */
  cardMessage?: string;
  taskId?: string;
  /** The single welcome, update or card of this req_id has been sent. */
  isSpent?: boolean;
}

export interface Replies {
  add(handle: ReplyHandle): void;
  find(reqId: string): ReplyHandle | undefined;
  /** The handle if `bot` may answer it by a command for `kind` now; refuses otherwise. */
  open(bot: string, reqId: string, kind: ReplyHandle['kind']): ReplyHandle;
  byResponseCode(code: string): ReplyHandle | undefined;
  replay(entry: Json): boolean;
}

const MAX_HANDLES = 50_000;

export function createReplies(time: Time, behaviour: Behaviour, append: (entry: unknown) => void): Replies {
  const handles = new Map<string, ReplyHandle>();
  const codes = new Map<string, ReplyHandle>();

  const keep = (handle: ReplyHandle): void => {
    handles.set(handle.reqId, handle);
    if (handle.responseCode !== undefined) codes.set(handle.responseCode, handle);
    if (handles.size <= MAX_HANDLES) return;
    const [oldest] = handles.values();
    if (!oldest) return;
    handles.delete(oldest.reqId);
    if (oldest.responseCode !== undefined) codes.delete(oldest.responseCode);
  };

  return {
    add: (handle) => {
      keep(handle);
      append({ t: 'handle', handle });
    },
    find: (reqId) => handles.get(reqId),
    open: (bot, reqId, kind) => {
      const handle = handles.get(reqId);
      // Field: the req_id of an event is as illegal for aibot_respond_msg as an invented one.
      if (handle?.bot !== bot || handle.kind !== kind) throw new WecomError(846605, 'invalid req_id');
      const isLate =
        kind === 'message'
          ? time.ms() - handle.at > behaviour.messageReplyMs
          : time.monotonic() - handle.monotonicAt > behaviour.replyWindowMs;
      if (isLate) throw new WecomError(behaviour.lateReplyCode, 'req_id expired');
      if (handle.isSpent && kind !== 'message') throw new WecomError(behaviour.repeatedReplyCode, 'repeated reply');
      return handle;
    },
    byResponseCode: (code) => codes.get(code),
    replay: (entry) => {
      if (entry['t'] !== 'handle' || !isRecord(entry['handle'])) return false;
      // A window of real seconds never outlives the process.
      keep({ ...(entry['handle'] as unknown as ReplyHandle), monotonicAt: Number.NEGATIVE_INFINITY });
      return true;
    },
  };
}
