import type { DomainContext } from '../context.ts';
import { loadOrg } from '../org/receivers.ts';
import type { Petition } from '../matter/access.ts';
import {
  accusesInPassing,
  asksInPassing,
  type Called,
  type Reading,
  readAccusation,
  tellsOfOffice,
} from './text/reader.ts';
import { withoutSalutation } from './text/score.ts';

type Words = readonly (string | null | undefined)[];

const joined = (words: Words): string => words.filter((part) => typeof part === 'string' && part !== '').join('\n');

/** What the words of a petition say of those in office; its readers are the people and units of its town. */
export const readWords = async (ctx: DomainContext, townId: string, words: Words): Promise<Reading> =>
  readAccusation(joined(words), await calledIn(ctx, townId));

/** The people and units of the town, as the org file calls them. */
export async function calledIn(ctx: DomainContext, townId: string): Promise<Called> {
  const org = await loadOrg(ctx, townId);
  return {
    units: [...org.units.values()].map(({ name }) => name),
    people: [...org.people.values()].map(({ name }) => name),
  };
}

/** Whether it leaves no doubt that somebody is accused, typed among colleagues: a group has just read it, or a clerk heard it said. */
const isAccusing = async (ctx: DomainContext, townId: string, text: string): Promise<boolean> =>
  accusesInPassing(text, await calledIn(ctx, townId));

/** Words that may accuse and tell of somebody in office accuse: the matter they are added to may be in that office's hands. */
async function readAdded(ctx: DomainContext, townId: string, words: Words): Promise<Reading['verdict']> {
  const called = await calledIn(ctx, townId);
  const text = joined(words);
  const { verdict } = readAccusation(text, called);
  return verdict === 'doubtful' && tellsOfOffice(withoutSalutation(text), called) ? 'accusation' : verdict;
}

/**
 * What words of the petitioner's, added to a matter, make of it; the typist reads it with the answer. Of a sealed matter it was said
 * before.
 */
export async function hear(
  ctx: DomainContext,
  { id, townId, sealed }: Pick<Petition, 'id' | 'townId' | 'sealed'>,
  words: Words,
): Promise<{ readonly sealed?: true }> {
  if (sealed) return {};
  const verdict = await readAdded(ctx, townId, words);
  ctx.heard.set(id, verdict);
  return verdict === 'accusation' ? { sealed: true } : {};
}

/** The same of what somebody notes among a day's work, where names stand in every second line. */
export async function hearInPassing(
  ctx: DomainContext,
  { id, townId, sealed }: Pick<Petition, 'id' | 'townId' | 'sealed'>,
  text: string,
): Promise<{ readonly sealed?: true }> {
  if (sealed || !(await isAccusing(ctx, townId, text))) return {};
  ctx.heard.set(id, 'accusation');
  return { sealed: true };
}

/** Whether what a colleague writes, into a matter or a group, may accuse somebody in office: asked about as it would be at registration. */
export const mayAccuseInPassing = async (ctx: DomainContext, townId: string, written: string): Promise<boolean> =>
  asksInPassing(written, await calledIn(ctx, townId));

/** An accusation, or perhaps one. */
export const mayAccuse = (verdict: Reading['verdict']): boolean => verdict === 'accusation' || verdict === 'doubtful';

/** Known to few until somebody says that it is no accusation. */
export const isSealing = ({ verdict }: Reading): boolean => mayAccuse(verdict);
