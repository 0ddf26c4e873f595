/** What an org file changes, before and after it is written. */
import type { Grants } from '../domain/org/grants.ts';
import type { Changed, OrgPlan } from '../domain/org/import.ts';
import type { Place } from '../org-file/raw.ts';
import { grantWords } from './grants.ts';
import { FIELD_WORDS } from './org-words.ts';
import { placeText } from './org-file.ts';

/** As many names as one line shows. */
const SHOWN = 20;

const list = (names: readonly string[]): string =>
  names.length <= SHOWN ? names.join('、') : `${names.slice(0, SHOWN).join('、')}等${names.length}个`;
const part = (word: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${word}${names.length}（${list(names)}）`];

const COLUMNS: Readonly<Record<string, string>> = {
  parentId: '上级单位',
  unitId: '单位',
  bound: '重新启用',
};
const fieldWord = (fields: Readonly<Record<string, readonly string[]>>, field: string): string =>
  COLUMNS[field] ?? fields[field]?.[0] ?? field;
const changes = (fields: Readonly<Record<string, readonly string[]>>, changed: readonly Changed[]): string[] =>
  changed.map(({ name, fields: which }) => `${name}：${which.map((one) => fieldWord(fields, one)).join('、')}`);

const line = (head: string, parts: readonly string[]): string[] =>
  parts.length === 0 ? [] : [`${head}：${parts.join('；')}`];
const value = (one: number | string | boolean | undefined): string => (one === undefined ? '（没有）' : String(one));

const LIST_WORDS = { units: '单位', people: '人员', groups: '群', settings: '参数' } as const;

function partsOf({ town, units, people, groups, settings }: OrgPlan): string[] {
  return [
    ...line('镇', [
      ...part(
        '改',
        town.map(({ field, from, to }) => `${fieldWord(FIELD_WORDS.town, field)} ${from} → ${to}`),
      ),
    ]),
    ...line('单位', [
      ...part('新增', units.added),
      ...part('改', changes(FIELD_WORDS.units, units.changed)),
      ...part(
        '去掉',
        units.removed.map(({ name, open }) => (open === 0 ? name : `${name}：还有${open}件没办完，转回信访办`)),
      ),
    ]),
    ...line('人员', [
      ...part('新增', people.added),
      ...part('改', changes(FIELD_WORDS.people, people.changed)),
      ...part(
        '离开',
        people.removed.map(({ name, open }) => (open === 0 ? name : `${name}：手上${open}件，请单位负责人接手`)),
      ),
    ]),
    ...line('群', [
      ...part('新增', groups.added),
      ...part('改', changes(FIELD_WORDS.groups, groups.changed)),
      ...part(
        '停用',
        groups.removed.map(({ name }) => name),
      ),
      ...part('按 /绑定、/解绑 保留', groups.byHand),
    ]),
    ...line('参数', [
      ...part(
        '改',
        settings.set.map(({ name, from, to }) => `${name} ${value(from)} → ${value(to)}`),
      ),
      ...part('去掉', settings.removed),
      ...part('按 /设置 保留', settings.byHand),
    ]),
  ];
}

const roles = (all: Grants['held']): string =>
  list(all.map(({ name, role }) => `${name}：${grantWords.roleWord(role)}`));

const grantLines = ({ held, unwatched, refused }: OrgPlan['grants']): string[] => [
  ...(held.length === 0 ? [] : [`要另一位主要领导、纪检或管理员在单聊里确认（发 /授权）才生效：${roles(held)}`]),
  ...(refused.length === 0
    ? []
    : [`已有人不同意，不再问：${roles(refused)}`, '要再提，先从名单里去掉导入一次，再写上导入。']),
  ...(unwatched.length === 0 ? [] : [`镇里没有别人能确认，写入就生效：${roles(unwatched)}`]),
];

export const orgImportText = {
  /** Lines of what changes. */
  plan(town: string, plan: OrgPlan, hidden: readonly Place[]): string[] {
    const parts = partsOf(plan);
    return [
      plan.isNew ? `${town}：新的镇。` : `${town}：${parts.length === 0 ? '没有改动。' : '名单的改动'}`,
      ...parts.map((one) => `  ${one}`),
      ...grantLines(plan.grants),
      ...(plan.absent.length === 0 || plan.isNew
        ? []
        : [`文件里没有${plan.absent.map((one) => LIST_WORDS[one]).join('、')}名单：这几样不动。`]),
      ...(hidden.length === 0
        ? []
        : [
            `有${hidden.length}处是隐藏的，也读了：${list(hidden.map((place) => placeText(place).replace(/：$/u, '')))}`,
          ]),
    ];
  },
  /** Values that the town's rules cannot use: as if they were not given. */
  unfit: (reasons: readonly string[]): string => `参数里有用不上的，按没有填算：${list(reasons)}`,
  checked: '以上只是检查，什么都没有写。',
  notWritten:
    '去掉的单位还有没办完的事项或是纪检单位、一次去掉的人超过一成，或有授权没有别人能确认：什么都没有写。确认无误，请运行：',
  repeat: (file: string): string =>
    `npm run cli -- org import ${/[\s'"\\$&|;()<>*?]/u.test(file) ? `'${file}'` : file} --yes`,
} as const;
