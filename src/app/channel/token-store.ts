import { sql } from 'drizzle-orm';
import type { Config } from '../../config/index.ts';
import type { Vault } from '../../core/vault.ts';
import type { Database } from '../../db/client.ts';
import type { KeptToken, TokenShelf } from '../../wecom/rest/token.ts';
import { readMeta, writeMeta } from '../storage.ts';

/**
 * The app's access token as all processes share it: sealed, in one row, renewed by whoever has the lock. The lock ends
 * with its transaction, hence also with a process that dies while it asks WeCom.
 */
function tokenShelf({ db }: Database, vault: Vault, name: string): TokenShelf {
  const key = `wecom-token:${name}`;
  return {
    alone: (work) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${key}))`);
        const sealed = await readMeta(tx, key);
        const kept = sealed === undefined ? undefined : opened(vault, sealed, key);
        const token = await work(kept);
        if (token !== kept) await writeMeta(tx, key, vault.seal(JSON.stringify(token), key).toString('base64'));
        return token;
      }),
  };
}

/**
 * One row for each thing that WeCom lends to the app: its token, or a ticket of its pages. Another corporation, app or Secret has
 * rows of its own: what was lent to the former is never used for it.
 */
export function appShelf({ wecom: { app } }: Config, database: Database, vault: Vault, ticket?: string): TokenShelf {
  const owner = [app?.corpId ?? '', app?.agentId ?? '', app?.secret.reveal() ?? ''];
  const name = [app?.agentId ?? '', vault.mark(JSON.stringify(owner), 'wecom-token'), ticket];
  return tokenShelf(database, vault, name.filter((part) => part !== undefined).join(':'));
}

/** A row that cannot be read is replaced by the next token. */
function opened(vault: Vault, sealed: string, key: string): KeptToken | undefined {
  try {
    return JSON.parse(vault.openText(Buffer.from(sealed, 'base64'), key)) as KeptToken;
  } catch {
    return undefined;
  }
}
