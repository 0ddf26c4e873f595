/** What a flow test may ask of its town. */
import type { ChatMessage, LocalWecom, LocalWecomOptions } from '../../sandbox/server.ts';
import type { App } from '../../src/app.ts';
import type { Connections } from './wecom-setup.ts';
import type { Ids } from '../../src/core/ids.ts';
import type { OrgFile } from '../../src/domain/org/file.ts';

export interface TownOptions {
  readonly databaseUrl: string;
  readonly org?: OrgFile;
  /** Further towns of the same corporation. */
  readonly neighbours?: readonly OrgFile[];
  /** Base64; one of the town's own when absent. */
  readonly dataKey?: string;
  /** File in which the local WeCom remembers its chats. */
  readonly journal?: string;
  /** `2026-03-02T09:00` on a Shanghai wall clock: a Monday morning. */
  readonly at?: string;
  /** A folder of rules in place of the repository's. */
  readonly policies?: string;
  readonly botName?: string;
  /** How long the app's calls and the robots' wait for WeCom; ten seconds when absent. */
  readonly restTimeoutMs?: number;
  readonly everyoneHasSpoken?: boolean;
  readonly behaviour?: LocalWecomOptions['behaviour'];
  /** The long connection alone when absent. */
  readonly wecom?: Connections;
  /** Real ones when absent. */
  readonly ids?: Ids;
  /** Serve the pages too; `wecom: { app: true }` lets people sign in there. */
  readonly pages?: boolean;
  /** Its queue stands beside its data, also where there is Redis (test/support/town-queue.ts). */
  readonly queue?: 'postgres';
}

export interface Where {
  /** A group by name or chatid; the private chat with the bot when absent. */
  readonly chat?: string;
  /** A message that is quoted, or any text. */
  readonly quote?: ChatMessage | string;
  readonly autoMention?: boolean;
  /** Another counterpart in private than the bot: the self-built app. */
  readonly bot?: string;
}

/** One town with the whole app behind its chats. People and groups go by name or id. */
/** The option of a card's one choice, or options by question of a card that asks several. */
type Choose = string | Readonly<Record<string, string[]>>;

export interface Town {
  readonly app: App;
  readonly wecom: LocalWecom;
  /** The web server's address, where there is one. */
  readonly url: string;
  /** Everything logged, at level debug. */
  readonly logs: readonly string[];
  /** The variables it was started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where callbacks are served, if any are set up. */
  readonly callbackUrl: string | undefined;
  /** Writes and waits for the answer and for all that it set off. */
  say(person: string, text: string, where?: Where): Promise<void>;
  /** Writes and waits for the answer only. */
  tell(person: string, text: string, where?: Where): Promise<void>;
  /** Hands the message over and waits for nothing. */
  post(person: string, text: string, where?: Where): void;
  sendFile(person: string, name: string, where?: Where): Promise<void>;
  /** Presses a button on the newest card in this person's chat whose text has `on`. */
  click(
    person: string,
    on: string | RegExp,
    label: string,
    /** `choose`: what is picked on the card before the button is pressed. */
    where?: Pick<Where, 'chat'> & { readonly choose?: Choose },
  ): Promise<void>;
  press(person: string, card: ChatMessage, label: string, choose?: Choose): void;
  enter(person: string): Promise<void>;
  /** Moves the clock to a Shanghai wall-clock moment: `2026-03-17T09:00`. */
  at(moment: string): Promise<void>;
  advance(parts: { days?: number; hours?: number; minutes?: number }): Promise<void>;
  /** Lets the machine's own time pass, by which retries wait; the town's clock stays. */
  passMachineTime(ms: number): Promise<void>;
  /** Waits until all that was handed over is answered. */
  answered(): Promise<void>;
  /** Waits until all that was handed over is answered and nothing due is left. */
  settle(): Promise<void>;
  /** The bot's messages in a chat or everywhere, oldest first, without letters. */
  messages(chat?: string): ChatMessage[];
  /** Letters, as files: in a chat or everywhere, oldest first. */
  letters(chat?: string): ChatMessage[];
  /** The oldest message of the bot in this chat, not expected before, that matches; it counts as expected from now on. */
  expectMessage(chat: string, pattern: RegExp): ChatMessage;
  /** No message of the bot is left that was not expected; letters have a count of their own, see `expectLetter`. */
  expectNothingElse(): void;
  /**
   * The oldest letter (a Word file of the bot) in this chat, not expected before, whose file name matches:
   * `FJ2026-0001 交办函 分界信交〔2026〕1号.docx`. Letters follow from what happened and accompany what is said of it, so a test
   * about something else counts neither them nor them among "nothing else"; a test about letters ends with
   * `expectNoOtherLetters`.
   */
  expectLetter(chat: string, name: RegExp): ChatMessage;
  /** No letter is left that was not expected. */
  expectNoOtherLetters(): void;
  /** Everything so far, or all that matches, counts as expected. */
  forget(pattern?: RegExp): void;
  /** Morning digests, who receives, watchdog lines and reports so far count as expected. */
  forgetRhythm(): void;
  /** The file behind a picture or file message, as a member of the chat opens it. */
  bytesOf(message: ChatMessage): Promise<Buffer>;
  /** What is not expected yet, one line each: `chat: text`. */
  unexpected(): string[];
  /** Somebody of the corporation whom no org file names, a member of every group. */
  addStranger(name: string, userid: string): void;
  /** Imports another or the changed org file. */
  importOrg(org: OrgFile): Promise<void>;
  /** The number that the town's first (second, …) sealed matter was told under: it is drawn, so a test cannot write it. */
  sealed(nth?: number): string;
  userid(person: string): string;
  chatid(chat: string): string;
  isGroup(chat: string): boolean;
  close(): Promise<void>;
}
