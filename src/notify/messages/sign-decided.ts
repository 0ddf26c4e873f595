import { voidWords } from '../../copy/correction.ts';
import { noticeWords } from '../../copy/notices.ts';
import { SIGNATURE_WORDS } from '../../copy/terms.ts';
import { namesOf } from '../../domain/org/service.ts';
import { approvalById, isLegalExtension } from '../../domain/approval/ask.ts';
import { voidTold } from '../../domain/handling/voiding.ts';
import { defineMessage } from '../message.ts';

/** What became of a question for a signature: a word on it, or that nobody gave one in time. */
export default [
  defineMessage({
    kind: 'sign-decided',
    merges: true,
    async personal({ ctx, row, petition, event, said, byName, clock }) {
      const { number } = petition;
      const { approvalId } = row.refs;
      const approval = approvalId === undefined ? undefined : await approvalById(ctx, String(approvalId));
      const by = await byName();
      if (approval === undefined) return { markdown: noticeWords.instructed(number, by) };
      const data = (await event())?.data;
      const takes = typeof data?.['for'] === 'string' ? data['for'] : undefined;
      const late = data?.['late'];
      const agreed = approval.state === 'approved';
      return {
        markdown: noticeWords.signDecided({
          number,
          what: SIGNATURE_WORDS[approval.kind] ?? '',
          agreed,
          by,
          takes: (await namesOf(ctx.tx, [takes])).get(takes ?? ''),
          said: await said(),
          tellPetitioner: agreed && late === undefined && (await isLegalExtension(ctx, approval)),
          missed: late === undefined ? undefined : await clock(late),
          tell:
            approval.kind === 'void' && agreed
              ? voidWords.tell(number, await voidTold(ctx, petition, row.toId))
              : undefined,
        }),
      };
    },
  }),
  defineMessage({
    kind: 'sign-dropped',
    async personal({ ctx, petition, row }) {
      const { approvalId, by } = row.refs;
      const kind = (await approvalById(ctx, String(approvalId)))?.kind ?? '';
      const other = typeof by === 'string' ? ((await namesOf(ctx.tx, [by])).get(by) ?? '') : undefined;
      return { markdown: noticeWords.signDropped(petition.number, SIGNATURE_WORDS[kind] ?? '', other) };
    },
  }),
  defineMessage({
    kind: 'sign-climbed',
    merges: true,
    async personal({ ctx, petition, row }) {
      const approval = await approvalById(ctx, String(row.refs['approvalId']));
      if (approval?.state !== 'open') return { superseded: 'signed or withdrawn since' };
      const what = SIGNATURE_WORDS[approval.kind] ?? '';
      return { markdown: noticeWords.signClimbed(petition.number, what, row.refs['climbed'] === true) };
    },
  }),
];
