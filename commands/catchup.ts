import { catchUpText } from '../src/cards/catch-up.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { groupWords } from '../src/copy/group.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { isForHelpers } from '../src/domain/permission/may.ts';
import { barsOfMatter, loadOrg, receiversOf } from '../src/domain/org/receivers.ts';
import { detailOf, lineOf } from '../src/domain/read/lists.ts';
import { nextOf } from '../src/domain/read/next.ts';

export default defineCommand({
  name: '接手',
  english: 'catchup',
  aliases: ['接班'],
  summary: '刚接手时看：到哪一步、答应过群众什么、下一步、问谁',
  number: 'recent',
  words: /^$/u,
  reads: true,
  keys: [],
  args: argsAs(({ number }) => ({ number: number! })),
  says: [
    {
      like: /来龙去脉|前因后果|从头(?:说|讲|看|了解)|(?:我)?(?:刚|新|才)(?:接手|接过来|接过|来的)|接手.{0,8}(?:情况|看看|看一下|了解)/u,
      rank: 8,
      reads: true,
      asked: true,
      examples: [
        ['3号的来龙去脉', '/接手 3'],
        ['我刚接手3号', '/接手 3'],
      ],
    },
  ],
  examples: ['/接手 12'],
  async run({ number }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, {
      verb: '接手',
      helping: isForHelpers('catchup'),
      closedToo: true,
      events: true,
    });
    const [detail, line, next, org, bars] = await Promise.all([
      detailOf(ctx, petition),
      lineOf(ctx, petition),
      nextOf(ctx, petition),
      loadOrg(ctx, petition.townId),
      barsOfMatter(ctx, petition),
    ]);
    const known = receiversOf(org, petition, bars, ['handler', 'unit-head', 'registrar']);
    const ask = known.flatMap((userid) => {
      const person = org.people.get(userid);
      return person === undefined || userid === call.by.userid
        ? []
        : [{ name: person.name, unit: org.units.get(person.unitId)?.name ?? '' }];
    });
    return {
      ...answer(line, ctx.today, {
        text: catchUpText({ detail, line, next, ask, today: ctx.today }),
        group: groupWords.goPrivate,
      }),
      detail: true,
      page: petition.number,
    };
  },
});
