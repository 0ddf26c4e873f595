import type { Clock } from '../../core/clock.ts';
import { NO_ANSWER, WecomError } from '../errcodes.ts';
import { type JsSignature, jsSignature } from '../js-signature.ts';
import type { Answer } from './http.ts';
import type { RestClient } from './client.ts';
import { SharedToken, type TokenShelf } from './token.ts';

export interface TicketsOptions {
  readonly rest: RestClient;
  /** A shelf for each of the two tickets, shared by all processes. */
  shelf(name: 'jsapi' | 'agent'): TokenShelf;
  /** Machine time. */
  readonly clock: Clock;
  /** Random characters. */
  nonce(): string;
}

export interface PageSignatures {
  /** For `getConfigSignature`: with the company's ticket. */
  readonly config: JsSignature;
  /** For `getAgentConfigSignature`: with the app's ticket. */
  readonly agentConfig: JsSignature;
}

/**
 * The two tickets a page's signatures are made with (doc 90506). WeCom gives them out 400 times an hour for a company and
 * 100 for an app, so they are kept as the access token is: one for all processes, renewed early, asked for once.
 */
export class Tickets {
  readonly #company: SharedToken;
  readonly #agent: SharedToken;
  readonly #options: TicketsOptions;

  constructor(options: TicketsOptions) {
    const { rest, shelf, clock } = options;
    this.#options = options;
    this.#company = new SharedToken(
      async () => ticketIn(await rest.call('get_jsapi_ticket', { method: 'GET' })),
      shelf('jsapi'),
      clock,
    );
    this.#agent = new SharedToken(
      async () => ticketIn(await rest.call('ticket/get', { method: 'GET', query: { type: 'agent_config' } })),
      shelf('agent'),
      clock,
    );
  }

  /** @param url address of the page that registers; its fragment does not count */
  async sign(url: string): Promise<PageSignatures> {
    const timestamp = Math.floor(this.#options.clock.now().getTime() / 1_000);
    const [company, agent] = await Promise.all([this.#company.get(), this.#agent.get()]);
    const with_ = (ticket: string): JsSignature =>
      jsSignature({ ticket, url, timestamp, nonceStr: this.#options.nonce() });
    return { config: with_(company), agentConfig: with_(agent) };
  }
}

function ticketIn({ ticket, expires_in: seconds }: Answer): { token: string; seconds: number } {
  if (typeof ticket !== 'string' || ticket === '' || typeof seconds !== 'number') {
    throw new WecomError(NO_ANSWER, 'no ticket in the answer');
  }
  return { token: ticket, seconds };
}
