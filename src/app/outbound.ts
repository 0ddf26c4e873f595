import { join } from 'node:path';
import checkPeopleJob from '../../jobs/check-people.ts';
import type { Card } from '../contract/card.ts';
import type { ChartPainter } from '../contract/report.ts';
import type { WeeklyFigures } from '../contract/report.ts';
import { rememberLast } from '../core/memoize-last.ts';
import { cardWords } from '../copy/wecom.ts';
import type { Conversation, DomainContext } from '../domain/context.ts';
import { waysOfGroup } from '../domain/org/groups.ts';
import { botDown, botUp } from '../domain/outbox/bot-down.ts';
import { createLetterWriter } from '../letters/write.ts';
import { Budget } from '../notify/delivery/budget.ts';
import { DayBudget } from '../notify/delivery/day-budget.ts';
import { deliver } from '../notify/delivery/deliver.ts';
import { createChartPainter } from '../reports/chart.ts';
import { weeklyChart } from '../reports/weekly-chart.ts';
import { AppChats } from '../wecom/appchat.ts';
import { cardText } from '../wecom/card-text.ts';
import { renderUpdate } from '../wecom/render-card.ts';
import { Webhooks } from '../wecom/webhook.ts';
import { createBotAlarm } from './channel/alarm.ts';
import { createLadder } from './channel/ladder.ts';
import { createOpenIds } from './channel/open-ids.ts';
import { createPlatforms } from './channel/platforms.ts';
import { appShelf } from './channel/token-store.ts';
import { appMessages, restOf } from './channel/wecom-app.ts';
import type { Ground } from './ground.ts';
import { watchLeavers } from './leavers.ts';
import { loadMessages } from './load-folder.ts';
import { createPages } from './pages.ts';
import type { Queueing } from './queueing.ts';
import { ROOT } from './root.ts';
import type { Signals } from './signals.ts';

export interface OutboundOptions {
  /** How long an answer of WeCom's server interface is waited for; ten seconds when absent. */
  readonly restTimeoutMs?: number;
  /** Who draws charts, closed with the program; a process of its own when absent. */
  readonly painter?: ChartPainter;
  onOutcome(outcome: string): void;
}

export type Outbound = Awaited<ReturnType<typeof openOutbound>>;

/** Everything by which something leaves: what a message is made with, the channels, the pages' addresses, the delivery. */
export async function openOutbound(ground: Ground, queueing: Queueing, signals: Signals, options: OutboundOptions) {
  const { config, log, storage, database, machine, clock, base, at, transact } = ground;
  const { nudge } = queueing;
  const { restTimeoutMs, onOutcome } = options;
  const rest = restOf(config, appShelf(config, database, storage.vault), machine, log, restTimeoutMs);
  const pages = createPages({ config, database, vault: storage.vault, machine, clock, rest, log });
  const { painter = createChartPainter() } = options;
  const messages = await loadMessages();
  const tools = {
    messages,
    paintChart: rememberLast(4, (figures: WeeklyFigures) => painter.paint(weeklyChart(figures))),
    writeLetter: createLetterWriter(new URL('templates', ROOT).pathname, join(config.dataDir, 'templates')),
    cardText: (card: Card): string => cardText(card, cardWords, pages.cardUrl(card)),
  };
  const openIds = createOpenIds(database, rest, log.child({ part: 'people' }));
  const telling = async (work: (ctx: DomainContext) => Promise<void>): Promise<void> => {
    await transact(at(), work);
    nudge();
  };
  const alarm = createBotAlarm({
    machine,
    log,
    tellDown: (trouble) => telling((ctx) => botDown(ctx, trouble, rest !== undefined)),
    tellUp: () => telling(botUp),
  });
  const platforms = createPlatforms({
    botsId: openIds.botsId,
    hasLongConnection: config.mode === 'sandbox' || config.wecom.bot !== undefined,
    isBotOut: () => alarm.isOut(),
    app: rest === undefined ? undefined : appMessages(config, rest, log, pages.cardUrl),
    webhooks: new Webhooks(clock, restTimeoutMs),
    appchats: rest === undefined ? undefined : new AppChats(rest),
    groupOf: (chatid) => waysOfGroup(database.db, storage.vault, chatid),
    renderUpdate: (card, taskId) => {
      const url = pages.cardUrl(card);
      return renderUpdate(card, { taskId, words: cardWords, ...(url !== undefined && { url }) });
    },
  });
  const ladder = createLadder({ platforms: platforms.all, cardText: (card) => cardText(card, cardWords) });
  const leavers = watchLeavers({
    rest,
    enqueue: (payload) => queueing.queue.enqueue(checkPeopleJob, payload),
    transact: (work) => transact(at(), work),
    nudge,
    log: log.child({ part: 'people' }),
  });
  const budget = new Budget(clock);
  const days = new DayBudget();
  const means = {
    ...{ database, base, clock, machine, tools, budget, days },
    outlet: ladder,
    log: log.child({ part: 'delivery' }),
    onParked: signals.parked.send,
    onTold: signals.told.send,
    onNotFound: leavers.suspect,
    onOutcome,
  };
  return {
    rest,
    pages,
    painter,
    messages,
    tools,
    openIds,
    alarm,
    wecom: platforms.wecom,
    ladder,
    leavers,
    budget,
    deliverNow: ({ toKind, toId }: Conversation): ReturnType<typeof deliver> => deliver(means, toKind, toId),
  };
}
