import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const STANDS = fileURLToPath(new URL('../../support/stands.ts', import.meta.url));

async function run(limitMs: number, standsMs: number, atStand?: (pid: number) => void) {
  const child = spawn(process.execPath, ['--import', 'tsx', STANDS, String(limitMs), String(standsMs)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
    if (said.out === 'stands\n') atStand?.(child.pid!);
  });
  child.stderr.on('data', (chunk: Buffer) => void (said.err += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { ...said, code, signal };
}

describe('the watchdog', { timeout: 60_000 }, () => {
  it('ends a process whose loop stands, and says so', async () => {
    const { out, err, signal } = await run(1_000, 60_000);
    expect({ out, signal }).toEqual({ out: 'stands\n', signal: 'SIGKILL' });
    expect(err).toContain('the event loop stands');
  });

  it('leaves one alone that stands for less, and ends with it', async () => {
    expect(await run(8_000, 1_500)).toMatchObject({ out: 'stands\ngoes on\nends\n', code: 0, err: '' });
  });

  it('takes a process that was stopped as a whole for no hang', async () => {
    const stopped = await run(2_000, 1, (pid) => {
      process.kill(pid, 'SIGSTOP');
      setTimeout(() => process.kill(pid, 'SIGCONT'), 5_000);
    });
    expect(stopped).toMatchObject({ out: 'stands\ngoes on\nends\n', code: 0 });
  });
});
