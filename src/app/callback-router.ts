import type Router from '@koa/router';

import type { Config } from '../config/index.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { wecomRouter } from '../http/routes/wecom.ts';
import { appReceiver, botReceiver } from '../wecom/callback/receiver.ts';
import type { Incoming } from '../wecom/channel.ts';

interface Taker {
  readonly clock: Clock;
  take(incoming: Incoming): Promise<object | undefined>;
}

/** The callbacks of WeCom that are set up; without any, nothing is served below /wecom/. */
export function callbackRouter(app: Taker, { wecom }: Pick<Config, 'wecom'>, log: Logger): Router {
  const { appCallback, botCallback } = wecom;
  return wecomRouter({
    ...(botCallback === undefined ? {} : { bot: botReceiver(botCallback) }),
    ...(appCallback === undefined ? {} : { app: appReceiver({ ...appCallback, receiveId: appCallback.corpId }) }),
    clocks: () => [systemClock.now(), app.clock.now()],
    take: (incoming) => app.take(incoming),
    log: log.child({ part: 'callback' }),
  });
}
