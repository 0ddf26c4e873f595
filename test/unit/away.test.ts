import { describe, expect, it } from 'vitest';
import { isPassing } from '../../src/db/away.ts';
import { WecomError } from '../../src/wecom/errcodes.ts';

const withCode = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });

describe('what passes when the database is back', () => {
  it.each([
    ['CONNECTION_CLOSED', withCode('CONNECTION_CLOSED')],
    ['a refused socket', withCode('ECONNREFUSED', { syscall: 'connect' })],
    ['a shutdown', withCode('57P01')],
    ['a start', withCode('57P03')],
    ['too many', withCode('53300')],
    ['a deadlock', withCode('40P01')],
    ['wrapped', new Error('Failed query', { cause: withCode('CONNECTION_DESTROYED') })],
    ['several addresses', new AggregateError([withCode('ECONNREFUSED', { syscall: 'connect' })])],
  ])('%s', (_, error) => expect(isPassing(error)).toBe(true));

  it.each([
    ['a unique row', withCode('23505')],
    ['a missing file', withCode('ENOENT', { syscall: 'open' })],
    ['a plain fault', new TypeError('x is not a function')],
    ['no error', 'CONNECTION_CLOSED'],
    ['a refusal of WeCom', new WecomError(60020, 'refused')],
  ])('not %s', (_, error) => expect(isPassing(error)).toBe(false));
});
