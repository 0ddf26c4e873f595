import { NO_ANSWER, WecomError } from './errcodes.ts';

const isFrame = (value: unknown): value is { errcode: number } =>
  typeof value === 'object' && value !== null && 'errcode' in value && typeof value.errcode === 'number';

/**
 * The SDK rejects with WeCom's raw acknowledgement, which is no Error, or with an Error of its own when there was none.
 * `isSent`: without an acknowledgement the message may have arrived.
 */
export function toWecomError(error: unknown, { isSent }: { readonly isSent: boolean }): WecomError {
  if (error instanceof WecomError) return error;
  // errmsg may repeat what was sent, so it stays out of logs.
  if (isFrame(error)) return new WecomError(error.errcode, `WeCom refused: ${error.errcode}`);
  if (!(error instanceof Error)) return new WecomError(NO_ANSWER, 'WeCom did not answer', { maybeDelivered: isSent });
  // A failed upload carries the acknowledgement as JSON inside its message.
  const quoted = /"errcode":(-?\d+)/u.exec(error.message)?.[1];
  if (quoted !== undefined) return new WecomError(Number(quoted), `WeCom refused: ${quoted}`);
  const isUnsent = /not connected|exceeds max size|too large/u.test(error.message);
  return new WecomError(NO_ANSWER, 'WeCom did not answer', { maybeDelivered: isSent && !isUnsent, cause: error });
}
