import type { Card, CardForm } from '../contract/card.ts';
import { formWords as words } from '../copy/forms.ts';
import { type MatterCard, matterCard } from './matter-card.ts';

/** A vote shows no more (doc 90236). */
export const UNITS_SHOWN = 20;
const DAYS = [3, 5, 7, 10, 15, 20, 30];

/** Beyond its title and its questions such a card shows nothing. */
const formCard = (base: MatterCard, kind: string, title: string, form: CardForm): Card => ({
  ...matterCard(base),
  key: `form:${kind}:${base.line.petition.number}`,
  tone: 'info',
  title,
  fields: [],
  actions: [],
  form,
});

/** 协办 without units: tick them. */
export function assistForm(base: MatterCard, units: readonly string[]): Card {
  const { number } = base.line.petition;
  return formCard(base, 'assist', words.assistTitle(number), {
    questions: [
      {
        key: 'units',
        title: words.units,
        options: units.slice(0, UNITS_SHOWN).map((name) => ({ id: name, text: name })),
        several: true,
      },
    ],
    submit: { label: words.assist, command: `/协办 ${number} {units}` },
  });
}

/** A clock that may be extended: by at most `left` days more, where there is an end. */
export interface ExtensionChoice {
  readonly title: string;
  readonly legal: boolean;
  readonly left: number | undefined;
}

/** 延期 without days: which clock, how long and why as lists. */
export function extendForm(base: MatterCard, choices: readonly ExtensionChoice[]): Card {
  const { number } = base.line.petition;
  const left = choices.some((one) => one.left === undefined) ? 30 : Math.max(...choices.map((one) => one.left ?? 0));
  const days = DAYS.filter((n) => n <= left);
  const kinds = choices.map((one) => ({
    id: one.legal ? words.clocks.legal : words.clocks.internal,
    text: one.left === undefined ? one.title : words.clockLeft(one.title, one.left),
  }));
  return formCard(base, 'extend', words.extendTitle(number), {
    questions: [
      ...(kinds.length > 1 ? [{ key: 'clock', title: words.clock, options: kinds }] : []),
      {
        key: 'days',
        title: words.days,
        options: (days.length === 0 ? [left] : days).map((n) => ({ id: words.dayCount(n), text: words.dayCount(n) })),
      },
      { key: 'reason', title: words.reason, options: words.reasons },
    ],
    submit: {
      label: words.extend,
      command: `/延期 ${number} {days} 时限:${kinds.length > 1 ? '{clock}' : (kinds[0]?.id ?? '')} 理由:{reason}`,
    },
  });
}
