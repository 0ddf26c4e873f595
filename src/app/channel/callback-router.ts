import type Router from '@koa/router';

import type { Config } from '../../config/index.ts';
import { type Clock, systemClock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { wecomRouter } from '../../http/routes/wecom.ts';
import { appReceiver, botReceiver } from '../../wecom/callback/receiver.ts';
import type { Incoming } from '../../contract/channel.ts';

interface Taker {
  readonly clock: Clock;
  take(incoming: Incoming): Promise<object | undefined>;
}

/** What WeCom itself asks of us, as far as it is set up: callbacks below /wecom/, and the proof of our domain. */
export function callbackRouter(app: Taker, { wecom }: Pick<Config, 'wecom'>, log: Logger): Router {
  const { appCallback, botCallback } = wecom;
  return wecomRouter({
    ...(botCallback === undefined ? {} : { bot: botReceiver(botCallback) }),
    ...(appCallback === undefined ? {} : { app: appReceiver({ ...appCallback, receiveId: appCallback.corpId }) }),
    files: wecom.verifyFiles,
    clocks: () => [systemClock.now(), app.clock.now()],
    take: (incoming) => app.take(incoming),
    log: log.child({ part: 'callback' }),
  });
}
