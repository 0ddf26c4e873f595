import { groupPlain } from '../src/cards/group.ts';
import { argsAs, invalid, missing, readDay } from '../src/contract/args.ts';
import { type Call, defineCommand } from '../src/contract/command.ts';
import type { Reply } from '../src/contract/reply.ts';
import { UserError } from '../src/core/errors.ts';
import { argProblems } from '../src/copy/args.ts';
import { holidayNoticeWords as say } from '../src/copy/holidays.ts';
import {
  absenceEnded,
  absenceSaved,
  settingAllowed,
  settingChanged,
  settingLine,
  settingSaved,
  settingsHead,
  settingsTail,
  settingsUnchanged,
} from '../src/copy/settings.ts';
import { zhDay } from '../src/copy/terms.ts';
import { localDayOf } from '../src/core/local-day.ts';
import { decideNotice, proposeNotice, yearsKnown } from '../src/domain/calendar/notice/store.ts';
import { namesOf, personByName } from '../src/domain/org/service.ts';
import { endAbsence, setAbsence } from '../src/domain/approval/escalate.ts';
import { mayAtAll, rolesFor } from '../src/domain/permission/may.ts';
import type { DomainContext } from '../src/domain/context.ts';
import { changeSetting, settingHistory, settingsFor, type TownSetting } from '../src/domain/policy/settings.ts';

const SHOWN = 10;

async function history(ctx: DomainContext, townId: string, all: readonly TownSetting[]): Promise<string> {
  const changes = await settingHistory(ctx, townId, SHOWN);
  if (changes.length === 0) return settingsUnchanged;
  const names = await namesOf(
    ctx.tx,
    changes.map(({ by }) => by),
  );
  return changes
    .map((change) => {
      const title = all.find(({ name }) => name === change.name)?.entry.title ?? change.name;
      const day = zhDay(localDayOf(change.at), ctx.today);
      return settingChanged(day, names.get(change.by) ?? '', title, change.fromValue ?? undefined, change.toValue);
    })
    .join('\n');
}

export default defineCommand({
  name: '设置',
  english: 'settings',
  summary: '看和改本镇的参数，设外出时的代签人，收放假安排',
  number: 'none',
  keys: ['委托', '人员'],
  args: argsAs(({ text, pairs }) => ({ text, pairs })),
  examples: [
    '/设置',
    '/设置 3 5',
    '/设置 记录',
    '/设置 放假',
    '/设置 放假 确认',
    '/设置 外出 3月5日—3月8日 委托:李某平',
  ],
  async run({ text, pairs }, call, ctx) {
    if (/^外出/u.test(text)) return away(call, ctx, text.replace(/^外出\s*/u, ''), pairs);
    if (!mayAtAll(call.by, 'settings:town')) {
      throw new UserError('role.denied', { verb: '设置', roles: rolesFor('settings:town'), numbered: false });
    }
    if (/^放假/u.test(text)) return holidays(call, ctx, text.replace(/^放假\s*/u, ''));
    const all = await settingsFor(ctx, call.by.townId);
    if (text === '') return { text: [settingsHead, ...all.map(settingLine), settingsTail].join('\n') };
    if (/^记录$/u.test(text)) return { text: await history(ctx, call.by.townId, all) };
    // A time has a colon of its own.
    const [, name = '', value = ''] = /^([^\s:：=]+)[\s:：=]*(.*)$/su.exec(text) ?? [];
    const setting = all.find((s) => [String(s.number), s.name].includes(name) || s.entry.title.startsWith(name));
    if (setting === undefined) {
      throw new UserError('setting.unknown', { names: all.map((s) => `${s.number}．${s.entry.title}`) });
    }
    const saved = await changeSetting(ctx, call.by, setting, value);
    if (saved === undefined) {
      throw new UserError('setting.invalid', { title: setting.entry.title, allowed: settingAllowed(setting.entry) });
    }
    return { text: settingSaved(setting.entry.title, String(saved.value), saved.filled) };
  },
});

const ID = /^[0-9a-f-]{36}$/u;

/** 放假: which years are known, the pasted notice, or the second hand's word on it. */
async function holidays(call: Call, ctx: DomainContext, text: string): Promise<Reply> {
  const group = groupPlain(say.group);
  const words = text.split(/\s+/u).filter((word) => word !== '');
  if (words.length === 0) return { text: await holidayList(ctx), group, detail: true };
  const last = words.at(-1)!;
  const isWord = say.agree.test(last) || say.refuse.test(last);
  if (isWord && (words.length === 1 || (words.length === 2 && ID.test(words[0]!)))) {
    const agreed = say.agree.test(last);
    const notice = await decideNotice(ctx, call.by, words.length === 2 ? words[0] : undefined, agreed);
    return {
      text: agreed ? say.confirmed(notice) : say.refused(notice),
      group,
      detail: true,
      spent: say.spent(agreed),
    };
  }
  return { text: say.proposed(await proposeNotice(ctx, call.by, text)), group, detail: true };
}

async function holidayList(ctx: DomainContext): Promise<string> {
  const { years, notices } = await yearsKnown(ctx);
  const names = await namesOf(
    ctx.tx,
    notices.flatMap(({ by, decidedBy }) => [by, decidedBy]),
  );
  const nameOf = (userid: string | null): string => names.get(userid ?? '') ?? '';
  return say.list(
    years,
    notices.map((notice) => ({
      notice,
      state: notice.state,
      by: nameOf(notice.by),
      decidedBy: nameOf(notice.decidedBy),
    })),
  );
}

/** 外出: a leader for themselves, an admin for anybody. */
async function away(
  call: Call,
  ctx: DomainContext,
  text: string,
  pairs: Readonly<Record<string, string>>,
): Promise<Reply> {
  const other = pairs['人员'] === undefined ? undefined : await personByName(ctx.tx, call.by.townId, pairs['人员']);
  if (pairs['人员'] !== undefined && other === undefined) throw new UserError('person.unknown', {});
  const who = other ?? { userid: call.by.userid, name: call.by.name };
  if (who.userid !== call.by.userid && !mayAtAll(call.by, 'settings:absence-of-other')) {
    throw new UserError('absence.others', {});
  }
  if (/^(取消|结束|回来)/u.test(text)) {
    await endAbsence(ctx, call.by, who.userid);
    return { text: absenceEnded(who.name) };
  }
  const [first = '', last = first] = text.split(/[—－–~～至到]+/u).map((word) => word.trim());
  if (first === '') throw invalid(argProblems.absence);
  const from = readDay(first, ctx.today);
  const to = readDay(last, ctx.today);
  if (pairs['委托'] === undefined) throw missing(argProblems.delegate, '委托');
  const delegate = await personByName(ctx.tx, call.by.townId, pairs['委托']);
  if (delegate === undefined) throw new UserError('person.unknown', {});
  const passed = await setAbsence(ctx, call.by, { who: who.userid, delegate, from, to });
  return {
    text: absenceSaved({
      who: who.name,
      delegate: delegate.name,
      from: zhDay(from, ctx.today),
      to: zhDay(to, ctx.today),
      passed,
    }),
  };
}
