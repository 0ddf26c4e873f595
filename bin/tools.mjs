// `npm test` and `npm run check`: the tools' own programs, run by this Node without a shell or npx in between.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const script = (root, path) => join(root, 'node_modules', path);

/**
 * Runs a Node program to its end. It gets a session of its own: a Ctrl-C reaches us twice (from the terminal and from
 * npm), the program once.
 */
export function run(root, args, { env = {}, quiet = false } = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['inherit', 'inherit', 'inherit'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  let hasForwarded = false;
  const forward = (signal) => {
    if (hasForwarded) return;
    hasForwarded = true;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve({
        code: code ?? (signal === 'SIGINT' ? 130 : 143),
        output,
        isInterrupted: signal !== null || hasForwarded,
      });
    });
  });
}

/** `--tz America/New_York` runs the suite as if the machine stood there; everything else is vitest's. */
export async function test(root, args) {
  const rest = [];
  const env = {};
  for (let i = 0; i < args.length; i += 1) {
    if (args[i] === '--tz') env.TEST_TZ = args[(i += 1)] ?? '';
    else if (args[i].startsWith('--tz=')) env.TEST_TZ = args[i].slice('--tz='.length);
    else rest.push(args[i]);
  }
  return (await run(root, [script(root, 'vitest/vitest.mjs'), 'run', ...rest], { env })).code;
}

const CHECKS = [
  { name: 'format', path: 'oxfmt/bin/oxfmt', args: ['--check', '.'], hint: 'npm run format mends it' },
  { name: 'lint', path: 'oxlint/bin/oxlint', args: ['--type-aware'] },
  {
    name: 'types',
    path: 'typescript/bin/tsc',
    args: ['-p', '.', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/check.tsbuildinfo'],
  },
  { name: 'types of the pages', path: 'vue-tsc/bin/vue-tsc.js', args: ['-p', 'web', '--noEmit'] },
  { name: 'types of the chat page', path: 'vue-tsc/bin/vue-tsc.js', args: ['-p', 'sandbox/page', '--noEmit'] },
  { name: 'dead code', path: 'knip/bin/knip.js', args: ['--no-progress'] },
  {
    name: 'architecture',
    path: 'vitest/vitest.mjs',
    args: ['run', 'test/architecture.test.ts', 'test/messages.test.ts', 'test/one-door.test.ts'],
  },
];

/**
 * All of them, also after one has failed; a line each, and the tool's own words only when it complains. `--without architecture` leaves one out:
 * the gate plays those files with its suite.
 */
export async function check(root, [option, left] = []) {
  if (option !== undefined && (option !== '--without' || !CHECKS.some(({ name }) => name === left))) {
    console.error(`check: ${option} ${left ?? ''}: only --without and the name of a check`);
    return 2;
  }
  let failed = 0;
  for (const { name, path, args, hint } of CHECKS.filter((one) => one.name !== left)) {
    const begun = performance.now();
    const { code, output, isInterrupted } = await run(root, [script(root, path), ...args], { quiet: true });
    if (isInterrupted) return code;
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
    if (code === 0) continue;
    failed += 1;
    console.log(output.trimEnd());
    if (hint !== undefined) console.log(hint);
  }
  return failed === 0 ? 0 : 1;
}
