import { sorterCard, type SorterStep } from '../../cards/triage.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { defineMessage } from '../message.ts';

/** 分类: the next question, as a card. */
export default defineMessage({
  kind: 'sorter',
  holds: ({ petition }) => isOpen(petition) || 'closed since',
  personal: ({ line, row, spent }) => ({ card: sorterCard(row.refs['step'] as SorterStep, line, spent) }),
});
