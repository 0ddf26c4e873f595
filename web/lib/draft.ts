import type { ActRequest } from '../../src/contract/page.ts';
import { now } from './clock.ts';

/**
 * What was typed and could not be sent because nobody was signed in any more. It lies in the browser sealed with a key that the server
 * gives to the same reader only, and for two hours: signing in again may lead away from the page, or to another window.
 */
const NAME = 'xinfang-draft';
const KEPT_MS = 2 * 3_600_000;
const CIPHER = 'AES-GCM';

interface Kept {
  readonly until: number;
  readonly matter: string;
  readonly iv: readonly number[];
  readonly sealed: readonly number[];
}

const keyOf = async (given: string): Promise<CryptoKey> =>
  crypto.subtle.importKey(
    'raw',
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(given)),
    CIPHER,
    false,
    ['encrypt', 'decrypt'],
  );

/** Sealing needs a secure address (HTTPS): without one nothing is kept. @returns whether it is kept */
export async function keepDraft(given: string | undefined, matter: string, request: ActRequest): Promise<boolean> {
  try {
    if (given === undefined) return false;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(request));
    const sealed = await crypto.subtle.encrypt({ name: CIPHER, iv }, await keyOf(given), plain);
    const kept: Kept = { until: now() + KEPT_MS, matter, iv: [...iv], sealed: [...new Uint8Array(sealed)] };
    window.localStorage.setItem(NAME, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

/** What this reader had typed for this matter; what is over, or sealed for somebody else, is thrown away. */
export async function findDraft(given: string, matter: string): Promise<ActRequest | undefined> {
  try {
    const text = window.localStorage.getItem(NAME);
    if (text === null) return undefined;
    const kept = JSON.parse(text) as Kept;
    if (kept.until < now()) {
      dropDraft();
      return undefined;
    }
    if (kept.matter !== matter) return undefined;
    const iv = new Uint8Array(kept.iv);
    const plain = await crypto.subtle.decrypt({ name: CIPHER, iv }, await keyOf(given), new Uint8Array(kept.sealed));
    return JSON.parse(new TextDecoder().decode(plain)) as ActRequest;
  } catch {
    dropDraft();
    return undefined;
  }
}

/** Sent, or given up. */
export function dropDraft(): void {
  try {
    window.localStorage.removeItem(NAME);
  } catch {
    // A browser that keeps nothing has nothing to drop.
  }
}
