import { describe, expect, it } from 'vitest';

import { StartupError, TransientError, UserError } from '../../src/core/errors.ts';
import { createLogger, type LogFields } from '../../src/core/logger.ts';

function logged(fields: LogFields, pretty = false): string {
  let out = '';
  createLogger({ pretty, write: (line) => (out += line) })
    .child({ part: 'test', token: 'hidden-word' })
    .warn(fields, 'said');
  return out;
}

describe('the log', () => {
  it('is one JSON line with the message, its fields and those of the child', () => {
    const line = logged({ petitionId: 'p1', stage: 'due' });
    expect(line.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(line)).toMatchObject({
      level: 'warn',
      part: 'test',
      petitionId: 'p1',
      stage: 'due',
      msg: 'said',
    });
  });

  it('masks a telephone or identity number that got into a value, however it is written, and no id', () => {
    const id = '01938000-0000-7000-8000-013800000000';
    const line = logged({
      petitionId: id,
      at: '2026-11-29T13:53:59.123Z',
      number: 'FJ2026-0012',
      where: '在138 0000 0000',
      list: ['一三八零零零零零零零零', '110101190001010000'],
      err: new Error('no answer from 1３８-0000-0000'),
    });
    expect(JSON.parse(line)).toMatchObject({
      petitionId: id,
      at: '2026-11-29T13:53:59.123Z',
      number: 'FJ2026-0012',
      where: '在***',
      list: ['***', '***'],
    });
    expect(line).not.toMatch(/0000-0000"/u);
  });

  it.each([false, true])('drops fields that carry words, persons or secrets, however deep (pretty: %s)', (pretty) => {
    const line = logged(
      {
        text: 'hidden-word',
        frame: { body: { content: 'hidden-word' }, n: 1 },
        petitioner: { name: 'hidden-word' },
        access_token: 'hidden-word',
      },
      pretty,
    );
    expect(line).not.toContain('hidden-word');
    expect(line).toContain('***');
  });

  it.each([
    ['a statement with its values', new Error('Failed query: insert into x values ($1)\nparams: 张某某,某路5号')],
    [
      'a duplicate',
      Object.assign(new Error('duplicate key'), { detail: 'Key (name)=(张某某) already exists.', code: '23505' }),
    ],
    ['a cause', new Error('outer', { cause: new Error('无法处理 张某某') })],
    ['a parser', new SyntaxError('Unexpected token, "{张某某" is not valid JSON')],
    ['a value of the wrong type', new Error('invalid input syntax for type uuid: "Zhang hidden-word"')],
  ])('an error does not repeat what it choked on: %s', (_name, err) => {
    for (const line of [logged({ err }), logged({ err }, true)]) {
      expect(line).not.toMatch(/张某某|某路|hidden-word/u);
      expect(line).toContain('.test.ts');
    }
  });

  it('keeps what finds the place: type, code, frames', () => {
    const err = Object.assign(new TypeError('boom'), { code: '23505', constraint_name: 'claim_key' });
    expect(JSON.parse(logged({ err }))).toMatchObject({
      err: {
        type: 'TypeError',
        code: '23505',
        constraint: 'claim_key',
        stack: expect.stringContaining('at ') as string,
      },
    });
  });
});

describe('errors', () => {
  it('carry codes and parameters', () => {
    const error = new UserError('petition.closed', { number: 'FJ2026-0012' });
    expect([error.code, error.params, error.message]).toEqual([
      'petition.closed',
      { number: 'FJ2026-0012' },
      'petition.closed',
    ]);
    expect(new TransientError('limit', { retryAfterMs: 5 }).retryAfterMs).toBe(5);
  });

  it("the operator's line is one line", () => {
    expect(new StartupError('端口被占用：\n  请换 PORT\n').message).toBe('端口被占用： 请换 PORT');
  });
});
