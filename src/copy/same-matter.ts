import type { LocalDay } from '../core/local-day.ts';
import { plain, zhLeft } from './terms.ts';

const lines = (...parts: (string | undefined | false)[]): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join('\n');

interface Named {
  readonly number: string;
  readonly title: string | null;
}
const named = ({ number, title }: Named): string => (title === null ? number : `${number} ${plain(title)}`);

/** 并案 and the finder of the same matter (not: the same person). */
export const sameMatterWords = {
  found: '可能是同一事项，请核对：',
  inProgress: (p: { number: string; earlier: string; due: LocalDay | undefined; today: LocalDay }): string =>
    lines(
      `${p.earlier}（在办${p.due === undefined ? '' : `，${zhLeft(p.due, p.today)}`}）`,
      `是同一件：/并案 ${p.number} ${p.earlier}`,
    ),
  closed: (number: string, earlier: string): string =>
    lines(`${earlier}（已办结）`, `有新情况：/并案 ${number} ${earlier} 新情况`),
  exhausted: (number: string, earlier: string): string =>
    lines(
      `${earlier}（已复核终结）`,
      '同一事实和理由，不再受理',
      '（《信访工作条例》第三十六条）。',
      `核对无误再发：/受理 ${number} 不再受理 理由:已经复核终结，仍以同一事实和理由提出（${earlier}）`,
    ),
  merged: (p: { number: string; earlier: Named; raised: number; noticeDue: string | undefined }): string =>
    lines(
      `${p.number} 已并入 ${named(p.earlier)}。`,
      `以后都在 ${p.earlier.number} 里办理，`,
      `这件事共反映${p.raised}次。`,
      p.noticeDue !== undefined && `对 ${p.number} 的信访人仍要告知：\n${p.noticeDue}`,
      p.noticeDue !== undefined && `送达后请发：/送达 ${p.number} 文书:受理告知书 日期:当天日期`,
      `并错了：/撤销 ${p.number}`,
    ),
  linked: (p: { number: string; earlier: Named; raised: number; due: string[] }): string =>
    lines(
      `${p.number} 已关联 ${named(p.earlier)}（有新情况）。`,
      `${p.number} 单独办理，时限照算：`,
      ...p.due,
      `这件事共反映${p.raised}次。`,
      `关联错了：/撤销 ${p.number}`,
    ),
  mergedNotice: (number: string): string => `${number} 已并案，不用单独办理。\n看并到哪件：/查 ${number}`,
  apartAgain: (number: string): string => `${number} 并案已撤销，请继续办理。\n看详情请发：/查 ${number}`,
  raisedAgain: (number: string, raised: number): string =>
    `${number} 同一件事又有人反映，共${raised}次，请抓紧办理。\n看关联情况：/查 ${number}`,
  kept: (kept: Named): string => `登记重复，今后按 ${named(kept)} 办理和查询`,
  into: '并入',
  linkedTo: '关联',
  mergedHere: '并案',
  linkedHere: '后续',
  raised: (n: number): string => `反映次数：${n}次`,
} as const;
