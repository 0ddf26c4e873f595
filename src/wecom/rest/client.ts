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
const MAX_FILE_BYTES = 25 * 1024 * 1024;

/** WeCom's server interface under the app's token. Every failure is a `WecomError`. */
export class RestClient {
  readonly #options: RestOptions;
  readonly #token: SharedToken;

  constructor(options: RestOptions) {
    this.#options = options;
    this.#token = new SharedToken(() => this.#fetchToken(), options.shelf, options.clock);
  }

  /** A token that works, or why there is none: for whoever checks the set-up. */
  async check(): Promise<void> {
    await this.#token.get();
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
        const { errcode, errmsg } = JSON.parse(bytes.toString('utf8')) as { errcode?: number; errmsg?: string };
        if (errcode !== undefined && errcode !== 0) throw refusal(errcode, errmsg);
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
    const attempt = (token: string): Promise<T> => run(this.#url(path, { access_token: token, ...query }));
    const token = await this.#token.get();
    try {
      return await attempt(token);
    } catch (error) {
      if (!(error instanceof WecomError) || !DEAD_TOKEN.has(error.errcode)) throw this.#explained(error);
    }
    try {
      return await attempt(await this.#token.get(token));
    } catch (error) {
      throw this.#explained(error);
    }
  }

  async #fetchToken(): Promise<{ token: string; seconds: number }> {
    const { app, timeoutMs } = this.#options;
    const url = this.#url('gettoken', { corpid: app.corpId, corpsecret: app.secret.reveal() });
    const answer = await callWecom(url, { method: 'GET', ...(timeoutMs !== undefined && { timeoutMs }) }).catch(
      (error: unknown) => {
        throw this.#explained(error);
      },
    );
    const { access_token: token, expires_in: seconds } = answer;
    if (typeof token !== 'string' || token === '' || typeof seconds !== 'number') {
      throw new WecomError(NO_ANSWER, 'gettoken answered without a token');
    }
    return { token, seconds };
  }

  #explained(error: unknown): unknown {
    if (error instanceof WecomError && error.errcode === NOT_TRUSTED) {
      this.#options.log.error(
        { errcode: NOT_TRUSTED, ip: error.address },
        'add this address to the trusted IPs of the app',
      );
    }
    return error;
  }

  #url(path: string, query: Readonly<Record<string, string>>): URL {
    const url = new URL(`${this.#options.baseUrl}/cgi-bin/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }
}
