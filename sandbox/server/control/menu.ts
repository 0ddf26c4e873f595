/** The commands of the bot, as whoever runs it told: the page offers them after "/". Kept in memory; the next start tells them again. */
import { z } from 'zod';
import type { MenuCommand } from '../../contract.ts';
import type { Bus } from '../world/events.ts';
import { checked } from './web.ts';

const word = z.string().regex(/^\S{1,40}$/);

const menuBody = z.strictObject({
  commands: z
    .array(
      z.strictObject({
        name: word,
        aliases: z.array(word).max(20).default([]),
        summary: z.string().max(200).default(''),
        examples: z.array(z.string().min(1).max(2_000)).max(20).default([]),
      }),
    )
    .max(300),
});

export interface Menu {
  list(): MenuCommand[];
  /** Takes the place of what was told before. @param body `{commands}` @throws Refusal when it is not that */
  set(body: unknown): MenuCommand[];
}

export function createMenu(bus: Bus): Menu {
  let commands: MenuCommand[] = [];
  return {
    list: () => commands,
    set: (body) => {
      ({ commands } = checked(menuBody, body));
      bus.emit({ type: 'commands', data: commands });
      return commands;
    },
  };
}
