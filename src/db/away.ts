/** Whether a failure is the database's own: its connection was cut, refused or is not there, and what was asked is not to blame. */

/** The driver's words, the system's, and PostgreSQL's own for a session that was ended or a server that is not up (appendix A). */
const AWAY =
  /^(?:CONNECTION_|CONNECT_|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|08|57P0|25P03|53300)/u;
/** Of two transactions one had to yield. */
const YIELDED = /^(?:40001|40P01)$/u;
/** Of src/db/client.ts: the work of a transaction whose connection was lost. */
const LOST = 'the connection of this transaction was lost';
const DEPTH = 5;

const isOf = (error: unknown, codes: RegExp, depth = 0): boolean => {
  if (!(error instanceof Error) || depth > DEPTH) return false;
  const { code } = error as { readonly code?: unknown };
  if (error.message === LOST || (typeof code === 'string' && codes.test(code))) return true;
  return isOf(error.cause ?? (error instanceof AggregateError ? error.errors[0] : undefined), codes, depth + 1);
};

export const isDatabaseAway = (error: unknown): boolean => isOf(error, AWAY);

/** Whether the same work may succeed in a moment. */
export const isPassing = (error: unknown): boolean => isDatabaseAway(error) || isOf(error, YIELDED);
