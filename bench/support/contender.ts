/** A work tree whose bot is measured: its bot and its own local WeCom, each a process. */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { Order, Spent } from './bot-process.ts';
import type { Load, Served, VerbLoad } from './people.ts';
import { room } from './server.ts';
import { type BenchTowns, writeTowns } from './towns.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PEOPLE = fileURLToPath(new URL('./people.ts', import.meta.url));
const BOT_PROCESS = 'bench/support/bot-process.ts';

export interface Tree {
  readonly dir: string;
  remove(): Promise<void>;
}

export const ownTree: Tree = { dir: ROOT, remove: () => Promise.resolve() };

/** The work tree of a commit, with the packages of this one and the process that is measured. */
export async function treeOf(commit: string): Promise<Tree> {
  const place = await mkdtemp(join(tmpdir(), 'xinfang-bench-tree-'));
  const dir = join(place, 'tree');
  await run('git', ['worktree', 'add', '--detach', dir, commit], { cwd: ROOT });
  await symlink(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  await cp(join(ROOT, BOT_PROCESS), join(dir, BOT_PROCESS));
  return {
    dir,
    async remove() {
      await run('git', ['worktree', 'remove', '--force', dir], { cwd: ROOT });
      await rm(place, { recursive: true, force: true });
    },
  };
}

export interface Contender {
  readonly towns: BenchTowns;
  load(what: Load | VerbLoad): Promise<Served>;
  spent(): Promise<Spent>;
  /** Lets the server learn what stands in its tables, as it does by itself within minutes. */
  know(): Promise<true>;
  /** Milliseconds from stored to final reply, of all since it was asked last. */
  times(): Promise<number[]>;
  /** Commands a second that the same statements alone make. */
  floor(streams: number): Promise<number>;
  close(): Promise<void>;
}

const said = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });

export async function contend({ dir }: Tree, count: number): Promise<Contender> {
  const place = await room();
  const towns = await writeTowns(join(place.dir, 'towns'), count);
  const people = fork(PEOPLE, [towns.together, JSON.stringify(towns.towns)], { execArgv: ['--import', 'tsx'] });
  const { port } = await said<{ port: number }>(people);
  const bot = fork(join(dir, BOT_PROCESS), [join(place.dir, 'data'), String(port), JSON.stringify(towns.files)], {
    cwd: dir,
    execArgv: ['--import', 'tsx'],
  });
  await said(bot);
  const order = async <T>(what: Order): Promise<T> => {
    const answer = said<{ said: T }>(bot);
    bot.send(what);
    return (await answer).said;
  };
  return {
    towns,
    async load(what) {
      const done = said<{ served: Served }>(people);
      people.send(what);
      return (await done).served;
    },
    spent: () => order('spent'),
    know: () => order('know'),
    times: () => order('times'),
    floor: (streams) => order({ floor: streams, towns }),
    async close() {
      await order('end').catch(() => {});
      bot.kill('SIGTERM');
      people.kill('SIGTERM');
      await place.clear();
    },
  };
}
