/** The address by which phones and WeCom reach us: PUBLIC_URL, the trusted domain, and the file that proves whose it is. */
import type { App } from '../../app.ts';
import type { Config } from '../../config/index.ts';
import { doctorText } from '../../copy/doctor.ts';
import { randomIds } from '../../core/ids.ts';
import { bad, type Finding, good, hint } from './finding.ts';
import { reach } from './reach.ts';

/** A page that takes longer to say that it is there is not opened by anybody. */
const TIMEOUT_MS = 5_000;

const isLoopback = (url: URL): boolean => url.hostname === '127.0.0.1';

/** WeCom opens pages and callbacks under https only; by 127.0.0.1 the local WeCom reaches us. */
export const isUsable = (publicUrl: string): boolean =>
  publicUrl.startsWith('https:') || isLoopback(new URL(publicUrl));

/** A name that only this machine or this house knows: no phone gets there, and no such name can be a trusted domain. */
function isPrivate({ hostname }: URL): boolean {
  if (hostname === 'localhost' || !hostname.includes('.')) return true;
  return /^(?:10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\.|\.(?:local|lan|internal|home)$/u.test(hostname);
}

/** Whether cards can carry links, and whether those lead here. */
export async function checkPublicUrl({
  config,
  answerTo,
}: Pick<App, 'config' | 'answerTo'>): Promise<readonly Finding[]> {
  const { publicUrl, wecom } = config;
  const hasCallback = wecom.botCallback !== undefined || wecom.appCallback !== undefined;
  if (publicUrl === undefined) {
    return [hasCallback ? bad(doctorText.callbackNoUrl) : hint(doctorText.noPublicUrl)];
  }
  const url = new URL(publicUrl);
  if (!isUsable(publicUrl)) return [bad(doctorText.publicUrlNoTls(url.hostname))];
  if (!isLoopback(url) && isPrivate(url)) return [bad(doctorText.publicUrlPrivate(url.hostname))];
  // The pages ask for /api/ and /h5/ at the root, and the trusted domain has no path either.
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return [bad(doctorText.publicUrlPath(url.origin))];
  const asked = randomIds.token(16);
  const answer = await reach(`${url.origin}/healthz?ask=${asked}`, { timeoutMs: TIMEOUT_MS });
  if (answer === undefined) return [bad(doctorText.publicUrlDead(url.origin))];
  const said = (await answer.json().catch(() => undefined)) as { answer?: unknown } | undefined;
  if (said?.answer !== answerTo(asked)) return [bad(doctorText.publicUrlOther(url.origin, answer.status))];
  return [good(doctorText.publicUrl(url.origin)), ...(await checkFiles(config, url.origin))];
}

/** What the console fetches when the domain's owner is asked for: the bare text, at the root. */
async function checkFiles({ wecom }: Config, origin: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { name, content } of wecom.verifyFiles) {
    const answer = await reach(`${origin}/${name}`, { timeoutMs: TIMEOUT_MS });
    // Byte for byte: `text()` would hide a mark of the encoding before it.
    const said = answer?.status === 200 ? Buffer.from(await answer.arrayBuffer()).toString('utf8') : undefined;
    const isRight = said === content;
    findings.push(isRight ? good(doctorText.verifyFile(name)) : bad(doctorText.verifyFileDead(`${origin}/${name}`)));
  }
  return findings;
}

/**
 * The trusted domain as the console has it (`redirect_domain`, doc 90227), beside ours: sign-in (50001) and JS-SDK (80001, 85005)
 * want the same host and port.
 */
export function checkDomain({ publicUrl, wecom }: Config, theirs: unknown): readonly Finding[] {
  if (publicUrl === undefined || !isUsable(publicUrl) || typeof theirs !== 'string') return [];
  const { host } = new URL(publicUrl);
  if (theirs.replace(/^https?:\/\//u, '').replace(/\/+$/u, '') === host) return [good(doctorText.domain(host))];
  const hasFile = wecom.verifyFiles.length > 0;
  return [bad(theirs === '' ? doctorText.domainUnset(host, hasFile) : doctorText.domainOther(theirs, host, hasFile))];
}
