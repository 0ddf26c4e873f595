import { plain } from './terms.ts';

const lines = (...parts: (string | undefined | false)[]): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join('\n');

export interface ProposedWords {
  readonly line: string;
  readonly title: string | undefined;
}

/** What is said to words without a command. */
export const plainWords = {
  friendly: '收到。有事直接说，例如：3号怎么样了。',
  propose: ([first, ...more]: readonly ProposedWords[]): string =>
    more.length === 0
      ? lines('要这样办吗？', first!.line, titled(first!.title), '回 1 就办，不办不用回。')
      : lines(
          '要办这几件吗？',
          ...[first!, ...more].map(({ line, title }, i) => lines(`第${i + 1}条：`, line, titled(title))),
          `回 ${[first, ...more].map((_, i) => i + 1).join('、')} 办其中一条，回“全部”都办。`,
        ),
  register: (line: string): string => lines('要登记这件事吗？', line, '回 1 就登记，一个字不少；不登记不用回。'),
  /** A letter or an order, field by field. */
  draft: (fields: readonly (readonly [string, string])[], line: string): string =>
    lines(
      '读到的是一件新事，请核对：',
      ...fields.map(([key, value]) => `${key}：${value}`),
      '要登记吗？',
      line,
      '回 1 就登记；不对的改好这一行再发。',
    ),
  negated: '您说的是先不办，没有动。',
  conditional: '这要等条件定了再办，现在没有动。到时候再说一声就行。',
  everything: '一次只办写明编号的事，没有动。请一件一件说，例如：3号办结。',
  unknownMatter: (words: string): string => lines(`没有找到“${words}”这件事。`, '换个词再说，或者发 /搜 关键词。'),
  noneFits: (verb: string): string => `现在没有可以${verb}的事项。`,
  noPersons: lines('信访人的名单和成批的联系方式，这里不提供。', '要联系某一件的信访人，请发：/查 编号 明文 理由:…'),
  lost: lines(
    '没看懂，没有动。',
    '可以这样说：',
    '3号怎么样了',
    '3号交给城建办',
    '水渠那件催一下',
    '有新的事，直接说是什么事。',
  ),
  notCommand: '这一句不是要办的事，没有动。',
  nothingOffered: (word: string): string =>
    lines('现在没有等您回复的事。', /^\d+$/u.test(word) && `要看${word}号，请发：/查 ${word}`),
  late: '刚才那一条已经过了10分钟，没有办。要办请再说一遍。',
  unclear: (proposed: readonly string[]): string =>
    lines(
      '有两件事都在等您回 1，没有办。',
      '要办刚才这一条，请发：',
      ...proposed,
      '要回答后面的问题，请直接把答案写出来。',
    ),
  notListed: (count: number): string => `刚才只列了${count}条，请回 1 到 ${count}，或回“全部”。`,
  dropped: '好，不办了。',
  groupPropose: (parts: readonly ProposedWords[]): string => plainWords.propose(parts),
  deleteHow: lines(
    '登记过的事不能删。',
    '刚办的一步弄错了，发：/撤销 编号',
    '登记重了或登记错了，发：/作废 编号 理由:…',
  ),
} as const;

const titled = (title: string | undefined): string | undefined => (title === undefined ? undefined : plain(title));
