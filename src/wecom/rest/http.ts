import { NO_ANSWER, WecomError } from '../errcodes.ts';

/** WeCom's servers answer within a second or two; a reader waits for this. */
const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;

export type Answer = Readonly<Record<string, unknown>> & { readonly errcode: number };

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly json?: object;
  readonly form?: FormData;
  readonly timeoutMs?: number;
}

/**
 * One call of WeCom's HTTP interface. Errors come with HTTP 200 and an errcode (doc 90313); each is thrown as a
 * `WecomError`. The address is a secret (tokens and keys stand in it), so it is in no message and in no cause.
 */
export async function callWecom(
  url: URL,
  { method = 'POST', json, form, timeoutMs = TIMEOUT_MS }: Call,
): Promise<Answer> {
  const isSending = method === 'POST';
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(json !== undefined && { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } }),
      ...(form !== undefined && { body: form }),
    });
    text = await response.text();
  } catch (error) {
    const code = codeOf(error);
    // Nobody was there to take it: it did not arrive.
    const isUnsent = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
    throw new WecomError(NO_ANSWER, `WeCom did not answer (${code})`, { maybeDelivered: isSending && !isUnsent });
  }
  const body = text.length > MAX_ANSWER_BYTES ? undefined : parse(text);
  if (body === undefined) {
    throw new WecomError(NO_ANSWER, `WeCom answered HTTP ${response.status} without JSON`, {
      maybeDelivered: isSending,
    });
  }
  const errcode = typeof body['errcode'] === 'number' ? body['errcode'] : 0;
  if (errcode !== 0) throw refusal(errcode, body['errmsg']);
  return { ...body, errcode };
}

/** errmsg may repeat what was sent, so it stays out of logs; only the caller's address is taken from it. */
export function refusal(errcode: number, errmsg: unknown): WecomError {
  const address = typeof errmsg === 'string' ? /from ip: ([\da-fA-F.:]{3,45})/u.exec(errmsg)?.[1] : undefined;
  return new WecomError(errcode, `WeCom refused: ${errcode}`, { ...(address !== undefined && { address }) });
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return cause?.code ?? name ?? 'unknown';
}
