import { z } from 'zod';
import { Refusal } from '../wire/errors.ts';

const count = z.number().int().min(0);

const faultsBody = z.strictObject({
  /** The next n commands are carried out but never acknowledged (not subscribe, not ping). */
  dropAcks: z.union([count, z.strictObject({ count, cmd: z.string().optional() })]).optional(),
  /** Every acknowledgement comes this late. */
  delayAcksMs: count.optional(),
  /** The next n acknowledgements are held back and then sent in reverse order. */
  reorderAcks: count.optional(),
  /** The next n callbacks never reach the bot. */
  dropInbound: count.optional(),
  delayInboundMs: count.optional(),
  /** The next n callbacks are held back and then delivered in reverse order. */
  reorderInbound: count.optional(),
  /** The next n callbacks are delivered twice, or `times` times, with the same msgid. */
  duplicateInbound: z.union([count, z.strictObject({ count, times: z.number().int().min(2).max(20) })]).optional(),
  /** The next `times` commands of this kind (to this chat) are refused with this code and not carried out. */
  errorOn: z
    .union([
      z.strictObject({ cmd: z.string(), code: z.number().int(), times: count.default(1), chat: z.string().optional() }),
      z.array(
        z.strictObject({
          cmd: z.string(),
          code: z.number().int(),
          times: count.default(1),
          chat: z.string().optional(),
        }),
      ),
    ])
    .optional(),
  /** Every answer of the REST interface comes this late. */
  delayRestMs: count.optional(),
  /** The next n calls of the REST interface (of this one) are carried out, and answered only after `reset`. */
  holdRest: z.union([count, z.strictObject({ count, cmd: z.string().optional() })]).optional(),
  /** Ends the app's token now; the next call meets 42001 or 40014. */
  revokeTokens: z.literal(true).optional(),
  /** Other limits per conversation than 30/min and 1000/h; null restores them. */
  rateLimit: z.strictObject({ perMinute: count.optional(), perHour: count.optional() }).nullable().optional(),
  /** true cuts the connections now; "halfOpen" leaves them open but deaf and dumb. */
  disconnect: z.union([z.literal(true), z.literal('halfOpen')]).optional(),
  /** Refuse new connections: always, never, or the next n. */
  refuseConnections: z.union([z.boolean(), count]).optional(),
  /** Back to normal before the rest of this body is applied. */
  reset: z.boolean().optional(),
});

interface ErrorRule {
  cmd: string;
  code: number;
  times: number;
  chat?: string | undefined;
}

export interface FaultsView {
  dropAcks: { count: number; cmd?: string | undefined };
  delayAcksMs: number;
  reorderAcks: number;
  dropInbound: number;
  delayInboundMs: number;
  reorderInbound: number;
  delayRestMs: number;
  holdRest: { count: number; cmd?: string | undefined };
  duplicateInbound: { count: number; times: number };
  errorOn: ErrorRule[];
  rateLimit: { perMinute?: number | undefined; perHour?: number | undefined } | null;
  refuseConnections: boolean | number;
}

const none = (): FaultsView => ({
  dropAcks: { count: 0 },
  delayAcksMs: 0,
  reorderAcks: 0,
  dropInbound: 0,
  delayInboundMs: 0,
  reorderInbound: 0,
  delayRestMs: 0,
  holdRest: { count: 0 },
  duplicateInbound: { count: 0, times: 2 },
  errorOn: [],
  rateLimit: null,
  refuseConnections: false,
});

export interface Faults {
  view(): FaultsView;
  apply(body: unknown): FaultsView;
  /** Called for `disconnect`. */
  onDisconnect(cut: (how: true | 'halfOpen') => void): void;
  /** Called for `revokeTokens`. */
  onRevoke(revoke: () => void): void;
  takeAckDrop(cmd: string): boolean;
  takeAckHold(): boolean;
  /** Resolves at once, or, where this answer is held back, after `reset`. */
  untilAnswered(path: string): Promise<void>;
  takeInboundDrop(): boolean;
  /** Delivers now, or once the last of those that are to be reversed has come. */
  inOrder(deliver: () => void): void;
  /** How often the next callback is delivered. */
  takeCopies(): number;
  takeError(cmd: string, chat: string | undefined): number | null;
  takeRefusal(): boolean;
}

export function createFaults(): Faults {
  let current = none();
  let cut: (how: true | 'halfOpen') => void = () => undefined;
  let revoke: () => void = () => undefined;
  let held: (() => void)[] = [];
  const unanswered: (() => void)[] = [];
  const release = (): void => {
    const due = held.toReversed();
    held = [];
    for (const deliver of due) deliver();
  };
  return {
    view: () => current,
    onDisconnect: (action) => {
      cut = action;
    },
    onRevoke: (action) => {
      revoke = action;
    },
    apply: (body) => {
      const parsed = faultsBody.safeParse(body ?? {});
      if (!parsed.success) throw new Refusal(400, `故障设置看不懂：${z.prettifyError(parsed.error)}`);
      const { reset, disconnect, dropAcks, holdRest, duplicateInbound, errorOn, revokeTokens, ...plain } = parsed.data;
      if (reset) {
        current = none();
        release();
        for (const answer of unanswered.splice(0)) answer();
      }
      for (const [key, value] of Object.entries(plain)) {
        if (value !== undefined) current = { ...current, [key]: value };
      }
      if (dropAcks !== undefined) current.dropAcks = typeof dropAcks === 'number' ? { count: dropAcks } : dropAcks;
      if (holdRest !== undefined) current.holdRest = typeof holdRest === 'number' ? { count: holdRest } : holdRest;
      if (duplicateInbound !== undefined) {
        current.duplicateInbound =
          typeof duplicateInbound === 'number' ? { count: duplicateInbound, times: 2 } : duplicateInbound;
      }
      if (errorOn !== undefined) current.errorOn.push(...(Array.isArray(errorOn) ? errorOn : [errorOn]));
      if (disconnect !== undefined) cut(disconnect);
      if (revokeTokens !== undefined) revoke();
      return current;
    },
    takeAckDrop: (cmd) => {
      const rule = current.dropAcks;
      if (rule.count === 0 || (rule.cmd !== undefined && rule.cmd !== cmd)) return false;
      rule.count -= 1;
      return true;
    },
    takeAckHold: () => {
      if (current.reorderAcks === 0) return false;
      current.reorderAcks -= 1;
      return true;
    },
    untilAnswered: (path) => {
      const rule = current.holdRest;
      if (rule.count === 0 || (rule.cmd !== undefined && rule.cmd !== path)) return Promise.resolve();
      rule.count -= 1;
      return new Promise((resolve) => unanswered.push(resolve));
    },
    takeInboundDrop: () => {
      if (current.dropInbound === 0) return false;
      current.dropInbound -= 1;
      return true;
    },
    inOrder: (deliver) => {
      if (current.reorderInbound === 0) return deliver();
      held.push(deliver);
      current.reorderInbound -= 1;
      if (current.reorderInbound === 0) release();
    },
    takeCopies: () => {
      const rule = current.duplicateInbound;
      if (rule.count === 0) return 1;
      rule.count -= 1;
      return rule.times;
    },
    takeError: (cmd, chat) => {
      const rule = current.errorOn.find(
        (one) => one.cmd === cmd && one.times > 0 && (one.chat === undefined || one.chat === chat),
      );
      if (!rule) return null;
      rule.times -= 1;
      current.errorOn = current.errorOn.filter((one) => one.times > 0);
      return rule.code;
    },
    takeRefusal: () => {
      const rule = current.refuseConnections;
      if (typeof rule === 'boolean') return rule;
      if (rule === 0) return false;
      current.refuseConnections = rule - 1;
      return true;
    },
  };
}
