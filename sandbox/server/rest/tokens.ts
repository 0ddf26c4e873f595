/** gettoken and what a call may do under its token (manual 5.1). */
import { randomBytes } from 'node:crypto';
import { WecomError } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';
import type { World } from '../world/world.ts';

export interface Tokens {
  get(query: URLSearchParams, address: string): Json;
  /**
   * Refuses a call whose token is missing, wrong or over, and one from a strange address.
   * @returns the agent whose token it is
   */
  check(query: URLSearchParams, address: string): number;
}

interface Token {
  token: string;
  until: number;
  agentId: number;
}

const HOUR_MS = 3_600_000;

export function createTokens({ app, behaviour, faults, time }: World): Tokens {
  /** One for each app, hence for each secret. */
  const current = new Map<string, Token>();
  const ended = new Set<string>();
  /** Moments of a wrong secret, by address. */
  const wrong = new Map<string, number[]>();
  faults.onRevoke(() => {
    for (const { token } of current.values()) ended.add(token);
    current.clear();
  });

  const agentOf = (secret: string): number | undefined => {
    if (app === undefined) return undefined;
    const { agentId, others = [] } = app.settings;
    return [{ agentId, secret: app.settings.secret }, ...others].find((one) => one.secret === secret)?.agentId;
  };

  /** Many calls with a wrong secret block the address for an hour (doc 90313). */
  const checkLock = (address: string): number[] => {
    const recent = (wrong.get(address) ?? []).filter((at) => time.ms() - at < HOUR_MS && at <= time.ms());
    wrong.set(address, recent);
    const isLocked = behaviour.wrongSecrets > 0 && recent.length >= behaviour.wrongSecrets;
    if (isLocked) throw new WecomError(45009, 'api freq out of limit');
    return recent;
  };

  return {
    get: (query, address) => {
      const recent = checkLock(address);
      if (app === undefined || query.get('corpid') !== app.settings.corpId) {
        throw new WecomError(40013, 'invalid corpid');
      }
      const secret = query.get('corpsecret') ?? '';
      const agentId = agentOf(secret);
      if (agentId === undefined) {
        recent.push(time.ms());
        throw new WecomError(40001, 'invalid credential');
      }
      const kept = current.get(secret);
      // The same one within its time.
      if (kept !== undefined && kept.until > time.ms()) return answer(kept, time.ms());
      if (kept !== undefined) ended.add(kept.token);
      const fresh = { token: randomBytes(40).toString('hex'), until: time.ms() + behaviour.tokenMs, agentId };
      current.set(secret, fresh);
      return answer(fresh, time.ms());
    },
    check: (query, address) => {
      const given = query.get('access_token') ?? '';
      if (given === '') throw new WecomError(41001, 'access_token missing');
      if (ended.has(given)) throw new WecomError(behaviour.deadTokenCode, 'access_token expired');
      const known = [...current.values()].find(({ token }) => token === given);
      if (known === undefined) throw new WecomError(40014, 'invalid access_token');
      if (known.until <= time.ms()) throw new WecomError(42001, 'access_token expired');
      const { trustedIps } = behaviour;
      if (trustedIps !== null && !trustedIps.includes(address)) {
        throw new WecomError(60020, 'not allow to access from your ip');
      }
      return known.agentId;
    },
  };
}

const answer = ({ token, until }: Token, now: number): Json => ({
  access_token: token,
  expires_in: Math.ceil((until - now) / 1_000),
});
