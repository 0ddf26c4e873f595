/** A browser without a screen: cookies, redirects one by one, and the requests that our pages make. */
import type { Town } from './town-api.ts';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface BrowserOf {
  /** Follows a sign-in as WeCom's client of this person does. @returns where it ended */
  signIn(person: string, to?: string): Promise<string>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: object, headers?: Record<string, string>): Promise<Answer>;
  /** What is asked for, without following where it leads. */
  visit(url: string, headers?: Record<string, string>): Promise<{ status: number; location: string | null }>;
  cookies: Map<string, string>;
}

export function browserOf(town: Town): BrowserOf {
  const cookies = new Map<string, string>();
  const jar = (): Record<string, string> =>
    cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  const keep = (response: Response): void => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split(/=(.*)/su);
      if (attributes.includes('Max-Age=0')) cookies.delete(name);
      else cookies.set(name, value);
    }
  };
  const ask = async (path: string, init: RequestInit, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${town.url}${path}`, { ...init, headers: { ...jar(), ...headers } });
    keep(response);
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const body = isJson ? ((await response.json()) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, body };
  };
  const visit: BrowserOf['visit'] = async (url, headers = {}) => {
    const own = url.startsWith('/') || url.startsWith(town.url);
    const response = await fetch(new URL(url, town.url), {
      redirect: 'manual',
      headers: { ...(own ? jar() : {}), ...headers },
    });
    if (own) keep(response);
    return { status: response.status, location: response.headers.get('location') };
  };
  return {
    cookies,
    visit,
    async signIn(person, to = '/h5/') {
      const { location } = await visit(`/h5/sign-in?to=${encodeURIComponent(to)}`);
      const authorize = new URL(location!);
      authorize.searchParams.set('as', town.userid(person));
      const back = await visit(authorize.href);
      return (await visit(back.location!)).location!;
    },
    get: (path, headers) => ask(path, {}, headers),
    post: (path, body, headers = {}) =>
      ask(
        path,
        { method: 'POST', body: JSON.stringify(body) },
        { 'content-type': 'application/json', 'x-xinfang-page': '1', ...headers },
      ),
  };
}
