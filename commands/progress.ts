import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { contactReplies } from '../src/copy/escalation.ts';
import { replies } from '../src/copy/replies.ts';
import { clocksMetBy, runningClocks } from '../src/domain/matter/clocks.ts';
import { isForHelpers, may } from '../src/domain/permission/may.ts';
import { findPetition, onlyHelps } from '../src/domain/matter/find.ts';
import { explain, progress, visit } from '../src/domain/handling/steps.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const SPENT = { told: '已报进展', seen: '已核实' } as const;
const FINDS = { verb: '进展', helping: isForHelpers('progress'), lock: true } as const;

export default defineCommand({
  name: '进展',
  english: 'progress',
  aliases: ['进度'],
  summary: '记下办理进展',
  number: 'recent',
  keys: ['内容', '说明', '现场'],
  tells: true,
  args: argsAs(({ number, text, pairs }) => ({
    number: number!,
    explanation: pairs['说明'],
    seen: pairs['现场'],
    said: [text, pairs['内容']].filter((part) => part !== undefined && part !== '').join('\n'),
  })),
  says: [
    {
      like: /现场|跑了?(?:A|T|一?趟)|坐下来|谈(?:了|过|好|妥)|答应|协商|商量|碰头|正在|开工|施工|施工方|安排|协调|调解|准备|师傅|电工|资金|财政|审批|招标|(?:已经?|刚|今天|昨天|明天|下午|上午|D_*|H_*).{0,8}(?:去|到|来|看|问|修|换|送|报|做|量|查|清)|(?:换|修|装|清|通|拆|补|挖)(?:好|完|了|上|通)|还没|进展/u,
      rank: 2,
      ownNo: true,
      line: ({ said }) => `内容:${said}`,
      examples: [['今天上午去3号现场了，都是线路老化', '/进展 3 内容:今天上午去现场了，都是线路老化', 'head']],
    },
  ],
  examples: [
    '/进展 12 已派人现场查看，待换灯',
    '/进展 12 现场:渠道已堵，三户进水',
    '/进展 12 说明:逾期原因和下一步打算',
  ],
  forms: [
    {
      fields: [{ key: '内容', as: 'text' }],
      finds: FINDS,
      offer: () => ({ writes: [{ kind: 'progressed' }], spent: SPENT.told }),
    },
  ],
  async run({ number, said, explanation, seen }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    if (said === '' && explanation === undefined && (seen ?? '') === '') throw missing(argProblems.progress);
    if (seen !== undefined && seen !== '') {
      const changed = await visit(ctx, call.by, petition, [seen, said].filter((part) => part !== '').join('\n'));
      const running = (await clocksMetBy(ctx, changed.id, 'contacted')).filter(({ state }) => state === 'running');
      return answer(await lineOf(ctx, changed), ctx.today, {
        text: contactReplies.visited(changed.number, dueLines(running, ctx.today)),
        group: groupWords.progressed,
        spent: SPENT.seen,
      });
    }
    // 说明情况 is the answering leader's own act; from anybody else the same words are progress.
    const isLeader = may(call.by, 'progress:explain', petition) && !(await onlyHelps(ctx, call.by, petition));
    const changed =
      explanation !== undefined && isLeader
        ? await explain(ctx, call.by, petition, explanation)
        : await progress(ctx, call.by, petition, [said, explanation ?? ''].filter((part) => part !== '').join('\n'));
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: replies.progressed(changed.number, dueLines(await runningClocks(ctx, [changed.id]), ctx.today)),
      group: groupWords.progressed,
      spent: SPENT.told,
    });
  },
});
