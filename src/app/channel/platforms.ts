import type { Platform } from '../../contract/channel.ts';
import { createWecom, type Wecom, type WecomDeps } from '../../wecom/platform.ts';

/** Every chat platform: a line each. What came in before there were several came by the first. */
export function createPlatforms(wecom: WecomDeps): { readonly wecom: Wecom; readonly all: [Platform, ...Platform[]] } {
  const first = createWecom(wecom);
  return { wecom: first, all: [first] };
}
