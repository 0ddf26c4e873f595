/** One line about an org file that does not fit: the file, the place in it, what is wrong, what to do. */
import type { OrgFault } from '../domain/org/file.ts';
import type { ImportFault } from '../domain/org/import.ts';
import type { Place, RawFault } from '../org-file/raw.ts';
import { VALUE_WORDS } from './org-words.ts';

/** `「people」表 B4 格：` */
export const placeText = (place: Place | undefined): string => {
  if (place === undefined) return '';
  if ('sheet' in place) return `「${place.sheet}」表${place.cell === undefined ? '' : ` ${place.cell} 格`}：`;
  if (!('line' in place)) return `${place.path}：`;
  return `第 ${place.line} 行${place.path === '' ? '' : ` ${place.path}`}：`;
};

/** Words of a field, as the workbook and as YAML have them. */
const choices = (field: string): string | undefined => {
  const words: Readonly<Record<string, readonly string[]>> | undefined =
    field in VALUE_WORDS ? VALUE_WORDS[field as keyof typeof VALUE_WORDS] : undefined;
  return (
    words &&
    Object.entries(words)
      .map(([key, [word]]) => `${word}（${key}）`)
      .join('、')
  );
};

const FORMATS: Readonly<Record<string, string>> = {
  prefix: '编号字母应为 1 到 5 个大写字母，如 QS',
  policy: '规则名只用小写字母、数字和 -，是 policies 里的文件名，如 national',
  webhook: '机器人地址应为 https:// 开头的网址',
};

export const orgFileText = {
  line: (file: string, faults: readonly string[]): string => `组织文件 ${file}：${faults.join('；')}。`,
  at: (place: Place | undefined, what: string): string => `${placeText(place)}${what}`,
  notReadable: (reason: string): string => `读不了（${reason}），请检查路径和权限`,
  missing: (field: string): string => `缺少 ${field} 这一项`,
  noList: (list: string): string =>
    ({ town: '没有 town（镇）这一项', units: '没有 units（单位）名单', people: '没有 people（人员）名单' })[list] ??
    `缺少 ${list}`,
  format: (field: string, value: string): string =>
    `“${value}”不对：${FORMATS[field] ?? '代号和账号只用字母、数字和 _ @ . -，最多 64 个'}`,
  notOneOf: (field: string, value: string, allowed: readonly string[]): string =>
    `“${value}”不对：只能是 ${choices(field) ?? allowed.join('、')}`,
  fault(fault: OrgFault): string {
    switch (fault.code) {
      case 'unreadable':
        return '里面有看不见的控制字符或乱码，请重新输入这一项';
      case 'appchat-id':
        return '由应用建的群，群号只用 1 到 32 个字母和数字';
      case 'no-desk':
        return '没有一个人的角色是信访办（desk），登记的事项会没有人交办';
      case 'twice':
        return `“${fault.value}”写了两次，请删去一个${fault.field === 'userid' ? '（账号不分大小写）' : ''}`;
      case 'unknown-person':
        return `没有这个人“${fault.value}”：请写人员名单里的账号`;
      case 'unknown-unit':
        return `没有这个单位“${fault.value}”：请写单位名单里的代号`;
    }
  },
  noPolicy: (policy: string, known: readonly string[]): string =>
    `town.policy：没有名为“${policy}”的规则文件，现有 ${known.join('、')}`,
  importFault(fault: ImportFault): string {
    switch (fault.code) {
      case 'prefix-near':
        return `编号前缀 ${fault.prefix} 与${fault.town}的编号分不清（密件编号多一个 J）：请在组织文件的 town.prefix 里另取一个，再导入`;
      case 'prefix-taken':
        return `编号前缀 ${fault.prefix} 已由${fault.town}使用：请在组织文件的 town.prefix 里另取一个，再导入`;
      case 'person-elsewhere':
        return `${fault.name}（${fault.id}）在${fault.town}的名单里：请先从那边的名单去掉并导入`;
      case 'group-elsewhere':
        return `群 ${fault.name}（${fault.id}）是${fault.town}的：请先在那边停用（/解绑）`;
    }
  },
  raw(fault: RawFault): string {
    switch (fault.code) {
      case 'syntax':
        return '不是合法的 YAML，请检查缩进（用空格，不用 Tab）、引号和冒号后的空格（用半角冒号）';
      case 'duplicate-key':
        return '同一项写了两次，请删去一个';
      case 'aliases':
        return '里面的 & 和 * 引用太多或引用了自己，请直接写出来';
      case 'not-a-map':
        return '不是组织文件：里面没有 town、units、people 几项，请照 sandbox/sample-town.yaml 写';
      case 'error-cell':
        return `是错误值 ${fault.value}，请改成要填的内容`;
      case 'formula-without-value':
        return '是没有算出结果的公式，请改成要填的内容，或用 Excel、WPS 表格打开后另存';
      case 'digits-lost':
        return '是超过 15 位的数字，最后几位已被表格软件丢掉，请把这一格设成“文本”后重新输入';
      case 'day':
        return `被表格软件当成了日期（${fault.value}），请把这一格设成“文本”后重新输入`;
      case 'no-sheets':
        return '没有名为 镇、单位、人员（town、units、people）的表，请用 npm run cli -- org template 文件.xlsx 取一份模板来填';
      case 'no-header':
        return '没有找到表头，请照模板保留表头那一行';
      case 'unknown-column':
        return `不认识“${fault.value}”这一列，请照模板改表头（不导入的列叫“备注”）`;
      case 'twice-sheet':
        return `与「${fault.value}」表是同一份名单，请并成一张表`;
      case 'twice-column':
        return '这一列写了两次，请删去一列';
      case 'several-towns':
        return '一个文件只写一个镇，请分成几份';
      case 'no-key':
        return '缺少参数的名称';
    }
  },
} as const;
