import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createSigner } from '../../../src/core/signed.ts';
import { createVault } from '../../../src/core/vault.ts';
import { isOwnUrl, ownPath } from '../../../src/http/own-place.ts';
import { cases } from '../../support/cases.ts';

const mark = createVault(randomBytes(32)).mark;
const signer = createSigner(mark, 'session');
const NOW = new Date('2026-03-02T09:00:00+08:00');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);

describe('what we sign', () => {
  it('is read as it was signed, until its moment', () => {
    const text = signer.sign({ u: 'u-cj1' }, later(60));
    expect(signer.read(text, later(59))).toEqual({ u: 'u-cj1' });
    expect(signer.read(text, later(60))).toBeUndefined();
  });

  it('is worth nothing elsewhere: another purpose, another key', () => {
    const text = signer.sign({ u: 'u-cj1' }, later(60));
    expect(createSigner(mark, 'link').read(text, NOW)).toBeUndefined();
    expect(createSigner(createVault(randomBytes(32)).mark, 'session').read(text, NOW)).toBeUndefined();
  });

  it('is worth nothing changed: every character counts', () => {
    const text = signer.sign({ u: 'u-cj1', m: 'FJ2026-0001' }, later(60));
    for (let at = 0; at < text.length; at += 1) {
      const other = text[at] === 'A' ? 'B' : 'A';
      const forged = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
      expect(signer.read(forged, NOW)).toBeUndefined();
    }
    const [payload = ''] = text.split('.');
    for (const forged of [payload, `${payload}.`, `.${text}`, `${text}.x`, `${text} `, text.repeat(30), '']) {
      expect(signer.read(forged, NOW)).toBeUndefined();
    }
  });

  it('nothing typed is ever taken for signed', () => {
    const given = fc.oneof(
      fc.string(),
      fc.json().map((text) => `${Buffer.from(text).toString('base64url')}.x`),
    );
    fc.assert(
      fc.property(given, (text) => {
        expect(signer.read(text, NOW)).toBeUndefined();
      }),
      cases(100),
    );
  });
});

describe('where a sign-in may lead', () => {
  it('to our own pages', () => {
    expect(ownPath('/h5/matters/FJ2026-0001')).toBe('/h5/matters/FJ2026-0001');
    expect(ownPath('/h5/matters/FJ2026-0001?from=card')).toBe('/h5/matters/FJ2026-0001?from=card');
  });

  const strangers = [
    ...[
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/h5//evil.example',
      '/h5/../evil',
      '/h5/%2e%2e/x',
    ],
    ...[
      '/h5/..%2f..%2fapi',
      'javascript:alert(1)',
      '/api/me',
      '/h5',
      '',
      ' /h5/',
      '/h5/\tx',
      '/h5/\nx',
      '/h5/@evil.example',
    ],
    ...['/h5/x#y', 'h5/x', undefined, ['/h5/a', '/h5/b'], `/h5/${'a'.repeat(600)}`],
  ];
  for (const given of strangers) {
    it(`not to ${JSON.stringify(given)?.slice(0, 40) ?? 'nothing'}`, () => {
      const path = ownPath(given);
      expect(new URL(path, 'https://xf.example.cn').host).toBe('xf.example.cn');
      expect(new URL(path, 'https://xf.example.cn').pathname).toMatch(/^\/h5\//u);
    });
  }

  it('nowhere else, whatever is given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const url = new URL(ownPath(`/h5/${text}`), 'https://xf.example.cn');
        expect([url.host, url.pathname.startsWith('/h5/')]).toEqual(['xf.example.cn', true]);
      }),
      cases(100),
    );
  });
});

it('signs only for pages of its own address, port included', () => {
  expect(isOwnUrl('https://xf.example.cn/h5/matters/1', 'https://xf.example.cn')).toBe(true);
  for (const url of [
    'https://xf.example.cn:8443/h5/',
    'http://xf.example.cn/h5/',
    'https://xf.example.cn.evil/h5/',
    'x',
  ]) {
    expect(isOwnUrl(url, 'https://xf.example.cn')).toBe(false);
  }
  expect(isOwnUrl('https://xf.example.cn/', undefined)).toBe(false);
});
