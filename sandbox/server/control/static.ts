/** The chat page as bin/web.mjs built it. Only plain names of known kinds are served, so no path can lead out of the folder. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../wire/errors.ts';
import { sendBytes } from './web.ts';

const PAGE = fileURLToPath(new URL('../../page/dist/', import.meta.url));

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * The page's own scripts, and no text becomes one: neither `eval` nor markup made of a string, but by Vue for the fixed parts of its
 * templates. Pictures may be inline; nothing comes from elsewhere, and no other site frames it.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types vue',
].join('; ');

const SAFE_PATH = /^(?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)*\.(\w+)$/;

/** How the build has compressed each file, best first: what a browser calls it, and the ending. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

const read = (file: string): Promise<Buffer | undefined> => readFile(file).catch(() => undefined);

export async function serveStatic(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
  const name = path === '' ? 'index.html' : path;
  const extension = SAFE_PATH.exec(name)?.[1] ?? '';
  const type = Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
  if (type === undefined) throw new Refusal(404, '没有这个页面');
  const headers = {
    'content-type': type,
    // Names of assets hold a hash of their content.
    'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'Accept-Encoding',
    ...(extension === 'html' && { 'content-security-policy': POLICY }),
  };
  const accepted = String(req.headers['accept-encoding'] ?? '');
  for (const [encoding, ending] of ENCODINGS) {
    const packed = new RegExp(`\\b${encoding}\\b`).test(accepted) ? await read(PAGE + name + ending) : undefined;
    if (packed !== undefined) return sendBytes(res, packed, { ...headers, 'content-encoding': encoding });
  }
  const bytes = await read(PAGE + name);
  if (bytes !== undefined) return sendBytes(res, bytes, headers);
  if (name === 'index.html') throw new Refusal(503, '聊天页还没有生成：原因见启动时的提示，解决后重新启动');
  throw new Refusal(404, '没有这个页面');
}
