import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test as base } from 'vitest';

import { createLogger } from '../../../src/core/logger.ts';
import { createMetrics } from '../../../src/http/metrics.ts';
import { pagesRouter } from '../../../src/http/routes/pages.ts';
import { startHttp } from '../../../src/http/server.ts';

const SCRIPT = 'console.log(1)';

interface Site {
  readonly port: number;
  readonly url: string;
}

const test = base.extend<{ site: Site; empty: Site }>({
  site: async ({}, use) => serve(true, use),
  empty: async ({}, use) => serve(false, use),
});

async function serve(isBuilt: boolean, use: (site: Site) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'xinfang-pages-'));
  const folder = join(root, 'dist');
  await writeFile(join(root, 'secret.txt'), 'secret');
  if (isBuilt) {
    await mkdir(join(folder, 'assets'), { recursive: true });
    await writeFile(join(folder, 'index.html'), '<!doctype html><title></title>');
    await writeFile(join(folder, 'stamp'), 'x');
    await writeFile(join(folder, 'assets', 'index-a1.js'), SCRIPT);
    await writeFile(join(folder, 'assets', 'index-a1.js.gz'), gzipSync(SCRIPT));
  }
  const server = await startHttp({
    port: 0,
    host: '127.0.0.1',
    log: createLogger({ write: () => {} }),
    checks: () => Promise.resolve([]),
    metrics: createMetrics(() => Promise.resolve({ outbox: 0, sweep: 0 })),
    routers: [pagesRouter(folder)],
  });
  await use({ port: server.port, url: `http://127.0.0.1:${server.port}` });
  await server.close();
  await rm(root, { recursive: true, force: true });
}

/** A path as it is: fetch would tidy it up first. */
const ask = (port: number, path: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => void pieces.push(piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString() }));
    });
    asked.on('error', reject);
    asked.end();
  });

describe('the pages’ files', () => {
  test('every page is the same shell, never kept, and may load nothing from elsewhere', async ({ site }) => {
    for (const path of ['/h5', '/h5/', '/h5/matters/FJ2026-0001']) {
      const response = await fetch(`${site.url}${path}`, { redirect: 'error' });
      expect([path, response.status, response.headers.get('cache-control')]).toEqual([path, 200, 'no-cache']);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/u);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('assets are kept for a year, compressed for whoever takes it', async ({ site }) => {
    const url = `${site.url}/h5/assets/index-a1.js`;
    const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, SCRIPT]);
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const packed = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
    expect([packed.headers.get('content-encoding'), await packed.text()]).toEqual(['gzip', SCRIPT]);
    expect(packed.headers.get('vary')).toBe('Accept-Encoding');
  });

  const outside = [
    ...['/h5/assets/../../secret.txt', '/h5/assets/..%2f..%2fsecret.txt', '/h5/assets/%2e%2e%2f%2e%2e%2fsecret.txt'],
    ...[
      '/h5/assets/..%5c..%5csecret.txt',
      '/h5/../secret.txt',
      '/h5/assets//etc/passwd',
      '/h5/assets/%00',
      '/h5/stamp',
    ],
    ...['/h5/assets/..%2fstamp', '/h5/assets/..%2findex.html', '/h5/index.html', '/h5/assets/', '/h5/assets/%zz'],
  ];
  for (const path of outside) {
    test(`nothing else is served: ${path}`, async ({ site }) => {
      const { status, body } = await ask(site.port, path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body).not.toMatch(/secret$|root:/u);
    });
  }

  test('not built: it says so, and how to', async ({ empty }) => {
    const response = await fetch(`${empty.url}/h5/matters/FJ2026-0001`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { error: '网页还没有生成：请用 npm start 启动，它会自动生成。' },
    ]);
  });
});
