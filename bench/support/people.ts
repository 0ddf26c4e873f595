// The local WeCom with everybody who writes in it, as a process of its own: `people.ts <org file> <towns as JSON>`.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createLocalWecom, readTown } from '../../sandbox/server.ts';
import { matterSteps, REGISTERED, type Verb, verbSteps } from './scripts.ts';
import type { BenchTown } from './towns.ts';

export const BOT = { id: 'aibBench', secret: 'bench-secret', name: '信访助手' };

export interface Load {
  /** So many a second, whatever the bot does; absent: each person writes on as soon as the answer is there. */
  readonly perSecond?: number;
  /** Matters under way at once, where nothing else sets the pace. */
  readonly atOnce: number;
  readonly seconds: number;
}
/** One step of many matters, before the next step of any. */
export interface VerbLoad {
  readonly verb: Verb;
  /** Matters of one round are numbered on from those of the round before. */
  readonly round: number;
  readonly matters: number;
  readonly atOnce: number;
}
export interface Served {
  readonly written: number;
  readonly answered: number;
  readonly seconds: number;
}

const [orgFile = '', townsJson = '[]'] = process.argv.slice(2);
const towns = JSON.parse(townsJson) as BenchTown[];
const wecom = createLocalWecom({
  ...readTown(orgFile),
  bots: [BOT],
  now: () => new Date(),
  everyoneHasSpoken: true,
  // The platform's limits are not what is measured.
  behaviour: { perMinute: 100_000, perHour: 10_000_000, maxInFlight: 0 },
});
const server = createServer((req, res) => void wecom.handle(req, res));
server.on('upgrade', wecom.upgrade);
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

/** Notices that come to the same chats as the answers. */
const NOTICE = /看详情请发：\/查 [A-Z]|看理由请发|合并在这里/u;
/** Who waits for an answer in a private chat; one at a time there, as the steps of a matter have it. */
const waiting = new Map<string, ((text: string) => void)[]>();
wecom.bus.on((event) => {
  if (event.type !== 'message' || event.data.sender !== BOT.id || event.data.kind !== 'markdown') return;
  const answer = !NOTICE.test(event.data.text) ? waiting.get(event.data.chat)?.shift() : undefined;
  answer?.(event.data.text);
});
let count = 0;
/** People write one thing at a time; different people's go side by side. */
const turns = new Map<string, Promise<unknown>>();

/** Answered in its turn. */
function write(from: string, text: string, ready: () => Promise<void>): Promise<string> {
  const turn = (turns.get(from) ?? Promise.resolve()).then(async () => {
    await ready();
    const list = waiting.get(from) ?? [];
    waiting.set(from, list);
    const answer = new Promise<string>((resolve) => list.push(resolve));
    wecom.people.say({ from, text });
    return answer;
  });
  turns.set(from, turn);
  return turn;
}

const unpaced = (): Promise<void> => Promise.resolve();
/** More than any round has matters. */
const ROUND = 1_000_000;

async function serve({ perSecond, atOnce, seconds }: Load): Promise<Served> {
  const begun = performance.now();
  const until = begun + seconds * 1000;
  let written = 0;
  let answered = 0;
  let tickets = 0;
  const wanting: (() => void)[] = [];
  const ticket = (): Promise<void> =>
    perSecond === undefined
      ? Promise.resolve()
      : new Promise((resolve) => {
          if (tickets > 0) {
            tickets -= 1;
            resolve();
          } else wanting.push(resolve);
        });
  let given = 0;
  const pace =
    perSecond === undefined
      ? undefined
      : setInterval(() => {
          for (; given < ((performance.now() - begun) / 1000) * perSecond; given += 1) {
            // Whoever: in turn, all would register in one second and all close in another.
            const [next] = wanting.length === 0 ? [] : wanting.splice(randomInt(wanting.length), 1);
            if (next === undefined) tickets += 1;
            else next();
          }
        }, 5);
  const play = async (): Promise<void> => {
    while (performance.now() < until) {
      const n = (count += 1);
      let number = '';
      for (const step of matterSteps(towns[n % towns.length]!, n)) {
        if (performance.now() >= until) return;
        const text = await write(step.from, step.text(number), async () => {
          await ticket();
          written += 1;
        });
        answered += 1;
        number = REGISTERED.exec(text)?.[1] ?? number;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, play));
  clearInterval(pace);
  return { written, answered, seconds: (performance.now() - begun) / 1000 };
}

/** Numbers of the matters that are played verb by verb. */
const numbers = new Map<number, string>();

async function serveVerb({ verb, round, matters, atOnce }: VerbLoad): Promise<Served> {
  const begun = performance.now();
  const left = Array.from({ length: matters }, (_, n) => ROUND * (round + 1) + n);
  const play = async (): Promise<void> => {
    for (let n = left.shift(); n !== undefined; n = left.shift()) {
      const step = verbSteps(towns[n % towns.length]!, n).find((one) => one.verb === verb)!;
      const text = await write(step.from, step.text(numbers.get(n) ?? ''), unpaced);
      const number = REGISTERED.exec(text)?.[1];
      if (number !== undefined) numbers.set(n, number);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, play));
  return { written: matters, answered: matters, seconds: (performance.now() - begun) / 1000 };
}

process.on(
  'message',
  (load: Load | VerbLoad) =>
    void ('verb' in load ? serveVerb(load) : serve(load)).then((served) => process.send?.({ served })),
);
