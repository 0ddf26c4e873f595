/** jsapi_ticket, the app's ticket, and what a client checks when a page registers (manual 7.4). */
import { createHash, randomBytes } from 'node:crypto';
import { createBudget } from '../world/budget.ts';
import { Refusal, WecomError, isRecord } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';
import type { World } from '../world/world.ts';

export interface Tickets {
  company(): Json;
  agent(query: URLSearchParams): Json;
  /** `ww.register` of a page: whether WeCom's client would give it its functions. */
  register(body: unknown): Json;
}

interface Ticket {
  value: string;
  until: number;
}

const LIFE_MS = 7_200_000;
const NO_MINUTE = Number.POSITIVE_INFINITY;

export function createTickets({ app, behaviour, time }: World): Tickets {
  const budgets = {
    company: createBudget(time, () => ({ perMinute: NO_MINUTE, perHour: behaviour.companyTicketsPerHour })),
    agent: createBudget(time, () => ({ perMinute: NO_MINUTE, perHour: behaviour.agentTicketsPerHour })),
  };
  const kept: Partial<Record<'company' | 'agent', Ticket>> = {};

  const give = (of: 'company' | 'agent'): Json => {
    const budget = budgets[of];
    if (!budget.allows(of)) throw new WecomError(45009, 'reach max api hour quota limit');
    budget.spend(of);
    const former = kept[of];
    const ticket =
      former !== undefined && former.until > time.ms()
        ? former
        : { value: randomBytes(43).toString('base64url'), until: time.ms() + LIFE_MS };
    kept[of] = ticket;
    return { ticket: ticket.value, expires_in: Math.ceil((ticket.until - time.ms()) / 1_000) };
  };

  const isSignedBy = (of: 'company' | 'agent', url: string, signed: Json): boolean => {
    const ticket = kept[of];
    if (ticket === undefined || ticket.until <= time.ms()) return false;
    const { nonceStr, timestamp, signature } = signed;
    const text = `jsapi_ticket=${ticket.value}&noncestr=${String(nonceStr)}&timestamp=${String(timestamp)}&url=${url}`;
    return createHash('sha1').update(text).digest('hex') === signature;
  };

  const verdict = (of: 'company' | 'agent', url: string, signed: unknown): Json => {
    if (!isRecord(signed)) throw new Refusal(400, '没有签名');
    if (isSignedBy(of, url, signed)) return { errcode: 0, errmsg: 'ok' };
    // The other ticket's signature is told apart by nothing but its code.
    const other = of === 'company' ? 'agent' : 'company';
    const code = isSignedBy(other, url, signed) && of === 'agent' ? 42012 : 40093;
    return { errcode: code, errmsg: 'invalid signature' };
  };

  return {
    company: () => give('company'),
    agent: (query) => {
      if (query.get('type') !== 'agent_config') throw new WecomError(40058, 'invalid type');
      return give('agent');
    },
    register: (body) => {
      if (!isRecord(body)) throw new Refusal(400, '请求内容不对');
      const { url: given, corpId, agentId, config, agentConfig } = body;
      const url = String(given).split('#', 1)[0] ?? '';
      if (app === undefined || corpId !== app.settings.corpId) throw new Refusal(400, 'corpId 不对（40013）');
      const domains = app.settings.trustedDomains;
      const isTrusted = URL.canParse(url) && (domains === undefined || domains.includes(new URL(url).host));
      const refused = { errcode: 80001, errmsg: 'domain not trusted' };
      if (!isTrusted) return { config: refused, ...(agentConfig !== undefined && { agentConfig: refused }) };
      const isAgent = String(agentId) === String(app.settings.agentId);
      return {
        config: verdict('company', url, config),
        ...(agentConfig !== undefined && {
          agentConfig: isAgent ? verdict('agent', url, agentConfig) : { errcode: 40056, errmsg: 'invalid agentid' },
        }),
      };
    },
  };
}
