import { answer } from '../src/cards/line.ts';
import type { LetterKind } from '../src/contract/letter.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { groupWords } from '../src/copy/group.ts';
import { letterWords } from '../src/copy/letters.ts';
import { EVENT_WORDS } from '../src/copy/terms.ts';
import { undoWords } from '../src/copy/undo.ts';
import { isForHelpers } from '../src/domain/permission/may.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { refuseActedOn } from '../src/domain/intake/merge.ts';
import { actUndone, undo } from '../src/domain/handling/undo.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const SPENT = '已撤销';
const FINDS = { verb: '撤销', helping: isForHelpers('undo'), lock: true, closedToo: true, events: true } as const;

export default defineCommand({
  name: '撤销',
  english: 'undo',
  aliases: ['撤回', '取消'],
  summary: '十分钟内撤销自己刚做的一步',
  number: 'recent',
  words: /^$/u,
  waits: () => 'own-step',
  keys: [],
  args: argsAs(({ number }) => ({ number: number! })),
  says: [
    {
      like: /撤销|撤回|撤了|反悔/u,
      rank: 7,
      line: () => '',
      examples: [['3号撤销', '/撤销 3']],
    },
  ],
  examples: ['/撤销 12'],
  forms: [
    {
      fields: [],
      finds: FINDS,
      offer(seen) {
        actUndone(seen.actor, seen);
        refuseActedOn(seen.joined, seen.actor.userid);
        return { writes: [{ kind: 'undone' }], spent: SPENT };
      },
    },
  ],
  async run({ number }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const { petition: changed, undone, asksAgain, earlier, withdrawn } = await undo(ctx, call.by, petition);
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: undoWords.done({
        number: changed.number,
        what: EVENT_WORDS[undone.kind],
        voided: undone.kind === 'received',
        asksAgain,
        earlier,
        letters: withdrawn.map((letter) => letterWords.withdrawn(letter.kind as LetterKind, letter.number)),
      }),
      group: groupWords.undone,
      spent: SPENT,
    });
  },
});
