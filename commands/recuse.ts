import { groupPlain } from '../src/cards/group.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { pageHints } from '../src/copy/page-links.ts';
import { replies } from '../src/copy/replies.ts';
import { personByName } from '../src/domain/org/service.ts';
import { isForHelpers, may } from '../src/domain/permission/may.ts';
import { findPetition } from '../src/domain/petition/find.ts';
import { recuse } from '../src/domain/petition/recusal.ts';

/** Whoever sees to it that others keep away. */

export default defineCommand({
  name: '回避',
  english: 'recuse',
  summary: '与事项有关的人回避，此后看不到这件事',
  number: 'required',
  keys: ['人员', '理由'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: ['/回避 12 理由:当事人是我亲属', '/回避 12 人员:王某强 理由:与当事人有亲属关系'],
  forms: [
    { label: '本人回避', about: pageHints.recuse, fields: [{ key: '理由', as: 'text', trial: '理由' }] },
    {
      label: '请别人回避',
      about: pageHints.recuseOther,
      fields: [
        { key: '人员', as: 'person' },
        { key: '理由', as: 'text', trial: '理由' },
      ],
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, {
      verb: '回避',
      helping: isForHelpers('recuse'),
      lock: true,
    });
    const reason = pairs['理由'] ?? text;
    if (reason === '') throw missing(argProblems.reason, '理由');
    const other = pairs['人员'] === undefined ? undefined : await personByName(ctx.tx, petition.townId, pairs['人员']);
    if (pairs['人员'] !== undefined && other === undefined) throw new UserError('person.unknown', {});
    const who = other?.userid ?? call.by.userid;
    if (who !== call.by.userid && !may(call.by, 'recuse:other', petition)) {
      throw new UserError('recuse.others', {});
    }
    await recuse(ctx, call.by, petition, who, reason);
    return {
      text: replies.recused(petition.number, petition.title, who === call.by.userid),
      group: groupPlain(groupWords.sealedElsewhere),
      detail: true,
    };
  },
});
