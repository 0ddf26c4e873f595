import type { LocalDay } from '../../../src/core/local-day.ts';
import type { OverdueRow, UnitRow, WeeklyFigures } from '../../../src/contract/report.ts';

export const unit = (
  name: string,
  registered: number,
  onTimeClosed: number,
  closed: number,
  openOverdue: number,
): UnitRow => ({
  unit: name,
  registered,
  onTimeClosed,
  closed,
  openOverdue,
  open: openOverdue,
});

export const overdue = (n: number): OverdueRow[] =>
  Array.from({ length: n }, (_, i) => ({
    number: `FJ2026-${String(i + 1).padStart(4, '0')}`,
    unit: '城建办',
    category: '农村道路',
    daysOverdue: n - i,
  }));

export const figures = (change: Partial<WeeklyFigures> = {}): WeeklyFigures => ({
  town: '分界镇',
  from: '2026-11-16' as LocalDay,
  to: '2026-11-22' as LocalDay,
  asOf: '2026-11-23 09:10',
  registered: 12,
  closed: 10,
  fellDue: 8,
  open: 15,
  yellowOpen: 3,
  overdueOpen: overdue(2),
  onTime: { onTimeClosed: 9, closed: 10, openOverdue: 2 },
  notices: { due: 8, inTime: 7 },
  units: [
    unit('信访办', 2, 1, 1, 0),
    unit('城建办', 5, 3, 4, 2),
    unit('农业农村局', 3, 5, 5, 0),
    unit('五里墩村', 0, 0, 0, 0),
  ],
  target: { percent: 95, basis: '实施方案二' },
  ...change,
});

export const quiet = figures({
  registered: 0,
  closed: 0,
  fellDue: 0,
  open: 0,
  yellowOpen: 0,
  overdueOpen: [],
  onTime: { onTimeClosed: 0, closed: 0, openOverdue: 0 },
  notices: { due: 0, inTime: 0 },
  units: [unit('信访办', 0, 0, 0, 0)],
});
