import type { Card } from '../contract/card.ts';
import type { LocalDay, LocalTime } from '../core/local-day.ts';
import { promptWords, span } from '../copy/schedule.ts';

export interface PromptView {
  readonly key: string;
  readonly title: string;
  readonly basis: string;
  readonly unit: string;
  readonly slot: LocalDay;
  readonly period: { readonly from: LocalDay; readonly to: LocalDay };
  readonly closeOn: LocalDay;
  readonly closesAt: LocalTime;
  readonly again: boolean;
  readonly nil: boolean;
  readonly today: LocalDay;
  readonly spent: string | undefined;
}

/** A unit is asked for problems found: one tap says there are none, a registration says there are. */
export function promptCard(view: PromptView): Card {
  return {
    kind: 'card',
    key: view.key,
    tone: view.again ? 'warn' : 'info',
    title: promptWords.title(view.title, view.again),
    note: view.unit,
    body: promptWords.how,
    fields: [
      { label: promptWords.period, value: span(view.period.from, view.period.to) },
      { label: promptWords.closes, value: promptWords.closesAt(view.closeOn, view.closesAt, view.today) },
      { label: promptWords.basis, value: view.basis },
    ],
    actions: [
      ...(view.nil
        ? [
            {
              label: promptWords.nil,
              command: promptWords.nilLine(view.title, view.slot, view.unit),
              primary: true,
            },
          ]
        : []),
      { label: promptWords.register, command: promptWords.helpLine },
    ],
    ...(view.spent === undefined ? {} : { spent: view.spent }),
  };
}
