import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, invalid, readCount } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { KIND_WORDS, kindOf } from '../src/copy/terms.ts';
import { runningClocks } from '../src/domain/petition/clocks.ts';
import { findPetition } from '../src/domain/petition/find.ts';
import { classify } from '../src/domain/petition/handling.ts';
import { admittedOn } from '../src/domain/petition/record.ts';
import { lineOf } from '../src/domain/petition/views.ts';

const YES = /^(是|对|1|重要|敏感)$/u;

export default defineCommand({
  name: '分类',
  english: 'classify',
  aliases: ['类别'],
  summary: '定类别，决定适用的时限',
  allow: ['desk', 'leader', 'main-leader'],
  number: 'recent',
  keys: ['情形', '业务', '重要', '敏感'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: ['/分类 12 申诉求决 情形:6 业务:城乡建设', '/分类 12 建议意见'],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '分类', lock: true });
    const [first = '', ...rest] = text.split(/\s+/u);
    const kind = first === '' ? undefined : kindOf(first);
    const branch =
      pairs['情形'] === undefined ? undefined : readCount(pairs['情形'].replace(/[^\d一二三四五六]/gu, ''));
    if (branch !== undefined && (branch < 1 || branch > 6)) throw invalid(argProblems.branch);
    const subject = pairs['业务'] ?? (kind === undefined ? first : rest.join(' '));
    const marks = { important: pairs['重要'], sensitive: pairs['敏感'] };
    if (kind === undefined && subject === '' && Object.values(marks).every((mark) => mark === undefined)) {
      throw invalid(argProblems.category);
    }
    const changed = await classify(ctx, call.by, petition, {
      kind,
      branch,
      subject: subject === '' ? undefined : subject.slice(0, 12),
      important: marks.important === undefined ? (/重要/u.test(text) ? true : undefined) : YES.test(marks.important),
      sensitive: marks.sensitive === undefined ? (/敏感/u.test(text) ? true : undefined) : YES.test(marks.sensitive),
      admittedOn: await admittedOn(ctx, petition.id),
    });
    const words = [
      changed.kind === null ? '' : KIND_WORDS[changed.kind as keyof typeof KIND_WORDS],
      changed.subject ?? '',
    ]
      .filter((word) => word !== '')
      .join('，');
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: replies.classified(changed.number, words, dueLines(await runningClocks(ctx, [changed.id]), ctx.today)),
      group: groupWords.classified,
    });
  },
});
