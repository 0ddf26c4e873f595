import { describe, expect, it } from 'vitest';

import { GUARDED, queriesOf } from '../support/queries.ts';

const FILE = 'src/domain/matter/example.ts';
const HEAD = `
  import { visibleTo, notBarred as open, type Door } from './access.ts';
  import { groupVisible } from '../elsewhere.ts';
  import { clocks, petitions, towns } from '../../db/schema.ts';
`;
/** Of each query what it reads, with `!` where it has no door. */
const read = (code: string): string[] =>
  queriesOf(FILE, HEAD + code).map(({ tables, hasDoor }) => `${hasDoor ? '' : '!'}${tables.join(' ')}`);

/** The test of doors can only be green for the right reason when this reading is right. */
describe('reading the queries of a source file', () => {
  it('guards every table that has a matter in it', () => {
    expect([...GUARDED.values()]).toEqual(
      expect.arrayContaining(['petition', 'event', 'approval', 'letter', 'clock', 'outbox', 'handover', 'kept_report']),
    );
    expect([...GUARDED.values()]).not.toContain('person');
  });

  it.each([
    ['a select', 'const a = await tx.select().from(petitions).where(eq(petitions.id, id));', ['!petitions']],
    ['a join', 'tx.select().from(towns).leftJoin(clocks, on)', ['!clocks']],
    [
      'what was changed and is given back',
      'tx.update(clocks).set(x).where(y).returning({ id: clocks.id })',
      ['!clocks'],
    ],
    ['a count', 'db.$count(petitions, eq(a, b))', ['!petitions']],
    ['a relational query', 'db.query.petitions.findMany({ where })', ['!petitions']],
    ['SQL by name', 'tx.execute(sql`select count(*) from unit u, petition p`)', ['!petition']],
    ['SQL with a table put in', 'tx.execute(sql<Row>`select 1 from ${petitions} where ${x}`)', ['!petitions']],
    ['SQL of the driver', 'await database.sql<{ n: number }[]>`select n from letter`', ['!letter']],
    ['SQL that is run as it is', "sql.unsafe('select * from approval')", ['!approval']],
    ['a condition that reads another table', 'const a = sql`exists (select 1 from ${clocks})`;', ['!clocks']],
    ['a table that nobody can name', 'tx.select().from(which)', ['!which']],
    ['a table by another name', "const p = alias(petitions, 'p'); tx.select().from(p)", ['!p']],
    ['SQL from a table that nobody can name', 'tx.execute(sql`select 1 from ${which}`)', ['!which']],
  ])('finds %s', (_, code, found) => {
    expect(read(code)).toEqual(found);
  });

  it.each([
    ['a table that tells of no matter', 'tx.select().from(towns)'],
    ['a change', 'tx.update(clocks).set({ state }).where(eq(clocks.id, id))'],
    ['a new row', 'tx.insert(petitions).values(row).returning()'],
    ['a condition', 'const a = sql`${petitions.status} not in (${x})`;'],
    ['a word of that name', 'sql`select clock, card from pressed`'],
    ['what was asked before', 'const near = tx.select().from(towns).as("near"); tx.select().from(near)'],
  ])('passes over %s', (_, code) => {
    expect(read(code)).toEqual([]);
  });

  it.each([
    ['in the statement', 'tx.select().from(petitions).where(and(visibleTo(actor), x))'],
    ['under another name', 'tx.select().from(petitions).where(open(actor))'],
    ['in SQL', 'tx.execute(sql`select 1 from petition where ${visibleTo(actor)}`)'],
    [
      'in a constant',
      'const f = (a) => { const filter = and(visibleTo(a), b); return tx.select().from(petitions).where(filter); }',
    ],
    ['in a function of the file', 'const mine = (a) => visibleTo(a); tx.select().from(petitions).where(mine(actor))'],
    ['given', 'const f = (door: Door) => tx.select().from(petitions).where(and(door, b));'],
    [
      'given as a part',
      'interface Asked { visible: Door } const f = ({ visible }: Asked) => sql`select 1 from petition where ${visible}`;',
    ],
  ])('knows a door %s', (_, code) => {
    expect(read(code)).toEqual([expect.stringMatching(/^petitions?$/u)]);
  });

  it.each([
    ['that is not called', 'tx.select().from(petitions).where(visibleTo)'],
    ['of the same name from elsewhere', 'tx.select().from(petitions).where(groupVisible(town))'],
    ['in another statement', 'const a = visibleTo(actor); tx.select().from(petitions).where(b)'],
    ['of a namesake', 'const f = (filter) => tx.select().from(petitions).where(filter); const filter = visibleTo(a);'],
    [
      'of what was asked before',
      'const f = async () => { const ids = await idsOf(visibleTo(a)); return tx.select().from(petitions).where(inArray(id, ids)); }',
    ],
    [
      'of a query that it uses',
      'const known = (a) => tx.select().from(towns).where(visibleTo(a)); tx.select().from(petitions).where(inArray(id, known(actor)))',
    ],
    ['that is no more than SQL', 'const f = (door: SQL) => tx.select().from(petitions).where(door);'],
  ])('takes nothing for a door %s', (_, code) => {
    expect(read(code)).toEqual(['!petitions']);
  });

  it('tells apart what runs on its own inside another', () => {
    const code = `tx.select().from(petitions).where(and(visibleTo(actor), inArray(id, await tx.select().from(clocks))))`;
    expect(read(code)).toEqual(['petitions', '!clocks']);
  });
});
