/** Which statements a command and the delivery of what follows from it send, at noon of a working day, and from where: `node --import tsx bench/support/census.ts [verb]`. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { PgDeleteBase } from 'drizzle-orm/pg-core/query-builders/delete';
import { PgInsertBase } from 'drizzle-orm/pg-core/query-builders/insert';
import { PgRaw } from 'drizzle-orm/pg-core/query-builders/raw';
import { PgSelectBase } from 'drizzle-orm/pg-core/query-builders/select';
import { PgUpdateBase } from 'drizzle-orm/pg-core/query-builders/update';
import { PgDatabase } from 'drizzle-orm/pg-core';

import type { Clock } from '../../src/core/clock.ts';
import { instantOf, type LocalDay } from '../../src/core/local-day.ts';
import { statementsOfVerbs } from './own-statements.ts';

const places = new AsyncLocalStorage<string>();
const made = new WeakMap<object, string>();
const here = (): string => {
  const lines = (new Error().stack ?? '').split('\n').slice(2);
  return lines
    .filter((line) => /\/(?:src|commands)\//u.test(line) && !line.includes('/src/db/'))
    .slice(0, 3)
    .map((line) =>
      line
        .replace(/^\s*at (?:async )?/u, '')
        .replace(/\(?(?:file:\/\/)?\S*\/(src|commands)\//u, '$1/')
        .replace(/\)$/u, ''),
    )
    .join(' < ');
};
Error.stackTraceLimit = 60;
for (const name of ['select', 'selectDistinct', 'insert', 'update', 'delete', 'execute'] as const) {
  const proto = PgDatabase.prototype as unknown as Record<string, (...args: unknown[]) => object>;
  const original = proto[name];
  if (original === undefined) continue;
  proto[name] = function patched(this: object, ...args: unknown[]) {
    const place = here();
    const built = original.apply(this, args);
    return mark(built, place);
  };
}
function mark(built: object, place: string): object {
  made.set(built, place);
  for (const step of ['from', 'values', 'set', 'where'] as const) {
    const value = (built as Record<string, unknown>)[step];
    if (typeof value !== 'function') continue;
    Object.defineProperty(built, step, {
      configurable: true,
      value: (...args: unknown[]) => {
        const next = (value as (...a: unknown[]) => object).apply(built, args);
        if (!made.has(next)) mark(next, place);
        return next;
      },
    });
  }
  return built;
}
for (const base of [PgSelectBase, PgInsertBase, PgUpdateBase, PgDeleteBase, PgRaw]) {
  const proto = base.prototype as unknown as { then(...args: unknown[]): unknown };
  const original = proto.then;
  proto.then = function then(this: object, ...args: unknown[]) {
    return places.run(made.get(this) ?? '?', () => original.apply(this, args));
  };
}

const only = process.argv[2];
/** No quiet hours, so that all that follows goes at once. */
const noon: Clock = { now: () => instantOf('2026-03-17' as LocalDay, '12:00') };
const all = await statementsOfVerbs(() => `\n        ${places.getStore() ?? ''}`, noon);
for (const { verb, texts, said, delivered } of all) {
  if (only !== undefined && only !== verb) continue;
  console.log(`\n${verb}, ${texts.length}: ${said.split('\n')[0]}`);
  list(texts);
  console.log(`\n${verb}, ${delivered.texts.length} for ${delivered.messages} messages that follow`);
  list(delivered.texts);
}
process.exit(0);

function list(texts: readonly string[]): void {
  for (const [i, text] of texts.entries()) console.log(`${String(i + 1).padStart(4)} ${shown(text)}`);
}

/** The beginning of the statement, and the place. */
function shown(sent: string): string {
  const at = sent.lastIndexOf('\n');
  return `${sent.slice(0, at).replace(/\s+/gu, ' ').replaceAll('"', '').slice(0, 150)}${sent.slice(at)}`;
}
