import { groupPlain } from '../src/cards/group.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { pageHints } from '../src/copy/page-links.ts';
import { replies } from '../src/copy/replies.ts';
import type { OrgSnapshot } from '../src/domain/org/known.ts';
import { loadOrg } from '../src/domain/org/receivers.ts';
import { type Person, personIn } from '../src/domain/org/service.ts';
import { isForHelpers, may } from '../src/domain/permission/may.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { recuse } from '../src/domain/handling/recusal.ts';
import type { Seen } from '../src/domain/read/seen.ts';

const FINDS = { verb: '回避', helping: isForHelpers('recuse'), lock: true } as const;

export default defineCommand({
  name: '回避',
  english: 'recuse',
  summary: '与事项有关的人回避，此后看不到这件事',
  number: 'required',
  keys: ['人员', '理由'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /回避/u,
      rank: 9,
      line: ({ people, said }) =>
        [people[0] !== undefined && `人员:${people[0]}`, `理由:${said}`].filter(Boolean).join(' '),
      examples: [['当事人是我表弟，我回避', '/回避 3 理由:当事人是我表弟，我回避', 'head']],
    },
  ],
  examples: ['/回避 12 理由:当事人是我亲属', '/回避 12 人员:王某强 理由:与当事人有亲属关系'],
  forms: [
    {
      label: '本人回避',
      about: pageHints.recuse,
      fields: [{ key: '理由', as: 'text' }],
      finds: FINDS,
      offer: () => ({ writes: [{ kind: 'recused' }] }),
    },
    {
      label: '请别人回避',
      about: pageHints.recuseOther,
      fields: [
        { key: '人员', as: 'person' },
        { key: '理由', as: 'text' },
      ],
      finds: FINDS,
      offer({ actor, petition, org }, values) {
        refuseFor({ actor, petition }, personNamed(org, values['人员']!));
        return { writes: [{ kind: 'recused' }] };
      },
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const reason = pairs['理由'] ?? text;
    if (reason === '') throw missing(argProblems.reason, '理由');
    const org = await loadOrg(ctx, petition.townId);
    const who = pairs['人员'] === undefined ? call.by.userid : personNamed(org, pairs['人员']).userid;
    refuseFor({ actor: call.by, petition }, { userid: who });
    await recuse(ctx, call.by, petition, who, reason);
    return {
      text: replies.recused(petition.number, petition.title, who === call.by.userid),
      group: groupPlain(groupWords.sealedElsewhere),
      detail: true,
    };
  },
});

function personNamed(org: OrgSnapshot, name: string): Person {
  const person = personIn(org, name);
  if (person === undefined) throw new UserError('person.unknown', {});
  return person;
}

/** Who may see to it that others keep away. */
function refuseFor({ actor, petition }: Pick<Seen, 'actor' | 'petition'>, who: Pick<Person, 'userid'>): void {
  if (who.userid !== actor.userid && !may(actor, 'recuse:other', petition)) throw new UserError('recuse.others', {});
}
