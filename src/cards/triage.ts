import type { Card } from '../contract/card.ts';
import { BRANCHES, sorterWords as words } from '../copy/triage.ts';
import { KIND_WORDS } from '../copy/terms.ts';
import type { Line } from '../domain/read/lists.ts';
import { categoryOf } from './group.ts';

export type SorterStep = 'kind' | 'branch' | 'simple';

/** The legal sorter, one question a card; every button is the line that can be typed. */
export function sorterCard(step: SorterStep, { petition }: Line, spent: string | undefined): Card {
  const { number } = petition;
  const common = {
    kind: 'card',
    key: `sorter:${step}:${number}`,
    tone: 'info',
    note: petition.title ?? categoryOf(petition),
    fields: [],
    ...(spent === undefined ? {} : { spent }),
  } as const;
  const show = { label: words.show, command: `/查 ${number}` };
  if (step === 'kind') {
    return {
      ...common,
      title: words.title(number),
      body: words.kindBody,
      choice: {
        key: 'kind',
        title: words.kindChoice,
        options: Object.values(KIND_WORDS).map((word) => ({ id: word, text: word })),
      },
      actions: [{ label: words.choose, command: `/分类 ${number} {choice}`, primary: true }, show],
    };
  }
  if (step === 'branch') {
    return {
      ...common,
      title: words.branchTitle(number),
      body: words.branchBody,
      choice: {
        key: 'branch',
        title: words.branchChoice,
        options: Object.entries(BRANCHES).map(([id, { choice }]) => ({ id, text: choice })),
      },
      actions: [
        { label: words.choose, command: `/分类 ${number} ${KIND_WORDS.appeal} 情形:{choice}`, primary: true },
        show,
      ],
    };
  }
  return {
    ...common,
    title: words.simpleTitle(number),
    body: words.simpleBody,
    actions: [
      { label: words.simple, command: `/分类 ${number} 办理:简易`, primary: true },
      { label: words.ordinary, command: `/分类 ${number} 办理:普通` },
      show,
    ],
  };
}
