/** Plays a town through its chats and writes down what people typed and what they saw, as a Chinese transcript. */
import type { ChatMessage } from '../../sandbox/server.ts';
import type { Town } from '../../test/support/town-api.ts';

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'];

/** 3月2日（周一） 09:00 */
function zhMoment(moment: string): string {
  const [day = '', time = ''] = moment.split('T');
  const [, month, date] = day.split('-').map(Number);
  return `${month}月${date}日（周${WEEKDAYS[new Date(`${day}T12:00:00Z`).getUTCDay()]}）${time}`;
}

/** A card without the line that only colours it, and with its buttons as they stand. */
const shown = ({ text, kind }: ChatMessage): string[] =>
  (kind === 'card' ? text.replace(/^(提示|提醒|紧急|已完成)\n/u, '') : text).split('\n').filter((line) => line !== '');

export class Teller {
  private readonly town: Town;
  private readonly lines: string[] = [];
  private readonly told = new Set<string>();
  private day = '';

  constructor(town: Town, title: string, about: readonly string[]) {
    this.town = town;
    this.lines.push(`# ${title}`, '', ...about.flatMap((line) => [line, '']));
  }

  /** Moves the clock and begins a section. */
  async at(moment: string): Promise<void> {
    await this.town.at(moment);
    this.heading(moment);
  }

  heading(moment: string): void {
    const day = moment.slice(0, 10);
    if (day !== this.day) this.lines.push(`## ${zhMoment(moment)}`, '');
    this.day = day;
  }

  /** A sentence of the teller's. */
  note(text: string): void {
    this.lines.push(text, '');
  }

  /** A person types; the answer in that chat follows, unless nobody needs to read it. */
  async say(
    person: string,
    text: string,
    { chat, quiet = false, pick }: { chat?: string; quiet?: boolean; pick?: RegExp } = {},
  ): Promise<void> {
    const before = new Set(this.town.messages(chat ?? person).map(({ id }) => id));
    await this.town.say(person, text, chat === undefined ? {} : { chat });
    if (quiet) return;
    this.quote(chat === undefined ? person : `${person}，在${chat}`, text.split('\n'));
    const answer = this.town.messages(chat ?? person).find(({ id, kind }) => !before.has(id) && kind === 'markdown');
    if (answer !== undefined) this.show(answer, chat ?? person, pick);
  }

  /** Somebody presses a button on a card they have. */
  async press(person: string, card: RegExp, label: string): Promise<void> {
    const before = new Set(this.town.messages(person).map(({ id }) => id));
    await this.town.click(person, card, label);
    this.lines.push(`> **${person}** 点了［${label}］`, '');
    const answer = this.town.messages(person).find(({ id, kind }) => !before.has(id) && kind === 'markdown');
    if (answer !== undefined) this.show(answer, person);
  }

  /** The newest message of the bot in this chat that is like this, once. */
  see(chat: string, pattern: RegExp): void {
    const found = this.town.messages(chat).findLast(({ id, text }) => pattern.test(text) && !this.told.has(id));
    if (found === undefined) {
      const all = this.town.messages(chat).map(({ text }) => text.split('\n').slice(0, 2).join(' / '));
      throw new Error(`${chat} has nothing like ${String(pattern)}:\n${all.slice(-8).join('\n')}`);
    }
    this.show(found, chat);
  }

  /** A Word file that came. */
  letter(chat: string, name: RegExp): void {
    const found = this.town.letters(chat).find(({ text }) => name.test(text));
    if (found === undefined) throw new Error(`${chat} has no letter like ${String(name)}`);
    this.lines.push(`> 信访助手 → **${chat}**：文件《${found.text}》`, '');
  }

  text(): string {
    return `${this.lines.join('\n').trim()}\n`;
  }

  private show(message: ChatMessage, chat: string, pick?: RegExp): void {
    this.told.add(message.id);
    const lines = shown(message);
    const picked = pick === undefined ? lines : [...lines.filter((line) => pick.test(line)), '（节选）'];
    this.quote(`信访助手 → ${chat}`, picked);
  }

  private quote(who: string, lines: readonly string[]): void {
    const head = who.startsWith('信访助手') ? who.replace('→ ', '→ **') + '**' : `**${who}**`;
    this.lines.push(`> ${head}：${lines.map((line) => line.replaceAll('**', '')).join('<br>')}`, '');
  }
}
