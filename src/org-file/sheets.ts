import { FIELD_WORDS, NO, REMARK, REMARK_HEADS, SHEET_WORDS, VALUE_WORDS, YES } from '../copy/org-words.ts';
import { seen } from '../domain/org/file.ts';
import { addressOf, type Cell, columnName, type Row, type Sheet } from '../sheets/sheet.ts';
import { type Place, type RawFault, type RawOrg, RawOrgError } from './raw.ts';

type List = keyof typeof SHEET_WORDS;
const LISTS = Object.keys(SHEET_WORDS) as List[];
const MANY = new Set(['roles', 'receives', 'members', 'handles']);
/** A head is looked for no further down: above it a title may stand, and who filled the sheet in. */
const HEAD_WITHIN = 6;

const plain = (text: string): string => seen(text).normalize('NFKC').replaceAll(/\s+/gu, '').toLowerCase();
const has = (words: readonly string[], text: string): boolean => words.some((word) => plain(word) === plain(text));

/** English or Chinese, whatever its case and blanks. */
function wordOf<K extends string>(words: Readonly<Record<K, readonly string[]>>, text: string): K | undefined {
  return (Object.keys(words) as K[]).find((key) => plain(key) === plain(text) || has(words[key], text));
}

type Entry = Record<string, unknown>;

interface Head {
  readonly row: number;
  /** By column. */
  readonly fields: ReadonlyMap<number, string>;
}

/** @throws RawOrgError */
export function rawFromSheets(sheets: readonly Sheet[]): RawOrg {
  const places = new Map<string, Place>();
  const hidden: Place[] = [];
  const data: Record<string, unknown> = {};
  for (const list of LISTS) {
    const named = sheets.filter(({ name }) => wordOf({ [list]: SHEET_WORDS[list] }, name) !== undefined);
    // Who stands on one of them only would have left the town.
    if (named.length > 1) {
      throw new RawOrgError({ code: 'twice-sheet', value: named[0]!.name }, { sheet: named[1]!.name });
    }
    const [sheet] = named;
    if (sheet === undefined) continue;
    const entries = readList(list, sheet, places);
    places.set(list, { sheet: sheet.name });
    if (sheet.isHidden) hidden.push({ sheet: sheet.name });
    hidden.push(
      ...entries.filter(({ row }) => row.isHidden).map(({ row }) => ({ sheet: sheet.name, cell: `A${row.row}` })),
    );
    data[list] = gathered(list, entries, sheet);
  }
  if (Object.keys(data).length === 0) throw new RawOrgError({ code: 'no-sheets' }, undefined);
  nameToId(data);
  return { data, hidden, placeOf: (path) => placeIn(places, path) };
}

/** The deepest part of the path that has a place: a cell, else its row, else its sheet. */
function placeIn(places: ReadonlyMap<string, Place>, path: readonly PropertyKey[]): Place {
  for (let length = path.length; length > 0; length -= 1) {
    const place = places.get(path.slice(0, length).map(String).join('.'));
    if (place !== undefined) return place;
  }
  return { path: path.map(String).join('.') };
}

function gathered(list: List, entries: readonly { entry: Entry; row: Row }[], sheet: Sheet): unknown {
  if (list === 'settings') return settingsOf(entries, sheet);
  const values = entries.map(({ entry }) => entry);
  return list === 'town' ? onlyTown(values, sheet) : values;
}

function onlyTown(entries: readonly Entry[], sheet: Sheet): Entry | undefined {
  if (entries.length > 1) throw new RawOrgError({ code: 'several-towns' }, { sheet: sheet.name });
  return entries[0];
}

function settingsOf(entries: readonly { entry: Entry; row: Row }[], sheet: Sheet): Entry {
  const settings: Entry = {};
  for (const {
    entry: { key, value },
    row,
  } of entries) {
    const place = { sheet: sheet.name, cell: `A${row.row}` };
    if (typeof key !== 'string') throw new RawOrgError({ code: 'no-key' }, place);
    if (key in settings) throw new RawOrgError({ code: 'duplicate-key' }, place);
    // A line without a value leaves that setting alone.
    if (value !== undefined) settings[key] = value;
  }
  return settings;
}

function readList(list: List, sheet: Sheet, places: Map<string, Place>): { entry: Entry; row: Row }[] {
  const head = headOf(list, sheet);
  if (head === undefined) {
    if (sheet.rows.length === 0) return [];
    throw new RawOrgError({ code: 'no-header' }, { sheet: sheet.name });
  }
  const found: { entry: Entry; row: Row }[] = [];
  for (const row of sheet.rows) {
    if (row.row <= head.row || REMARK.test(row.cells[0]?.text ?? '')) continue;
    const at = list === 'town' || list === 'settings' ? list : `${list}.${found.length}`;
    const entry = readRow(row, head, sheet);
    if (Object.keys(entry).length === 0) continue;
    places.set(at, { sheet: sheet.name, cell: `A${row.row}` });
    for (const [column, field] of head.fields) {
      places.set(`${at}.${field}`, { sheet: sheet.name, cell: `${columnName(column)}${row.row}` });
    }
    found.push({ entry, row });
  }
  return found;
}

/** The first row with two heads that are known (or all there are); an unknown one beside them is refused, a remark is not. */
function headOf(list: List, sheet: Sheet): Head | undefined {
  const words: Readonly<Record<string, readonly string[]>> = FIELD_WORDS[list];
  for (const row of sheet.rows.slice(0, HEAD_WITHIN)) {
    const cells = row.cells.filter(({ text, mergedFrom }) => text.trim() !== '' && mergedFrom === undefined);
    const known = cells.filter(({ text }) => wordOf(words, text) !== undefined);
    if (known.length < 2) continue;
    const fields = new Map<number, string>();
    for (const cell of cells) {
      const place = { sheet: sheet.name, cell: addressOf(cell) };
      const field = wordOf(words, cell.text);
      if (field === undefined) {
        if (has(REMARK_HEADS, cell.text)) continue;
        throw new RawOrgError({ code: 'unknown-column', value: cell.text.trim() }, place);
      }
      if ([...fields.values()].includes(field)) throw new RawOrgError({ code: 'twice-column' }, place);
      fields.set(cell.column, field);
    }
    return { row: row.row, fields };
  }
  return undefined;
}

function readRow(row: Row, head: Head, sheet: Sheet): Entry {
  const entry: Entry = {};
  for (const cell of row.cells) {
    const field = head.fields.get(cell.column);
    if (field === undefined) continue;
    const fault = faultOf(cell, field);
    if (fault !== undefined) throw new RawOrgError(fault, { sheet: sheet.name, cell: addressOf(cell) });
    const value = valueOf(cell, field);
    if (value !== undefined) entry[field] = value;
  }
  return entry;
}

function faultOf(cell: Cell, field: string): RawFault | undefined {
  if (cell.fault === 'error') return { code: 'error-cell', value: cell.text };
  if (cell.fault !== undefined) return { code: cell.fault };
  // `1-2` typed as a userid: the program has made a day of it, and what was typed is gone.
  if (cell.kind === 'date' && field !== 'value') return { code: 'day', value: cell.text };
  return undefined;
}

function valueOf(cell: Cell, field: string): unknown {
  const text = seen(cell.text);
  if (text === '') return undefined;
  if (field === 'appchat') return switchOf(text) ?? text;
  if (field === 'value') return settingOf(cell, text);
  const words: Readonly<Record<string, readonly string[]>> | undefined = VALUE_WORDS[field as keyof typeof VALUE_WORDS];
  const translated = (item: string): string => (words === undefined ? item : (wordOf(words, item) ?? item));
  if (!MANY.has(field)) return translated(text);
  return text
    .split(/[,，、;；|｜/\s]+/u)
    .filter((item) => item !== '')
    .map(translated);
}

function switchOf(text: string): boolean | undefined {
  if (has(YES, text)) return true;
  return has(NO, text) ? false : undefined;
}

function settingOf(cell: Cell, text: string): number | string | boolean {
  if (cell.kind === 'boolean' || /^(?:true|false)$/iu.test(text)) return /^true$/iu.test(text);
  return /^-?\d+(?:\.\d+)?$/u.test(text) ? Number(text) : text;
}

/** A clerk names units and people by their names: one of that name is meant, several or none are asked about by the check. */
function nameToId(data: Record<string, unknown>): void {
  const entriesOf = (list: List): Entry[] => (data[list] as Entry[] | undefined) ?? [];
  const units = new Names(entriesOf('units'), 'id');
  const people = new Names(entriesOf('people'), 'userid');
  for (const unit of entriesOf('units')) {
    units.resolve(unit, 'parent');
    for (const field of ['head', 'leader', 'areaLeader']) people.resolve(unit, field);
  }
  for (const person of entriesOf('people')) units.resolve(person, 'unit');
  for (const group of entriesOf('groups')) {
    units.resolve(group, 'unit');
    if (Array.isArray(group['members'])) group['members'] = group['members'].map((who: string) => people.idOf(who));
  }
}

class Names {
  readonly #byName = new Map<string, string[]>();

  constructor(entries: readonly Entry[], key: string) {
    for (const entry of entries) {
      const [name, id] = [entry['name'], entry[key]];
      if (typeof name !== 'string' || typeof id !== 'string') continue;
      this.#byName.set(plain(name), [...(this.#byName.get(plain(name)) ?? []), id]);
    }
  }

  idOf(typed: string): string {
    const ids = this.#byName.get(plain(typed)) ?? [];
    return ids.length === 1 ? ids[0]! : typed;
  }

  resolve(entry: Entry, field: string): void {
    const typed = entry[field];
    if (typeof typed === 'string') entry[field] = this.idOf(typed);
  }
}
