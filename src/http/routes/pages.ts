import Router from '@koa/router';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from 'koa';

import { pageLinks } from '../../copy/page-links.ts';
import { RequestError } from '../on-error.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/** Nothing but our own files, no frames around us, no forms elsewhere. Pictures may be inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface File {
  readonly type: string;
  readonly encoding?: string;
  readonly bytes: Buffer;
}

/**
 * The built pages under /h5/. Only files that were there when the folder was first read are served, by their exact names, so no path
 * leads out of it. Names of assets hold a hash of their content: they may be kept for a year.
 */
export function pagesRouter(folder: string): Router {
  const router = new Router();
  let names: Promise<ReadonlySet<string>> | undefined;
  const known = (): Promise<ReadonlySet<string>> => (names ??= list(folder));
  const kept = new Map<string, Promise<File | undefined>>();

  async function load(name: string, encodings: string): Promise<File | undefined> {
    const all = await known();
    if (!all.has(name)) return undefined;
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    for (const [encoding, ending] of [
      ['br', 'br'],
      ['gzip', 'gz'],
    ] as const) {
      if (!new RegExp(`\\b${encoding}\\b`, 'u').test(encodings) || !all.has(`${name}.${ending}`)) continue;
      return { type, encoding, bytes: await readFile(join(folder, `${name}.${ending}`)) };
    }
    return { type, bytes: await readFile(join(folder, name)) };
  }

  async function serve(ctx: Context, name: string, caching: string): Promise<void> {
    const encodings = ctx.get('accept-encoding');
    const key = `${name} ${/\bbr\b/u.test(encodings)} ${/\bgzip\b/u.test(encodings)}`;
    const file = await (kept.get(key) ?? remember(key, load(name, encodings)));
    if (file === undefined) return;
    ctx.set({ 'cache-control': caching, 'content-type': file.type, vary: 'Accept-Encoding' });
    if (file.encoding !== undefined) ctx.set('content-encoding', file.encoding);
    ctx.body = file.bytes;
  }

  /** There are a few files of a few kilobytes; what is asked for is kept. */
  function remember(key: string, loading: Promise<File | undefined>): Promise<File | undefined> {
    const kind = loading.then((file) => {
      if (file === undefined) kept.delete(key);
      return file;
    });
    kind.catch(() => kept.delete(key));
    kept.set(key, kind);
    return kind;
  }

  const shell = async (ctx: Context): Promise<void> => {
    ctx.set('content-security-policy', POLICY);
    await serve(ctx, 'index.html', 'no-cache');
    if (ctx.status === 404) throw new RequestError(503, pageLinks.notBuilt);
  };
  // With and without the slash at its end.
  router.get('/h5', shell);
  router.get('/h5/matters/:number', shell);
  router.get('/h5/assets/:name', (ctx) =>
    serve(ctx, `assets/${ctx['params'].name as string}`, 'public, max-age=31536000, immutable'),
  );
  return router;
}

async function list(folder: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  return new Set(
    files.map((entry) =>
      join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/').replace(/^\/+/u, ''),
    ),
  );
}
