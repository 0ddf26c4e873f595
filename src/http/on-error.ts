import type { Middleware } from 'koa';

import { httpText } from '../copy/http.ts';
import type { Logger } from '../core/logger.ts';

/** A request that cannot be served as it is; the sentence comes from `src/copy`. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** For failures of middleware that carry a status and an English message of their own. */
const SENTENCES: Readonly<Record<number, string>> = {
  404: httpText.notFound,
  405: httpText.methodNotAllowed,
  413: httpText.tooLarge,
  501: httpText.methodNotAllowed,
};

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

/** The only place that turns a failure into an answer and decides what is logged. */
export function onError(log: Logger): Middleware {
  return async (ctx, next) => {
    let status = 500;
    let sentence: string = httpText.internal;
    try {
      await next();
      const { body } = ctx;
      if (ctx.status < 400 || (body !== undefined && body !== null)) return;
      status = ctx.status;
      sentence = SENTENCES[status] ?? httpText.badRequest;
    } catch (error) {
      status = statusOf(error);
      if (error instanceof RequestError) sentence = error.message;
      else if (status < 500) sentence = SENTENCES[status] ?? httpText.badRequest;
      // A path may hold an id, a query what somebody typed.
      else log.error({ err: error, method: ctx.method, path: ctx.path }, 'request failed');
    }
    ctx.status = status;
    ctx.body = { error: sentence };
  };
}
