import { fileURLToPath } from 'node:url';

// @ts-expect-error plain JavaScript without types: it runs before anything else
import { ensureBuilt as untyped } from '../../bin/web.mjs';

const ensureBuilt = untyped as (root: string, names: readonly string[]) => Promise<boolean>;

/** The chat page as a start has it built, for tests that serve it without one. @throws Error when it cannot be built */
export async function chatPageBuilt(): Promise<void> {
  const isThere = await ensureBuilt(fileURLToPath(new URL('../../', import.meta.url)), ['chat']);
  if (!isThere) throw new Error('the chat page could not be built: the reason is printed above');
}
