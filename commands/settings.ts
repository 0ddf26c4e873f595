import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import {
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
import { namesOf } from '../src/domain/org/service.ts';
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
  summary: '看和改本镇的参数',
  allow: ['admin', 'main-leader'],
  number: 'none',
  keys: [],
  args: argsAs(({ text }) => ({ text })),
  examples: ['/设置', '/设置 3 5', '/设置 记录'],
  async run({ text }, call, ctx) {
    const all = await settingsFor(ctx, call.by.townId);
    if (text === '') return { text: [settingsHead, ...all.map(settingLine), settingsTail].join('\n') };
    if (/^记录$/u.test(text)) return { text: await history(ctx, call.by.townId, all) };
    const [name = '', ...rest] = text.split(/[\s:：=]+/u);
    const setting = all.find((s) => [String(s.number), s.name].includes(name) || s.entry.title.startsWith(name));
    if (setting === undefined) {
      throw new UserError('setting.unknown', { names: all.map((s) => `${s.number}．${s.entry.title}`) });
    }
    const saved = await changeSetting(ctx, call.by, setting, rest.join(' '));
    if (saved === undefined) {
      throw new UserError('setting.invalid', { title: setting.entry.title, allowed: settingAllowed(setting.entry) });
    }
    return { text: settingSaved(setting.entry.title, String(saved.value), saved.filled) };
  },
});
