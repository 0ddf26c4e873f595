import type { Card } from '../contract/card.ts';
import type { LocalDay } from '../core/local-day.ts';
import { shortened } from '../core/text.ts';
import { plain } from '../copy/terms.ts';
import type { Line } from '../domain/read/lists.ts';
import { categoryOf } from './group.ts';

const BODY_SHOWN = 100;

/** What a private card about one matter is made of. */
export interface MatterCard {
  readonly line: Line;
  /** The matter's text; private cards only. */
  readonly body: string;
  readonly today: LocalDay;
  readonly spent?: string | undefined;
}

/** How every card about a matter begins: its title, a piece of its text, and whether it is spent. */
export function matterCard({ line, body, spent }: MatterCard): Pick<Card, 'kind' | 'note' | 'body' | 'spent'> {
  const title = line.petition.title ?? categoryOf(line.petition);
  const shown = plain(shortened(body.split('\n').join(' '), BODY_SHOWN));
  return {
    kind: 'card',
    note: title,
    // The title of a short matter is its text: once is enough.
    ...(shown === title ? {} : { body: shown }),
    ...(spent === undefined ? {} : { spent }),
  };
}
