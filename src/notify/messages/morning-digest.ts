import { noticeWords } from '../../copy/notices.ts';
import { digestText } from '../digest.ts';
import { defineMessage } from '../message.ts';

export default defineMessage({
  kind: 'morning-digest',
  name: noticeWords.called.digest,
  own: true,
  command: () => '/今天',
  async general({ ctx, row, tools }) {
    if (row.refs['day'] !== ctx.today) return { superseded: 'a digest of an earlier day' };
    const markdown = await digestText(ctx, row.toId, tools.messages);
    return markdown === undefined ? { superseded: 'nothing to say' } : { markdown };
  },
});
