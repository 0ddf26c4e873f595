import type { BlockedChannel, Fate, Refusal, RefusalReason, SendFailure } from '../contract/channel.ts';

const MINUTE_MS = 60_000;
/** A minute limit blocks for 60 seconds (doc 90313); longer limits answer the same again after it. */
export const LIMIT_WAIT_MS = MINUTE_MS;

/** Not from WeCom: no acknowledgement in time, or no connection. */
export const NO_ANSWER = -1;
/** Not from WeCom: the bot is refused or displaced, or has been without connection for long; nothing was sent by it. */
export const OUT_OF_ORDER = -2;

interface Group {
  readonly fate: Fate;
  readonly source: string;
  readonly codes: readonly number[];
}

/** By fate; `source` names the page of WeCom's documentation, or `field` for what only practice has shown. */
const TABLE: readonly Group[] = [
  // -1 busy · 6000 version conflict · 45033 concurrency · 45035 operation conflict
  { fate: 'retry', source: 'doc 90313', codes: [-1, 6000, 45033, 45035] },
  // 846609 not subscribed: the frame overtook the subscription or hit a connection that was being replaced
  { fate: 'retry', source: 'doc 101463', codes: [846609] },
  // media ids and upload sessions expire; each attempt uploads afresh
  { fate: 'retry', source: 'doc 90313', codes: [40007, 40145, 846611, 846612, 846616, 301019] },
  // access token of a self-built app: the REST client has refreshed it once already · 42012, 40093 the same of a ticket
  { fate: 'retry', source: 'doc 90313', codes: [40014, 42001, 41001, 42012, 40093] },
  { fate: 'wait', source: 'doc 90313', codes: [45009, 45036] },
  // also stands for "limit hit": `RecentTraffic` tells the two apart as far as can be told
  { fate: 'unreachable', source: 'doc 90313', codes: [846607] },
  // 846604 expired · 846605 illegal req_id · 846606 repeated · 846608 stream closed · 60140 response_code used
  // 40029 42003 42022 code of a sign-in
  {
    fate: 'spent',
    source: 'doc 90313, field',
    codes: [846604, 846605, 846606, 846608, 60140, 42052, 40029, 42003, 42022],
  },
  // 853000 bot id or secret · 846601 long connection not switched on
  { fate: 'config', source: 'doc 90313, field', codes: [853000, 846601, 846610] },
  {
    fate: 'config',
    source: 'doc 90313',
    codes: [
      ...[40001, 40013, 40056, 301002, 43012, 48001, 48002, 48006, 48009, 50001, 50003, 60020, 60031],
      ...[80001, 85005, 85008, 301007],
    ],
  },
  // 93006 invalid chatid: left, dissolved, or the wrong letter case · 93000 93001 93004 this group's robot is gone or shut
  {
    fate: 'final',
    source: 'doc 90313',
    codes: [
      ...[93006, 93008, 93000, 93001, 93004, 49008, 40050],
      ...[81013, 82001, 40003, 40031, 60111, 46004, 60011, 60021, 50002, 92000],
    ],
  },
  // 82101 82102 not among those who got the card · 86xxx a group of the app
  {
    fate: 'final',
    source: 'doc 94888, doc 90313',
    codes: [82101, 82102, 86001, 86003, 86004, 86005, 86006, 86007, 86008, 86101, 86207, 86215, 86216, 86217, 86220],
  },
  // 42014 task_id illegal or used · 846625 the same on an update · 40016 buttons · 846697 file type · 846613 piece size
  { fate: 'content', source: 'doc 90313, field', codes: [42014, 846625, 40016, 846697, 846613] },
  {
    fate: 'content',
    source: 'doc 90313',
    codes: [
      ...[40004, 40005, 40006, 40008, 40009, 40011, 40033, 40035, 40039, 40058, 40063, 40123],
      ...[
        44001, 44004, 47001, 45001, 45002, 45008, 45034, 82004, 40201, 40204, 85002, 93017, 93018, 93019, 93050, 301016,
      ],
      // fields of a template card
      ...Array.from({ length: 42051 - 42014 }, (_, index) => 42015 + index),
    ],
  },
];

const FATES = new Map<number, Fate>(TABLE.flatMap(({ fate, codes }) => codes.map((code) => [code, fate] as const)));

/** Codes nobody has met: another attempt costs minutes, giving up could cost a reminder. */
export const fateOf = (errcode: number): Fate => FATES.get(errcode) ?? 'retry';

/** What somebody can do about a refusal hangs on this; the other codes are `other`. Pages as above. */
const REASONS: Partial<Record<RefusalReason, readonly number[]>> = {
  'never-wrote': [846607],
  'no-such-person': [81013, 60111, 40003, 40031, 46004],
  'out-of-range': [60011],
  'not-here': [82001, 60021, 50002, 92000],
  'no-such-chat': [93006, 93008, 49008],
  'no-robot': [93000, 93001, 93004],
  'no-app-group': [40050, 86001, 86003, 86008, 86217, 86220],
  'too-large': [45001, 45002, 93018, 40006, 40009],
  'bot-credentials': [853000, 846601, 846610],
  'bot-out': [OUT_OF_ORDER],
  'no-answer': [NO_ANSWER, 6000, 45033, 45035],
  'app-corp': [40013],
  'app-secret': [40001],
  'app-agent': [40056, 301002],
  'app-right': [48001, 48006, 48009],
  'app-interface': [48002],
  'app-stopped': [50003],
  'app-address': [60020],
};
const REASON_OF = new Map(
  Object.entries(REASONS).flatMap(([reason, codes]) => codes.map((code) => [code, reason as RefusalReason] as const)),
);

/** A code in words of ours. */
export const refusalOf = (code: number): Refusal => ({ code, reason: REASON_OF.get(code) ?? 'other' });

export class WecomError extends Error implements SendFailure {
  override readonly name = 'WecomError';
  readonly errcode: number;
  readonly fate: Fate;
  readonly retryAfterMs?: number;
  /** Nobody knows whether it arrived: the acknowledgement was lost, or parts of it had been sent before. */
  readonly maybeDelivered: boolean;
  /** Our address as WeCom saw it: what to add to the trusted IPs after a 60020. */
  readonly address?: string;
  readonly refusals: readonly Refusal[];
  readonly refused?: BlockedChannel;

  constructor(
    errcode: number,
    message: string,
    options: ErrorOptions & {
      fate?: Fate;
      retryAfterMs?: number;
      maybeDelivered?: boolean;
      address?: string;
      refusals?: readonly Refusal[];
      refused?: BlockedChannel | undefined;
    } = {},
  ) {
    super(message, options);
    this.errcode = errcode;
    this.fate = options.fate ?? fateOf(errcode);
    this.maybeDelivered = options.maybeDelivered ?? false;
    if (options.address !== undefined) this.address = options.address;
    this.refusals = options.refusals ?? [refusalOf(errcode)];
    if (options.refused !== undefined) this.refused = options.refused;
    const wait = options.retryAfterMs ?? (this.fate === 'wait' ? LIMIT_WAIT_MS : undefined);
    if (wait !== undefined) this.retryAfterMs = wait;
  }
}
