import type { RestClient } from './client.ts';

export interface AuthorizeOptions {
  /** WeCom's own, or the local one's. */
  readonly authorizeUrl: string;
  readonly corpId: string;
  readonly agentId: number;
  readonly redirectUri: string;
  /** `[a-zA-Z0-9]`, at most 128 of them. */
  readonly state: string;
}

/** Where somebody is sent to be recognised by WeCom's client without being asked (doc 91022, snsapi_base). */
export function authorizeAddress({ authorizeUrl, corpId, agentId, redirectUri, state }: AuthorizeOptions): string {
  const query = new URLSearchParams({
    appid: corpId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'snsapi_base',
    state,
    agentid: String(agentId),
  });
  return `${authorizeUrl}?${query.toString()}#wechat_redirect`;
}

/**
 * The member who came back with a code (doc 91023). A code works once, for five minutes: then WeCom answers 40029.
 * @returns undefined for somebody outside the corporation, of whom WeCom only tells an openid
 * @throws WecomError with fate `spent` when the code is over
 */
export async function memberOf(rest: RestClient, code: string): Promise<string | undefined> {
  const { userid } = await rest.call('auth/getuserinfo', { method: 'GET', query: { code } });
  return typeof userid === 'string' && userid !== '' ? userid : undefined;
}
