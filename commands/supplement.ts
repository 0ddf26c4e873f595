import { groupPlain } from '../src/cards/group.ts';
import { answer } from '../src/cards/line.ts';
import { candidateText } from '../src/cards/same-matter.ts';
import {
  argsAs,
  invalid,
  missing,
  readChannel,
  readFeedback,
  readHeadcount,
  readReceived,
} from '../src/contract/args.ts';
import { type Call, defineCommand, type RawArgs } from '../src/contract/command.ts';
import type { Reply } from '../src/contract/reply.ts';
import { splitItems } from '../src/core/text.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { pageHints } from '../src/copy/page-links.ts';
import { replies, stillNamedLines } from '../src/copy/replies.ts';
import { isAnonymous, kindOf, plain } from '../src/copy/terms.ts';
import { areaByName } from '../src/domain/org/areas.ts';
import type { DomainContext } from '../src/domain/context.ts';
import { accusedKnown, isBarred, type Petition } from '../src/domain/matter/access.ts';
import { stillNamed, unseal } from '../src/domain/accusation/accused.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { latestReceipt, supplement } from '../src/domain/intake/register.ts';
import { sameMatter } from '../src/domain/intake/similar.ts';
import { missingOf } from '../src/domain/matter/missing.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const NOT = /^(?:否|不|非|没有|no)/iu;

/** Who is complained of is shut out, and may be whoever has it. */
const accuses = (pairs: RawArgs['pairs']): boolean =>
  pairs['涉及'] !== undefined ||
  (pairs['检举'] !== undefined && !NOT.test(pairs['检举'])) ||
  kindOf(pairs['类别'] ?? '') === 'accusation';

const FINDS = { verb: '补充', lock: true } as const;

export default defineCommand({
  name: '补充',
  english: 'supplement',
  aliases: ['补'],
  summary: '补充登记信息',
  number: 'recent',
  takes: ({ pairs }, { ownerUnit }) => ownerUnit !== null && accuses(pairs),
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
    '无关',
    '检举',
    '确认',
    '诉求',
    '系统编号',
    '反馈',
    '来文',
    '书面',
    '属地',
    '内容',
  ],
  tells: true,
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /F|(?:姓名|名字|叫|姓)(?:是|叫)?\p{Script=Han}{1,3}|地(?:点|址)(?:是|在)|住(?:在|址)|(?:一共|总共|共)?.{0,2}来了?A|A.{0,3}(?:签名|联名)|A.{0,2}人$|^(?:就|是)?在.{2,14}(?:对面|旁边|门口|路口|附近|后面|前面|里面|[东南西北]边?|边上|村|组)$/u,
      rank: 3,
      when: ({ matter }) => matter !== undefined,
      line: ({ said, phone, headcount }) => {
        const name =
          /(?:信访人|反映人|来访人|群众)?(?:叫|姓名是?|名字是?叫?)[:：]?(\p{Script=Han}{2,4})(?=$|[\s，,。；;、])/u.exec(
            said,
          )?.[1];
        const family = /姓(\p{Script=Han})(?=$|[\s，,。；;])/u.exec(said)?.[1];
        const place =
          /地点(?:是|在|为)?[:：]?([^\s，,。；;]{2,20})/u.exec(said)?.[1] ??
          /^(?:就|是)?在(.{2,14}(?:对面|旁边|门口|路口|附近|后面|前面|里面|[东南西北]边?|边上|村|组).{0,6})$/u.exec(
            said,
          )?.[1];
        const home = /(?:住址|地址|住)(?:是|在|为)?[:：]?([^\s，,。；;]{2,30})/u.exec(said)?.[1];
        const called = name ?? (family === undefined ? undefined : `${family}某`);
        const pairs = [
          called !== undefined && `姓名:${called}`,
          phone !== undefined && `电话:${phone}`,
          place !== undefined && `地点:${place}`,
          place === undefined && home !== undefined && `住址:${home}`,
          headcount !== undefined && `人数:${headcount}`,
        ].filter(Boolean);
        return pairs.length === 0 ? undefined : pairs.join(' ');
      },
      examples: [['7号一共来了4个人', '/补充 7 人数:4']],
    },
  ],
  examples: ['/补充 12 题目:村口路灯不亮', '/补充 12 系统编号:XF2026-112001'],
  forms: [
    {
      about: pageHints.supplement,
      fields: [
        { key: '题目', as: 'line', optional: true },
        { key: '地点', as: 'line', optional: true },
        { key: '姓名', as: 'line', optional: true },
        { key: '电话', as: 'line', optional: true },
        { key: '住址', as: 'line', optional: true },
        { key: '涉及', as: 'line', optional: true },
        { key: '系统编号', as: 'line', optional: true },
        { key: '内容', as: 'text', optional: true },
      ],
      finds: FINDS,
      offer: () => ({ writes: [{ kind: 'supplemented' }] }),
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, {
      ...FINDS,
      closedToo: pairs['系统编号'] !== undefined,
    });
    const area = pairs['属地'] === undefined ? undefined : await areaByName(ctx, petition.townId, pairs['属地']);
    if (pairs['书面'] === '') throw missing(argProblems.written, '书面');
    const more = [pairs['书面'], text, pairs['内容']].filter((part) => part !== undefined && part !== '').join('\n');
    if (more === '' && Object.keys(pairs).length === 0) throw invalid(argProblems.nothing);
    if (NOT.test(pairs['检举'] ?? '')) return noAccusation(ctx, call, petition);
    const kind =
      pairs['检举'] !== undefined ? 'accusation' : pairs['类别'] === undefined ? undefined : kindOf(pairs['类别']);
    const anonymous = isAnonymous(pairs['姓名'] ?? '');
    const changed = await supplement(ctx, call.by, petition, {
      text: more === '' ? undefined : more,
      name: anonymous ? undefined : pairs['姓名'],
      phone: pairs['电话'],
      address: pairs['住址'],
      place: pairs['地点'],
      channel: pairs['方式'] === undefined ? undefined : readChannel(pairs['方式']),
      headcount: pairs['人数'] === undefined ? undefined : readHeadcount(pairs['人数']),
      receivedOn:
        pairs['收到'] === undefined
          ? undefined
          : readReceived(pairs['收到'], ctx.today, latestReceipt(petition, ctx.today)),
      title: pairs['题目'],
      titleSure: pairs['确认'] === undefined ? undefined : true,
      kind,
      subject: kind === undefined ? pairs['类别']?.slice(0, 12) : undefined,
      accused: pairs['涉及'],
      unrelated: pairs['无关'],
      stateNumber: pairs['系统编号'],
      sourceNumber: pairs['来文']?.slice(0, 60),
      feedbackOn: pairs['反馈'] === undefined ? undefined : readFeedback(pairs['反馈'], petition.receivedOn, ctx.today),
      written: pairs['书面'] === undefined ? undefined : true,
      areaUnit: area,
      demands: pairs['诉求'] === undefined ? undefined : splitItems(pairs['诉求']),
      identityKnown: anonymous ? false : pairs['姓名'] === undefined ? undefined : true,
    });
    if (await isBarred(ctx.tx, changed.id, call.by.userid)) {
      const text = [replies.supplemented(changed.number, []), ...named(petition)].join('\n');
      return { text, group: groupPlain(groupWords.sealedElsewhere), detail: true };
    }
    const isFindable = pairs['电话'] !== undefined || pairs['地点'] !== undefined || pairs['题目'] !== undefined;
    const isAlone = changed.mergedInto === null && changed.linkedTo === null;
    const same =
      isFindable && isAlone && call.by.roles.includes('desk')
        ? candidateText(changed.number, await sameMatter(ctx, call.by, changed), ctx.today)
        : undefined;
    const isAsked = kind === 'accusation' && !(await accusedKnown(ctx.tx, changed.id));
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: [
        replies.supplemented(changed.number, await missingOf(ctx, changed), isAsked),
        ...(pairs['涉及'] === undefined ? [] : stillNamedLines(changed.number, await stillNamed(ctx, changed))),
      ].join('\n'),
      group: groupWords.supplemented,
      ...(same === undefined ? {} : { followUp: same }),
    });
  },
});

/** Whoever shuts themselves out reads once more what it was about, and nothing new. */
const named = ({ title }: Petition): string[] => (title === null ? [] : [replies.about(undefined, plain(title))]);

/** It was no accusation: who says so reads both numbers, privately. */
async function noAccusation(ctx: DomainContext, call: Call, petition: Petition): Promise<Reply> {
  const { petition: opened, former } = await unseal(ctx, call.by, petition);
  return { text: replies.unsealed(former, opened.number, await missingOf(ctx, opened)), about: opened.id };
}
