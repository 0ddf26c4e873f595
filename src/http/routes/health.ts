import Router from '@koa/router';

import { httpText } from '../../copy/http.ts';
import type { Metrics } from '../metrics.ts';

export interface Check {
  /** Stable, English: what an alarm is bound to. */
  readonly name: string;
  readonly ok: boolean;
  /** For the operator; no secrets, this page is open. */
  readonly detail?: string;
}

export type Checks = () => Promise<readonly Check[]>;

/** What only a program with our key can answer: whoever asks through the public address knows that it leads here. */
export type AnswerTo = (asked: string) => string;

/** A probe waits no longer, and a check that hangs is a failed one. */
const CHECKS_MS = 5_000;

/** /healthz: the process lives; `?ask=` also which deployment it belongs to. /readyz: it can do its work, or which part cannot. /metrics: for Prometheus. */
export function healthRouter(checks: Checks, metrics: Metrics, answerTo?: AnswerTo): Router {
  const router = new Router();
  router.get('/healthz', (ctx) => {
    const { ask } = ctx.query;
    const isAsked = typeof ask === 'string' && /^[\w-]{1,64}$/u.test(ask);
    ctx.body = { ok: true, ...(isAsked && answerTo !== undefined && { answer: answerTo(ask) }) };
  });
  router.get('/readyz', async (ctx) => {
    const results = await inTime(checks);
    const ok = results.every((check) => check.ok);
    ctx.set('cache-control', 'no-store');
    ctx.status = ok ? 200 : 503;
    ctx.body = { ok, checks: results };
  });
  router.get('/metrics', async (ctx) => {
    const { type, text } = await metrics.page();
    ctx.set('content-type', type);
    ctx.body = text;
  });
  return router;
}

async function inTime(checks: Checks): Promise<readonly Check[]> {
  const failed: readonly Check[] = [{ name: 'checks', ok: false, detail: httpText.checksFailed }];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof failed>((resolve) => {
    timer = setTimeout(() => resolve(failed), CHECKS_MS);
  });
  try {
    return await Promise.race([checks(), late]);
  } catch {
    return failed;
  } finally {
    clearTimeout(timer);
  }
}
