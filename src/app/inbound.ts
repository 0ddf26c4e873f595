import { catalogueOf } from '../bot/dispatch.ts';
import { createMatterPages } from '../bot/page/matter.ts';
import { createReceiver } from '../bot/receive.ts';
import { showIn } from '../../commands/help.ts';
import type { Ground } from './ground.ts';
import { loadCommands } from './load-folder.ts';
import type { Outbound } from './outbound.ts';
import { actThrough } from './pages.ts';
import { ROOT } from './root.ts';
import type { Signals } from './signals.ts';

export type Inbound = Awaited<ReturnType<typeof openInbound>>;

/** Everything that hears somebody: the catalogue of commands, the receiver, the page of a matter. `observe`: seconds from stored to final reply. */
export async function openInbound(
  ground: Ground,
  outbound: Outbound,
  signals: Signals,
  observe: (seconds: number) => void,
) {
  const { config, log, database, base, clock, machine } = ground;
  const { tools, budget, ladder, pages, openIds } = outbound;
  const commands = await loadCommands(new URL('commands/', ROOT));
  const catalogue = catalogueOf(commands);
  showIn(commands);
  const receiver = createReceiver({
    ...{ database, base, clock, machine, catalogue, budget, tools, observe },
    nudge: signals.told.send,
    botName: config.wecom.botName,
    log: log.child({ part: 'inbound' }),
    mouth: ladder,
    links: pages.links,
    plain: openIds.plain,
  });
  signals.parked.hear(receiver.parked);
  const matterPages = createMatterPages({
    ...{ database, base, clock, catalogue, log: log.child({ part: 'pages' }), writeLetter: tools.writeLetter },
    act: actThrough(receiver),
  });
  return { catalogue, receiver, matterPages };
}
