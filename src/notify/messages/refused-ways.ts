import type { AppChannel } from '../../contract/channel.ts';
import { zhMoment } from '../../copy/terms.ts';
import { wayWords } from '../../copy/channels.ts';
import { alarmOf } from '../../domain/outbox/refused-ways.ts';
import { defineMessage, type Told } from '../message.ts';

const wayOf = ({ row }: Told): AppChannel => String(row.refs['way']) as AppChannel;

/** To the desk: WeCom refuses the app until its set-up is changed; and that it takes messages again, and what waited goes out. */
export default [
  defineMessage({
    kind: 'way-refused',
    async general(told) {
      const alarm = await alarmOf(told.ctx, wayOf(told));
      if (alarm === undefined || alarm.id !== told.row.refs['alarm']) return { superseded: 'mended since' };
      const since = zhMoment(alarm.since, told.today);
      return { markdown: wayWords.refused({ ...alarm, way: wayOf(told), since }) };
    },
  }),
  defineMessage({
    kind: 'way-mended',
    async general(told) {
      if ((await alarmOf(told.ctx, wayOf(told))) !== undefined) return { superseded: 'refused again' };
      return { markdown: wayWords.mended(wayOf(told), zhMoment(told.row.createdAt, told.today)) };
    },
  }),
];
