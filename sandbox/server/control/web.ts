/** Small helpers over node:http: bounded JSON bodies, JSON answers, files. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { Refusal } from '../wire/errors.ts';

const MAX_BODY_BYTES = 30 * 1024 * 1024;

const COMMON_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'no-referrer',
};

async function readBytes(req: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  // Kept open on refusal: the answer still has to go out over the same socket.
  for await (const piece of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_BODY_BYTES) throw new Refusal(413, '内容太大，最多 30 MB');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The field `media` of a form. */
export async function readFile(req: IncomingMessage): Promise<{ name: string; bytes: Buffer }> {
  const bytes = await readBytes(req);
  const headers = { 'content-type': req.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(bytes), { headers }).formData().catch(() => {
    throw new Refusal(400, '请求内容不是表单');
  });
  const file = form.get('media');
  if (file === null || typeof file === 'string') throw new Refusal(400, '表单里没有 media');
  return { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) };
}

export async function readJson(req: IncomingMessage): Promise<unknown> {
  const text = (await readBytes(req)).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, '请求内容不是 JSON');
  }
}

/** @throws Refusal that says what is wrong with it */
export function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Refusal(400, `请求内容不对：${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  res.writeHead(status, {
    ...COMMON_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    'cache-control': 'no-store',
    // An oversized body is left unread; the connection cannot be used again.
    ...(status === 413 && { connection: 'close' }),
  });
  res.end(bytes);
}

export function sendBytes(res: ServerResponse, bytes: Buffer, headers: Record<string, string>, status = 200): void {
  res.writeHead(status, { ...COMMON_HEADERS, 'content-length': bytes.length, ...headers });
  res.end(bytes);
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A page of its own, without scripts. */
export function sendHtml(res: ServerResponse, title: string, body: string): void {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>`;
  const style = '<style>body{font:18px/2.2 sans-serif;margin:2em auto;max-width:30em;padding:0 1em}</style>';
  const text = `<!doctype html><html lang="zh-CN"><head>${head}${style}</head><body><h1>${escapeHtml(title)}</h1>${body}</body></html>`;
  sendBytes(res, Buffer.from(text), { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
}

export function redirect(res: ServerResponse, location: string): void {
  res.writeHead(302, { ...COMMON_HEADERS, location });
  res.end();
}
