import { timingSafeEqual } from 'node:crypto';

/** Keyed hash of a text for one purpose; `Vault.mark` is one. */
export type Mark = (plain: string, purpose: string) => string;

export interface Signer {
  /** Text of cookies and links: readable by anybody, made by us alone, good until a moment of machine time. */
  sign(claims: object, until: Date): string;
  /** What was signed, or undefined for what is forged, of another purpose, or over. */
  read(text: string, now: Date): Readonly<Record<string, unknown>> | undefined;
}

const MAX_LENGTH = 2_000;

export function createSigner(mark: Mark, purpose: string): Signer {
  const markOf = (payload: string): string => mark(payload, `signed:${purpose}`);
  return {
    sign(claims, until) {
      const payload = Buffer.from(JSON.stringify({ ...claims, until: until.getTime() })).toString('base64url');
      return `${payload}.${markOf(payload)}`;
    },
    read(text, now) {
      const [payload = '', given = '', ...more] = text.length > MAX_LENGTH ? [] : text.split('.');
      if (payload === '' || more.length > 0 || !isSame(given, markOf(payload))) return undefined;
      const { until, ...claims } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { until: number };
      return until > now.getTime() ? claims : undefined;
    },
  };
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
