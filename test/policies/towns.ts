/** Five invented towns, one a paper: the people of the sandbox's, with a station and two grids. */
import type { OrgFile } from '../../src/domain/org/file.ts';
import type { TownId } from './rows.ts';

const OF: Record<TownId, { readonly name: string; readonly prefix: string; readonly settings: OrgFile['settings'] }> = {
  fenjie: { name: '分界镇', prefix: 'FJ', settings: { yellowUnderMonthDays: 5 } },
  lihai: { name: '沥海街道', prefix: 'LH', settings: { otherDays: 10 } },
  sanwu: { name: '青石镇', prefix: 'QS', settings: { resolveDays: 20 } },
  yuanzhu: { name: '元竹镇', prefix: 'YZ', settings: {} },
  xiji: { name: '西集镇', prefix: 'XJ', settings: { resolveDays: 20 } },
};

/** Words by which a matter is an office's line. */
const HANDLES: Readonly<Record<string, string[]>> = { cjb: ['路灯', '道路'], nyb: ['水渠'] };

/** @param sample the invented town of the sandbox */
export function orgOf(id: TownId, sample: OrgFile): OrgFile {
  const { name, prefix, settings } = OF[id];
  return {
    ...sample,
    town: { id, name, prefix, policy: id },
    units: [
      ...sample.units.map((unit) => ({ ...unit, handles: HANDLES[unit.id] })),
      { id: 'sfs', name: '司法所', kind: 'station', head: 'u-sf1', leader: 'u-lead2' },
      { id: 'wg1', name: '五里墩一网格', kind: 'grid', parent: 'wld', head: 'u-wg1', areaLeader: 'u-lead3' },
      { id: 'wg2', name: '五里墩二网格', kind: 'grid', parent: 'wld', head: 'u-wg2' },
    ],
    people: [
      ...sample.people,
      { userid: 'u-sf1', name: '吕某', unit: 'sfs', roles: ['unit-head'] },
      { userid: 'u-wg1', name: '许某', unit: 'wg1', roles: ['unit-head'] },
      { userid: 'u-wg2', name: '何某', unit: 'wg2', roles: ['unit-head'] },
    ],
    // What the papers to petitioners must name.
    settings: { deskPhone: '86000012', reviewOrgan: '示例县人民政府', ...settings },
  };
}
