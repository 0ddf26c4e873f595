/** Reading what the local WeCom received back into the plan's lines. */
import type { ChatMessage } from '../../../sandbox/server.ts';
import type { Day } from './days.ts';
import { line } from './plan.ts';

export const shanghaiDay = (at: string): Day => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
export const shanghaiTime = (at: string): string =>
  new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 16);

type Kind = 'told' | 'digest' | 'weekly' | 'picture' | 'reception' | 'report' | 'reply';
export interface Heard {
  readonly kind: Kind;
  /** What it tells, in the plan's words; a merged message tells several things. */
  readonly lines: readonly string[];
}

const NUMBER = /[A-Z]+\d{4}-\d{4}/u;
const LEFT = /还有\d+天|今天到期|超期\d+天/u;
const LETTERS = /提醒函|督办函|时限提醒/u;
const CLOCKS = /化解时限|书面告知|办结时限|联系信访人|办结并答复（[^）]*）|限期解决|办理期限|办结通报期限|办结期限/u;

const found = (pattern: RegExp, text: string): string => pattern.exec(text)?.[0] ?? `?${String(pattern)}`;

/** A reminder card, or its line in a merged message. */
const reminder = (text: string): string => `${found(CLOCKS, text)} ${found(LETTERS, text)} ${found(LEFT, text)}`;

/** The sentence of a group line: `已发提醒函：化解时限还有4天。`, `已交办城建办，请签收。`, `【绿】已办结。` */
function groupSentence(text: string): string {
  if (text.startsWith('已交办')) return '交办';
  if (text.startsWith('【绿】已办结')) return '办结';
  return reminder(text);
}

/** @param chat the name of the person or group */
export function hear(message: ChatMessage, chat: string, isGroup: boolean): Heard {
  const { text, kind } = message;
  const on = shanghaiDay(message.at);
  const told = (number: string, what: string): Heard => ({ kind: 'told', lines: [line(on, chat, number, what)] });
  if (kind === 'image') return { kind: 'picture', lines: [] };
  if (/^\*\*.*信访周报\*\*/u.test(text)) return { kind: 'weekly', lines: [] };
  if (/^\*\*\d+月\d+日[^\n]*接访\*\*/u.test(text)) return { kind: 'reception', lines: [] };
  if (/^\*\*[^\n*]+\*\*\n[^\n]*月\d+日[^\n]*\n截至 /u.test(text)) return { kind: 'report', lines: [] };
  if (/^\*\*\d+月\d+日/u.test(text)) return { kind: 'digest', lines: [] };
  if (/^有\d+条提醒，合并在这里：/u.test(text)) return merged(text, on, chat, isGroup);
  if (isGroup) return told(found(NUMBER, text), groupSentence(text.split('\n')[1] ?? ''));
  if (kind === 'card') {
    const number = found(NUMBER, text);
    if (text.includes(`${number} 交办函`)) return told(number, '交办函');
    if (text.includes(`${number} 请回访`)) return told(number, '请回访');
    return told(number, reminder(text));
  }
  if (/^【绿】.* 已办结。\n看详情/u.test(text)) return told(found(NUMBER, text), '办结');
  return { kind: 'reply', lines: [] };
}

/** What one line of a merged message tells a person. */
function lineOfPerson(text: string): string {
  if (text.includes('已办结')) return '办结';
  return text.includes('请回访') ? '请回访' : reminder(text);
}

function merged(text: string, on: Day, chat: string, isGroup: boolean): Heard {
  const [, ...rest] = text.split('\n');
  const lines = isGroup
    ? rest.flatMap((one, i) =>
        i % 2 === 0 ? [line(on, chat, found(NUMBER, one), groupSentence(rest[i + 1] ?? ''))] : [],
      )
    : rest
        .filter((one) => NUMBER.test(one) && !one.includes('请发：'))
        .map((one) => line(on, chat, found(NUMBER, one), lineOfPerson(one)));
  const promised = Number(/^有(\d+)条/u.exec(text)?.[1]);
  if (promised !== lines.length) lines.push(`${on} ${chat}: a merged message of ${promised} shows ${lines.length}`);
  return { kind: 'told', lines };
}
