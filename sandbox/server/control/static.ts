/** Files of the chat page. Only plain names of known kinds are served, so no path can lead out of the folder. */
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../wire/errors.ts';
import { sendBytes } from './web.ts';

const PAGE = fileURLToPath(new URL('../../page/', import.meta.url));
const VUE = createRequire(import.meta.url).resolve('vue/dist/vue.esm-browser.prod.js');

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
};

const SAFE_PATH = /^(?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)*\.(\w+)$/;

export async function serveStatic(res: ServerResponse, path: string): Promise<void> {
  if (path === 'vendor/vue.js') return serve(res, VUE, 'js');
  const name = path === '' ? 'index.html' : path;
  const extension = SAFE_PATH.exec(name)?.[1] ?? '';
  if (!Object.hasOwn(TYPES, extension)) throw new Refusal(404, '没有这个页面');
  return serve(res, PAGE + name, extension);
}

async function serve(res: ServerResponse, file: string, extension: string): Promise<void> {
  const bytes = await readFile(file).catch(() => null);
  if (!bytes) throw new Refusal(404, '没有这个页面');
  sendBytes(res, bytes, { 'content-type': TYPES[extension] ?? '', 'cache-control': 'no-cache' });
}
