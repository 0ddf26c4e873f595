import { grantCard } from '../../cards/grant.ts';
import { grantWords } from '../../copy/grants.ts';
import { grantById, grantsSeen } from '../../domain/org/grants.ts';
import { namesOf } from '../../domain/org/service.ts';
import { defineMessage, type Told } from '../message.ts';

const grantOf = ({ ctx, row }: Told) => grantById(ctx, String(row.refs['grant']));

/** 授权: a card to those who may confirm, a line to those who are told what came of it. */
export default [
  defineMessage({
    kind: 'grant-asked',
    name: grantWords.called,
    async general(told) {
      const grant = await grantOf(told);
      if (grant === undefined || (told.spent === undefined && grant.state !== 'open')) {
        return { superseded: 'decided or withdrawn since' };
      }
      const [seen] = await grantsSeen(told.ctx, told.row.townId, [grant]);
      return { card: grantCard(seen!, told.today, told.spent) };
    },
  }),
  defineMessage({
    kind: 'grant-decided',
    name: grantWords.calledDecided,
    async general(told) {
      const grant = await grantOf(told);
      if (grant === undefined) return { superseded: 'no such grant' };
      const names = await namesOf(told.ctx.tx, [grant.userid, grant.decidedBy]);
      const by = grant.decidedBy === null ? undefined : (names.get(grant.decidedBy) ?? '');
      const agreed = grant.state === 'granted';
      return { markdown: grantWords.decided(names.get(grant.userid) ?? '', grant.role, by, agreed) };
    },
  }),
];
