import { groupPlain } from '../src/cards/group.ts';
import { dutyText } from '../src/cards/roster.ts';
import { argsAs, missing, readDay } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { addDays, type LocalDay, weekdayOf } from '../src/core/local-day.ts';
import { argProblems } from '../src/copy/args.ts';
import { span } from '../src/copy/schedule.ts';
import { rosterWords, weekdayOfWord, weekdayWord } from '../src/copy/roster.ts';
import { mayAtAll, rolesFor } from '../src/domain/permission/may.ts';
import type { DomainContext } from '../src/domain/context.ts';
import { type Person, personByName, unitByName } from '../src/domain/org/service.ts';
import { dutyWeek, RECEPTION, setDuty } from '../src/domain/roster/roster.ts';

async function personOf(ctx: DomainContext, townId: string, word: string): Promise<Person> {
  const person = await personByName(ctx.tx, townId, word);
  if (person === undefined) throw new UserError('person.unknown', {});
  return person;
}

/** 周一 → 1, a day as people write it; undefined for a word that is neither. */
function whenOf(word: string, today: LocalDay): number | LocalDay | undefined {
  const weekday = weekdayOfWord(word);
  if (weekday !== undefined) return weekday;
  return /^\d|^[今明后]天$/u.test(word) ? readDay(word, today) : undefined;
}

export default defineCommand({
  name: '值班',
  english: 'roster',
  aliases: ['值班表', '排班'],
  summary: '看和排领导接访、村里值班',
  number: 'none',
  keys: ['替班'],
  args: argsAs(({ text, pairs }) => ({
    words: text.split(/\s+/u).filter((word) => word !== ''),
    substitute: pairs['替班'],
  })),
  examples: ['/值班', '/值班 周一 孙某 替班:李某平', '/值班 五里墩村 周一 韩某山'],
  async run({ words, substitute }, call, ctx) {
    const { townId } = call.by;
    const [first = ''] = words;
    const unit =
      first === '' || whenOf(first, ctx.today) !== undefined ? undefined : await unitByName(ctx.tx, townId, first);
    const rest = unit === undefined ? words : words.slice(1);
    const place = unit?.id ?? RECEPTION;
    const [whenWord, name] = rest;
    if (whenWord === undefined) {
      const monday = addDays(ctx.today, 1 - weekdayOf(ctx.today));
      const text = dutyText(
        await dutyWeek(ctx, townId, place, ctx.today),
        span(monday, addDays(monday, 6)),
        unit?.name,
      );
      return { text, group: groupPlain(text) };
    }
    if (!mayAtAll(call.by, 'roster:set')) {
      throw new UserError('role.denied', { verb: '值班', roles: rolesFor('roster:set') });
    }
    const when = whenOf(whenWord, ctx.today);
    if (when === undefined) throw new UserError('roster.when', {});
    if (name === undefined) throw missing(argProblems.person);
    const isOff = rosterWords.offWord.test(name);
    const wish = {
      place,
      when,
      person: isOff ? undefined : await personOf(ctx, townId, name),
      substitute: substitute === undefined ? undefined : await personOf(ctx, townId, substitute),
    };
    await setDuty(ctx, call.by, wish);
    const shown = typeof when === 'number' ? weekdayWord(when) : rosterWords.onDay(when, ctx.today);
    const text =
      wish.person === undefined
        ? rosterWords.off(unit?.name, shown)
        : rosterWords.set(unit?.name, shown, wish.person.name, wish.substitute?.name);
    return { text, group: groupPlain(text) };
  },
});
