/**
 * Three kinds of failure, three fates: a UserError is told to the person, a TransientError is tried again, anything
 * else is a bug and is reported. A StartupError is for the operator: one line, exit 1, no stack.
 */

/** What a code's sentence in `src/copy` may need; plain values only, so that a log line or a job can carry them. */
export type ErrorParams = Readonly<Record<string, unknown>>;

/** Something a person did or asked that cannot be done; `src/copy` has one sentence for each code. */
export class UserError<C extends string = string> extends Error {
  override readonly name = 'UserError';
  readonly code: C;
  readonly params: ErrorParams;

  constructor(code: C, params: ErrorParams = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.params = params;
  }
}

/** Nobody's fault and likely to pass: a limit, a timeout, a lost connection. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  readonly retryAfterMs?: number;

  constructor(message: string, options: ErrorOptions & { retryAfterMs?: number } = {}) {
    super(message, options);
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

/** The process must not start; the message is the one line that tells the operator what to do. */
export class StartupError extends Error {
  override readonly name: string = 'StartupError';

  constructor(line: string, options?: ErrorOptions) {
    super(line.trim().replace(/\s*\n\s*/gu, ' '), options);
  }
}
