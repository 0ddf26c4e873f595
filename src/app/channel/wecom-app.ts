import type { Card } from '../../contract/card.ts';
import type { Config } from '../../config/index.ts';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { cardWords } from '../../copy/wecom.ts';
import { AppMessages } from '../../wecom/app-messages.ts';
import { RestClient } from '../../wecom/rest/client.ts';
import type { TokenShelf } from '../../wecom/rest/token.ts';

/** WeCom's server interface, when a self-built app is set up. */
export function restOf(
  { wecom }: Config,
  shelf: TokenShelf,
  clock: Clock,
  log: Logger,
  timeoutMs?: number,
): RestClient | undefined {
  const { app, apiBaseUrl: baseUrl } = wecom;
  if (app === undefined) return undefined;
  const limit = timeoutMs === undefined ? {} : { timeoutMs };
  return new RestClient({ baseUrl, app, shelf, clock, log: log.child({ part: 'rest' }), ...limit });
}

/** The app as a way out. */
export const appMessages = (
  { wecom }: Config,
  rest: RestClient,
  log: Logger,
  cardUrl: (card: Card) => string | undefined,
): AppMessages =>
  new AppMessages({
    cardUrl,
    rest,
    agentId: wecom.app!.agentId,
    words: cardWords,
    canClick: wecom.appCallback !== undefined,
    log: log.child({ part: 'app' }),
  });
