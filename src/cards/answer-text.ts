import { answerWords as words, CONCLUSION_WORDS } from '../copy/answers.ts';
import { plain } from '../copy/terms.ts';
import type { Conclusion } from '../domain/policy/vocabulary.ts';
import type { Demand } from '../domain/handling/answer-gate.ts';
import type { Petition } from '../domain/matter/access.ts';
import { categoryOf } from './group.ts';

/** An answer word for word, demand by demand: as long as it is; what sends it parts it. */
export function answerText(
  petition: Petition,
  demands: readonly Demand[],
  /** Codes of 支持、解释、不予支持 by the place of the demand. */
  concluded: ReadonlyMap<number, string>,
): string {
  const part = (label: string, text: string | null): string[] =>
    text === null || text === '' ? [] : [`${label}：${plain(text)}`];
  return [
    words.whole(petition.number, plain(petition.title ?? categoryOf(petition))),
    ...demands.flatMap(({ position, body, fact, basis, answer }) => [
      ...(demands.length > 1 ? [words.demand(position, plain(body))] : []),
      ...part(words.fact, fact),
      ...part(words.basis, basis),
      ...part(words.answer, answer),
      ...part(words.conclusion, CONCLUSION_WORDS[concluded.get(position) as Conclusion] ?? null),
    ]),
  ].join('\n');
}
