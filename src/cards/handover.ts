import type { Card } from '../contract/card.ts';
import type { LocalDay } from '../core/local-day.ts';
import { handoverWords } from '../copy/handover.ts';
import { zhDay } from '../copy/terms.ts';

export interface HandoverView {
  readonly id: string;
  readonly from: string;
  /** Numbers this reader may know. */
  readonly numbers: readonly string[];
  readonly until: LocalDay;
  /** Nobody accepted: this reader decides. */
  readonly climbed: boolean;
  readonly today: LocalDay;
  readonly spent: string | undefined;
}

const SHOWN = 4;

/** Asks for acceptance; what is handed over takes effect with it only. */
export function handoverCard(view: HandoverView): Card {
  const n = view.numbers.length;
  const how = view.climbed ? handoverWords.climbedHow(view.from) : handoverWords.how;
  return {
    kind: 'card',
    key: `handover:${view.id}`,
    tone: view.climbed ? 'warn' : 'info',
    title: view.climbed ? handoverWords.climbedTitle(n) : handoverWords.title(n),
    body: `${handoverWords.mattersOf(view.numbers.slice(0, SHOWN), n - Math.min(n, SHOWN))}\n${how}`,
    fields: [
      { label: handoverWords.from, value: view.from },
      ...(view.climbed ? [] : [{ label: handoverWords.until, value: zhDay(view.until, view.today) }]),
    ],
    actions: [
      {
        label: view.climbed ? handoverWords.takeLabel : handoverWords.acceptLabel,
        command: handoverWords.acceptLine(view.id),
        primary: true,
      },
      ...(view.climbed ? [] : [{ label: handoverWords.refuseLabel, command: handoverWords.refuseLine(view.id) }]),
    ],
    ...(view.spent === undefined ? {} : { spent: view.spent }),
  };
}
