import { hearingWords, mediationWords, remedyWords, reviewWords } from '../../copy/review-request.ts';
import { zhDay } from '../../copy/terms.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { isOpen } from '../../domain/matter/find.ts';
import type { RemedyLevel, RemedyOutcome } from '../../domain/handling/review-request.ts';
import { defineMessage } from '../message.ts';

/** 复查 or 复核 asked for or decided, hearings set or held, agreements written down, answers that wait for 集体会审. */
export default [
  defineMessage({
    kind: 'remedy',
    async personal({ petition, event }) {
      const found = await event();
      const level = found?.data['level'] as RemedyLevel;
      return found?.kind === 're-examined'
        ? { markdown: remedyWords.decidedNotice(petition.number, level, found.data['outcome'] as RemedyOutcome) }
        : { markdown: remedyWords.askedNotice(petition.number, level) };
    },
  }),
  defineMessage({
    kind: 'hearing',
    async personal({ petition, event, today }) {
      const found = await event();
      if (found?.kind === 'hearing-held') return { markdown: hearingWords.heldNotice(petition.number) };
      const on = found?.data['on'] as LocalDay;
      if (on < today) return { superseded: 'its day has passed' };
      return { markdown: hearingWords.setNotice(petition.number, zhDay(on, today)) };
    },
  }),
  defineMessage({
    kind: 'mediated',
    personal: ({ petition }) => ({ markdown: mediationWords.notice(petition.number) }),
  }),
  defineMessage({
    kind: 'meeting-wanted',
    holds: ({ petition }) => isOpen(petition) || 'closed since',
    personal: ({ petition }) => ({ markdown: reviewWords.meetingWanted(petition.number) }),
  }),
];
