import { writeFile } from 'node:fs/promises';
import { Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { App } from '../app.ts';
import { orgPullText as say } from '../copy/org-pull.ts';
import { StartupError } from '../core/errors.ts';
import { handledBy } from '../domain/handover/store.ts';
import { compareOrg, type OrgDifference, postsOf } from '../domain/org/compare.ts';
import { type OrgFile, orgFile } from '../domain/org/file.ts';
import { readOrgFile, yamlOf } from '../org-file/read.ts';
import { rawFromYaml } from '../org-file/yaml.ts';
import { readContacts, type Standing, standingOf } from '../wecom/contacts.ts';
import { WecomError } from '../wecom/errcodes.ts';

/** Why somebody who is missing stays in the proposal, or that they do not. */
type Missing = {
  readonly person: OrgFile['people'][number];
  readonly standing: Standing;
  readonly matters: number;
  readonly posts: readonly string[];
};

const goes = ({ standing, matters, posts }: Missing): boolean =>
  standing === 'gone' && matters === 0 && posts.length === 0;

/**
 * Shows what WeCom's address book has otherwise than the org file, and writes a changed copy beside it. Nothing is imported:
 * an engineer reads the copy first. Who has open matters, heads a unit or only lies outside the app's range stays in it.
 * @returns the exit code
 */
export async function orgPull(app: App, file: string, target: string, write: (line: string) => void): Promise<number> {
  const { rest } = app;
  if (rest === undefined) throw new StartupError(say.noApp);
  const org = await readOrgFile(file);
  try {
    const listed = await readContacts(rest);
    const difference = compareOrg(org, listed);
    const missing: Missing[] = [];
    for (const person of difference.missing) {
      const matters = await app.transact(app.clock.now(), (ctx) => handledBy(ctx, org.town.id, person.userid));
      const standing = await standingOf(rest, person.userid);
      missing.push({ person, standing, matters: matters.length, posts: postsOf(org, person.userid) });
    }
    report(org, difference, missing, listed.length, write);
    const changes = difference.joined.length + difference.renamed.length + difference.moved.length;
    if (changes + missing.filter(goes).length === 0) {
      write(say.same);
      return 0;
    }
    const text = await proposed(file, org, difference, missing);
    await writeFile(target, text, { mode: 0o600 });
    write(say.written(target));
    return 0;
  } catch (error) {
    if (!(error instanceof WecomError)) throw error;
    throw new StartupError(say.refused(error.errcode), { cause: error });
  }
}

function report(
  org: OrgFile,
  { joined, renamed, moved, elsewhere }: OrgDifference,
  missing: readonly Missing[],
  listed: number,
  write: (line: string) => void,
): void {
  const unitName = (id: string): string => org.units.find((unit) => unit.id === id)?.name ?? id;
  write(say.head(org.town.name, listed, org.people.length));
  for (const { person, unit } of joined) write(say.joined(person.name, person.userid, unitName(unit)));
  for (const { person, name } of renamed) write(say.renamed(person.name, person.userid, name));
  for (const { person, unit } of moved) write(say.moved(person.name, unitName(person.unit), unitName(unit)));
  for (const { person, standing, matters, posts } of missing) {
    if (standing !== 'gone') write(say.hidden(person.name, person.userid));
    else if (posts.length > 0) write(say.keepsPost(person.name, posts));
    else if (matters > 0) write(say.keepsMatters(person.name, matters));
    else write(say.gone(person.name, person.userid));
  }
  if (elsewhere > 0) write(say.elsewhere(elsewhere));
}

/** The file with the changes, comments and order kept; a workbook becomes YAML. */
async function proposed(
  file: string,
  org: OrgFile,
  { joined, renamed, moved }: OrgDifference,
  missing: readonly Missing[],
): Promise<string> {
  const text = await yamlOf(file);
  const document = text === undefined ? new Document(org) : parseDocument(text);
  const people = document.get('people') as YAMLSeq<YAMLMap>;
  // By its place: `userid: 00123` is a number to YAML, and other spellings stand there too.
  const entry = (userid: string): YAMLMap | undefined =>
    people.items[org.people.findIndex((person) => person.userid === userid)];
  for (const { person, name } of renamed) entry(person.userid)?.set('name', name);
  for (const { person, unit } of moved) entry(person.userid)?.set('unit', unit);
  const leaving = new Set(missing.filter(goes).map(({ person }) => person.userid));
  people.items = people.items.filter((_, i) => !leaving.has(org.people[i]!.userid));
  for (const { person, unit } of joined) {
    const added = document.createNode({ userid: person.userid, name: person.name, unit, roles: [] }, { flow: true });
    people.items.push(added as YAMLMap);
  }
  dropMembers(document, org, leaving);
  const changed = document.toString({ lineWidth: 0 });
  // What is proposed can be imported as it stands.
  const checked = orgFile.safeParse(rawFromYaml(changed).data);
  if (!checked.success) throw new StartupError(say.unfit(checked.error.issues[0]?.message ?? ''));
  return changed;
}

function dropMembers(document: Document, org: OrgFile, leaving: ReadonlySet<string>): void {
  const groups = document.get('groups');
  if (!isSeq<YAMLMap>(groups)) return;
  for (const [i, group] of groups.items.entries()) {
    const members = isMap(group) ? group.get('members') : undefined;
    if (!isSeq(members)) continue;
    const known = org.groups[i]?.members ?? [];
    members.items = members.items.filter((_, place) => !leaving.has(known[place] ?? ''));
  }
}
