/**
 * The Chinese of an org workbook beside the words of the org file (design 7.3): names of sheets, heads of columns and what stands
 * under them. Read by the import, written by the template. The first word of a list is the template's.
 */
import type { OrgFile } from '../domain/org/file.ts';

type Field<T> = Exclude<keyof T, symbol | number>;
type Words<K extends string> = Readonly<Record<K, readonly [string, ...string[]]>>;

export const SHEET_WORDS: Words<'town' | 'units' | 'people' | 'groups' | 'settings'> = {
  town: ['镇', '乡镇', '本镇', '街道', '镇街'],
  units: ['单位', '部门', '单位表'],
  people: ['人员', '人员表', '名单'],
  groups: ['群', '群聊', '工作群'],
  settings: ['参数', '设置'],
};

const TOWN: Words<Field<OrgFile['town']>> = {
  id: ['代号', '镇代号'],
  name: ['名称', '镇名'],
  prefix: ['编号字母', '编号前缀', '前缀'],
  policy: ['规则', '规则文件'],
};
const UNITS: Words<Field<OrgFile['units'][number]>> = {
  id: ['代号', '单位代号'],
  name: ['名称', '单位名称', '单位'],
  kind: ['类别', '单位类别'],
  parent: ['上级单位'],
  head: ['负责人', '单位负责人'],
  leader: ['分管领导'],
  areaLeader: ['联村领导', '片长'],
  handles: ['经管事项', '经管', '关键词'],
};
const PEOPLE: Words<Field<OrgFile['people'][number]>> = {
  userid: ['账号', '帐号', '企业微信账号'],
  name: ['姓名'],
  unit: ['单位', '所在单位'],
  roles: ['角色', '职责'],
};
const GROUPS: Words<Field<OrgFile['groups'][number]>> = {
  chatid: ['群号', '群ID'],
  name: ['群名', '名称'],
  unit: ['单位', '所属单位'],
  receives: ['接收', '接收内容'],
  webhook: ['机器人地址', '群机器人地址'],
  appchat: ['应用建群', '应用建的群'],
  members: ['成员', '成员账号'],
};
const SETTINGS: Words<'key' | 'value'> = { key: ['参数', '名称'], value: ['值'] };

export const FIELD_WORDS = { town: TOWN, units: UNITS, people: PEOPLE, groups: GROUPS, settings: SETTINGS } as const;

const KIND: Words<OrgFile['units'][number]['kind']> = {
  desk: ['信访办', '信访工作机构'],
  office: ['办公室', '内设机构', '科室', '办'],
  village: ['村', '村（社区）', '社区'],
  station: ['站所', '所', '站'],
  grid: ['网格'],
  discipline: ['纪检', '纪委', '纪检监察'],
};
const ROLES: Words<OrgFile['people'][number]['roles'][number]> = {
  'main-leader': ['主要领导'],
  leader: ['分管领导', '领导'],
  'unit-head': ['单位负责人', '负责人'],
  handler: ['经办人'],
  desk: ['信访办'],
  discipline: ['纪检'],
  admin: ['管理员'],
};
const RECEIVES: Words<OrgFile['groups'][number]['receives'][number]> = {
  reminders: ['提醒'],
  escalations: ['督办'],
  weekly: ['周报'],
};
/** By field: the words that may stand under its head. */
export const VALUE_WORDS = { kind: KIND, roles: ROLES, receives: RECEIVES } as const;
export const YES = ['是', '对', '√', 'true', 'yes', '1'] as const;
export const NO = ['否', '不', '×', 'false', 'no', '0'] as const;
/** Columns for whoever keeps the workbook; not read. */
export const REMARK_HEADS = ['备注', '说明', '序号'] as const;

/** A row that begins so is a remark or an example of the template, and nobody's data. */
export const REMARK = /^\s*(?:说明|例|注|填写说明)\s*[:：]/u;
