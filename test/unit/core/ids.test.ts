import { expect, test } from 'vitest';
import { randomIds } from '../../../src/core/ids.ts';

test('ids of one moment sort in the order in which they were asked for, and behind those of an earlier one', () => {
  const at = new Date('2026-03-02T01:00:00.123Z');
  const later = new Date(at.getTime() + 1);
  const ids = [...Array.from({ length: 20_000 }, () => randomIds.uuid(at)), randomIds.uuid(later)];
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  expect(Number.parseInt(ids[0]!.replaceAll('-', '').slice(0, 12), 16)).toBe(at.getTime());
});

test('ids of two moments in turn are different ones', () => {
  const [one, other] = [new Date('2026-03-02T01:00:00Z'), new Date('2026-03-02T01:00:01Z')];
  const ids = Array.from({ length: 1000 }, (_, i) => randomIds.uuid(i % 2 === 0 ? one : other));
  expect(new Set(ids).size).toBe(ids.length);
});
