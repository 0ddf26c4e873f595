import type {
  ActAnswer,
  ActRequest,
  ApiError,
  JsConfig,
  LetterAddress,
  MatterActions,
  MatterPage,
  Me,
} from '../../src/contract/page.ts';

/** An answer other than what was asked for; `status` 0 stands for no answer at all. */
export class Refused extends Error {
  readonly status: number;
  readonly signIn: string | null;
  readonly signInNow: boolean;

  constructor(status: number, error: Partial<ApiError>) {
    super(error.error ?? '');
    this.status = status;
    this.signIn = error.signIn ?? null;
    this.signInNow = error.signInNow ?? false;
  }
}

const TIMEOUT_MS = 20_000;

const ask = <T>(path: string, body?: object): Promise<T> => request(path, body, (response) => response.json());

async function request<T>(path: string, body: object | undefined, read: (of: Response) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(path, {
      credentials: 'same-origin',
      signal: stop.signal,
      ...(body === undefined
        ? {}
        : {
            method: 'POST',
            body: JSON.stringify(body),
            headers: { 'content-type': 'application/json', 'x-xinfang-page': '1' },
          }),
    });
    answer = await (response.ok ? read(response) : response.json());
  } catch {
    throw new Refused(0, {});
  } finally {
    clearTimeout(timer);
  }
  if (!response.ok) throw new Refused(response.status, answer as Partial<ApiError>);
  return answer as T;
}

const matterPath = (number: string): string => `/api/matters/${encodeURIComponent(number)}`;
const letterPath = (number: string, place: number): string => `${matterPath(number)}/letters/${place}`;

export const api = {
  me: (): Promise<Me> => ask('/api/me'),
  enter: (key: string): Promise<{ matter: string }> => ask('/api/enter', { key }),
  leave: (): Promise<unknown> => ask('/api/leave', {}),
  matter: (number: string): Promise<MatterPage> => ask(matterPath(number)),
  actions: (number: string): Promise<MatterActions> => ask(`${matterPath(number)}/actions`),
  act: (number: string, request: ActRequest): Promise<ActAnswer> => ask(`${matterPath(number)}/act`, request),
  letter: (number: string, place: number): Promise<Blob> =>
    request(letterPath(number, place), undefined, (response) => response.blob()),
  letterAddress: (number: string, place: number): Promise<LetterAddress> =>
    ask(`${letterPath(number, place)}/address`, {}),
  jssdk: (url: string): Promise<JsConfig> => ask(`/api/jssdk?url=${encodeURIComponent(url)}`),
};
