import { describe, expect, it } from 'vitest';

import { scan } from '../support/source-files.ts';

/** The architecture test can only be green for the right reason when this reading is right. */
describe('reading a source file', () => {
  const { imports, strings, expressions } = scan(
    'src/domain/matter/example.ts',
    `// 注释里的汉字 now()
    import type { A } from '../../contract/a.ts';
    import { type B } from '../../copy/b.ts';
    import { c } from '#src/core/c.ts';
    export { d } from './d.ts';
    const later = await import('../../wecom/e.ts');
    type F = import('../../http/f.ts').F;
    const at = new Date(), then = new Date('2026-11-20'), ms = Date.now(), env = process.env.X, id = randomUUID();
    const said = \`头 \${at} 尾\`;
    const sql = 'select now()';`,
  );

  it('finds imports of every form, with the file they mean and whether only types cross', () => {
    expect(imports.map(({ target, isTypeOnly }) => `${target}${isTypeOnly ? ' (types)' : ''}`)).toEqual([
      'src/contract/a.ts (types)',
      'src/copy/b.ts', // stays as an import of the module
      'src/core/c.ts',
      'src/domain/matter/d.ts',
      'src/wecom/e.ts',
      'src/http/f.ts (types)',
    ]);
  });

  it('finds text in strings and templates, not in comments or module names', () => {
    expect(strings.map(({ text }) => text)).toEqual(['2026-11-20', '头 ', ' 尾', 'select now()']);
  });

  it('finds the clock, the environment and randomness', () => {
    const texts = expressions.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['new Date()', 'Date.now', 'process.env', 'randomUUID']));
    expect(texts.filter((text) => text === 'new Date()')).toHaveLength(1);
  });
});
