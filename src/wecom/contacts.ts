/** The address book as the app may read it (docs 90196, 90200, 90208). Mobile numbers are neither asked for nor kept. */
import { WecomError } from './errcodes.ts';
import type { RestClient } from './rest/client.ts';

export interface Contact {
  readonly userid: string;
  readonly name: string;
  /** Names of the departments the person is a direct member of. */
  readonly departments: readonly string[];
}

/** `user/get` of somebody who is no member (any more). */
const UNKNOWN = new Set([60111, 46004, 40003]);
const LEFT = 5;

/** Whether the corporation no longer has this person; who only lies outside the app's range is still there (60011). */
export async function isGone(rest: RestClient, userid: string): Promise<boolean> {
  return (await standingOf(rest, userid)) === 'gone';
}

export type Standing = 'member' | 'gone' | 'hidden';

/** What WeCom says of one person. Errors of the app itself are thrown. */
export async function standingOf(rest: RestClient, userid: string): Promise<Standing> {
  try {
    const { status } = await rest.call('user/get', { method: 'GET', query: { userid } });
    return status === LEFT ? 'gone' : 'member';
  } catch (error) {
    if (!(error instanceof WecomError) || error.fate !== 'final') throw error;
    return UNKNOWN.has(error.errcode) ? 'gone' : 'hidden';
  }
}

/** Everybody in the app's range, by walking its departments. */
export async function readContacts(rest: RestClient): Promise<Contact[]> {
  const found = new Map<string, { name: string; departments: string[] }>();
  const { department } = await rest.call('department/list', { method: 'GET' });
  for (const { id, name } of recordsIn(department)) {
    const answer = await rest
      .call('user/simplelist', { method: 'GET', query: { department_id: String(id) } })
      .catch((error: unknown) => {
        // A parent of a visible department may itself be out of range.
        if (error instanceof WecomError && error.fate === 'final') return undefined;
        throw error;
      });
    for (const { userid, name: person } of recordsIn(answer?.['userlist'])) {
      if (typeof userid !== 'string') continue;
      const known = found.get(userid) ?? { name: typeof person === 'string' ? person : userid, departments: [] };
      if (typeof name === 'string') known.departments.push(name);
      found.set(userid, known);
    }
  }
  return [...found].map(([userid, contact]) => ({ userid, ...contact }));
}

/** The userid behind an encrypted one; undefined for what is plain already or not visible to the app (doc 101521). */
export async function plainUserid(rest: RestClient, openUserid: string): Promise<string | undefined> {
  const answer = await rest.call('batch/openuserid_to_userid', { json: { open_userid_list: [openUserid] } });
  const found = recordsIn(answer['userid_list']).find((one) => one['open_userid'] === openUserid)?.['userid'];
  return typeof found === 'string' && found !== '' ? found : undefined;
}

const recordsIn = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value)
    ? value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    : [];
