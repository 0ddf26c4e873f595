import type { OrgSnapshot } from '../org/receivers.ts';

/** Whom words may mean: by a name in full, or by a post alone, which says less. */
export interface NamedInWords {
  readonly byName: readonly string[];
  readonly byPost: readonly string[];
}

const TITLE =
  /书记|支书|主任|镇长|乡长|村长|所长|站长|科长|局长|队长|部长|组长|主席|委员|会计|助理|领导|干部|负责人|一把手/u
    .source;
/** 村支书, 主任, 干部 behind the name of a unit: whoever is at its head. */
const LINK = /(?:的|里的?|那个)?村?/u.source;
const STAFF = /工作人员|管事的|的人/u.source;
const TOWN_HEAD = /(?<!副)(?:镇长|乡长|镇书记|党委书记|镇里?(?:的)?(?:一把手|主要领导))/u;
const HEADING = ['leader', 'main-leader', 'desk', 'discipline', 'unit-head'] as const;

/** Names come from a file: `综治办(平安办)`. */
const literally = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);

/**
 * The people of a town whom its words name, or whose post they name (`钱镇长`, `信访办主任`, `镇长`). A surname with a post means those of this
 * surname who hold one, or all of it where none does.
 */
export function namedInWords(text: string, { people, units }: Pick<OrgSnapshot, 'people' | 'units'>): NamedInWords {
  const all = [...people.values()];
  const heads = new Set([...units.values()].flatMap(({ head }) => head ?? []));
  const holdsPost = (person: (typeof all)[number]): boolean =>
    heads.has(person.userid) || person.roles.some((role) => HEADING.some((one) => one === role));
  const byName = all.filter(({ name }) => text.includes(name)).map(({ userid }) => userid);
  const byPost = new Set<string>();
  for (const surname of new Set(all.map(({ name }) => name[0]!))) {
    if (!new RegExp(`${literally(surname)}\\p{Script=Han}?(?:${TITLE})`, 'u').test(text)) continue;
    const theirs = all.filter(({ name }) => name.startsWith(surname));
    const withPost = theirs.filter(holdsPost);
    for (const { userid } of withPost.length > 0 ? withPost : theirs) byPost.add(userid);
  }
  for (const { name, head } of units.values()) {
    const short = name.replace(/^镇/u, '');
    if (
      typeof head === 'string' &&
      [...short].length > 1 &&
      new RegExp(`${literally(short)}${LINK}(?:${TITLE}|${STAFF})`, 'u').test(text)
    ) {
      byPost.add(head);
    }
  }
  if (TOWN_HEAD.test(text)) {
    for (const { userid, roles } of all) if (roles.includes('main-leader')) byPost.add(userid);
  }
  return { byName, byPost: [...byPost].filter((userid) => people.has(userid) && !byName.includes(userid)) };
}
