import { createHash } from 'node:crypto';

/** What a page shows to WeCom's client to be allowed its functions. */
export interface JsSignature {
  readonly timestamp: number;
  readonly nonceStr: string;
  readonly signature: string;
}

/** The address as it is signed: everything before the fragment (doc 90506). */
const signedUrl = (url: string): string => url.split('#', 1)[0]!;

/**
 * JS-SDK signature (docs 90506, 96909): four raw values in this order, not encoded. `wx.config` wants the company's ticket,
 * `agentConfig` the app's; mixed up, WeCom refuses with 40093 or 42012.
 */
export function jsSignature(
  given: { readonly ticket: string; readonly url: string } & Omit<JsSignature, 'signature'>,
): JsSignature {
  const { ticket, url, timestamp, nonceStr } = given;
  const signed = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${signedUrl(url)}`;
  return { timestamp, nonceStr, signature: createHash('sha1').update(signed).digest('hex') };
}
