import { addDays, instantOf, localDayOf, localTimeOf, type LocalTime } from '../../core/local-day.ts';
import type { WorkCalendar } from '../deadline/calendar.ts';
import { workdayOnOrAfter } from '../deadline/working-days.ts';

export interface QuietHours {
  /** Evening begin, e.g. 18:00. */
  readonly from: LocalTime;
  /** Morning end, e.g. 08:05. */
  readonly to: LocalTime;
}

/** The moment itself in office hours of a working day, else the next working morning. */
export function quietUntil(at: Date, quiet: QuietHours, calendar: WorkCalendar): Date {
  const today = localDayOf(at);
  const time = localTimeOf(at);
  if (calendar.isWorkday(today)) {
    if (time >= quiet.to && time < quiet.from) return at;
    if (time < quiet.to) return instantOf(today, quiet.to);
  }
  return instantOf(workdayOnOrAfter(addDays(today, 1), calendar), quiet.to);
}
