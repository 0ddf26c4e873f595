import type { LetterAddress } from '../../src/contract/page.ts';
import { api } from './api.ts';
import { isInWecom, isOnPhone } from './place.ts';

/** What WeCom's client does for the page, once it has accepted it. */
export interface WecomClient {
  closeWindow(): void;
  /** Fetches a file by itself, without the page's cookie, and shows it (a phone's client only). */
  previewFile?(file: LetterAddress): Promise<unknown>;
}

/**
 * Registers the page with WeCom's client (JS-SDK, both signatures); elsewhere nothing is loaded. The page works the same without:
 * whatever fails here costs the button that goes back to the chat, no more.
 */
export async function registerInWecom(onReady: (client: WecomClient) => void): Promise<void> {
  if (!isInWecom()) return;
  const url = window.location.href.split('#', 1)[0]!;
  const [ww, first] = await Promise.all([import('@wecom/jssdk'), api.jssdk(url)]);
  ww.register({
    corpId: first.corpId,
    agentId: first.agentId,
    jsApiList: ['closeWindow', 'previewFile'],
    getConfigSignature: async (of) => (of === url ? first : await api.jssdk(of)).config,
    getAgentConfigSignature: async (of) => (of === url ? first : await api.jssdk(of)).agentConfig,
  });
  const accepted = await Promise.allSettled([ww.ensureCorpConfigReady(), ww.ensureAgentConfigReady()]);
  if (accepted.every(({ status }) => status === 'rejected')) return;
  onReady({
    closeWindow: () => void ww.closeWindow(),
    ...(isOnPhone() && {
      previewFile: ({ url, name, size }: LetterAddress) =>
        ww.previewFile({ url: new URL(url, window.location.href).href, name, size }),
    }),
  });
}
