import { assistForm, extendForm } from '../../cards/forms.ts';
import { extensionChoices } from '../../domain/petition/extension.ts';
import { isOpen } from '../../domain/petition/find.ts';
import { helpCandidates } from '../../domain/petition/help-candidates.ts';
import type { personalRenderers } from '../renderers.ts';

/** What a command lacked is asked by a card. */
export const formRenderers: typeof personalRenderers = {
  'assist-form': async (told) => {
    if (told.spent === undefined && !isOpen(told.petition)) return { superseded: 'closed since' };
    const units = await helpCandidates(told.ctx, told.petition);
    return {
      card: assistForm(
        told,
        units.map(({ name }) => name),
      ),
    };
  },
  'extend-form': async (told) => {
    const choices = await extensionChoices(told.ctx, told.petition);
    if (told.spent === undefined && (!isOpen(told.petition) || choices.length === 0)) {
      return { superseded: 'nothing to extend any more' };
    }
    return { card: extendForm(told, choices) };
  },
};
