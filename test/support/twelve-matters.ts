import type { TestTown } from './domain.ts';
import { number } from './slips.ts';
import { type Talk, talkTo } from './talk.ts';

export { number };
/** Twelve matters at their offices, all of them open. */
export const TITLES = [
  ...['村口路灯不亮', '水渠堵塞', '老年卡换发', '桥栏杆松动', '垃圾清运', '自来水浑浊', '邻里噪声'],
  ...['危房鉴定', '低保复核', '道路塌陷', '河道淤积', '电梯故障'],
];
const UNITS = ['cjb', 'nyb', 'mzb', 'cjb', 'xfb', 'wld', 'zzb', 'lsw', 'lsw', 'lsw', 'lsw', 'lsw'];
/** The matter last spoken of. */
export const LAST = number(7);

/** What the desk says in a town with these twelve. */
export async function filled(town: TestTown): Promise<Talk> {
  for (const [i, title] of TITLES.entries()) {
    const matter = await town.register('u-desk1', { text: title, title });
    await town.assign('u-desk1', matter, UNITS[i]!);
  }
  return talkTo(town, 'u-desk1');
}
