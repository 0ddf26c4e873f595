/** What is wrong with a spreadsheet as a whole, and what to do about it. */
import type { SheetFaultCode } from '../sheets/sheet.ts';

const FAULTS: Readonly<Record<SheetFaultCode, string>> = {
  empty: '文件是空的（0 字节或没有内容），请换一份',
  'too-big': '文件超过 20 MB，请分成几份',
  'unzips-too-big': '解开后太大，不像是表格，没有打开',
  encrypted: '有打开密码（加密），请去掉密码另存一份',
  word: '是 Word 文件改了扩展名，请把表格粘贴到 Excel 或 WPS 表格里另存',
  'not-a-sheet': '不是表格文件，请用 Excel 或 WPS 表格另存为 .xlsx',
  damaged: '打不开，文件可能已损坏，请用 Excel 或 WPS 表格打开后另存为 .xlsx',
  encoding: '文字编码认不出，请另存为 UTF-8 或 GBK',
  'too-many-sheets': '超过 100 张表，请分成几份',
  'too-many-rows': '超过 50000 行，请分成几份',
  'too-many-columns': '超过 200 列，请删去用不着的列',
  'too-many-cells': '内容太多，请分成几份',
  'too-slow': '一分钟没读完，请用 Excel 或 WPS 表格另存为 .xlsx 再试',
};

/** `「1月」表超过 50000 行，请分成几份` */
export const sheetFaultText = (code: SheetFaultCode, sheet?: string): string =>
  `${sheet === undefined ? '' : `「${sheet}」表`}${FAULTS[code]}`;
