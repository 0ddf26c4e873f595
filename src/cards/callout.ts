import type { Card } from '../contract/card.ts';
import { callout as words } from '../copy/callout.ts';

export interface CalledOut {
  /** Which call it is (`callOutKey`). */
  readonly call: string;
  readonly people: number;
  /** Who is at the hall. */
  readonly by: string;
  /** Of those only who answer for the matter. */
  readonly number: string | undefined;
  readonly spent: string | undefined;
}

/** People are at the hall: one tap says whether its reader comes. */
export function calloutCard({ call, people, by, number, spent }: CalledOut): Card {
  return {
    kind: 'card',
    key: `callout:${call}`,
    tone: 'danger',
    title: words.title,
    note: words.scene(people, by),
    body: words.listen,
    fields: number === undefined ? [] : [{ label: words.matter, value: number }],
    actions: (['coming', 'sending', 'away'] as const).map((answer, i) => ({
      label: words.answers[answer],
      command: `/到场 ${words.answers[answer]} 次:${call}`,
      ...(i === 0 ? { primary: true } : {}),
    })),
    ...(spent === undefined ? {} : { spent }),
  };
}
