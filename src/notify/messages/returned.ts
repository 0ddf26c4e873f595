import { noticeWords } from '../../copy/notices.ts';
import { returnWords } from '../../copy/return.ts';
import { unitNames } from '../../domain/org/service.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { defineMessage } from '../message.ts';

/** 退回, to the desk; and the desk's word on it, to who asked. */
export default [
  defineMessage({
    kind: 'returned',
    name: noticeWords.called.returned,
    holds: ({ petition }) => (petition.ownerUnit === null && isOpen(petition)) || 'assigned again since',
    async personal({ ctx, petition, event }) {
      const data = (await event())?.data;
      const unit = (await unitNames(ctx.tx, petition.townId)).get(String(data?.['unit'])) ?? '';
      const say = data?.['unitRemoved'] === true ? noticeWords.unitRemoved : noticeWords.returned;
      return { markdown: say(petition.number, unit) };
    },
  }),
  defineMessage({
    kind: 'return-decided',
    holds: ({ petition, row }) => row.refs['agreed'] === true || isOpen(petition) || 'closed since',
    personal: ({ petition, row }) => ({
      markdown: returnWords.decided(petition.number, row.refs['agreed'] === true),
    }),
  }),
];
