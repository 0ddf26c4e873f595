import type { LocalDay } from '../../core/local-day.ts';
import { hearingWords, mediationWords, remedyWords, reviewWords } from '../../copy/remedies.ts';
import { noticeWords } from '../../copy/notices.ts';
import { SIGNATURE_WORDS, zhDay } from '../../copy/terms.ts';
import type { Intent } from '../../domain/outbox/store.ts';
import { approvalById } from '../../domain/petition/approvals.ts';
import { isOpen } from '../../domain/petition/find.ts';
import type { RemedyLevel, RemedyOutcome } from '../../domain/petition/remedies.ts';
import type { Rendered } from '../render.ts';
import type { Told } from '../renderers.ts';

/** Messages about 复查、复核, hearings, agreements and reviews by a meeting. */
export const remedyRenderers: Partial<Record<Intent, (told: Told) => Promise<Rendered>>> = {
  async remedy({ petition, event }) {
    const found = await event();
    const level = found?.data['level'] as RemedyLevel;
    return found?.kind === 're-examined'
      ? { markdown: remedyWords.decidedNotice(petition.number, level, found.data['outcome'] as RemedyOutcome) }
      : { markdown: remedyWords.askedNotice(petition.number, level) };
  },
  async hearing({ petition, event, today }) {
    const found = await event();
    if (found?.kind === 'hearing-held') return { markdown: hearingWords.heldNotice(petition.number) };
    const on = found?.data['on'] as LocalDay;
    if (on < today) return { superseded: 'its day has passed' };
    return { markdown: hearingWords.setNotice(petition.number, zhDay(on, today)) };
  },
  async 'sign-climbed'({ ctx, petition, row }) {
    const approval = await approvalById(ctx, String(row.refs['approvalId']));
    if (approval?.state !== 'open') return { superseded: 'signed or withdrawn since' };
    const what = SIGNATURE_WORDS[approval.kind] ?? '';
    return { markdown: noticeWords.signClimbed(petition.number, what, row.refs['climbed'] === true) };
  },
  mediated: ({ petition }) => Promise.resolve({ markdown: mediationWords.notice(petition.number) }),
  'meeting-wanted': ({ petition }) =>
    Promise.resolve(
      isOpen(petition) ? { markdown: reviewWords.meetingWanted(petition.number) } : { superseded: 'closed since' },
    ),
};
