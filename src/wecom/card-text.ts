import type { Card, Question } from '../contract/card.ts';

/** Chinese that belongs to the card itself; this folder holds none. */
export interface CardWords {
  /** Said, not only shown by colour: 提示, 提醒, 紧急, 已完成. */
  readonly tones: Readonly<Record<Card['tone'], string>>;
  /** Line above the commands in the text form. */
  readonly orType: string;
  /** Behind the options where several may be typed. */
  readonly several: string;
  /** The link to the matter's page, in the text form. */
  readonly openPage: string;
}

const CHOICE = '{choice}';
export const isSaid = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';
const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

interface Blank {
  /** What stands for it in the commands. */
  readonly placeholder: string;
  readonly title: string;
  readonly options: Question['options'];
  readonly several: boolean;
}

/** The same card as markdown, nothing cut, with the commands to type. */
export function cardText(card: Card, words: CardWords, url?: string): string {
  const lines = [
    `**【${words.tones[card.tone]}】${oneLine(card.title)}**`,
    ...(isSaid(card.note) ? [oneLine(card.note)] : []),
    ...(isSaid(card.body) ? [card.body.trim()] : []),
    ...card.fields.map(({ label, value }) => `> ${oneLine(label)}：${oneLine(value)}`),
  ];
  const link = url === undefined ? [] : [`[${words.openPage}](${url})`];
  if (card.spent !== undefined) return [...lines, `（${oneLine(card.spent)}）`, ...link].join('\n');
  const actions = (card.form === undefined ? card.actions : [card.form.submit]).filter(({ command }) =>
    isSaid(command),
  );
  if (actions.length === 0) return [...lines, ...link].join('\n');
  const blanks = blanksOf(card).filter(({ placeholder }) =>
    actions.some(({ command }) => command.includes(placeholder)),
  );
  return [
    ...lines,
    words.orType,
    ...actions.map(({ label, command }) => `- ${oneLine(label)}：\`${withBlanks(command, blanks)}\``),
    ...blanks.map(
      ({ title, options, several }) =>
        `〈${title}〉：${options.map(optionText).join('、')}${several ? words.several : ''}`,
    ),
    ...link,
  ].join('\n');
}

const blanksOf = ({ form, choice }: Card): Blank[] =>
  (form?.questions ?? (choice === undefined ? [] : [choice])).map((question: Question) => ({
    placeholder: form === undefined ? CHOICE : `{${question.key}}`,
    title: oneLine(question.title),
    options: question.options,
    several: question.several === true,
  }));

const withBlanks = (command: string, blanks: readonly Blank[]): string =>
  blanks.reduce((line, { placeholder, title }) => line.replaceAll(placeholder, `〈${title}〉`), command);

const optionText = ({ id, text }: { readonly id: string; readonly text: string }): string =>
  id === text ? id : `${id}（${oneLine(text)}）`;
