import type { App } from '../app.ts';
import { appGroupText as say } from '../copy/app-group.ts';
import { StartupError } from '../core/errors.ts';
import type { OrgFile } from '../domain/org/file.ts';
import { readOrgFile } from '../org-file/read.ts';
import { AppChats, type AppGroup } from '../wecom/appchat.ts';
import { refusalOf, WecomError } from '../wecom/errcodes.ts';

type Group = OrgFile['groups'][number];

/** Members as the file has them, else the unit and the desk, else everybody; the owner heads the unit or the desk. */
function appGroupOf(org: OrgFile, group: Group): AppGroup {
  const desk = org.units.find((unit) => unit.kind === 'desk');
  const unit = org.units.find(({ id }) => id === group.unit);
  const inUnits = (ids: readonly (string | undefined)[]): string[] =>
    org.people.filter((person) => ids.includes(person.unit)).map(({ userid }) => userid);
  const members =
    group.members ?? (unit === undefined ? org.people.map(({ userid }) => userid) : inUnits([unit.id, desk?.id]));
  const owner =
    [unit?.head, desk?.head].find((userid) => userid !== undefined && members.includes(userid)) ?? members[0];
  return { chatid: group.chatid, name: group.name, owner: owner ?? '', members };
}

/**
 * Makes in WeCom the groups that the org file marks `appchat: true`, and brings those that are there to its names and members.
 * Run twice it changes nothing.
 * @returns 1 when one of them could not be made
 */
export async function createGroups(app: App, file: string, write: (line: string) => void): Promise<number> {
  if (app.rest === undefined) throw new StartupError(say.noApp);
  const org = await readOrgFile(file);
  const wanted = org.groups.filter((group) => group.appchat === true);
  if (wanted.length === 0) throw new StartupError(say.none);
  const chats = new AppChats(app.rest);
  let exitCode = 0;
  for (const group of wanted) {
    const made = appGroupOf(org, group);
    if (made.members.length < 2) {
      write(say.tooFew(group.name));
      exitCode = 1;
      continue;
    }
    try {
      write(say.done(group.name, await chats.ensure(made, say.hello(group.name)), made.members.length));
    } catch (error) {
      if (!(error instanceof WecomError)) throw error;
      write(say.refused(group.name, refusalOf(error.errcode)));
      exitCode = 1;
    }
  }
  if (exitCode === 0) write(say.next(file));
  return exitCode;
}
