/** The scripted faults, by the way they are about. Every row is played by a test of the same name. */
import { ANSWER, assign, connection, mutter, type Play, post, refusing, type Row, SEND } from './row.ts';

const faults =
  (body: object) =>
  ({ town }: Play): void =>
    void town.wecom.setFaults(body);
const heal = faults({ reset: true });
const letters = ({ town, number }: Play): string[] =>
  town
    .letters('郑某')
    .map(({ text }) => text)
    .filter((name) => name.startsWith(number));
function expectLetters(play: Play, count: number): void {
  if (letters(play).length !== count) throw new Error(`letters: ${JSON.stringify(letters(play))}`);
}

async function cutOff(play: Play): Promise<void> {
  const gone = connection(play, false);
  play.town.wecom.setFaults({ refuseConnections: true, disconnect: true });
  await gone;
}
async function letBack(play: Play): Promise<void> {
  const back = connection(play, true);
  play.town.wecom.setFaults({ reset: true });
  await back;
}
/** The first time is lost, and the author tries again. */
async function typeTwice(play: Play): Promise<void> {
  mutter(play);
  await play.town.settle();
  play.town.expectNothingElse();
  await assign(play);
}

/** Faults of the long connection. Nothing but the bot is set up: what it cannot deliver stands in the list. */
export const BOT_ROWS: readonly Row[] = [
  // Codes that pass by themselves.
  ...[-1, 6000, 45035, 846609, 42001, 853000, 999_999].map((code): Row => ({
    fault: `a push is refused twice with ${code}`,
    set: refusing(code, { to: '王某强' }),
  })),
  ...[45009, 45036].map((code): Row => ({
    fault: `a push meets the limit ${code}`,
    set: refusing(code, { times: 1, to: '郑某' }),
  })),
  { fault: 'one message a minute in each conversation', set: faults({ rateLimit: { perMinute: 1 } }), rounds: 4 },
  // Codes that stay.
  ...[93006, 60111].map((code): Row => ({
    fault: `a person cannot be reached: ${code}`,
    set: refusing(code, { times: 99, to: '王某强' }),
    but: { 王某强: { never: `wecom ${code}` } },
  })),
  {
    fault: 'a group is gone: 93006',
    set: refusing(93006, { times: 99, to: '城建办工作群' }),
    but: { 城建办工作群: { never: 'wecom 93006' } },
  },
  {
    fault: 'a push is refused for ever with -1',
    set: refusing(-1, { times: 99, to: '王某强' }),
    rounds: 11,
    but: { 王某强: { never: 'wecom -1' } },
  },
  ...[40016, 42014, 42033].map((code): Row => ({
    fault: `a card is refused with ${code}, its text is not`,
    set: refusing(code, { times: 1, to: '王某强' }),
  })),
  {
    fault: 'card and text are refused with 40058',
    set: refusing(40058, { times: 99, to: '王某强' }),
    but: { 王某强: { never: 'wecom 40058' } },
  },
  { fault: 'acknowledgements come in reverse order', set: faults({ reorderAcks: 3 }) },
  // Answers.
  ...[846604, 846605, 846606, 846608, -1].map((code): Row => ({
    fault: `the answer is refused with ${code}, and pushed instead`,
    set: refusing(code, { times: 1, cmd: ANSWER }),
  })),
  { fault: 'the answer meets the limit 45009', set: refusing(45009, { times: 1, cmd: ANSWER }) },
  // What is typed.
  { fault: 'a command comes three times', set: faults({ duplicateInbound: { count: 1, times: 3 } }) },
  { fault: 'a command comes late', set: faults({ delayInboundMs: 300 }), end: heal },
  { fault: 'a command is lost and typed again', set: faults({ dropInbound: 1 }), act: typeTwice },
  {
    fault: 'two commands arrive in reverse order',
    set: faults({ reorderInbound: 2 }),
    act: async (play) => {
      post(play);
      play.town.post('冯某', '/我的');
      await play.town.settle();
    },
    also: ({ town }) => void town.expectMessage('冯某', /手上/u),
  },
  // The connection.
  {
    fault: 'the connection breaks before the command',
    set: async (play) => {
      await cutOff(play);
      await letBack(play);
    },
  },
  {
    fault: 'the connection breaks with a card on its way',
    set: ({ town }) => {
      const off = town.wecom.bus.on((event) => {
        if (event.type !== 'message' || event.data.kind !== 'card') return;
        off();
        town.wecom.setFaults({ refuseConnections: true, disconnect: true });
      });
    },
    end: letBack,
    but: { 城建办工作群: { onceOrTwice: 'bot' } },
  },
  // Letters, which go up in pieces.
  ...(['init', 'chunk', 'finish'] as const).map((step): Row => ({
    fault: `the upload of a letter fails once at its ${step}`,
    set: refusing(step === 'init' ? 45009 : 846611, { times: 1, cmd: `aibot_upload_media_${step}` }),
    also: (play) => expectLetters(play, 1),
  })),
  {
    fault: 'a letter is refused as a file, and named by a sentence',
    set: refusing(846697, { times: 99, cmd: 'aibot_upload_media_init' }),
    toldOf: '郑某',
    also: (play) => {
      expectLetters(play, 0);
      play.town.expectMessage('郑某', new RegExp(`${play.number}[\\s\\S]*文书|文书[\\s\\S]*${play.number}`, 'u'));
    },
  },
  // Who has written to the bot is no longer one to whom nobody ever spoke: these come last.
  {
    fault: 'a push meets 846607 where nobody ever wrote',
    set: refusing(846607, { times: 99, to: '王某强' }),
    but: { 王某强: { never: 'wecom 846607' } },
  },
  {
    fault: 'a push meets 846607 until the reader writes',
    set: refusing(846607, { times: 1, to: '王某强' }),
    end: async ({ town }) => {
      await town.say('王某强', '/我的');
      town.expectMessage('王某强', /手上/u);
    },
    // With it goes what waited for the same words since the row before.
    also: ({ town }) => void town.expectMessage('王某强', /交办函/u),
  },
  {
    fault: 'a push meets 846607 where somebody wrote just now: the limit',
    set: async (play) => {
      await play.town.say('王某强', '/我的');
      play.town.expectMessage('王某强', /手上/u);
      refusing(846607, { to: '王某强' })(play);
    },
  },
];

/** WeCom cannot be asked to take a plain text only once: a lost acknowledgement leaves it open whether it arrived. */
const PLAIN = { 城建办工作群: { onceOrTwice: 'bot' } } as const;

/** Faults that a client notices after five seconds without an acknowledgement. */
export const WAITING_ROWS: readonly Row[] = [
  { fault: 'acknowledgements of pushes are lost', set: faults({ dropAcks: { count: 3, cmd: SEND } }), but: PLAIN },
  { fault: 'acknowledgements come after six seconds', set: faults({ delayAcksMs: 6_000 }), end: heal, but: PLAIN },
  { fault: 'the acknowledgement of the answer is lost', set: faults({ dropAcks: { count: 1, cmd: ANSWER } }) },
  {
    fault: 'the connection is half open: it stands, and nothing passes',
    set: () => {},
    act: async (play) => {
      post(play);
      play.town.wecom.setFaults({ disconnect: 'halfOpen' });
      await play.town.settle();
    },
    end: async (play) => {
      const back = connection(play, true);
      play.town.wecom.setFaults({ disconnect: true });
      await back;
    },
  },
];

const BY_APP = { 王某强: 'app', 郑某: 'app', 城建办工作群: { never: 'wecom 846607' } } as const;
const SEND_APP = 'message/send';
/** Nobody has written to the bot yet: persons are reached by the app. */
const appRow = (fault: string, set: Row['set'], more: Partial<Row> = {}): Row => ({ fault, set, but: BY_APP, ...more });
/** WeCom refuses the app for its set-up: what nobody could be sent goes out when that is changed. */
const refusedRow = (code: number, fault: string, set: Row['set'], by: NonNullable<Row['mended']>['by']): Row =>
  appRow(fault, set, { but: noApp(code), mended: { by, then: BY_APP } });
const noApp = (code: number): NonNullable<Row['but']> => ({
  ...BY_APP,
  王某强: { never: `wecom: bot 846607, app ${code}` },
  郑某: { never: `wecom: bot 846607, app ${code}` },
});

export const APP_ROWS: readonly Row[] = [
  appRow('the bot is refused, the app is not', () => {}),
  ...[-1, 45033, 40014, 42001, 45009].map((code) =>
    appRow(`the app is refused twice with ${code}`, refusing(code, { cmd: SEND_APP })),
  ),
  // Twice for one reader it is a wrong secret, and then nothing is tried before somebody acts.
  appRow('the app is refused once with 40001', refusing(40001, { times: 1, cmd: SEND_APP })),
  ...[81013, 60011].map((code) =>
    appRow(`the app does not reach anybody: ${code}`, refusing(code, { times: 99, cmd: SEND_APP }), {
      but: noApp(code),
    }),
  ),
  ...[301002, 48002].map((code) =>
    refusedRow(code, `the app may not send: ${code}`, refusing(code, { times: 99, cmd: SEND_APP }), heal),
  ),
  refusedRow(
    50003,
    'the app is stopped in the console: 50003',
    ({ town }) => {
      town.wecom.behaviour.appStopped = true;
    },
    ({ town }) => {
      town.wecom.behaviour.appStopped = false;
    },
  ),
  ...[43012, 42033].map((code) =>
    appRow(`the app refuses a card with ${code}, not its text`, refusing(code, { times: 1, cmd: SEND_APP })),
  ),
  ...[42001, 40014].map((code) =>
    appRow(`the token is revoked, which WeCom says with ${code}`, ({ town }) => {
      town.wecom.behaviour.deadTokenCode = code;
      town.wecom.setFaults({ revokeTokens: true });
    }),
  ),
  appRow('gettoken fails twice', ({ town }) => {
    town.wecom.setFaults({ revokeTokens: true, errorOn: { cmd: 'gettoken', code: -1, times: 2 } });
  }),
  refusedRow(
    60020,
    'the address is not trusted: 60020',
    ({ town }) => {
      town.wecom.behaviour.trustedIps = ['203.0.113.9'];
    },
    ({ town }) => {
      town.wecom.behaviour.trustedIps = null;
    },
  ),
  appRow('the server interface is slow', faults({ delayRestMs: 800 }), { end: heal }),
  appRow('answers of the server interface are lost', faults({ dropAcks: { count: 2, cmd: SEND_APP } })),
];

const ROBOT = 'webhook/send';
const robotRow = (fault: string, set: Row['set'], more: Partial<Row> = {}): Row => ({
  fault,
  set: (play) => {
    refusing(93006, { times: 99, to: '城建办工作群' })(play);
    return set(play);
  },
  but: { 城建办工作群: 'webhook' },
  ...more,
});

export const ROBOT_ROWS: readonly Row[] = [
  robotRow('the group refuses the bot, not its robot', () => {}),
  ...[-1, 45009].map((code) =>
    robotRow(`the robot is refused once with ${code}`, refusing(code, { times: 1, cmd: ROBOT })),
  ),
  ...[93000, 93004].map((code) =>
    robotRow(`the robot is refused for ever with ${code}`, refusing(code, { times: 99, cmd: ROBOT }), {
      but: { 城建办工作群: { never: `wecom: bot 93006, webhook ${code}` } },
    }),
  ),
  robotRow('the answer to the robot is lost', faults({ dropAcks: { count: 1, cmd: ROBOT } }), {
    but: { 城建办工作群: { onceOrTwice: 'webhook' } },
  }),
];

const BY_OTHERS = { 王某强: 'app', 郑某: 'app', 城建办工作群: 'webhook' } as const;
const held = (cmd: string, count: number): Row['set'] => faults({ holdRest: { count, cmd } });
const unanswered = (fault: string, set: Row['set'], more: Partial<Row> = {}): Row => ({
  fault,
  set,
  but: BY_OTHERS,
  ...more,
});
/** No answer within the time that is waited for (here shorter than ten seconds); what was asked may have been done. */
export const UNANSWERED_ROWS: readonly Row[] = [
  unanswered('the app sends, and the answer comes too late', held(SEND_APP, 2), { end: heal }),
  unanswered('the app sends, and no answer ever comes', held(SEND_APP, 2)),
  unanswered(
    'gettoken is not answered in time',
    faults({ revokeTokens: true, holdRest: { count: 1, cmd: 'gettoken' } }),
  ),
  unanswered('the robot is not answered in time', held(ROBOT, 1), {
    but: { ...BY_OTHERS, 城建办工作群: { onceOrTwice: 'webhook' } },
  }),
];

const callbackRow = (fault: string, set: Row['set'], more: Partial<Row> = {}): Row => ({
  fault,
  set,
  but: BY_OTHERS,
  ...more,
});
const BY_URL = 'aibot/response';

/** The bot in callback mode: it cannot push, so persons are reached by the app and groups by their robot. */
export const CALLBACK_ROWS: readonly Row[] = [
  callbackRow('a callback comes three times', faults({ duplicateInbound: { count: 1, times: 3 } })),
  callbackRow('a callback comes late', faults({ delayInboundMs: 300 }), { end: heal }),
  callbackRow('a callback is lost and the command typed again', faults({ dropInbound: 1 }), { act: typeTwice }),
  callbackRow('the response_url is spent: 60140', refusing(60140, { times: 1, cmd: BY_URL })),
  callbackRow('the response_url fails with -1', refusing(-1, { times: 1, cmd: BY_URL })),
  callbackRow('the answer of the response_url is lost', faults({ dropAcks: { count: 1, cmd: BY_URL } })),
];
