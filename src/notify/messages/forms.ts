import { assistForm, extendForm } from '../../cards/forms.ts';
import { extensionChoices } from '../../domain/handling/extension.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { helpCandidates } from '../../domain/team/candidates.ts';
import { defineMessage } from '../message.ts';

/** What a command lacked is asked by a card: whom to ask for help, how many days longer. */
export default [
  defineMessage({
    kind: 'assist-form',
    holds: ({ petition }) => isOpen(petition) || 'closed since',
    async personal(told) {
      const units = (await helpCandidates(told.ctx, told.petition)).map(({ name }) => name);
      return { card: assistForm(told, units) };
    },
  }),
  defineMessage({
    kind: 'extend-form',
    async personal(told) {
      const choices = await extensionChoices(told.ctx, told.petition);
      if (told.spent === undefined && (!isOpen(told.petition) || choices.length === 0)) {
        return { superseded: 'nothing to extend any more' };
      }
      return { card: extendForm(told, choices) };
    },
  }),
];
