import { describe, expect, it } from 'vitest';
import { EVENT_WORDS } from '../../../src/copy/terms.ts';
import {
  EVENT_KINDS,
  has,
  kindOf,
  kindsThat,
  kindsUndone,
  meaningOf,
  occasionsOf,
} from '../../../src/domain/matter/events.ts';
import { CLOCK_EVENTS } from '../../../src/domain/policy/vocabulary.ts';

describe('the table of events', () => {
  it('has a word of its own for each kind', () => {
    expect(Object.keys(EVENT_WORDS).toSorted()).toEqual([...EVENT_KINDS].toSorted());
    expect(new Set(Object.values(EVENT_WORDS)).size).toBe(EVENT_KINDS.length);
  });

  it.each([
    [{}, 'progressed'],
    [{ extensionAsked: 'handle', days: 10 }, 'extension-asked'],
    [{ assignmentHeld: 'cj' }, 'assignment-held'],
    [{ closingHeld: true }, 'closing-held'],
    [{ returnAsked: 'cj' }, 'return-asked'],
    [{ returnRefused: true }, 'return-refused'],
    [{ warningAnswer: true }, 'warning-held'],
    [{ caseStep: 'findings' }, 'case-step'],
    [{ objectionRefused: 'e1' }, 'objection-refused'],
  ] as const)('what was written as progress with %o is read as %s', (data, kind) => {
    expect(kindOf({ kind: 'progressed', data })).toBe(kind);
    expect(kindOf({ kind, data: {} })).toBe(kind);
    // Whoever wrote it had handled the matter, then as now.
    expect(has({ kind: 'progressed', data }, 'took-part')).toBe(true);
    expect(occasionsOf({ kind: 'progressed', data })).toEqual([]);
  });

  it('guesses nothing of a kind it does not know', () => {
    expect(() => meaningOf({ kind: 'forgiven', data: {} })).toThrow(/forgiven/u);
    expect(() => meaningOf({ kind: 'toString', data: {} })).toThrow(/toString/u);
  });

  it('every occasion a clock listens for comes from an event', () => {
    const shapes = [
      {},
      { paper: 'notice' },
      { paper: 'opinion' },
      { paper: 'review-opinion' },
      { paper: 'report' },
      { written: true },
      { agreed: true },
      { level: 'recheck' },
      { inTime: true },
      { unit: 'cj' },
    ];
    const heard = new Set(EVENT_KINDS.flatMap((kind) => shapes.flatMap((data) => [...occasionsOf({ kind, data })])));
    // 转送 to another organ is decided by who sends it; no command of ours writes it yet.
    expect(CLOCK_EVENTS.filter((occasion) => !heard.has(occasion))).toEqual(['transferred']);
  });

  it('only what asks for a signature may be taken back late, and it never tells of itself', () => {
    expect(kindsThat('asks').toSorted()).toEqual(
      [
        'assignment-held',
        'closing-held',
        'correction-held',
        'extension-asked',
        'return-asked',
        'void-held',
        'warning-held',
      ].toSorted(),
    );
    for (const kind of kindsThat('asks')) expect(meaningOf({ kind, data: {} }).onUndo.may).toBe('yes');
    expect(kindsUndone('never').toSorted()).toEqual([
      'corrected',
      'handed-over',
      'recused',
      'undone',
      'unsealed',
      'voided',
    ]);
    expect(kindsUndone('passed-over').toSorted()).toEqual(['days-recounted', 'revealed', 'taken-over']);
  });
});
