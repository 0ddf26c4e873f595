/** What the self-built app hears: XML of manual 5.5 and 5.6. */
import type { Json } from '../wire/errors.ts';
import { isRecord } from '../wire/errors.ts';

const cdata = (value: unknown): string => `<![CDATA[${String(value).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
  if (isRecord(value)) return `<${name}>${elements(value)}</${name}>`;
  return `<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`;
}

const elements = (fields: Json): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => element(name, value))
    .join('');

export const appXml = (fields: Json): string => `<xml>${elements(fields)}</xml>`;

interface Selected {
  selected_item: { question_key: string; option_ids: { option_id: string[] } }[];
}

export const selectedItems = (selected: unknown): Json | undefined =>
  isRecord(selected)
    ? {
        SelectedItem: (selected as unknown as Selected).selected_item.map((item) => ({
          QuestionKey: item.question_key,
          OptionIds: { OptionId: item.option_ids.option_id },
        })),
      }
    : undefined;
