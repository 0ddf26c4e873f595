import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Secret } from '../../core/secret.ts';
import { NO_ANSWER, WecomError } from '../errcodes.ts';
import { type Answer, type Call, callWecom, refusal } from './http.ts';
import { SharedToken, type TokenShelf } from './token.ts';

export interface RestOptions {
  readonly baseUrl: string;
  readonly app: { readonly corpId: string; readonly secret: Secret };
  readonly shelf: TokenShelf;
  /** Machine time. */
  readonly clock: Clock;
  readonly log: Logger;
  readonly timeoutMs?: number;
}

/** 40001 also stands for a wrong secret; then the refresh fails with the same. */
const DEAD_TOKEN = new Set([40014, 42001, 40001]);
const NOT_TRUSTED = 60020;
/** The app hears no clicks: its cards go out as text, nothing else is wrong. */
const NO_CALLBACK = 43012;
const MAX_FILE_BYTES = 25 * 1024 * 1024;
/** A refusal that did not come again for so long is over, or nobody asks any more. */
const REFUSAL_MS = 900_000;

/** WeCom refuses a call until somebody changes the set-up. */
export interface Refusal {
  readonly path: string;
  readonly errcode: number;
  /** Our address as WeCom saw it, after a 60020. */
  readonly address?: string;
}

/** WeCom's server interface under the app's token. Every failure is a `WecomError`. */
export class RestClient {
  readonly #options: RestOptions;
  readonly #token: SharedToken;
  readonly #refusals = new Map<string, Refusal & { readonly at: number }>();

  constructor(options: RestOptions) {
    this.#options = options;
    this.#token = new SharedToken(() => this.#fetchToken(), options.shelf, options.clock);
  }

  /** Whether WeCom gives a token for these credentials now; one kept from before says nothing of a changed secret. */
  async check(): Promise<void> {
    await this.#fetchToken();
  }

  /** What stands in the way until somebody acts: an alarm, not a message to be tried again (doc 90313). */
  refusals(): readonly Refusal[] {
    const now = this.#options.clock.now().getTime();
    for (const [path, { at }] of this.#refusals) if (now - at > REFUSAL_MS) this.#refusals.delete(path);
    return [...this.#refusals.values()].map(({ path, errcode, address }) => ({
      path,
      errcode,
      ...(address !== undefined && { address }),
    }));
  }

  call(
    path: string,
    { query = {}, ...call }: Call & { readonly query?: Readonly<Record<string, string>> } = {},
  ): Promise<Answer> {
    const { timeoutMs } = this.#options;
    return this.#withToken(path, query, (url) =>
      callWecom(url, { ...(timeoutMs !== undefined && { timeoutMs }), ...call }),
    );
  }

  /** A file by its media id. An error comes as JSON with HTTP 200 (doc 90254). */
  download(mediaId: string): Promise<{ bytes: Buffer; disposition: string }> {
    return this.#withToken('media/get', { media_id: mediaId }, async (url) => {
      let response: Response;
      let bytes: Buffer;
      try {
        response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(30_000) });
        if (Number(response.headers.get('content-length')) > MAX_FILE_BYTES) {
          throw new WecomError(45001, 'file too large');
        }
        bytes = Buffer.from(await response.arrayBuffer());
      } catch (error) {
        if (error instanceof WecomError) throw error;
        throw new WecomError(NO_ANSWER, 'file not fetched');
      }
      if (response.headers.get('content-type')?.includes('application/json') === true) {
        const { errcode, errmsg } = JSON.parse(bytes.toString('utf8')) as { errcode?: unknown; errmsg?: unknown };
        if (typeof errcode === 'number' && errcode !== 0) throw refusal(errcode, errmsg);
      }
      return { bytes, disposition: response.headers.get('content-disposition') ?? '' };
    });
  }

  /** A dead token is replaced once, and the call made once more. */
  async #withToken<T>(
    path: string,
    query: Readonly<Record<string, string>>,
    run: (url: URL) => Promise<T>,
  ): Promise<T> {
    const attempt = async (token: string): Promise<T> => {
      const answer = await run(this.#url(path, { access_token: token, ...query }));
      this.#refusals.delete(path);
      return answer;
    };
    try {
      const token = await this.#token.get();
      try {
        return await attempt(token);
      } catch (error) {
        if (!(error instanceof WecomError) || !DEAD_TOKEN.has(error.errcode)) throw error;
      }
      return await attempt(await this.#token.get(token));
    } catch (error) {
      throw this.#noted(error, path);
    }
  }

  async #fetchToken(): Promise<{ token: string; seconds: number }> {
    const { app, timeoutMs } = this.#options;
    const url = this.#url('gettoken', { corpid: app.corpId, corpsecret: app.secret.reveal() });
    const answer = await callWecom(url, { method: 'GET', ...(timeoutMs !== undefined && { timeoutMs }) });
    const { access_token: token, expires_in: seconds } = answer;
    if (typeof token !== 'string' || token === '' || typeof seconds !== 'number') {
      throw new WecomError(NO_ANSWER, 'gettoken answered without a token');
    }
    return { token, seconds };
  }

  /** A refusal that lasts is logged when it begins, with what to do. */
  #noted(error: unknown, path: string): unknown {
    if (!(error instanceof WecomError) || error.fate !== 'config' || error.errcode === NO_CALLBACK) return error;
    const { errcode, address } = error;
    if (this.#refusals.get(path)?.errcode !== errcode) {
      const what =
        errcode === NOT_TRUSTED
          ? 'add this address to the trusted IPs of the app'
          : 'WeCom refuses the app until its set-up is changed';
      this.#options.log.error({ errcode, path, ...(address !== undefined && { ip: address }) }, what);
    }
    const at = this.#options.clock.now().getTime();
    this.#refusals.set(path, { path, errcode, at, ...(address !== undefined && { address }) });
    return error;
  }

  #url(path: string, query: Readonly<Record<string, string>>): URL {
    const url = new URL(`${this.#options.baseUrl}/cgi-bin/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }
}
