/** Whom and which groups a message can reach: grouped, so that two hundred people do not make two hundred lines. */
import { and, eq, sql } from 'drizzle-orm';
import type { App } from '../../app.ts';
import { doctorText } from '../../copy/doctor.ts';
import { groups, outbox, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../../domain/context.ts';
import { lostBehind } from '../../domain/outbox/lost.ts';
import { type Group, peopleOf, type Person, type Town } from '../../domain/org/service.ts';
import { groupVisible } from '../../domain/matter/access.ts';
import { AppChats } from '../../wecom/appchat.ts';
import { standingOf } from '../../wecom/contacts.ts';
import { WecomError } from '../../wecom/errcodes.ts';
import { bad, type Finding, good, hint } from './finding.ts';

/** One call of WeCom each; beyond that the first so many speak for the rest. */
const ASKED = 300;

export async function checkReaders(
  app: App,
  ctx: DomainContext,
  town: Town,
  /** Without it nobody knows whom the app reaches. */
  isAppSound: boolean,
): Promise<readonly Finding[]> {
  return [
    ...(await people(app, ctx, town, isAppSound)),
    ...(await groupsOf(app, ctx, town, isAppSound)),
    ...(await lost(app, ctx, town)),
  ];
}

async function people(app: App, ctx: DomainContext, town: Town, isAppSound: boolean): Promise<readonly Finding[]> {
  const all = await peopleOf(ctx.tx, town.id);
  const silent = all.filter((person) => person.reachableSince === null);
  const { bot, botCallback } = app.config.wecom;
  const canPush = app.config.mode === 'sandbox' || bot !== undefined;
  const findings: Finding[] = [];
  if (app.rest === undefined) {
    const unreached = canPush ? silent : all;
    if (unreached.length === 0) return [good(doctorText.people(town.name, all.length))];
    // Without any way to push, the line about that says it all.
    if (!canPush && botCallback !== undefined) return [];
    const line = doctorText.silent(town.name, names(unreached), app.config.wecom.botName);
    return [app.config.mode === 'sandbox' ? hint(line) : bad(line)];
  }
  const byApp = canPush ? silent.length : all.length;
  if (!isAppSound) return byApp === 0 ? [good(doctorText.people(town.name, all.length))] : [];
  const { unknown, invisible } = await askedOf(app.rest, canPush ? silent : all);
  if (unknown.length > 0) findings.push(bad(doctorText.unknown(town.name, names(unknown))));
  if (invisible.length > 0) findings.push(bad(doctorText.invisible(town.name, names(invisible))));
  if (findings.length > 0) return findings;
  return [good(byApp === 0 ? doctorText.people(town.name, all.length) : doctorText.viaApp(town.name, byApp))];
}

const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);

/** Who is unknown to WeCom or outside the app's range. */
async function askedOf(
  rest: NonNullable<App['rest']>,
  list: readonly Person[],
): Promise<{ unknown: Person[]; invisible: Person[] }> {
  const found: { unknown: Person[]; invisible: Person[] } = { unknown: [], invisible: [] };
  try {
    for (const person of list.slice(0, ASKED)) {
      const standing = await standingOf(rest, person.userid);
      if (standing === 'gone') found.unknown.push(person);
      if (standing === 'hidden') found.invisible.push(person);
    }
  } catch (error) {
    // It is about the app, which has a line of its own.
    if (!(error instanceof WecomError)) throw error;
    return { unknown: [], invisible: [] };
  }
  return found;
}

async function groupsOf(app: App, ctx: DomainContext, town: Town, isAppSound: boolean): Promise<readonly Finding[]> {
  const bound = await ctx.tx
    .select()
    .from(groups)
    .where(and(eq(groups.townId, town.id), eq(groups.bound, true), sql`cardinality(${groups.receives}) > 0`))
    .orderBy(groups.chatid);
  if (bound.length === 0) return [hint(doctorText.noGroups(town.name))];
  const { config } = app;
  const isSandbox = config.mode === 'sandbox';
  const canPush = isSandbox || config.wecom.bot !== undefined;
  const { rest } = app;
  const unmade: Group[] = [];
  if (isAppSound) {
    for (const group of bound) if (group.appchat && !(await isMade(rest, group.chatid))) unmade.push(group);
  }
  const hasWay = (group: Group): boolean =>
    group.appchat || group.webhook !== null || (canPush && group.reachableSince !== null);
  const unreached = bound.filter((group) => !hasWay(group));
  if (unmade.length > 0) return [bad(doctorText.groupUnmade(town.name, names(unmade)))];
  if (unreached.length === 0) {
    return isAppSound || !bound.some(({ appchat }) => appchat)
      ? [good(doctorText.groups(town.name, bound.length))]
      : [];
  }
  const line = canPush
    ? doctorText.groupSilent(town.name, names(unreached), config.wecom.botName)
    : doctorText.groupNoBot(town.name, names(unreached));
  return [isSandbox ? hint(line) : bad(line)];
}

/** A group of the app; an error of the app itself has a line of its own. */
async function isMade(rest: App['rest'], chatid: string): Promise<boolean> {
  if (rest === undefined) return false;
  try {
    return await new AppChats(rest).exists(chatid);
  } catch (error) {
    if (!(error instanceof WecomError)) throw error;
    return true;
  }
}

async function lost({ messages }: App, ctx: DomainContext, town: Town): Promise<readonly Finding[]> {
  const [row] = await ctx.tx
    .select({ n: sql<number>`count(*)::int` })
    .from(outbox)
    .leftJoin(petitions, eq(petitions.id, outbox.petitionId))
    // Whoever sits at the server may be the one complained of.
    .where(lostBehind(ctx, town.id, groupVisible(town.id), messages));
  return row === undefined || row.n === 0 ? [] : [hint(doctorText.lost(town.name, row.n))];
}
