import type { Command, CommandForm, FormField } from '../contract/command.ts';
import { cleaned, TO_THE_END } from './grammar.ts';

/** Longest value of one field; a reply pasted whole has room. */
const MAX_VALUE = 10_000;

/** A pair ends with its line, and so does what a number is read from: only 内容 keeps its lines. */
const oneLine = (text: string): string => text.split(/\s*\n\s*/u).join(' ');

export type Values = Readonly<Record<string, string>>;

/**
 * The command line that a filled-in form stands for: what the page does is typed text like everything else (ADR 4), read by the same
 * grammar. Fields left empty are left out; what the command lacks then, it says itself.
 */
export function lineOf(command: Command, form: CommandForm, number: string, values: Values): string {
  const valueOf = (field: FormField): string => {
    const value = cleaned(values[field.key] ?? '').slice(0, MAX_VALUE);
    return value === '' || field.suffix === undefined ? value : `${value}${field.suffix}`;
  };
  const given = form.fields.map((field) => ({ field, value: valueOf(field) })).filter(({ value }) => value !== '');
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

/** Values to try a command with: what its form says, today, and some unit. */
export const trialValues = (form: CommandForm, now: { readonly today: string; readonly unit: string }): Values =>
  Object.fromEntries(
    form.fields.flatMap(({ key, as, optional, trial }) => {
      const value = trial ?? (as === 'day' ? now.today : as === 'unit' ? now.unit : undefined);
      return value === undefined || optional === true ? [] : [[key, value]];
    }),
  );
