import type { App } from '../app.ts';
import { systemClock } from '../core/clock.ts';
import { localDayOf, yearOf } from '../core/local-day.ts';
import { doctorText } from '../copy/cli.ts';
import { allTowns, peopleOf } from '../domain/org/service.ts';

/** What is wrong and the exact next step; 0 when all is well, 1 when something needs doing. */
export async function doctor(app: App, say: (line: string) => void): Promise<number> {
  let faults = 0;
  const check = (ok: boolean, good: string, bad: string): void => {
    say(ok ? `[好] ${good}` : `[要处理] ${bad}`);
    if (!ok) faults += 1;
  };
  check(true, doctorText.database, '');
  const towns = await allTowns(app.database.db);
  check(towns.length > 0, doctorText.towns(towns.map((town) => town.name)), doctorText.noTown);
  const { bot, botCallback } = app.config.wecom;
  const hasBot = app.config.mode === 'sandbox' || bot !== undefined || botCallback !== undefined;
  check(hasBot, doctorText.mode(app.config.mode), doctorText.noBot);
  const gap = await app.noWayOut();
  if (gap !== undefined) check(false, '', gap);
  const rest = await app.checkRest();
  if (rest !== undefined) check(rest.ok, rest.line, rest.line);
  await app.transact(systemClock.now(), async (ctx) => {
    const year = yearOf(localDayOf(ctx.at));
    for (const wanted of [year, year + 1]) {
      const known = ctx.calendar.yearKnown(wanted);
      if (wanted === year) check(known, doctorText.year(wanted), doctorText.yearMissing(wanted));
      else say(known ? `[好] ${doctorText.year(wanted)}` : `[提示] ${doctorText.yearNotYet(wanted)}`);
    }
    for (const town of towns) {
      const silent = (await peopleOf(ctx.tx, town.id)).filter((person) => person.reachableSince === null);
      if (silent.length > 0) {
        say(
          `[提示] ${doctorText.silent(
            town.name,
            silent.map((person) => person.name),
          )}`,
        );
      }
      for (const gap of (await ctx.policy(town.id)).gaps) {
        say(`[提示] ${doctorText.gap(town.name, gap.title, gap.setting)}`);
      }
    }
  });
  await app.queue.ping().then(
    () => check(true, doctorText.queue, ''),
    () => check(false, '', doctorText.queueDown),
  );
  return faults === 0 ? 0 : 1;
}
