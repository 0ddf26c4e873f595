import { describe, expect, it } from 'vitest';

import { NO_ANSWER, WecomError } from '../../../src/wecom/errcodes.ts';
import { jsSignature } from '../../../src/wecom/js-signature.ts';
import type { RestClient } from '../../../src/wecom/rest/client.ts';
import { authorizeAddress } from '../../../src/wecom/rest/sign-in.ts';
import { Tickets } from '../../../src/wecom/rest/tickets.ts';
import type { KeptToken, TokenShelf } from '../../../src/wecom/rest/token.ts';

/** Doc 90506. */
const VECTOR = {
  ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
  nonceStr: 'Wm3WZYTPz0wzccnW',
  timestamp: 1414587457,
  url: 'http://mp.weixin.qq.com?params=value',
};
const SIGNED = '0f9de62fce790f9a083d5c99e95740ceb90c27ed';

describe('JS-SDK signature', () => {
  it('is that of the documentation', () => {
    expect(jsSignature(VECTOR).signature).toBe(SIGNED);
  });

  it('leaves the fragment out', () => {
    expect(jsSignature({ ...VECTOR, url: `${VECTOR.url}#k=secret` }).signature).toBe(SIGNED);
  });
});

function tickets(answers: (path: string) => object | Promise<object>) {
  const asked: string[] = [];
  let now = 1_414_587_457_000;
  const shelves = new Map<string, TokenShelf>();
  const shelf = (name: string): TokenShelf => {
    let kept: KeptToken | undefined;
    let last: Promise<unknown> = Promise.resolve();
    const made: TokenShelf = {
      alone: (work) => {
        const run = last.then(async () => (kept = await work(kept)));
        last = run.catch(() => {});
        return run;
      },
    };
    const found = shelves.get(name) ?? made;
    shelves.set(name, found);
    return found;
  };
  const rest = {
    call: async (path: string) => {
      asked.push(path);
      return { errcode: 0, ...(await answers(path)) };
    },
  } as unknown as RestClient;
  const process = () => new Tickets({ rest, shelf, clock: { now: () => new Date(now) }, nonce: () => VECTOR.nonceStr });
  return { process, asked, pass: (seconds: number) => (now += seconds * 1_000) };
}

describe('tickets', () => {
  const given = (path: string) => ({ ticket: path === 'ticket/get' ? 'AGENT' : VECTOR.ticket, expires_in: 7_200 });

  it('signs config with the company’s ticket and agentConfig with the app’s', async () => {
    const { process } = tickets(given);
    const { config, agentConfig } = await process().sign(VECTOR.url);
    expect(config).toEqual({ timestamp: VECTOR.timestamp, nonceStr: VECTOR.nonceStr, signature: SIGNED });
    expect(agentConfig.signature).toBe(jsSignature({ ...VECTOR, ticket: 'AGENT' }).signature);
  });

  it('asks once for 50 pages in two processes, and anew five minutes before the end', async () => {
    const { process, asked, pass } = tickets(given);
    const both = [process(), process()];
    await Promise.all(Array.from({ length: 50 }, (_, i) => both[i % 2]!.sign(VECTOR.url)));
    expect(asked.toSorted()).toEqual(['get_jsapi_ticket', 'ticket/get']);
    pass(6_899);
    await both[0]!.sign(VECTOR.url);
    expect(asked).toHaveLength(2);
    pass(2);
    await both[0]!.sign(VECTOR.url);
    await both[1]!.sign(VECTOR.url);
    expect(asked).toHaveLength(4);
  });

  it('an answer without a ticket is no ticket', async () => {
    const { process } = tickets(() => ({}));
    await expect(process().sign(VECTOR.url)).rejects.toMatchObject({ errcode: NO_ANSWER });
  });

  it('the quota is a limit to wait for, not a reason to give up', async () => {
    const { process } = tickets(() => Promise.reject(new WecomError(45009, 'quota')));
    await expect(process().sign(VECTOR.url)).rejects.toMatchObject({ fate: 'wait' });
  });
});

it('the address of a sign-in has what doc 91022 asks for, encoded, with the mark at its end', () => {
  const address = authorizeAddress({
    authorizeUrl: 'https://open.weixin.qq.com/connect/oauth2/authorize',
    corpId: 'wwCORP',
    agentId: 1000002,
    redirectUri: 'https://xf.example.cn/h5/signed-in',
    state: 'abc123',
  });
  expect(address).toBe(
    'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wwCORP' +
      '&redirect_uri=https%3A%2F%2Fxf.example.cn%2Fh5%2Fsigned-in&response_type=code&scope=snsapi_base' +
      '&state=abc123&agentid=1000002#wechat_redirect',
  );
});
