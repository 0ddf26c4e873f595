/** connect/oauth2/authorize and auth/getuserinfo (manual 7.3): a code for whoever plays, good once and for five minutes. */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal, WecomError } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';
import { escapeHtml, redirect, sendHtml } from '../control/web.ts';
import type { World } from '../world/world.ts';

export interface OAuth {
  /** What the client does with the address: recognises its owner and goes back with a code. */
  authorize(req: IncomingMessage, res: ServerResponse, query: URLSearchParams): void;
  /** Opens an address in the client of a person, who has cookies of their own. */
  open(req: IncomingMessage, res: ServerResponse, query: URLSearchParams): void;
  userInfo(query: URLSearchParams): Json;
  userDetail(body: Json): Json;
}

interface Code {
  /** A member, or somebody outside with an openid. */
  who: string;
  at: number;
  isPrivate: boolean;
}

const CODE_MS = 5 * 60_000;
const TICKET_MS = 1_800_000;
const SCOPES = new Set(['snsapi_base', 'snsapi_userinfo', 'snsapi_privateinfo']);
/** Plays somebody who is not of the corporation. */
const OUTSIDER = 'outsider';
/** Whose client this browser is at the moment. */
const ME = 'local-wecom-me';

export function createOAuth({ app, behaviour, directory, time }: World): OAuth {
  const codes = new Map<string, Code>();
  const userTickets = new Map<string, { userid: string; at: number }>();

  const isTrusted = (url: URL): boolean => {
    const domains = app?.settings.trustedDomains;
    return domains === undefined || domains.includes(url.host);
  };

  const targetOf = (query: URLSearchParams): URL => {
    if (app === undefined || query.get('appid') !== app.settings.corpId) throw new Refusal(400, 'appid 不对（40013）');
    const agent = query.get('agentid');
    if (agent !== null && agent !== String(app.settings.agentId)) throw new Refusal(400, 'agentid 不对（40056）');
    if (query.get('response_type') !== 'code') throw new Refusal(400, 'response_type 应为 code');
    if (!SCOPES.has(query.get('scope') ?? '')) throw new Refusal(400, 'scope 不对');
    const isState = /^[a-zA-Z0-9]{0,128}$/u.test(query.get('state') ?? '');
    if (!isState) throw new Refusal(400, 'state 只能用字母数字，最多 128 字节');
    const given = query.get('redirect_uri') ?? '';
    const target = URL.canParse(given) ? new URL(given) : undefined;
    if (target === undefined || !/^https?:$/u.test(target.protocol) || !isTrusted(target)) {
      throw new Refusal(400, 'redirect_uri 的域名不是这个应用的可信域名，端口也要一致（50001）');
    }
    return target;
  };

  const openidOf = (): string => `oo${createHash('sha256').update(OUTSIDER).digest('base64url').slice(0, 26)}`;

  /** Without knowing whose client this is, it asks. */
  const chooser = (res: ServerResponse, query: URLSearchParams): void => {
    const link = (who: string, name: string): string => {
      const next = new URLSearchParams(query);
      next.set('as', who);
      return `<li><a href="?${escapeHtml(next.toString())}">${escapeHtml(name)}</a></li>`;
    };
    const people = directory.people().map(({ userid, name, unit }) => link(userid, `${name}（${unit}）`));
    sendHtml(res, '以谁的身份登录', `<ul>${[...people, link(OUTSIDER, '企业外的人')].join('')}</ul>`);
  };

  return {
    authorize: (req, res, query) => {
      const target = targetOf(query);
      const who = query.get('as') ?? meOf(req);
      const isKnown = who === OUTSIDER || (who !== undefined && directory.findPerson(who) !== undefined);
      if (!isKnown) return chooser(res, query);
      const code = randomBytes(32).toString('base64url');
      codes.set(code, {
        who,
        at: time.ms(),
        isPrivate: query.get('scope') === 'snsapi_privateinfo' && query.has('agentid'),
      });
      target.searchParams.set('code', code);
      target.searchParams.set('state', query.get('state') ?? '');
      redirect(res, target.href);
    },
    open: (req, res, query) => {
      const { userid } = directory.person(query.get('as') ?? '');
      const host = new URL(`http://${req.headers.host ?? 'localhost'}`).hostname;
      const given = query.get('url') ?? '';
      const target = URL.canParse(given) ? new URL(given) : undefined;
      if (target === undefined || !/^https?:$/u.test(target.protocol) || target.hostname !== host) {
        throw new Refusal(400, '只能打开本机的网页');
      }
      // Each person's client keeps cookies of its own; one browser plays them all, so the former's are thrown away.
      const dropped = meOf(req) === userid ? [] : namesOf(req).map((name) => `${name}=; Path=/; Max-Age=0`);
      res.setHeader('set-cookie', [...dropped, `${ME}=${encodeURIComponent(userid)}; Path=/; HttpOnly; SameSite=Lax`]);
      redirect(res, target.href);
    },
    userInfo: (query) => {
      const code = query.get('code') ?? '';
      const found = codes.get(code);
      codes.delete(code);
      if (found === undefined) throw new WecomError(40029, 'invalid code');
      if (time.ms() - found.at >= CODE_MS) throw new WecomError(behaviour.oauthExpiredCode, 'code expired');
      if (found.who === OUTSIDER) return { openid: openidOf() };
      // A member is told whether or not the app is visible to them; the ticket for more only within its range.
      const isVisible = app?.settings.visible?.includes(found.who) ?? true;
      if (!found.isPrivate || !isVisible) return { userid: found.who };
      const ticket = randomBytes(32).toString('base64url');
      userTickets.set(ticket, { userid: found.who, at: time.ms() });
      return { userid: found.who, user_ticket: ticket };
    },
    userDetail: (body) => {
      const found = userTickets.get(typeof body['user_ticket'] === 'string' ? body['user_ticket'] : '');
      if (found === undefined || time.ms() - found.at >= TICKET_MS) throw new WecomError(40058, 'invalid user_ticket');
      return { userid: found.userid };
    },
  };
}

const cookiesOf = (req: IncomingMessage): [string, string][] =>
  (req.headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim().split('='))
    .filter(([name = '']) => name !== '')
    .map(([name = '', ...value]) => [name, value.join('=')]);

const namesOf = (req: IncomingMessage): string[] =>
  cookiesOf(req)
    .map(([name]) => name)
    .filter((name) => name !== ME);

const meOf = (req: IncomingMessage): string | undefined => {
  const value = cookiesOf(req).find(([name]) => name === ME)?.[1];
  return value === undefined ? undefined : decodeURIComponent(value);
};
