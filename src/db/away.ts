/** Whether a failure is the database's own: its connection was cut, refused or is not there, and what was asked is not to blame. */

/** The driver's words, the system's, and PostgreSQL's own for a session that was ended or a server that is not up (appendix A). */
const AWAY =
  /^(?:CONNECTION_|CONNECT_|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|08|57P0|53300)/u;
/** Of src/db/client.ts: the work of a transaction whose connection was lost. */
const LOST = 'the connection of this transaction was lost';
const DEPTH = 5;

export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > DEPTH) return false;
  const { code } = error as { readonly code?: unknown };
  if (error.message === LOST || (typeof code === 'string' && AWAY.test(code))) return true;
  return isDatabaseAway(error.cause, depth + 1);
}
