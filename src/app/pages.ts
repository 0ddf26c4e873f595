import { fileURLToPath } from 'node:url';
import type Router from '@koa/router';
import { eq } from 'drizzle-orm';

import type { Outcome } from '../bot/converse.ts';
import type { PageAct, Receiver } from '../bot/receive.ts';
import type { Card } from '../contract/card.ts';
import type { JsConfig, MatterPages } from '../contract/page.ts';
import type { Config } from '../config/index.ts';
import type { Clock } from '../core/clock.ts';
import { randomIds } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import { createSigner } from '../core/signed.ts';
import type { Vault } from '../core/vault.ts';
import type { Database } from '../db/client.ts';
import { inbound } from '../db/schema.ts';
import { spellingOf } from '../domain/org/service.ts';
import { type LetterKey, pageApiRouter } from '../http/routes/page-api.ts';
import { pagesRouter } from '../http/routes/pages.ts';
import { type SignInWay, signInRouter } from '../http/routes/sign-in.ts';
import { createSessions, type OnceOnly, type Session } from '../http/session.ts';
import type { RestClient } from '../wecom/rest/client.ts';
import { authorizeAddress, memberOf } from '../wecom/rest/sign-in.ts';
import { Tickets } from '../wecom/rest/tickets.ts';
import { appShelf } from './channel/token-store.ts';
import type { TokenShelf } from '../wecom/rest/token.ts';

/** The self-built app by which members are recognised. */
export interface PageApp {
  readonly corpId: string;
  readonly agentId: number;
  readonly rest: RestClient;
  readonly authorizeUrl: string;
  /** Played in any browser, not in WeCom's client alone. */
  readonly isLocal?: boolean;
  /** Where the tickets are kept. */
  shelf(name: string): TokenShelf;
}

export interface PagesDeps {
  readonly config: Config;
  readonly database: Database;
  readonly vault: Vault;
  /** Machine time: sessions, links and tickets do not move with a played month. */
  readonly machine: Clock;
  /** The town's time, for what is written down. */
  readonly clock: Clock;
  /** Of the self-built app, where one is set up. */
  readonly rest: RestClient | undefined;
  readonly log: Logger;
}

const FOLDER = fileURLToPath(new URL('../../web/dist', import.meta.url));
const OFFICIAL_API = 'https://qyapi.weixin.qq.com';
const OFFICIAL_AUTHORIZE = 'https://open.weixin.qq.com/connect/oauth2/authorize';
const LINK_MS = 600_000;
/** WeCom's client fetches it at once. */
const LETTER_MS = 120_000;

/** Where members are recognised: WeCom's own address, or beside an interface that stands elsewhere (`sandbox/`). */
const authorizeUrlOf = (apiBaseUrl: string): string =>
  apiBaseUrl === OFFICIAL_API ? OFFICIAL_AUTHORIZE : `${apiBaseUrl}/connect/oauth2/authorize`;

const appOf = ({ config, database, vault }: PagesDeps, rest: RestClient): PageApp => ({
  ...config.wecom.app!,
  rest,
  authorizeUrl: authorizeUrlOf(config.wecom.apiBaseUrl),
  shelf: (name) => appShelf(config, database, vault, name),
});

/** What is done on a page resolves with its answer, while the chat is still told of it. */
export const actThrough =
  (receiver: Pick<Receiver, 'act'>) =>
  async (given: PageAct): Promise<Outcome | undefined> =>
    (await receiver.act(given))?.outcome;

/** The pages and everything about getting to them: addresses, links, sign-in, sessions (ADR 16). */
export function createPages(deps: PagesDeps) {
  const { config, database, vault, machine } = deps;
  let base = config.publicUrl;
  const log = deps.log.child({ part: 'pages' });
  let app = deps.rest === undefined ? undefined : appOf(deps, deps.rest);
  let tickets: Tickets | undefined;
  const mark = (plain: string, purpose: string): string => vault.mark(plain, purpose);
  const links = createSigner(mark, 'link');
  const letterKeys = createSigner(mark, 'letter');
  const once: OnceOnly = {
    async spend(what, userid) {
      const now = deps.clock.now();
      const spent = await database.db
        .insert(inbound)
        .values({
          id: randomIds.uuid(now),
          msgid: what,
          sender: userid,
          receivedAt: now,
          userid,
          kind: 'enter',
          reqId: '',
          state: 'ignored',
          attempts: 0,
        })
        .onConflictDoNothing()
        .returning({ id: inbound.id });
      return spent.length > 0;
    },
    async isSpent(what) {
      const [found] = await database.db
        .select({ id: inbound.id })
        .from(inbound)
        .where(eq(inbound.msgid, what))
        .limit(1);
      return found !== undefined;
    },
  };
  const token = (length: number): string => randomIds.token(length);
  const secure = (): boolean => base?.startsWith('https:') === true;
  const sessions = createSessions({ mark, clock: machine, once, token, secure });
  const matterUrl = (number: string): string | undefined => base && `${base}/h5/matters/${number}`;

  const signIn = (): SignInWay | undefined => {
    const at = app;
    if (at === undefined) return undefined;
    return {
      address: (redirectUri, state) => authorizeAddress({ ...at, redirectUri, state }),
      member: (code) => memberOf(at.rest, code),
    };
  };

  async function signatures(url: string): Promise<JsConfig | undefined> {
    if (app === undefined) return undefined;
    const { rest, corpId, agentId, shelf } = app;
    tickets ??= new Tickets({
      rest,
      shelf,
      clock: machine,
      nonce: () => randomIds.token(16),
    });
    return { corpId, agentId, ...(await tickets.sign(url)) };
  }

  /** What a link is good for, once: the message id of its opening is written down like one of what people write. */
  async function openLink(key: string): Promise<Required<Session> | undefined> {
    const { i: id, u: userid, m: matter } = links.read(key, machine.now()) ?? {};
    if (typeof id !== 'string' || typeof userid !== 'string' || typeof matter !== 'string') return undefined;
    return (await once.spend(`link:${id}`, userid)) ? { userid, matter } : undefined;
  }

  return {
    /** Tells where the pages are reached, and by which app, once that is known; what the configuration names stays. */
    settleAt(address: string, local: PageApp | undefined): void {
      base ??= address;
      app ??= local;
    },

    /** Page behind a card: it asks who is there, so it may be seen by anybody. */
    cardUrl: (card: Card): string | undefined => (card.matter === undefined ? undefined : matterUrl(card.matter)),

    links: {
      /** Signs one reader in, for one matter, once; the key stands behind the #, where no server and no log sees it. */
      personal(userid: string, number: string): string | undefined {
        const url = matterUrl(number);
        if (url === undefined) return undefined;
        const until = new Date(machine.now().getTime() + LINK_MS);
        return `${url}#k=${links.sign({ u: userid, m: number, i: randomIds.token(20) }, until)}`;
      },
    },

    routers: (service: MatterPages): Router[] => [
      signInRouter({
        mark,
        clock: machine,
        sessions,
        once,
        base: () => base,
        way: signIn,
        async known(userid) {
          const own = (await spellingOf(database.db, userid)) ?? userid;
          return (await service.me(own)) === undefined ? undefined : own;
        },
        token,
        log,
      }),
      pageApiRouter({
        sessions,
        service,
        base: () => base,
        signIn: (agent) =>
          app === undefined || base === undefined
            ? undefined
            : { now: app.isLocal === true || /wxwork\//iu.test(agent) },
        signatures,
        draftKey: (userid) => mark(userid, 'draft'),
        letterKey: {
          sign: (key) => letterKeys.sign(key, new Date(machine.now().getTime() + LETTER_MS)),
          read: (text) => letterKeys.read(text, machine.now()) as LetterKey | undefined,
        },
        openLink,
      }),
      pagesRouter(FOLDER),
    ],
  };
}
