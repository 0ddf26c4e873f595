/** 撤销: what was taken back, and what to type where it cannot be. */
import type { ErrorParams } from '../core/errors.ts';
import type { Kept } from '../domain/matter/events.ts';
import type { Change } from '../domain/matter/changes.ts';
import { correctionWords } from './correction.ts';

type Say = (p: ErrorParams) => string;
const number: Say = (p) => String(p['number']);

export const undoWords = {
  done: (p: {
    number: string;
    what: string;
    voided: boolean;
    asksAgain: boolean;
    earlier: 'none' | 'waits' | 'gone';
    letters: readonly string[];
  }): string =>
    [
      `${p.number} 的“${p.what}”已撤销。`,
      ...(p.asksAgain ? ['这件仍等签批，可以重新签。'] : []),
      ...(p.earlier === 'gone' ? ['先前报的也不再签，要办请重新报。'] : []),
      ...(p.earlier === 'waits' ? ['先前报签的仍等签批。'] : []),
      ...(p.voided ? ['号码保留不再使用，原登记可用 /查 看到。'] : []),
      ...p.letters,
    ].join('\n'),
} as const;

/** A step that stays, whoever did it: so it is said, and which command puts it right. */
const KEPT: Readonly<Record<Kept, Say>> = {
  corrected: (p) =>
    `${number(p)} 的“更正”不能用撤销收回。\n要改回去，请再更正一次：\n${correctionWords.back(number(p), p['changes'] as readonly Change[])}`,
  voided: (p) => `${number(p)} 已经签批作废，不能撤销。\n这件事还要办的，请重新登记：/登记 内容`,
  recused: (p) =>
    `${number(p)} 的“回避”不能撤销，已回避的人此后看不到这件事。\n还要请别人回避，请发：/回避 ${number(p)} 人员:姓名 理由:…`,
  'handed-over': (p) =>
    `${number(p)} 的“交接”已经生效，不能撤销。\n要交回去，请发：/交接 ${number(p)} ${(p['former'] as string | undefined) ?? '姓名'}`,
  unsealed: (p) =>
    `${number(p)} 已改为普通件，这一步不能用撤销收回。\n是反映干部或单位的，请发：/补充 ${number(p)} 检举:是`,
  undone: (p) =>
    p['ofRegistration'] === true
      ? `${number(p)} 的登记已经撤销过了。\n这件事还要办的，请重新登记：/登记 内容`
      : `${number(p)} 上一步已经撤销过了，不能接着往前撤。\n要恢复撤掉的一步，请把它重新发一遍。`,
};

export const UNDO_ERRORS: Readonly<Record<string, Say>> = {
  'undo.nothing': (p) => `${number(p)} 最后一步不是您做的，或已有人接着办了，不能撤销。`,
  'undo.never': (p) => KEPT[p['kind'] as Kept](p),
  'undo.heard': (p) =>
    `${number(p)} 因这段话转为密件，不能用撤销收回。\n不是反映干部或单位的，请发：/补充 ${number(p)} 检举:否`,
  'undo.joined': (p) => `并案以后 ${number(p)} 已有人接着办了，不能撤销。\n看经过：/查 ${number(p)}`,
  'undo.from-other': (p) => `这一步是并案带来的，请从后登记的那件撤销：\n/撤销 ${number(p)}`,
  'undo.late': (p) =>
    `已超过${String(p['minutes'])}分钟，不能撤销。\n写错了请发：/更正 ${number(p)} …，要添的用 /补充 或 /进展。`,
};
