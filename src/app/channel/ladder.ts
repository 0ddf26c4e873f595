import type { Mouth } from '../../bot/receive.ts';
import type { Card } from '../../contract/card.ts';
import { readable } from '../../copy/lifted.ts';
import {
  type AppChannel,
  type BlockedChannel,
  type Chat,
  type ChannelName,
  type Fate,
  type Incoming,
  isSendFailure,
  type Outgoing,
  type Platform,
  type Refusal,
  type Rung,
  type SendFailure,
  type Sent,
} from '../../contract/channel.ts';

/** Refusals that another channel may not meet. A message whose content is refused is refused everywhere. */
const CLIMBS: ReadonlySet<Fate> = new Set(['unreachable', 'final', 'config']);
const APPS: ReadonlySet<ChannelName> = new Set<AppChannel>(['app', 'appchat']);

export interface LadderDeps {
  /** The first is meant where a message does not say who brought it. */
  readonly platforms: readonly [Platform, ...Platform[]];
  /** A card as its words, with the lines that its buttons send. */
  cardText(card: Card): string;
}

/** No channel took a message, with what each of them said. */
class NoWayError extends Error implements SendFailure {
  override readonly name = 'NoWayError';
  readonly fate: Fate;
  readonly errcode: number;
  readonly refusals: readonly Refusal[];
  readonly refused?: BlockedChannel;

  constructor(first: SendFailure | undefined, refusals: readonly Refusal[], refused: BlockedChannel | undefined) {
    super('no way to this reader', first === undefined ? {} : { cause: first });
    // What a person can mend by writing to the bot outranks the rest.
    this.fate = first?.fate ?? 'unreachable';
    this.errcode = first?.errcode ?? 0;
    this.refusals = refusals;
    if (refused !== undefined) this.refused = refused;
  }
}

/**
 * All platforms as one outlet: a message climbs past the channels that refuse it (design section 6), and an answer goes back to whoever
 * brought the question. What no channel takes is left to the caller.
 */
export function createLadder({ platforms, cardText }: LadderDeps): Mouth {
  const whose = ({ platform }: Pick<Incoming, 'platform'>): Platform =>
    platforms.find(({ name }) => name === platform) ?? platforms[0];

  const sendBy = (rung: Rung, message: Outgoing): Promise<string | undefined | void> => {
    if (rung.cards) return rung.send(message);
    return rung.send('card' in message ? { markdown: cardText(message.card) } : message);
  };

  async function push(chat: Chat, message: Outgoing): Promise<Sent> {
    const refusals: Refusal[] = [];
    let first: SendFailure | undefined;
    let refused: BlockedChannel | undefined;
    for (const rung of (await Promise.all(platforms.map((one) => one.rungs(chat)))).flat()) {
      try {
        const responseCode = await sendBy(rung, message);
        return { way: rung.channel, ...(typeof responseCode === 'string' && { responseCode }) };
      } catch (error) {
        if (!isSendFailure(error) || !CLIMBS.has(error.fate)) throw error;
        first ??= error;
        refusals.push(...error.refusals.map((one) => ({ ...one, channel: rung.channel })));
        refused = blockedBy(rung.channel, error) ?? refused;
      }
    }
    if (refusals.length <= 1 && first !== undefined && refused === undefined) throw first;
    throw new NoWayError(first, refusals, refused);
  }

  return {
    isOpen: () => platforms.every((one) => one.isOpen()),
    push: (chat, message) => push(chat, readable(message)),
    async reply(heard, message) {
      const left = await whose(heard).reply(heard, readable(message));
      if (typeof left === 'string') await push(heard.chat, { markdown: left });
    },
    welcome: (heard, markdown) => whose(heard).welcome(heard, readable(markdown)),
    updateCard: (heard, card, taskId) => whose(heard).updateCard(heard, readable(card), taskId),
    async renewCard(userid, card, taskId, responseCode) {
      for (const one of platforms) await one.renewCard?.(userid, readable(card), taskId, responseCode);
    },
  };
}

/** Somebody has to set the app up. */
function blockedBy(
  channel: ChannelName,
  { fate, errcode, refusals, address }: SendFailure,
): BlockedChannel | undefined {
  if (fate !== 'config' || !APPS.has(channel)) return undefined;
  const reason = refusals[0]?.reason ?? 'other';
  return { way: channel as AppChannel, errcode, reason, ...(address !== undefined && { address }) };
}
