import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { ConnectionTrouble } from '../../contract/connection-trouble.ts';
import type { ChannelState } from '../../wecom/channel.ts';

export interface BotAlarmDeps {
  /** Machine time. */
  readonly machine: Clock;
  readonly log: Logger;
  tellDown(trouble: ConnectionTrouble): Promise<void>;
  tellUp(): Promise<void>;
}

export interface BotAlarm {
  /** This process begins to connect. */
  open(): void;
  /** `displaced` only by a stranger, not by a standby of ours. */
  onState(state: ChannelState): void;
  /** The bot's way is out of order, not just broken for the moment: messages do not wait for it. */
  isOut(): boolean;
  /** The bot is let go: what becomes of it is no longer ours to judge. */
  close(): void;
}

/** The SDK's three quick attempts are over by then; the next comes after five minutes. */
const REFUSED_MS = 30_000;
/**
 * A restart, a router that starts anew, a release of WeCom: minutes. By then the SDK has tried some twenty times. A reminder can wait so
 * long, since its days are days; a call-out should not wait longer.
 */
const AWAY_MS = 600_000;
const LOOK_MS = 20_000;

/** Tells a connection that heals by itself from one that does not, or not soon (ADR 14). */
export function createBotAlarm({ machine, log, tellDown, tellUp }: BotAlarmDeps): BotAlarm {
  let state: ChannelState | undefined;
  let awaySince: number | undefined;
  let refusedSince: number | undefined;
  let told: ConnectionTrouble | undefined;
  let timer: NodeJS.Timeout | undefined;

  const now = (): number => machine.now().getTime();
  const inBackground = (work: Promise<void>): void => {
    work.catch((error: unknown) => {
      // The next look tries again.
      told = undefined;
      log.error({ err: error }, 'the state of the bot could not be told');
    });
  };

  function trouble(): ConnectionTrouble | undefined {
    if (state === 'displaced') return 'displaced';
    if (awaySince === undefined) return undefined;
    if (refusedSince !== undefined && now() - refusedSince >= REFUSED_MS) return 'refused';
    return now() - awaySince >= AWAY_MS ? 'unreachable' : undefined;
  }

  function look(): boolean {
    const found = trouble();
    if (found !== undefined && found !== told) {
      told = found;
      log.error({ trouble: found }, 'the bot is out of order; messages go by the other ways');
      inBackground(tellDown(found));
    }
    return found !== undefined;
  }

  function close(): void {
    clearInterval(timer);
    state = awaySince = refusedSince = told = undefined;
  }

  return {
    open() {
      close();
      awaySince = now();
      timer = setInterval(look, LOOK_MS);
      timer.unref();
    },
    onState(next) {
      state = next;
      if (next === 'connected') {
        awaySince = refusedSince = told = undefined;
        inBackground(tellUp());
        return;
      }
      awaySince ??= now();
      if (next === 'refused') refusedSince ??= now();
      look();
    },
    isOut: look,
    close,
  };
}
