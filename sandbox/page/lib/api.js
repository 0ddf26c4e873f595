// The sandbox server's HTTP interface (design, section 7.4), seen from the page.

const BASE = 'api/';

/** A refusal of the server, with the sentence it gave. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

async function call(path, body) {
  let response;
  try {
    response = await fetch(
      BASE + path,
      body === undefined
        ? { cache: 'no-store' }
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
  } catch {
    throw new ApiError('连不上本地服务器，请看看启动它的窗口还开着没有', 0);
  }
  const text = await response.text();
  const data = parseJson(text);
  if (!response.ok) throw new ApiError(reasonOf(data) || `服务器答复 ${response.status}`, response.status);
  return data;
}

function parseJson(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function reasonOf(data) {
  const error = data?.error;
  if (typeof error === 'string') return error;
  return typeof error?.message === 'string' ? error.message : '';
}

export const api = {
  people: () => call('people'),
  chats: () => call('chats'),
  state: () => call('state'),
  clock: () => call('clock'),
  messages: (chat) => call(`messages?chat=${encodeURIComponent(chat)}`),
  send: (message) => call('messages', message),
  click: (click) => call('clicks', click),
  enter: (from) => call('enter', { from }),
  moveClock: (move) => call('clock', move),
};

/** Opens the event stream and keeps it open; `handlers` has one function per event name, plus `open` and `lost`. */
export function listen(handlers) {
  const source = new EventSource(`${BASE}events`);
  source.addEventListener('open', () => handlers.open());
  source.addEventListener('error', () => {
    handlers.lost();
    // The browser reconnects by itself, except after an answer that was no event stream.
    if (source.readyState === EventSource.CLOSED) window.setTimeout(() => listen(handlers), 2000);
  });
  for (const name of ['message', 'update', 'clock', 'connection', 'town']) {
    source.addEventListener(name, (event) => {
      const data = parseJson(event.data);
      if (data !== null) handlers[name](data);
    });
  }
}
