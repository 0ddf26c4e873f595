import type { Card } from '../contract/card.ts';
import { routeWords as words } from '../copy/suggest-unit.ts';
import type { Suggestion } from '../domain/intake/suggest-unit.ts';
import type { Line } from '../domain/read/lists.ts';
import { categoryOf } from './group.ts';

/** The suggestion as text, with the line for each unit. */
export function suggestionText(number: string, { route, lead, handler, helpers, units, ...why }: Suggestion): string {
  const because = words.because(why.area, why.words);
  return [
    words.heading(route?.title),
    words.line(words.lead, lead),
    words.line(words.handler, handler),
    words.line(words.helpers, helpers),
    because === '' ? undefined : `${words.reason}：${because}`,
    route === undefined ? undefined : `${words.basis}：${route.basis}`,
    ...units.slice(0, 1).map((unit) => words.type(number, unit.name)),
  ]
    .filter((part) => part !== undefined)
    .join('\n');
}

/** The same as a card: a tap assigns. */
export function suggestionCard({ petition }: Line, suggestion: Suggestion, spent: string | undefined): Card {
  const { route, lead, handler, helpers, units, area } = suggestion;
  const because = words.because(area, suggestion.words);
  const field = (label: string, value: string): { label: string; value: string }[] =>
    value === '' ? [] : [{ label, value }];
  return {
    kind: 'card',
    key: `route:${petition.number}`,
    tone: 'info',
    title: words.title(petition.number),
    note: route?.title ?? petition.title ?? categoryOf(petition),
    fields: [
      ...field(words.lead, words.named(lead)),
      ...field(words.handler, words.named(handler)),
      ...field(words.helpers, words.named(helpers)),
      ...field(words.reason, because),
      ...field(words.basis, route?.basis ?? ''),
    ],
    actions: units.map((unit, i) => ({
      label: unit.name,
      command: words.type(petition.number, unit.name),
      ...(i === 0 ? { primary: true } : {}),
    })),
    ...(spent === undefined ? {} : { spent }),
  };
}
