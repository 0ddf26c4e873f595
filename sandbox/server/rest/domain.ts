/** 可信域名 of the self-built app, as the console takes it: a file at the root of the domain proves whose it is. */
import { createHash } from 'node:crypto';
import { Refusal } from '../wire/errors.ts';
import type { World } from '../world/world.ts';

export interface Domain {
  /** The file to download, and what stands in it. */
  proof(): { name: string; content: string };
  /** Saves the domain: false, and nothing changes, when the file is not found there. */
  trust(domain: string): Promise<boolean>;
}

const WAIT_MS = 5_000;

export function createDomain({ app }: World): Domain {
  const theApp = () => {
    if (app === undefined) throw new Refusal(404, '没有自建应用');
    return app.settings;
  };
  const proof: Domain['proof'] = () => {
    const { corpId, agentId, verifyFile } = theApp();
    const made = createHash('sha256').update(`${corpId}/${agentId}`).digest('hex').slice(0, 16);
    const name = verifyFile ?? `WW_verify_${made}.txt`;
    return { name, content: name.replace(/^WW_verify_|\.txt$/gu, '') };
  };

  return {
    proof,
    trust: async (domain) => {
      // Host and port alone, without scheme or path.
      if (!URL.canParse(`http://${domain}/`) || new URL(`http://${domain}/`).host !== domain) {
        throw new Refusal(400, 'domain 应为域名，可带端口');
      }
      const settings = theApp();
      const scheme = /^(?:127\.0\.0\.1|localhost)(?::|$)/u.test(domain) ? 'http' : 'https';
      const { name, content } = proof();
      const answer = await fetch(`${scheme}://${domain}/${name}`, {
        redirect: 'error',
        signal: AbortSignal.timeout(WAIT_MS),
      }).catch(() => undefined);
      // The text alone: no mark of its encoding before it, no end of line after it.
      if (answer?.status !== 200) return false;
      if (Buffer.from(await answer.arrayBuffer()).toString('utf8') !== content) return false;
      settings.trustedDomains = [domain];
      return true;
    },
  };
}
