import type { Context } from 'koa';

export interface CookieOptions {
  readonly path: string;
  readonly maxAgeSeconds: number;
  readonly secure: boolean;
}

/**
 * Sets a cookie that scripts cannot read and other sites' forms do not carry. Written here and not by Koa's own, which
 * refuses `Secure` behind a proxy that ends HTTPS.
 */
export function setCookie(ctx: Context, name: string, value: string, options: CookieOptions): void {
  const { path, maxAgeSeconds, secure } = options;
  const parts = [`${name}=${value}`, `Path=${path}`, `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Lax'];
  ctx.append('set-cookie', [...parts, ...(secure ? ['Secure'] : [])].join('; '));
}

export const dropCookie = (ctx: Context, name: string, options: Omit<CookieOptions, 'maxAgeSeconds'>): void =>
  setCookie(ctx, name, '', { ...options, maxAgeSeconds: 0 });

/** All values sent under a name: another path or a parent domain may have set one more. */
export function cookiesNamed(ctx: Context, name: string): string[] {
  return (ctx.get('cookie') || '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
}
