import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs } from '../src/contract/args.ts';
import { type Actor, defineCommand } from '../src/contract/command.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { teamGroup, teamReplies } from '../src/copy/team.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import type { Petition } from '../src/domain/matter/access.ts';
import { isForHelpers } from '../src/domain/permission/may.ts';
import { findPetition, onlyHelps } from '../src/domain/matter/find.ts';
import { namesOf } from '../src/domain/org/service.ts';
import { acknowledge } from '../src/domain/matter/receipts.ts';
import { refuseSigning, signIn } from '../src/domain/handling/assign.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const SIGNED = new Set(['handling', 'replied', 'served']);

const SPENT = { signed: '已签收', read: '已阅' } as const;
/** Whether it takes the assignment on, and does not only say that reminders were read. */
const isSigning = ({ userid, unitId }: Actor, { status, handler, ownerUnit }: Petition, unread: number): boolean =>
  status === 'assigned' && (unread === 0 || handler === userid || unitId === ownerUnit);
const FINDS = { verb: '签收', helping: isForHelpers('sign'), lock: true } as const;

export default defineCommand({
  name: '签收',
  english: 'sign',
  aliases: ['收到', '已阅'],
  summary: '签收交办，或回执提醒（已阅）',
  number: 'recent',
  words: /^(?:收到|已阅|知道了|好的?)?[。.！!]*$/u,
  waits: () => 'unsigned',
  keys: [],
  args: argsAs(({ number }) => ({ number: number! })),
  says: [
    {
      like: /签收|签一下|签了(?!字)|(?:我|我们|这边|单位)(?:这边)?(?:已经?)?(?:收到|接收|接了|领了|收下|认领|接下)|收到了$|我(?:接|领|收)$|^N_*(?:我)?(?:接|收|领|签)了?$/u,
      rank: 5,
      line: () => '',
      examples: [
        ['3号我签收', '/签收 3', 'head'],
        ['3号我们收到了', '/签收 3', 'head'],
      ],
    },
  ],
  examples: ['/签收 12'],
  forms: [
    {
      fields: [],
      finds: FINDS,
      offer({ actor, petition, onlyHelps: isHelping, unread }) {
        if (!isHelping && isSigning(actor, petition, unread)) {
          refuseSigning(actor, petition);
          return { writes: [{ kind: 'signed' }], spent: SPENT.signed };
        }
        return unread === 0 ? undefined : { writes: [], spent: isHelping ? SPENT.signed : SPENT.read };
      },
    },
  ],
  async run({ number }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    if (await onlyHelps(ctx, call.by, petition)) {
      await acknowledge(ctx, call.by.userid, petition.id);
      return answer(await lineOf(ctx, petition), ctx.today, {
        text: teamReplies.assistSigned(petition.number),
        group: teamGroup.signed,
        spent: SPENT.signed,
      });
    }
    const unread = await acknowledge(ctx, call.by.userid, petition.id);
    const signs = isSigning(call.by, petition, unread);
    const changed = signs ? await signIn(ctx, call.by, petition) : petition;
    // Whoever presses second, with nothing unread, is told who has it.
    const has = signs || unread > 0 || !SIGNED.has(changed.status) ? undefined : changed.handler;
    const by = (await namesOf(ctx.tx, [has])).get(has ?? '');
    const line = await lineOf(ctx, changed);
    // The reader's own clocks: the desk's duties are not theirs.
    const own = (await runningClocks(ctx, [changed.id])).filter((clock) => clock.owner === 'unit');
    const due = dueLines(own, ctx.today);
    return answer(line, ctx.today, {
      text: signs
        ? replies.signed(changed.number, due, unread)
        : by === undefined
          ? replies.acknowledged(changed.number, due)
          : replies.signedBefore(changed.number, by, due),
      group: groupWords.signed(line.unitName ?? ''),
      spent: signs || by !== undefined ? SPENT.signed : SPENT.read,
    });
  },
});
