import type { App } from '../../app.ts';
import type { ConnectionTrouble } from '../../contract/connection-trouble.ts';
import type { Check } from '../../http/routes/health.ts';

/** Longer silence of the sweep, or an older message unsent, is an alarm. */
const SWEEP_ALARM_MS = 120_000;
const OUTBOX_ALARM_S = 300;
/** Who holds the bot notes every 20 s that it is connected; a standby is well as long as somebody does. */
const BOT_ALARM_MS = 60_000;

type State = Awaited<ReturnType<App['state']>>;

/** Why the bot is not connected to WeCom here; undefined when it is, or another process of ours is. */
export function troubleOf({ config }: Pick<App, 'config'>, state: State): ConnectionTrouble | undefined {
  if (!config.roles.includes('bot') || state.isConnected || state.isStandby) return undefined;
  const { channelState } = state;
  return channelState === 'refused' || channelState === 'displaced' ? channelState : 'unreachable';
}

/** What /readyz says (design 7.6); `doctor` reads it too and turns each detail into a sentence. */
export async function checksOf(app: App): Promise<Check[]> {
  const state = await app.state();
  const { isStandby, botSeenMsAgo, sweptMsAgo, waiting, queueTrouble, refusals, lostStages, count } = state;
  const isBot = app.config.roles.includes('bot');
  const isWorker = app.config.roles.includes('worker');
  const trouble = troubleOf(app, state);
  const isServed = !isStandby || (botSeenMsAgo !== undefined && botSeenMsAgo < BOT_ALARM_MS);
  const detail = isStandby ? (isServed ? 'standby' : 'standby, nobody serves') : trouble;
  return [
    { name: 'database', ok: true },
    { name: 'queue', ok: queueTrouble === undefined, ...(queueTrouble !== undefined && { detail: queueTrouble }) },
    ...(isBot
      ? [{ name: 'wecom', ok: trouble === undefined && isServed, ...(detail !== undefined && { detail }) }]
      : []),
    ...(app.rest === undefined ? [] : [{ name: 'app', ok: refusals.length === 0, ...appDetail(refusals) }]),
    ...(isWorker ? [{ name: 'sweep', ok: sweptMsAgo !== undefined && sweptMsAgo < SWEEP_ALARM_MS }] : []),
    ...(isWorker && lostStages > 0 ? [{ name: 'stages', ok: false, detail: `${lostStages} without a rule` }] : []),
    ...(isWorker && (count.day !== undefined || count.missing > 0) ? [countCheck(count)] : []),
    { name: 'outbox', ok: (waiting?.age ?? 0) < OUTBOX_ALARM_S, detail: outboxDetail(state) },
  ];
}

/** `2026-03-12: due 7, sent 7, read 5`: the reminders of the last day that was counted; a morning that was not is an alarm. */
const countCheck = ({ day, due, sent, read, missing }: State['count']): Check => ({
  name: 'count',
  ok: missing === 0,
  detail: [
    ...(missing > 0 ? [`${missing} towns not counted today`] : []),
    ...(day === undefined ? [] : [`${day}: due ${due}, sent ${sent}, read ${read}`]),
  ].join('; '),
});

/** `431 s; weekly; not made: Error`: how long the oldest message is overdue, of which kind, and why. Nobody's name stands in it. */
function outboxDetail({ waiting, isConnected }: State): string {
  if (waiting === undefined) return '0 s';
  const why = waiting.reason ?? (isConnected ? 'not tried yet' : 'no connection');
  return `${Math.round(waiting.age)} s; ${waiting.kind}; ${why}`;
}

/** `60020 203.0.113.5 message/send`: what to add where stands in docs/connect.md. */
const appDetail = (refusals: State['refusals']): { detail?: string } =>
  refusals.length === 0
    ? {}
    : { detail: refusals.map(({ errcode, address = '', path }) => `${errcode} ${address} ${path}`).join('; ') };
