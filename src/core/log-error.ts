import { liftPersonal } from './privacy.ts';

/**
 * Errors quote what they choked on: a driver repeats the statement's values, a parser the text it could not read. The
 * log gets what helps to find the place, and none of that.
 */
export interface LoggedError {
  type: string;
  message: string;
  code?: string;
  table?: string;
  constraint?: string;
  stack?: string;
  cause?: LoggedError;
}

const DEPTH = 4;
const MOST = 4_000;

/** Values after `params:` (drizzle), text in quotes, Chinese and long numbers are what people typed. */
function withoutQuotedWords(message: string): string {
  // Cut first: what somebody typed may be long, and stands behind the statement.
  const own = message.slice(0, MOST).split('params:', 1)[0]!.trimEnd();
  return liftPersonal(own, { phone: '#', identity: '#', name: '#' })
    .text.replace(/"[^"]{1,2000}"|“[^”]{1,2000}”/gu, '"…"')
    .replace(/[\p{Script=Han}·]+/gu, '…')
    .replace(/\d{7,}[\dXx]?/gu, '#')
    .replace(/\s+/gu, ' ')
    .slice(0, 400);
}

export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'thrown value that is no Error' };
  const facts = error as Error & { code?: unknown; table_name?: unknown; constraint_name?: unknown; syscall?: unknown };
  // Failures of the operating system name a path or a peer, which the operator needs to see.
  const isSystem = typeof facts.syscall === 'string';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  const nested = error.cause ?? (error instanceof AggregateError ? error.errors[0] : undefined);
  return {
    type: error.name,
    message: isSystem ? error.message : withoutQuotedWords(error.message),
    ...(typeof facts.code === 'string' && { code: facts.code }),
    ...(typeof facts.table_name === 'string' && { table: facts.table_name }),
    ...(typeof facts.constraint_name === 'string' && { constraint: facts.constraint_name }),
    ...(frames.length > 0 && { stack: frames.slice(0, 12).join('\n') }),
    ...(nested !== undefined && depth < DEPTH && { cause: describeError(nested, depth + 1) }),
  };
}
