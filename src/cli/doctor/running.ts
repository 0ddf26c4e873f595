/** What a program that runs here says of itself, each failing part as its own sentence. */
import type { App } from '../../app.ts';
import { CONNECTION_TROUBLES } from '../../contract/connection-trouble.ts';
import { doctorText } from '../../copy/doctor.ts';
import { undeliveredWords } from '../../copy/undelivered.ts';
import type { Check } from '../../http/routes/health.ts';
import { bad, type Finding, good, hint } from './finding.ts';
import { reach } from './reach.ts';
import { refusalOf } from '../../wecom/errcodes.ts';

/** Asks the process at PORT; the one that holds the bot may be another, and says so itself. */
export async function askRunning({ config, messages }: App): Promise<readonly Finding[]> {
  const answer = await reach(`http://127.0.0.1:${config.port}/readyz`);
  const body = (await answer?.json().catch(() => undefined)) as { readonly checks?: readonly Check[] } | undefined;
  if (!Array.isArray(body?.checks)) return [hint(doctorText.runningElsewhere)];
  const checks: readonly Check[] = body.checks;
  const wecom = checks.find(({ name }) => name === 'wecom');
  const others = checks.filter(({ name, ok }) => !ok && name !== 'wecom');
  // Nothing goes out without a connection: one cause, one line.
  const caused = wecom?.ok === false ? others.filter(({ name }) => name !== 'outbox') : others;
  return [aboutConnection(wecom), ...caused.flatMap((check) => aboutPart(check, messages))];
}

function aboutConnection(wecom: Check | undefined): Finding {
  if (wecom === undefined || wecom.detail === 'standby') return hint(doctorText.runningElsewhere);
  if (wecom.ok) return good(doctorText.running);
  if (wecom.detail?.startsWith('standby') === true) return bad(doctorText.standbyAlone);
  const trouble = CONNECTION_TROUBLES.find((one) => one === wecom.detail) ?? 'unreachable';
  return bad(doctorText.runningTrouble(trouble));
}

function aboutPart({ name, detail = '' }: Check, messages: App['messages']): readonly Finding[] {
  if (name === 'queue') return [bad(doctorText.runningQueue(detail))];
  if (name === 'sweep') return [bad(doctorText.runningSweep)];
  if (name === 'count') return [bad(doctorText.runningCount)];
  if (name === 'outbox') {
    // `431 s; weekly; not made: Error`, as src/app/channel/readiness.ts writes it.
    const [age = '', kind, why] = detail.split('; ');
    const name = messages.of(kind ?? '')?.name ?? undeliveredWords.anyMessage;
    return [bad(doctorText.runningOutbox(age, kind === undefined ? undefined : { name, why: why ?? null }))];
  }
  if (name !== 'app') return [bad(doctorText.runningDown(name, detail))];
  // `60020 203.0.113.5 message/send; …`, as src/app/channel/readiness.ts writes it.
  return detail.split('; ').map((refusal) => {
    const [code = '', address = ''] = refusal.split(' ');
    return bad(doctorText.app(refusalOf(Number(code)), address === '' ? undefined : address));
  });
}
