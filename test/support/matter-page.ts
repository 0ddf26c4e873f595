/** The page of a matter without a screen: what it is told, and what it sends. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';

import type { MatterActions, MatterPage, PageAction } from '../../src/contract/page.ts';
import { browserOf, type BrowserOf } from './browser-of.ts';
import type { Town } from './town-api.ts';

export const MATTER = '/api/matters/FJ2026-0001';

/** Somebody in front of the page of the first matter. */
export async function signedIn(town: Town, person: string): Promise<BrowserOf> {
  const browser = browserOf(town);
  expect(await browser.signIn(person, '/h5/matters/FJ2026-0001')).toBe('/h5/matters/FJ2026-0001');
  return browser;
}

/** Page and actions, as the page asks for them. */
export const pageOf = async (browser: BrowserOf, path = MATTER): Promise<MatterPage & MatterActions> => {
  const [page, actions] = [await browser.get(path), await browser.get(`${path}/actions`)];
  expect([page.status, actions.status]).toEqual([200, 200]);
  return { ...page.body, ...actions.body } as unknown as MatterPage & MatterActions;
};
/** What may be done, in the page's order. */
export const verbs = (page: MatterActions): string[] =>
  page.actions.filter((action) => action.blocked === undefined).map((action) => action.label);
export const action = (page: MatterActions, label: string): PageAction =>
  page.actions.find((one) => one.label === label)!;
export const act = (verb: string, values: Record<string, string> = {}, id: string = randomUUID(), form = 0) => ({
  id,
  verb,
  form,
  values,
});
