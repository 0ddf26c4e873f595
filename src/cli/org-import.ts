import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { App } from '../app.ts';
import { StartupError } from '../core/errors.ts';
import { appText } from '../copy/app.ts';
import { cliText } from '../copy/cli.ts';
import { orgImportText } from '../copy/org-import.ts';
import { orgTemplateText } from '../copy/org-template.ts';
import { writeOrgTemplate } from '../org-file/template.ts';

type Say = (line: string) => void;
/** Something must be said once more: nothing was written. */
const ASKED = 2;

/** An org file that is named must be there. */
export function orgFileOf(typed: string): string {
  const file = resolve(typed);
  if (!existsSync(file)) throw new StartupError(appText.noSuchFile(file));
  return file;
}

/** `org import FILE [--check] [--yes]`: says what it changes; what nobody does lightly it asks about. @returns the exit code */
export async function orgImport(
  args: readonly string[],
  say: Say,
  withApp: (work: (app: App) => Promise<number>) => Promise<number>,
): Promise<number> {
  const flags = new Set(args.filter((arg) => arg.startsWith('--')));
  const [typed] = args.filter((arg) => !arg.startsWith('--'));
  const isKnown = [...flags].every((flag) => flag === '--check' || flag === '--yes');
  if (typed === undefined || !isKnown) throw new StartupError(cliText.orgUsage);
  const file = orgFileOf(typed);
  const mode = flags.has('--check') ? 'check' : flags.has('--yes') ? 'sure' : 'ask';
  return withApp(async (app) => {
    const { org, plan, written, hidden, unfit } = await app.updateTown(file, mode);
    for (const line of orgImportText.plan(org.town.name, plan, hidden)) say(line);
    if (unfit.length > 0) say(orgImportText.unfit(unfit));
    if (written) say(cliText.orgDone(org.town.name, org.units.length, org.people.length, org.groups.length));
    else if (mode === 'check') say(orgImportText.checked);
    else say(`${orgImportText.notWritten}\n${orgImportText.repeat(typed)}`);
    return written || mode === 'check' ? 0 : ASKED;
  });
}

/** `org template FILE`: never over what is there. */
export async function orgTemplate(typed: string | undefined, say: Say): Promise<number> {
  if (typed === undefined) throw new StartupError(orgTemplateText.usage);
  if (!/\.xlsx$/iu.test(typed)) throw new StartupError(orgTemplateText.notXlsx(typed));
  const file = resolve(typed);
  if (existsSync(file)) throw new StartupError(orgTemplateText.exists(file));
  await writeOrgTemplate(file);
  say(orgTemplateText.written(typed));
  return 0;
}
