/** Chromium is found on this machine, never downloaded. */
import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chromium is; undefined when this machine has none (in CI: an error). */
export function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  const found = [named, ...PLACES].find((path) => path !== undefined && path !== '' && existsSync(path));
  if (found === undefined && process.env['CI']) {
    throw new Error('CI needs Chromium: install it or set CHROMIUM_PATH');
  }
  return found;
}
