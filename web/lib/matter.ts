import { type Ref, ref, shallowRef } from 'vue';

import type { MatterPage, Me, PageAction } from '../../src/contract/page.ts';
import { pageText } from '../../src/copy/page.ts';
import { api, Refused } from './api.ts';
import { now } from './clock.ts';
import { takeFragment } from './place.ts';
import { isNobody, type SignInWays, waysFor } from './sign-in.ts';

/** What the page of a matter shows at the moment. */
type Stage =
  | { readonly at: 'loading' }
  | { readonly at: 'ready'; readonly page: MatterPage }
  | ({ readonly at: 'sign-in' } & SignInWays)
  | { readonly at: 'notice'; readonly lines: readonly string[]; readonly mayRetry: boolean };

export interface MatterState {
  readonly stage: Ref<Stage>;
  readonly me: Ref<Me | undefined>;
  /** undefined until the commands have been asked. */
  readonly actions: Ref<readonly PageAction[] | undefined>;
  /** Opens or opens again; what is shown stays until the new is there. */
  load(): Promise<void>;
}

const REFUSED: Readonly<Record<string, string>> = pageText.refused;

/** Loads one matter for whoever is signed in, and says what to do where nobody is. */
export function useMatter(number: string): MatterState {
  const stage = shallowRef<Stage>({ at: 'loading' });
  const me = ref<Me>();
  const actions = shallowRef<readonly PageAction[]>();
  const came = takeFragment();
  let key = came.key;
  let linkOver = false;

  async function load(): Promise<void> {
    try {
      const [page] = await Promise.all([api.matter(number), whoAmI()]);
      stage.value = { at: 'ready', page };
      actions.value = (await api.actions(number)).actions;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (isNobody(error) && key !== undefined) return enter();
      stage.value = stageOf(error);
    }
  }

  const whoAmI = async (): Promise<void> => {
    me.value = await api.me();
  };

  /** The link of the bot signs in where nobody is, or somebody for another matter only. */
  async function enter(): Promise<void> {
    const given = key!;
    key = undefined;
    try {
      await api.enter(given);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      linkOver = error.status === 403;
    }
    return load();
  }

  function stageOf(error: Refused): Stage {
    if (isNobody(error)) {
      const why = [
        ...(linkOver ? [pageText.linkOver] : []),
        ...(came.refused === undefined ? [] : [REFUSED[came.refused] ?? pageText.refused.failed]),
        ...(error.status === 403 ? [pageText.otherMatter] : []),
      ];
      const ways = waysFor(error, number);
      // WeCom's own client knows who is there: it is asked at once, but not twice in a row.
      if (ways.href !== undefined && ways.isHere && why.length === 0 && isFirstTry()) {
        window.location.replace(ways.href);
        return { at: 'loading' };
      }
      return { at: 'sign-in', ...ways, lines: [...why, ...ways.lines] };
    }
    if (error.status === 404) {
      return { at: 'notice', lines: [pageText.notFound, pageText.notFoundHint], mayRetry: false };
    }
    return {
      at: 'notice',
      lines: [error.status === 0 ? pageText.offline : error.message || pageText.failed],
      mayRetry: true,
    };
  }

  return { stage, me, actions, load };
}

const TRIED = 'xinfang-signed-in-at';
const AGAIN_MS = 30_000;

/** A browser that keeps no cookies would be sent to and fro for ever. */
function isFirstTry(): boolean {
  try {
    const last = Number(window.sessionStorage.getItem(TRIED) ?? 0);
    window.sessionStorage.setItem(TRIED, String(now()));
    return now() - last > AGAIN_MS;
  } catch {
    return false;
  }
}
