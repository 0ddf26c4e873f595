/** What a clause says beside its command: unit, people, limit, day, telephone, how many. */
import type { Actor } from '../../contract/command.ts';
import type { Told } from '../../contract/says.ts';
import { readChineseNumber } from '../../core/chinese-number.ts';
import type { Person, Unit } from '../../domain/org/service.ts';
import type { Match } from './matching.ts';
import { type Clause, type Sentence, wordsOf } from './sentence.ts';
import type { Span } from './spans.ts';

export interface TownWords {
  readonly units: readonly Unit[];
  readonly people: readonly Person[];
}

/** 三天内 → 3天, 五个工作日 → 5工作日, 半个月 → 15天, 一个礼拜 → 7天; undefined for what is no limit. */
function limitOf(said: string): string | undefined {
  const [, words = '', unit = ''] =
    /^(\d+|半|[^\d个来工天日周星礼月小年几]+)(?:个|来)?(工作日|天|日|周|星期|礼拜|月)/u.exec(said) ?? [];
  if (unit === '') return undefined;
  if (words === '半') return unit === '月' ? '15天' : undefined;
  const n = /^\d+$/u.test(words) ? Number(words) : readChineseNumber(words);
  if (n === undefined || n === 0) return undefined;
  if (unit === '月') return `${n}个月`;
  if (unit === '周' || unit === '星期' || unit === '礼拜') return `${n * 7}天`;
  return unit === '工作日' ? `${n}工作日` : `${n}天`;
}

const textOf = ({ text }: Sentence, { from, to }: Span): string => text.slice(from, to);
const spansOf = (clauses: readonly Clause[], kind: Span['kind']): Span[] =>
  clauses.flatMap(({ spans }) => spans.filter((span) => span.kind === kind));

/** A period that is to come, 三天内, and none that has been: 三个月了. */
function limitIn(sentence: Sentence, clauses: readonly Clause[]): string | undefined {
  for (const span of spansOf(clauses, 'period')) {
    const limit = limitOf(textOf(sentence, span));
    const behind = sentence.text.slice(span.to, span.to + 2);
    if (limit !== undefined && !/^(?:了|没|前|多没|来)/u.test(behind)) return limit;
  }
  for (const span of spansOf(clauses, 'day')) {
    const behind = sentence.text.slice(span.to, span.to + 3);
    const ahead = sentence.text.slice(Math.max(0, span.from - 3), span.from);
    if (/^(?:之前|以前|前|内|截止)/u.test(behind) || /(?:截止|限|到)$/u.test(ahead)) {
      // 15日 are so many days, 15号 is a day.
      return textOf(sentence, span)
        .replace(/(?<=\d月.*)号$/u, '日')
        .replace(/ /gu, '');
    }
  }
  return undefined;
}

/** 昨儿个 is 昨天. */
const dayOf = (said: string): string => said.replace(/儿个?$/u, '天').replace(/号$/u, '日');

function headcountIn(sentence: Sentence, clauses: readonly Clause[]): number | undefined {
  for (const span of spansOf(clauses, 'amount')) {
    const [, words = ''] = /^(.+?)(?:余|多|来)?[个位名人]$/u.exec(textOf(sentence, span)) ?? [];
    const behind = sentence.text.slice(span.to, span.to + 2);
    if (words === '' || (textOf(sentence, span).endsWith('个') && !/^(?:人|群|村|老|居|业)/u.test(behind))) continue;
    const n = /^\d+$/u.test(words) ? Number(words) : readChineseNumber(words);
    if (n !== undefined && n > 0) return n;
  }
  return undefined;
}

/** @param clauses those that are about the matter and were not taken back */
export function toldOf(
  { sentence, by, words, matter }: { sentence: Sentence; by: Actor; words: TownWords; matter: Told['matter'] },
  clauses: readonly Clause[],
  { clause, end }: Match,
): Told {
  const held = clauses.filter(({ isTakenBack }) => !isTakenBack);
  const inClause = spansOf([clause], 'unit');
  const units = inClause.length > 0 ? inClause : spansOf(held, 'unit');
  const people = [...new Set(spansOf(clauses, 'person').map(({ value }) => value!))];
  const unitId = words.people.find(({ name }) => name === people[0])?.unitId;
  const [phone] = spansOf(clauses, 'phone');
  const [day] = spansOf(clauses, 'day');
  return {
    by,
    matter,
    said: wordsOf(sentence, held, true),
    clause: wordsOf(sentence, [clause], true),
    behind: clause.mask.slice(end),
    unit: units.at(-1)?.value,
    people,
    unitOfPerson: words.units.find(({ id }) => id === unitId)?.name,
    limit: limitIn(sentence, clauses),
    day: day === undefined ? undefined : dayOf(textOf(sentence, day)),
    phone: phone === undefined ? undefined : textOf(sentence, phone).replace(/[ -]/gu, ''),
    headcount: headcountIn(sentence, clauses),
  };
}
