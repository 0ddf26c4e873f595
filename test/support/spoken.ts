/** A town of the sandbox with twelve matters in one state, for words without a command. */
import type { SaidSo, Saying } from '../../src/contract/says.ts';
import type { TestTown } from './domain.ts';
import { catalogue } from './talk.ts';
import { TITLES } from './twelve-matters.ts';

export type Where = NonNullable<SaidSo[2]> | 'new';

/** Who speaks where. */
export const SPEAKER: Readonly<Record<Where, string>> = {
  new: 'u-desk1',
  given: 'u-desk1',
  head: 'u-cj1',
  leader: 'u-lead1',
  closed: 'u-desk1',
};

export async function spokenIn(town: TestTown, where: Where): Promise<void> {
  for (const title of TITLES) {
    const matter = await town.register('u-desk1', { text: title, title });
    if (where === 'new') continue;
    await town.assign('u-desk1', matter, 'cjb');
    if (where === 'closed') await town.finish('u-cj1', matter);
  }
}

/** Every way that a command says of itself how it is spoken. */
export const SAID: readonly (readonly [said: string, line: string, where: Where, reads: boolean])[] =
  catalogue.commands.flatMap(({ says = [] }: { readonly says?: readonly Saying[] }) =>
    says.flatMap(({ examples, reads }) =>
      examples.map((one) => [one[0], one[1], one[2] ?? 'new', reads === true] as const),
    ),
  );
