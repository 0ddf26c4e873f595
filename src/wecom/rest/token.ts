import type { Clock } from '../../core/clock.ts';
import { WecomError } from '../errcodes.ts';

export interface KeptToken {
  readonly token: string;
  /** Milliseconds of machine time. */
  readonly expiresAt: number;
}

/** Where all processes of a deployment keep one token; `alone` runs in one of them at a time. */
export interface TokenShelf {
  alone(work: (kept: KeptToken | undefined) => Promise<KeptToken>): Promise<KeptToken>;
}

/** Renewed before WeCom ends it, so that no call meets the end. */
const EARLY_MS = 300_000;
/** Many calls with a wrong secret block the address for an hour (doc 90313): a refusal stands for a minute. */
const REFUSED_MS = 60_000;

/**
 * The app's access token (doc 91039), or one of its tickets (doc 90506): one for all callers of all processes. However many
 * ask at once, WeCom is asked once; whoever met a dead token says which, so that a fresh one is never thrown away.
 */
export class SharedToken {
  readonly #fetch: () => Promise<{ token: string; seconds: number }>;
  readonly #shelf: TokenShelf;
  readonly #clock: Clock;
  #kept: KeptToken | undefined;
  #flight: Promise<KeptToken> | undefined;
  #refusal: { readonly error: WecomError; readonly until: number } | undefined;

  constructor(fetch: () => Promise<{ token: string; seconds: number }>, shelf: TokenShelf, clock: Clock) {
    this.#fetch = fetch;
    this.#shelf = shelf;
    this.#clock = clock;
  }

  /** @param dead a token that WeCom no longer takes */
  async get(dead?: string): Promise<string> {
    if (this.#isGood(this.#kept, dead)) return this.#kept.token;
    const now = this.#clock.now().getTime();
    if (this.#refusal !== undefined && now < this.#refusal.until) throw this.#refusal.error;
    this.#flight ??= this.#renew(dead).finally(() => {
      this.#flight = undefined;
    });
    return (await this.#flight).token;
  }

  async #renew(dead: string | undefined): Promise<KeptToken> {
    try {
      const fresh = await this.#shelf.alone(async (kept) => {
        // Another process was quicker.
        if (this.#isGood(kept, dead)) return kept;
        const { token, seconds } = await this.#fetch();
        return { token, expiresAt: this.#clock.now().getTime() + seconds * 1_000 };
      });
      this.#kept = fresh;
      this.#refusal = undefined;
      return fresh;
    } catch (error) {
      if (error instanceof WecomError && error.fate === 'config') {
        this.#refusal = { error, until: this.#clock.now().getTime() + REFUSED_MS };
      }
      throw error;
    }
  }

  #isGood(kept: KeptToken | undefined, dead: string | undefined): kept is KeptToken {
    return kept !== undefined && kept.token !== dead && kept.expiresAt - EARLY_MS > this.#clock.now().getTime();
  }
}
