import { systemClock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { Secret } from '../../core/secret.ts';
import { RestClient } from '../../wecom/rest/client.ts';
import type { PageApp } from '../pages.ts';
import type { KeptToken, TokenShelf } from '../../wecom/rest/token.ts';

export interface LocalApp {
  readonly corpId: string;
  readonly agentId: number;
  readonly secret: string;
  readonly name: string;
}

/** The self-built app that the local WeCom plays for the pages; messages do not go by it. */
export const localAppOf = (name: string, secret: string): LocalApp => ({
  corpId: 'ww-sandbox',
  agentId: 1_000_002,
  secret,
  name,
});

/** @param self address of this process for itself @param address the same for a browser */
export function localPageApp(
  { corpId, agentId, secret }: LocalApp,
  { self, address }: { readonly self: string; readonly address: string },
  log: Logger,
): PageApp {
  const rest = new RestClient({
    baseUrl: `${self}/sandbox`,
    app: { corpId, secret: new Secret(secret) },
    shelf: inMemory(),
    clock: systemClock,
    log: log.child({ part: 'rest' }),
  });
  return {
    corpId,
    agentId,
    rest,
    authorizeUrl: `${address}/sandbox/connect/oauth2/authorize`,
    isLocal: true,
    shelf: inMemory,
  };
}

/** The local WeCom lives as long as this process and serves it alone: nothing is shared, nothing is kept. */
function inMemory(): TokenShelf {
  let kept: KeptToken | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    alone(work) {
      const run = last.then(async () => (kept = await work(kept)));
      last = run.catch(() => {});
      return run;
    },
  };
}
