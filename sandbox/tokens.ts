/** gettoken and what a call may do under its token (manual 5.1). */
import { randomBytes } from 'node:crypto';
import { WecomError } from './errors.ts';
import type { Json } from './errors.ts';
import type { World } from './world.ts';

export interface Tokens {
  get(query: URLSearchParams): Json;
  /** Refuses a call whose token is missing, wrong or over, and one from a strange address. */
  check(query: URLSearchParams, address: string): void;
}

export function createTokens({ app, behaviour, faults, time }: World): Tokens {
  let current: { token: string; until: number } | undefined;
  const ended = new Set<string>();
  faults.onRevoke(() => {
    if (current !== undefined) ended.add(current.token);
    current = undefined;
  });
  return {
    get: (query) => {
      if (app === undefined || query.get('corpid') !== app.settings.corpId) {
        throw new WecomError(40013, 'invalid corpid');
      }
      if (query.get('corpsecret') !== app.settings.secret) throw new WecomError(40001, 'invalid credential');
      // The same one within its time.
      if (current === undefined || current.until <= time.ms()) {
        if (current !== undefined) ended.add(current.token);
        current = { token: randomBytes(40).toString('hex'), until: time.ms() + behaviour.tokenMs };
      }
      return { access_token: current.token, expires_in: Math.ceil((current.until - time.ms()) / 1_000) };
    },
    check: (query, address) => {
      const token = query.get('access_token') ?? '';
      if (token === '') throw new WecomError(41001, 'access_token missing');
      if (ended.has(token)) throw new WecomError(behaviour.deadTokenCode, 'access_token expired');
      if (token !== current?.token) throw new WecomError(40014, 'invalid access_token');
      if (current.until <= time.ms()) throw new WecomError(42001, 'access_token expired');
      const { trustedIps } = behaviour;
      if (trustedIps !== null && !trustedIps.includes(address)) {
        throw new WecomError(60020, 'not allow to access from your ip');
      }
    },
  };
}
