/**
 * Charts are drawn in a child process: ECharts, resvg and two fonts of 8 MB take up to 140 MB while they work, and a process
 * gives all of it back. Drawn in this process they would stay (measured 2026-11 on Node 20: +60 MB in process, +36 MB after a
 * worker thread, 0 after a child). The first chart costs about a second, the next ones of the same run far less.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { forXml } from '../core/xml-text.ts';
import type { Chart, ChartPainter } from '../contract/report.ts';

const CHILD = fileURLToPath(new URL('chart-child.mjs', import.meta.url));
/** One chart never takes this long; a child that hangs is ended and the report goes out as text. */
const TIMEOUT_MS = 30_000;

type Answer = { readonly id: number } & ({ readonly png: Uint8Array } | { readonly failed: string });
interface Waiting {
  resolve(png: Uint8Array): void;
  reject(error: Error): void;
}

export function createChartPainter({ idleMs = 3000 }: { readonly idleMs?: number } = {}): ChartPainter {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  const settle = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) {
      idle = setTimeout(stop, idleMs);
      idle.unref();
      child?.unref();
      child?.channel?.unref();
    }
    return found;
  };

  function stop(): void {
    if (child?.connected === true) child.disconnect();
    child = undefined;
  }

  function start(): ChildProcess {
    // No environment: the child needs none of the bot's secrets, nor its loaders.
    const started = fork(CHILD, [], {
      env: {},
      execArgv: ['--max-old-space-size=128', '--expose-gc'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.on('message', (answer: Answer) => {
      const caller = settle(answer.id);
      if ('png' in answer) caller?.resolve(answer.png);
      else caller?.reject(new Error(`chart not drawn: ${answer.failed}`));
    });
    const lost = (reason: string): void => {
      if (child !== started) return;
      child = undefined;
      for (const id of [...waiting.keys()]) settle(id)?.reject(new Error(`chart process ${reason}`));
    };
    started.on('error', (error) => lost(`failed: ${error.message}`));
    started.on('exit', (code, signal) => lost(`ended with ${signal ?? code}`));
    return started;
  }

  return {
    async paint(chart: Chart) {
      clearTimeout(idle);
      const painter = (child ??= start());
      painter.ref();
      painter.channel?.ref();
      const id = (lastId += 1);
      let late: NodeJS.Timeout | undefined;
      try {
        return await new Promise<Uint8Array>((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          late = setTimeout(() => painter.kill('SIGKILL'), TIMEOUT_MS);
          painter.send({ id, chart: forXml(chart) });
        });
      } finally {
        clearTimeout(late);
      }
    },
    async close() {
      clearTimeout(idle);
      const ending = child;
      if (ending === undefined) return;
      ending.ref();
      const exited = new Promise((resolve) => {
        ending.once('exit', resolve);
      });
      stop();
      await exited;
    },
  };
}
