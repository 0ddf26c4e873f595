/** The address book as a self-built app reads it (manual 7.1): no mobile number, no mail, only what lies in its range. */
import { WecomError } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';
import type { Person } from '../../contract.ts';
import type { TokenCall } from './rest.ts';
import type { World } from '../world/world.ts';

const ROOT = 1;

export function createContacts({ app, behaviour, directory }: World): Record<string, TokenCall> {
  const isVisible = ({ userid }: Person): boolean => app?.settings.visible?.includes(userid) ?? true;
  /** Units in the order in which they first appear, below the root. */
  const departments = (): { id: number; name: string; parentid: number; order: number }[] => {
    const names = [...new Set(directory.people().flatMap(({ unit }) => (unit === '' ? [] : [unit])))];
    const all = names.map((name, index) => ({ id: index + 2, name, parentid: ROOT, order: 1_000 - index }));
    const seen = new Set(
      directory
        .people()
        .filter(isVisible)
        .map(({ unit }) => unit),
    );
    const isWhole = app?.settings.visible === undefined;
    return isWhole
      ? [{ id: ROOT, name: app?.settings.companyName ?? '示例单位', parentid: 0, order: 1_000 }, ...all]
      : all.filter(({ name }) => seen.has(name));
  };
  const departmentOf = ({ unit }: Person): number => departments().find(({ name }) => name === unit)?.id ?? ROOT;

  const detailOf = (person: Person): Json => {
    const department = departmentOf(person);
    return {
      userid: person.userid,
      name: person.name,
      department: [department],
      order: [0],
      position: '',
      is_leader_in_dept: [0],
      direct_leader: [],
      main_department: department,
      status: person.status ?? 1,
      alias: '',
      telephone: '',
    };
  };

  const user: TokenCall = (_body, query) => {
    const asked = (query.get('userid') ?? '').toLowerCase();
    if (asked === '') throw new WecomError(40003, 'invalid userid');
    // Ids are not case-sensitive here.
    const person = directory.people().find(({ userid }) => userid.toLowerCase() === asked);
    if (person === undefined) throw new WecomError(60111, 'userid not found');
    if (!isVisible(person)) throw new WecomError(60011, 'no privilege to access/modify contact/party/agent');
    return detailOf(person);
  };

  const withDetail = <T extends object>(one: T): T & Json => ({ ...one, name_en: '', department_leader: [] });
  const departmentIn = (query: URLSearchParams, name: string) => {
    const id = Number(query.get(name));
    const found = departments().find((one) => one.id === id);
    if (found === undefined) throw new WecomError(60011, 'no privilege to access department');
    return found;
  };
  /** Direct members only: who wants the tree walks it. */
  const membersOf = ({ id }: { id: number }): Person[] =>
    directory.people().filter((person) => isVisible(person) && departmentOf(person) === id);

  /** Tags are the roles of the invented people. */
  const tags = (): string[] => [...new Set(directory.people().flatMap(({ roles }) => roles))].toSorted();
  const tag: TokenCall = (_body, query) => {
    const name = tags()[Number(query.get('tagid')) - 1];
    if (name === undefined) throw new WecomError(40068, 'invalid tagid');
    const here = directory.people().filter((person) => isVisible(person) && person.roles.includes(name));
    return { tagname: name, userlist: here.map((one) => ({ userid: one.userid, name: one.name })), partylist: [] };
  };

  return {
    'user/get': user,
    'user/simplelist': (_body, query) => ({
      userlist: membersOf(departmentIn(query, 'department_id')).map((one) => ({
        userid: one.userid,
        name: one.name,
        department: [departmentOf(one)],
      })),
    }),
    'user/list': (_body, query) => ({
      userlist: membersOf(departmentIn(query, 'department_id')).map(detailOf),
    }),
    'department/get': (_body, query) => ({ department: withDetail(departmentIn(query, 'id')) }),
    'tag/list': () => ({ taglist: tags().map((tagname, index) => ({ tagid: index + 1, tagname })) }),
    'tag/get': tag,
    'department/list': () => ({
      department: departments().map(withDetail),
    }),
    'department/simplelist': () => ({
      department_id: departments().map(({ id, parentid, order }) => ({ id, parentid, order })),
    }),
    // Only under the secret of the contact-sync assistant, which no app has.
    'user/list_id': () => {
      throw new WecomError(48009, 'no privilege to call this api');
    },
    getcallbackip: () => ({ ip_list: ['127.0.0.1'] }),
    'agent/get': (_body, query) => {
      const settings = app?.settings;
      if (settings === undefined || Number(query.get('agentid')) !== settings.agentId) {
        throw new WecomError(301002, 'not allow operate another agent');
      }
      return {
        agentid: settings.agentId,
        name: settings.name,
        close: behaviour.appStopped ? 1 : 0,
        redirect_domain: settings.trustedDomains?.[0] ?? '',
        report_location_flag: 0,
        isreportenter: 0,
        home_url: '',
      };
    },
  };
}
