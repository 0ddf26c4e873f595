import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { chatPageBuilt } from '../support/chat-page.ts';
import { openTown } from './support.ts';
import type { Town } from './support.ts';

/** fetch cannot set Host. */
async function statusWith(town: Town, headers: Record<string, string>, path = '/sandbox/api/state'): Promise<number> {
  const call = request(town.url + path, { headers });
  call.end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}

async function rawGet(town: Town, path: string): Promise<string> {
  const { hostname, port } = new URL(town.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  let text = '';
  socket.setEncoding('utf8');
  for await (const piece of socket) text += String(piece);
  return text;
}

describe('who is served', () => {
  test('this machine by any of its names', async () => {
    const town = await openTown();
    for (const host of ['localhost', 'localhost:3100', '127.0.0.1:80', '[::1]', '[::1]:3100', 'LOCALHOST:1']) {
      expect(await statusWith(town, { host })).toBe(200);
    }
  });

  test('no foreign Host, no forwarded request, no page of another site', async () => {
    const town = await openTown();
    for (const headers of [
      { host: 'evil.example' },
      { host: 'localhost.evil.example' },
      { host: 'localhost:3100.evil.example' },
      { forwarded: 'for=203.0.113.9' },
      { 'x-forwarded-for': '203.0.113.9' },
      { 'x-forwarded-host': 'localhost' },
      { 'x-real-ip': '203.0.113.9' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      expect({ headers, status: await statusWith(town, headers) }).toEqual({ headers, status: 403 });
    }
    const { status, body } = await town.get('/sandbox/', { 'x-forwarded-for': '203.0.113.9' });
    expect({ status, body }).toEqual({ status: 403, body: { error: expect.stringContaining('SANDBOX_OPEN=1') } });
    expect(await statusWith(town, { origin: 'http://localhost:3100' })).toBe(200);
  });

  test('listed hosts, and everybody when open to all', async () => {
    const listed = await openTown({ publicHost: ['bot.example', 'bot2.example:8443'] });
    expect(await statusWith(listed, { host: 'bot.example:3000' })).toBe(200);
    expect(await statusWith(listed, { host: 'bot2.example:8443' })).toBe(200);
    expect(await statusWith(listed, { host: 'bot2.example:1' })).toBe(403);
    const everybody = await openTown({ openToAll: true });
    expect(await statusWith(everybody, { host: 'any.example', 'x-forwarded-for': '203.0.113.9' })).toBe(200);
  });
});

describe('files', () => {
  beforeAll(chatPageBuilt);

  test('the page and what it names', async () => {
    const town = await openTown();
    const page = await fetch(`${town.url}/sandbox/`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const named = Array.from((await page.text()).matchAll(/(?:src|href)="([^"]+)"/gu), ([, path]) => path!);
    const types = [];
    for (const path of named) {
      const answer = await fetch(new URL(path, `${town.url}/sandbox/`));
      types.push(`${answer.status} ${answer.headers.get('content-type')}`);
    }
    expect(types.toSorted()).toEqual([
      '200 image/svg+xml',
      '200 text/css; charset=utf-8',
      '200 text/javascript; charset=utf-8',
    ]);
    const root = await fetch(`${town.url}/`, { redirect: 'manual' });
    expect(root.headers.get('location')).toBe('/sandbox/');
  });

  test('nothing runs in the page but its own script files, and no text becomes one', async () => {
    const town = await openTown();
    const page = await fetch(`${town.url}/sandbox/`);
    const policy = page.headers.get('content-security-policy') ?? '';
    const allowed = Object.fromEntries(
      policy.split('; ').map((line) => [line.split(' ', 1)[0]!, line.split(' ').slice(1).join(' ')]),
    );
    expect(allowed).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'self'",
      'require-trusted-types-for': "'script'",
      'trusted-types': 'vue',
    });
    // The page does not loosen it, and has no script or style of its own in its text.
    expect(await page.text()).not.toMatch(/http-equiv|<style|<script(?![^>]* src=)|\son\w+=/iu);
  });

  test('no path leads out of the page folder', async () => {
    const town = await openTown();
    for (const path of [
      '/sandbox/../server.ts',
      '/sandbox/%2e%2e/server.ts',
      '/sandbox/..%2fserver.ts',
      '/sandbox/..%5cserver.ts',
      '/sandbox//etc/passwd',
      '/sandbox/.hidden.js',
      '/sandbox/stamp',
      '/sandbox/main.ts',
      '/sandbox/assets/../../server.ts',
      '/sandbox/page.constructor',
      '/sandbox/media/..%2f..%2fpackage.json',
    ]) {
      expect(`${path} ${await rawGet(town, path)}`).toContain(`${path} HTTP/1.1 404`);
    }
  });

  test('a file that could run in the page is only offered for download', async () => {
    const town = await openTown();
    const base64 = Buffer.from('<script>1</script>').toString('base64');
    await town.post('/sandbox/api/messages', { from: 'u-desk', file: { name: 'a.svg', base64 } });
    const response = await fetch(town.url + (town.chat('u-desk')[0]?.media?.url ?? ''));
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
