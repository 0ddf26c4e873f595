import { api } from './api.ts';
import { isInWecom } from './place.ts';

/** What WeCom's client does for the page, once it has accepted it. */
export interface WecomClient {
  closeWindow(): void;
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
    jsApiList: ['closeWindow'],
    getConfigSignature: async (of) => (of === url ? first : await api.jssdk(of)).config,
    getAgentConfigSignature: async (of) => (of === url ? first : await api.jssdk(of)).agentConfig,
  });
  const accepted = await Promise.allSettled([ww.ensureCorpConfigReady(), ww.ensureAgentConfigReady()]);
  if (accepted.some(({ status }) => status === 'fulfilled')) onReady({ closeWindow: () => void ww.closeWindow() });
}
