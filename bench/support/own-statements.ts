/** Statements that each verb sends by itself, without what is delivered of it: BEGIN, COMMIT and SAVEPOINT among them. */
import { join } from 'node:path';

import { type Clock, systemClock } from '../../src/core/clock.ts';
import { createVault } from '../../src/core/vault.ts';
import { captured } from './capture.ts';
import { REGISTERED, type Verb, verbSteps } from './scripts.ts';
import { room, startBenchServer } from './server.ts';
import { prepareTowns, silentBot } from './silent.ts';
import { writeTowns } from './towns.ts';

/** The first matter prepares statements and reads what is remembered. */
const MATTERS = 3;

export interface Sent {
  readonly verb: Verb;
  readonly texts: readonly string[];
  readonly said: string;
  /** What the delivery of what it wrote for others sends, and how many messages that is. */
  readonly delivered: { readonly texts: readonly string[]; readonly messages: number };
}

/** Of a matter like any other. `place` is asked with each statement, while it is sent. */
export async function statementsOfVerbs(
  place: () => string = () => '',
  clock: Clock = systemClock,
): Promise<readonly Sent[]> {
  const { dir, clear } = await room();
  const server = await startBenchServer();
  try {
    const url = await server.database('own_statements');
    const towns = await writeTowns(join(dir, 'towns'), 2);
    const ground = { clock, vault: createVault(Buffer.alloc(32, 7)) };
    await prepareTowns(url, ground, towns);
    let texts: string[] = [];
    const database = captured(url, ({ text }) => void texts.push(`${text}${place()}`), 1);
    const bot = await silentBot(database, ground);
    const [town] = towns.towns;
    // Whoever has spoken once can be written to, and is not asked about again.
    for (const from of [...town!.desks, ...town!.offices.map(({ handler }) => handler)]) await bot.say(from, '/帮助');
    let last: Sent[] = [];
    for (let n = 0; n < MATTERS; n += 1) {
      let number = '';
      last = [];
      for (const { verb, from, text } of verbSteps(town!, n)) {
        texts = [];
        const said = await bot.say(from, text(number));
        number = REGISTERED.exec(said)?.[1] ?? number;
        const own = texts;
        texts = [];
        const messages = await bot.deliver();
        last.push({ verb, texts: own, said, delivered: { texts, messages } });
      }
    }
    await database.close();
    return last;
  } finally {
    await server.stop();
    await clear();
  }
}

export const ownStatements = async (): Promise<ReadonlyMap<Verb, number>> =>
  new Map((await statementsOfVerbs()).map(({ verb, texts }) => [verb, texts.length]));
