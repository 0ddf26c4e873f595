import type { Command, CommandForm, FieldChoice, FieldChoices, FormField, Values } from '../../contract/command.ts';
import { cleaned, TO_THE_END } from '../grammar.ts';

/** Longest value of one field; a reply pasted whole has room. */
const MAX_VALUE = 10_000;

/** A pair ends with its line, and so does what a number is read from: only 内容 keeps its lines. */
const oneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');

/**
 * The command line that a filled-in form stands for: what the page does is typed text like everything else (ADR 4), read by the same
 * grammar. Fields left empty are left out; what the command lacks then, it says itself.
 */
export function lineOf(command: Command, form: CommandForm, number: string, values: Values): string {
  const valueOf = (field: FormField): string => {
    const value = cleaned(values[field.key] ?? '').slice(0, MAX_VALUE);
    return value === '' || field.suffix === undefined ? value : `${value}${field.suffix}`;
  };
  const given = form.fields
    .filter((field) => isAsked(field, values))
    .map((field) => ({ field, value: valueOf(field) }))
    .filter(({ value }) => value !== '');
  const main = given.filter(({ field }) => field.main === true).map(({ value }) => oneLine(value));
  const pairs = given.filter(({ field }) => field.main !== true && field.key !== TO_THE_END);
  const last = given.filter(({ field }) => field.main !== true && field.key === TO_THE_END);
  return [
    `/${command.name} ${number}`,
    ...(form.text === undefined ? [] : [form.text]),
    ...main,
    ...pairs.map(({ field, value }) => `${field.key}:${oneLine(value)}`),
    ...last.map(({ field, value }) => `${field.key}:${value}`),
  ].join(' ');
}

/** Whether a field is asked for beside these values. */
export const isAsked = ({ when }: Pick<FormField, 'when'>, values: Values): boolean =>
  when === undefined || when.in.includes(values[when.key] ?? '');

const CHOSEN: ReadonlySet<string> = new Set<FieldChoice>(['unit', 'helper', 'paper', 'person']);

/** Chosen from what the matter has. */
export const isChosen = (as: FormField['as']): as is FieldChoice => CHOSEN.has(as);

export const choicesOf = ({ as, options }: FormField, choices: FieldChoices): readonly string[] | undefined =>
  isChosen(as) ? choices[as] : options;

/** Of each thing that a form has chosen from the matter the first; undefined where there is nothing to choose from. */
export function firstChoices(form: CommandForm, choices: FieldChoices): Values | undefined {
  const values: Record<string, string> = {};
  for (const { key, as } of form.fields) {
    if (!isChosen(as)) continue;
    const [first] = choices[as];
    if (first === undefined) return undefined;
    values[key] = first;
  }
  return values;
}
