import { argsAs, readChannel, readFeedback, readHeadcount, readReceived } from '../src/contract/args.ts';
import { type Call, defineCommand } from '../src/contract/command.ts';
import { askedToForget } from '../src/cards/group.ts';
import { answer } from '../src/cards/line.ts';
import { suggestionText } from '../src/cards/suggest-unit.ts';
import { candidateText } from '../src/cards/same-matter.ts';
import type { LocalDay } from '../src/core/local-day.ts';
import { UserError } from '../src/core/errors.ts';
import { errorText } from '../src/copy/errors.ts';
import { groupWords } from '../src/copy/group.ts';
import { question, replies } from '../src/copy/replies.ts';
import { isAnonymous, kindOf } from '../src/copy/terms.ts';
import type { DomainContext } from '../src/domain/context.ts';
import { clearPending, setPending } from '../src/domain/conversation/store.ts';
import { areaByName } from '../src/domain/org/areas.ts';
import { sameMatter } from '../src/domain/intake/similar.ts';
import { stillNamed } from '../src/domain/accusation/accused.ts';
import { isSealing } from '../src/domain/accusation/reading.ts';
import { type Missing, missingOf } from '../src/domain/matter/missing.ts';
import { register } from '../src/domain/intake/register.ts';
import { isBarred } from '../src/domain/matter/access.ts';
import { openOf } from '../src/domain/approval/ask.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { suggestRoute } from '../src/domain/intake/suggest-unit.ts';
import { lineOf } from '../src/domain/read/lists.ts';
import { splitItems } from '../src/core/text.ts';
import { dueLines } from '../src/cards/due.ts';

/** Told by phone before it was written down (S0 四（一）). */
const TOLD_FIRST = /^电话先报[，,。：:\s]*/u;
const YES = /^(是|对|1|电话)$/u;

/** What could not be read, and how to write it. */
interface Unread {
  readonly problem: string;
  readonly fix: string;
}

/** What cannot be read does not hold a registration up (条例 art. 44): it is registered with the default and said so. */
async function lenient<T>(otherwise: T, unread: Unread[], fix: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { problem } = error.params;
    unread.push({ problem: typeof problem === 'string' ? problem : errorText(error.code, error.params), fix });
    return otherwise;
  }
}

export default defineCommand({
  name: '登记',
  english: 'register',
  aliases: ['登'],
  summary: '登记一件信访事项',
  number: 'none',
  pasted: true,
  keys: [
    '姓名',
    '电话',
    '住址',
    '地点',
    '方式',
    '人数',
    '收到',
    '题目',
    '类别',
    '涉及',
    '诉求',
    '事由',
    '标记',
    '反馈',
    '来文',
    '属地',
    '先报',
    '内容',
  ],
  tells: true,
  args: argsAs(({ text, pairs }) => ({ text, pairs })),
  examples: ['/登记 村口路灯不亮 方式:来访 人数:3', '/登记 反映水渠堵塞 姓名:王某 地点:五里墩村 收到:2026-11-20'],
  async run({ text, pairs }, call: Call, ctx: DomainContext) {
    const toldFirst = TOLD_FIRST.test(text) || YES.test(pairs['先报'] ?? '');
    const body = [pairs['事由'], text.replace(TOLD_FIRST, ''), pairs['内容']]
      .filter((part) => part !== undefined && part !== '')
      .join('\n');
    if (body === '') throw new UserError('text.empty', {});
    const unread: Unread[] = [];
    const channel = await lenient('visit', unread, '方式:来访', () => readChannel(pairs['方式'] ?? '来访'));
    const headcount = await lenient(1, unread, '人数:3', () => readHeadcount(pairs['人数'] ?? '1'));
    const receivedOn = await lenient(ctx.today, unread, '收到:2026-11-20', () =>
      readReceived(pairs['收到'] ?? '今天', ctx.today),
    );
    const feedback = await lenient('', unread, '反馈:2026-12-20', () =>
      pairs['反馈'] === undefined ? '' : readFeedback(pairs['反馈'], receivedOn, ctx.today),
    );
    const area = await lenient<string | undefined>(undefined, unread, '属地:五里墩村', () =>
      pairs['属地'] === undefined ? undefined : areaByName(ctx, call.by.townId, pairs['属地']),
    );
    const kind = pairs['类别'] === undefined ? undefined : kindOf(pairs['类别']);
    const anonymous = isAnonymous(pairs['姓名'] ?? '');
    const marks = pairs['标记'] ?? '';
    const done = await register(ctx, call.by, {
      text: body,
      name: anonymous ? undefined : pairs['姓名'],
      phone: pairs['电话'],
      address: pairs['住址'],
      place: pairs['地点'],
      channel,
      headcount,
      receivedOn,
      title: pairs['题目'],
      kind,
      subject: kind === undefined ? pairs['类别']?.slice(0, 12) : undefined,
      accused: pairs['涉及'],
      demands: splitItems(pairs['诉求'] ?? ''),
      important: marks.includes('重要'),
      sensitive: marks.includes('敏感'),
      identityKnown: !anonymous,
      sourceNumber: pairs['来文']?.slice(0, 60),
      areaUnit: area,
      feedbackOn: feedback === '' ? undefined : (feedback as LocalDay),
      toldFirst,
    });
    const { petition } = done;
    // Who is shut out of what they registered has handed it in, and is asked nothing more.
    if (await isBarred(ctx.tx, petition.id, call.by.userid)) {
      await clearPending(ctx, call.by.userid);
      return askedToForget({ text: replies.registeredForOthers(petition.number) });
    }
    const isUnnamed = petition.sealed && (pairs['涉及'] === undefined || done.accusedUnknown);
    const asks: Missing[] = [
      ...(isSealing(done.words) ? (['accusation'] as const) : isUnnamed ? (['accused'] as const) : []),
      ...(await missingOf(ctx, petition, anonymous)),
    ];
    const missing = asks.filter((ask) => ask !== 'accusation' && ask !== 'accused');
    const { undoMinutes } = await ctx.policy(petition.townId);
    await setPending(
      ctx,
      call.by.userid,
      asks.length === 0
        ? undefined
        : {
            kind: 'registration',
            petitionId: petition.id,
            number: petition.number,
            asks,
            proposal: done.proposal,
            ...(done.titleDoubted ? { doubted: true } : {}),
          },
    );
    const others = pairs['涉及'] === undefined ? [] : await stillNamed(ctx, petition);
    const reply = answer(await lineOf(ctx, petition), ctx.today, {
      text: replies.registered({
        number: petition.number,
        due: dueLines(await runningClocks(ctx, [petition.id]), ctx.today),
        missing,
        sign: (await openOf(ctx, petition.id, 'instruct')) !== undefined,
        titleRefused: done.titleRefused,
        accusedUnknown: done.accusedUnknown,
        near: done.near,
        others,
        sealed: petition.sealed,
        lifted: done.lifted,
        unread,
        toldFirst: toldFirst ? petition.writtenBy !== null : undefined,
        askAccused: petition.kind === 'accusation' && pairs['涉及'] === undefined,
        read: done.words.verdict,
        unnamed: isUnnamed,
        undoMinutes,
      }),
      group: groupWords.registered(false),
    });
    const first = asks[0];
    // In a group the earlier numbers would speak of matters that its members may not know.
    const isDesk = call.by.roles.includes('desk');
    const same = isDesk
      ? candidateText(petition.number, await sameMatter(ctx, call.by, petition), ctx.today)
      : undefined;
    const asked = first === undefined ? undefined : question(first, petition.number, done.proposal, done.titleDoubted);
    const route = isDesk ? await suggestRoute(ctx, petition) : undefined;
    const advice = route === undefined ? undefined : suggestionText(petition.number, route);
    const followUp = [advice, same, asked].filter((part) => part !== undefined).join('\n\n');
    const whole = { ...reply, ...(followUp === '' ? {} : { followUp }) };
    return petition.sealed ? askedToForget(whole) : whole;
  },
});
