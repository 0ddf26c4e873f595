import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FaultsView } from './faults.ts';
import type { Bus } from './events.ts';
import type { Chat, ChatMessage, MenuCommand, Person } from '../../contract.ts';
import type { PeopleSide } from '../control/people-side.ts';
import type { CallbackTarget } from '../wire/envelope.ts';

export interface Bot {
  id: string;
  secret: string;
  name: string;
  /** Callback mode: messages go there instead of over a long connection. */
  callback?: CallbackTarget;
}

/** 自建应用: its own chat with each person, tokens for the REST interface. */
export interface SelfBuiltApp {
  corpId: string;
  agentId: number;
  secret: string;
  name: string;
  callback?: CallbackTarget;
  /** Userids in its visible range; the root department, hence everybody, when absent. */
  visible?: string[];
  /** Userids that have no licence for the interface: named beside errcode 0, and not reached. */
  unlicensed?: string[];
  /** Further apps of the corporation: they get tokens, which are good for nothing here but their own agentid. */
  others?: { agentId: number; secret: string }[];
  /** 可信域名, with the port, for sign-ins and pages; every host when absent. */
  trustedDomains?: string[];
  /** Name of the file that proves a domain (WW_verify_….txt); made up when absent. */
  verifyFile?: string;
  /** Name of the root department. */
  companyName?: string;
}

/** 消息推送: a message robot of one group. */
export interface Robot {
  key: string;
  chatid: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Switches for what the protocol notes call unconfirmed, and the limits that tests shorten.
 * [real] follows the monotonic clock, everything else the virtual one.
 */
export const defaultBehaviour = {
  /** A command before subscribe: refused with 846609 (assumption), or the connection is closed. */
  beforeSubscribe: 'refuse' as 'refuse' | 'close',
  /** [real] Silence without `ping` after which the server closes. Unconfirmed; 60–90 s assumed. */
  heartbeatTimeoutMs: 75_000,
  /** [real] TCP close after disconnected_event. Measured between 2.2 s and 313 s. */
  takeoverCloseDelayMs: 2_200,
  /** What a taken-over connection may still send. Unconfirmed; accepting is the harder case for a bot. */
  staleCommands: 'accept' as 'accept' | 'refuse',
  /** [real] Window of the welcome and of a card update. */
  replyWindowMs: 5_000,
  messageReplyMs: DAY,
  /** Sources disagree (6 min from the first frame, 10 min): 6 min since the last refresh, 10 min in all. */
  streamIdleMs: 6 * MINUTE,
  streamMaxMs: 10 * MINUTE,
  /** Whether stream refreshes after the first count towards the rate. Unconfirmed. */
  refreshesCount: false,
  /** Replies and pushes together, per conversation. */
  perMinute: 30,
  perHour: 1000,
  /** 846607, or 45009 (possible, unconfirmed). */
  rateLimitCode: 846607,
  neverSpokenCode: 846607,
  /** How long a person's message keeps the right to push alive; 0 = for ever. A hidden expiry was reported. */
  pushRightMs: 0,
  /** Codes of what is known to be refused: unconfirmed. */
  lateReplyCode: 846604,
  repeatedReplyCode: 846606,
  overLengthCode: 40058,
  md5Code: 301019,
  /** Update of a card under another task_id than the clicked one. */
  wrongTaskIdCode: 846625,
  /** Sources disagree on stream_with_template_card and on images in streams. */
  streamWithCard: true,
  streamImages: false,
  /** Unanswered messages of one person; 0 = no limit. Answered = first reply acknowledged, or [real] inFlightMs over. */
  maxInFlight: 3,
  inFlightMs: 30_000,
  /** Messages written while no connection exists: undocumented. */
  whenOffline: 'drop' as 'drop' | 'queue',
  /** How a quoted bot card or markdown arrives: undocumented. `empty` leaves its text out. */
  cardQuote: 'text' as 'text' | 'empty',
  /** What the client puts after a picked mention; U+2005 has been seen. */
  mentionSeparator: ' ',
  /** The bot was not created by a super administrator: userids arrive encrypted. */
  encryptUserids: false,
  /** Keep the trailing `=` of aeskey; it may be missing in the field. */
  aeskeyPadding: true,
  mediaUrlMs: 5 * MINUTE,
  mediaLifeMs: 3 * DAY,
  uploadSessionMs: 30 * MINUTE,
  uploadsPerMinute: 30,
  uploadsPerHour: 1000,
  responseUrlMs: HOUR,
  /** A response_url that is used up or over. Unconfirmed; 60140 is what apps get for a response_code. */
  responseUrlCode: 60140,
  /** [real] How often WeCom asks for the rest of an unfinished stream in callback mode. Undocumented. */
  streamPollMs: 1_000,
  /** Counted from the person's message (doc 101031). */
  streamPollLifeMs: 6 * MINUTE,
  /** [real] How long a callback waits for its answer. */
  callbackTimeoutMs: 5_000,
  callbackRetries: 3,
  /** Whether an answer other than 200 counts as a failure: the pages disagree. */
  resendOnStatus: false,
  /** Life of a token (doc 91039). */
  tokenMs: 2 * HOUR,
  /** So many wrong secrets within an hour block the address for an hour with 45009; how many is not said. 0 = never. */
  wrongSecrets: 30,
  /** What a token that was ended early is refused with: 42001 or 40014. */
  deadTokenCode: 42001,
  /** Addresses that may call the REST interface; null = all. */
  trustedIps: null as string[] | null,
  /** The app is stopped in the console (停用): its messages are refused with 50003. */
  appStopped: false,
  appPerMinute: 30,
  responseCodeMs: 72 * HOUR,
  recallMs: DAY,
  /** Per member and minute from one app; the rest is dropped without a word. */
  appchatPerMinute: 200,
  /** Person-messages a minute into the groups of all apps of the company. */
  appchatPeoplePerMinute: 20_000,
  robotPerMinute: 20,
  /** What a sign-in code over five minutes old is refused with: 40029 or 42003. */
  oauthExpiredCode: 40029,
  companyTicketsPerHour: 400,
  agentTicketsPerHour: 100,
};

export type Behaviour = typeof defaultBehaviour;

export interface ClockControl {
  get(): Promise<unknown>;
  set(body: unknown): Promise<{ status: number; body: unknown }>;
}

export interface LocalWecomOptions {
  bots: Bot[];
  people: Person[];
  chats: Chat[];
  app?: SelfBuiltApp;
  robots?: Robot[];
  /** Where this server is reached, for links in callbacks over HTTP. */
  selfUrl?: () => string;
  /** Virtual clock. */
  now: () => Date;
  /** Monotonic milliseconds, for tests of the 5-second windows. */
  monotonic?: () => number;
  /** Backs /sandbox/api/clock; absent: an offset of the server's own on top of `now`. */
  clock?: ClockControl;
  /** Append-only journal (JSONL); absent: memory only. */
  stateFile?: string;
  /** Pretend that each person and group has already written to the bot once. */
  everyoneHasSpoken?: boolean;
  /** Serve strangers and proxies too (SANDBOX_OPEN=1). */
  openToAll?: boolean;
  /** Host values allowed besides localhost, without or with port. */
  publicHost?: string[];
  behaviour?: Partial<Behaviour>;
}

/** The town as WeCom knows it; replace it when the organisation changes. */
export interface Town {
  people: Person[];
  chats: Chat[];
}

export interface LocalWecom {
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  /** Long connection; the path does not matter. */
  upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close(): Promise<void>;
  setTown(town: Town): void;
  /** What `POST commands` does: the bot's commands, for the menu of the page; empty at first. @throws Refusal when they are none */
  setCommands(commands: readonly MenuCommand[]): void;
  /** What people do, without HTTP. */
  people: PeopleSide;
  messages(chat?: string, after?: string): ChatMessage[];
  setFaults(body: unknown): FaultsView;
  connected(botId?: string): boolean;
  /** Saves the callback configuration as the console does: true when the address answered as it must. */
  verifyCallback(of: 'bot' | 'app'): Promise<boolean>;
  /** 设置可信域名 and its proof: false when the file is not found at the domain's root. */
  trustDomain(domain: string): Promise<boolean>;
  /** message, update, clock and connection events, as they go to the page. */
  bus: Bus;
  behaviour: Behaviour;
}
