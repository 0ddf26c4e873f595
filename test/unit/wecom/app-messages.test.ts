import { describe, expect, it } from 'vitest';

import { cardWords } from '../../../src/copy/wecom.ts';
import { createLogger } from '../../../src/core/logger.ts';
import { AppMessages } from '../../../src/wecom/app-messages.ts';
import type { RestClient } from '../../../src/wecom/rest/client.ts';

/** The app on a client that answers every call with this, and what it was asked. */
function appOn(answer: object): { app: AppMessages; asked: Record<string, unknown>[] } {
  const asked: Record<string, unknown>[] = [];
  const rest = {
    call: (_path: string, { json }: { json: Record<string, unknown> }) => {
      asked.push(json);
      return Promise.resolve({ errcode: 0, ...answer });
    },
  } as unknown as RestClient;
  const log = createLogger({ level: 'silent', write: () => {} });
  return { app: new AppMessages({ rest, agentId: 7, words: cardWords, canClick: true, log }), asked };
}

describe('whom message/send names', () => {
  it('one person, and no department or tag that could be invalid', async () => {
    const { app, asked } = appOn({ invaliduser: '', invalidparty: '', invalidtag: '' });
    await app.push('U-one', { markdown: 'x' });
    expect(asked).toHaveLength(1);
    expect(Object.keys(asked[0]!).filter((name) => name.startsWith('to'))).toEqual(['touser']);
    expect(asked[0]!['touser']).toBe('U-one');
  });

  it('invalid departments and tags are nobody of ours, whatever stands there', async () => {
    const { app } = appOn({ invaliduser: '', invalidparty: '1|2', invalidtag: '3' });
    await expect(app.push('U-one', { markdown: 'x' })).resolves.toBeUndefined();
  });

  it('an invalid or unlicensed person is one who was not reached, in whatever case', async () => {
    for (const field of ['invaliduser', 'unlicenseduser']) {
      const { app } = appOn({ [field]: 'u-other|u-one' });
      await expect(app.push('U-one', { markdown: 'x' })).rejects.toMatchObject({ errcode: 81013, fate: 'final' });
    }
  });
});
