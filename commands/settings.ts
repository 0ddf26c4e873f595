import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { settingAllowed, settingLine, settingsHead, settingSaved } from '../src/copy/settings.ts';
import { changeSetting, settingsFor } from '../src/domain/policy/settings.ts';

export default defineCommand({
  name: '设置',
  english: 'settings',
  summary: '看和改本镇的参数',
  allow: ['admin', 'main-leader'],
  number: 'none',
  keys: [],
  args: argsAs(({ text }) => ({ text })),
  examples: ['/设置', '/设置 yellowUnderMonthDays 5'],
  async run({ text }, call, ctx) {
    const all = await settingsFor(ctx, call.by.townId);
    if (text === '') return { text: [settingsHead, ...all.map(settingLine)].join('\n') };
    const [name = '', ...rest] = text.split(/[\s:：=]+/u);
    const setting = all.find((s) => s.name === name || s.entry.title === name || s.entry.title.startsWith(name));
    if (setting === undefined) {
      throw new UserError('setting.unknown', { names: all.map((s) => `${s.name} ${s.entry.title}`) });
    }
    const saved = await changeSetting(ctx, call.by.townId, setting, rest.join(' '));
    if (saved === undefined) {
      throw new UserError('setting.invalid', { title: setting.entry.title, allowed: settingAllowed(setting.entry) });
    }
    return { text: settingSaved(setting.entry.title, String(saved.value), saved.filled) };
  },
});
