import { strFromU8, type UnzipFileInfo, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';

/** A cell of a sheet as text. A formula is known by the value that was saved with it: `stale` has none. */
export interface SheetCell {
  kind: 'text' | 'number' | 'date' | 'boolean' | 'error' | 'stale';
  text: string;
}

/** A sheet of a workbook: its cells by row and column (from 1), and the areas whose cells are merged. */
export interface Sheet {
  name: string;
  rows: ReadonlyMap<number, ReadonlyMap<number, SheetCell>>;
  merged: readonly Area[];
}

/** A rectangle of cells, by rows and columns from 1. */
export interface Area {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** A workbook that cannot be read, and what to do. */
export class WorkbookError extends Error {
  readonly fix: string;
  constructor(reason: string, fix: string) {
    super(reason);
    this.fix = fix;
  }
}

/** The most bytes of a part of a workbook, unpacked. */
const mostBytes = 400 * 2 ** 20;

/** Reads a sheet of an .xlsx file: the one of a name or number (from 1), else the first. Throws a {@link WorkbookError}. */
export function readSheet(bytes: Uint8Array, which?: string | number): Sheet {
  const take = (wanted: (name: string) => boolean) => unpack(bytes, wanted);
  const links = take((name) => name.endsWith('.rels'));
  const book = linked(links, '', 'officeDocument')[0]?.target;
  const text =
    book === undefined
      ? undefined
      : textOf(
          take((name) => name === book),
          book,
        );
  if (book === undefined || text === undefined) throw notWorkbook();
  const { sheets, isLate } = readBook(text);
  const sheet = chooseSheet(sheets, which);
  const parts = linked(links, book, '');
  const partOf = (type: string) => parts.find((each) => each.type === type)?.target ?? '';
  const path = parts.find((each) => each.id === sheet.id)?.target ?? '';
  const files = take((name) => [path, partOf('sharedStrings'), partOf('styles')].includes(name));
  const strings = readStrings(textOf(files, partOf('sharedStrings')) ?? '');
  const dates = readDateStyles(textOf(files, partOf('styles')) ?? '');
  const body = textOf(files, path);
  if (body === undefined) throw notWorkbook();
  return { name: sheet.name, ...readCells(body, strings, dates, isLate) };
}

/** The most rows and columns of a sheet. */
const [mostRows, mostColumns] = [1_048_576, 16_384];

const malformed = (reason: string) =>
  new WorkbookError(`the workbook is malformed: ${reason}`, 'open it in a spreadsheet program, and save it again');

const notWorkbook = () => new WorkbookError('it is not an .xlsx workbook', 'save it as .xlsx, without a password');

function unpack(bytes: Uint8Array, wanted: (name: string) => boolean): Record<string, Uint8Array> {
  const filter = ({ name, originalSize }: UnzipFileInfo) => {
    if (!wanted(name)) return false;
    if (originalSize > mostBytes) throw new WorkbookError('the sheet is too large to be read', 'save it as CSV or Parquet');
    return true;
  };
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    throw error instanceof WorkbookError ? error : notWorkbook();
  }
}

const textOf = (files: Record<string, Uint8Array>, name: string) => (files[name] ? strFromU8(files[name]) : undefined);

interface Tag {
  name: string;
  attributes: Record<string, string>;
}

/** Walks an XML text: `open` and `close` hear of the tags without their prefixes, `say` of the text within them. */
function walk(
  xml: string,
  open: (tag: Tag) => void,
  close: (name: string) => void = () => {},
  say: (text: string) => void = () => {},
): void {
  const parser = new SaxesParser();
  const bare = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', (error) => {
    throw malformed(String(error.message.split('\n')[0]));
  });
  parser.on('opentag', ({ name, attributes }) => open({ name: bare(name), attributes: attributes as Record<string, string> }));
  parser.on('closetag', ({ name }) => close(bare(name)));
  parser.on('text', say);
  parser.on('cdata', say);
  parser.write(xml).close();
}

/** What a part (by its path; '' for the package) is linked to, of a type or of any. */
function linked(files: Record<string, Uint8Array>, part: string, wanted: string): { id: string; type: string; target: string }[] {
  const cut = part.lastIndexOf('/') + 1;
  const [folder, name] = [part.slice(0, cut), part.slice(cut)];
  const found: { id: string; type: string; target: string }[] = [];
  walk(textOf(files, `${folder}_rels/${name}.rels`) ?? '<none/>', ({ name, attributes: { Id: id = '', Type = '', Target = '' } }) => {
    const type = Type.split('/').at(-1) as string;
    if (name === 'Relationship' && (wanted === '' || type === wanted)) found.push({ id, type, target: resolveTarget(folder, Target) });
  });
  return found;
}

function resolveTarget(folder: string, target: string): string {
  try {
    return decodeURI(new URL(target, `file:///${folder}`).pathname.slice(1));
  } catch {
    throw notWorkbook();
  }
}

function readBook(xml: string): { sheets: { name: string; id: string }[]; isLate: boolean } {
  const sheets: { name: string; id: string }[] = [];
  let isLate = false;
  walk(xml, ({ name, attributes }) => {
    if (name === 'workbookPr') isLate = isTrue(attributes.date1904);
    const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
    if (name === 'sheet') sheets.push({ name: attributes.name ?? '', id });
  });
  return { sheets, isLate };
}

const isTrue = (value = '') => value === '1' || value === 'true';

function chooseSheet<T extends { name: string }>(sheets: readonly T[], which: string | number = 1): T {
  const found = typeof which === 'number' ? sheets[which - 1] : sheets.find(({ name }) => name === which);
  if (found) return found;
  const reason = typeof which === 'number' ? `it has no sheet ${which}` : `it has no sheet "${which}"`;
  throw new WorkbookError(reason, `name one of its sheets in the dialect: ${sheets.map(({ name }) => name).join(', ')}`);
}

/** The texts that cells share. How a word is pronounced is no part of it. */
function readStrings(xml: string): string[] {
  const strings: string[] = [];
  let [text, isText, spoken] = ['', false, 0];
  if (xml === '') return strings;
  walk(
    xml,
    ({ name }) => {
      if (name === 'si') text = '';
      if (name === 'rPh') spoken++;
      isText = name === 't' && spoken === 0;
    },
    (name) => {
      if (name === 'si') strings.push(unescaped(text));
      if (name === 'rPh') spoken--;
      isText = false;
    },
    (more) => {
      if (isText) text += more;
    },
  );
  return strings;
}

/** A character that XML cannot hold is written as `_x000D_`. */
const unescaped = (text: string) => text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));

/** The styles, by number, whose format is one of dates or times. */
function readDateStyles(xml: string): ReadonlySet<number> {
  const dates = new Set<number>();
  const formats = new Map<number, string>();
  let [isCell, style] = [false, 0];
  if (xml === '') return dates;
  walk(
    xml,
    ({ name, attributes }) => {
      if (name === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') isCell = true;
      if (name !== 'xf' || !isCell) return;
      const id = Number(attributes.numFmtId ?? 0);
      if (isDateFormat(id, formats.get(id))) dates.add(style);
      style++;
    },
    (name) => {
      if (name === 'cellXfs') isCell = false;
    },
  );
  return dates;
}

/** True for a number format that shows a day or a time of day; one of hours gone by shows a number. */
export function isDateFormat(id: number, code?: string): boolean {
  if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  const [first = ''] = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';');
  return !/\[(h+|m+|s+)\]/i.test(first) && /[ymdhs]/i.test(first.replace(/\[[^\]]*\]|general/gi, ''));
}

/** A cell as it is read, before its text is known. */
interface OpenCell {
  row: number;
  column: number;
  type: string;
  style: number;
  isFormula: boolean;
  value: string;
}

function readCells(xml: string, strings: readonly string[], dates: ReadonlySet<number>, isLate: boolean): Omit<Sheet, 'name'> {
  const rows = new Map<number, Map<number, SheetCell>>();
  const merged: Area[] = [];
  let [row, column, tag, spoken] = [0, 0, '', 0];
  let cell: OpenCell | undefined;
  const open = ({ name, attributes }: Tag) => {
    tag = name;
    if (name === 'rPh') spoken++;
    if (name === 'f' && cell) cell.isFormula = true;
    if (name === 'mergeCell' && attributes.ref) merged.push(parseArea(attributes.ref));
    if (name === 'row') [row, column] = [Number(attributes.r ?? row + 1), 0];
    if (name !== 'c') return;
    column = attributes.r ? columnOf(attributes.r) : column + 1;
    cell = { row, column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), isFormula: false, value: '' };
  };
  const close = (name: string) => {
    tag = '';
    if (name === 'rPh') spoken--;
    if (name !== 'c' || !cell) return;
    if (!(cell.row >= 1 && cell.row <= mostRows && cell.column >= 1 && cell.column <= mostColumns))
      throw malformed('a cell has no address');
    const made = makeCell(cell, strings, dates, isLate);
    if (made && !rows.has(cell.row)) rows.set(cell.row, new Map());
    if (made) rows.get(cell.row)?.set(cell.column, made);
    cell = undefined;
  };
  walk(xml, open, close, (text) => {
    if (cell && (tag === 'v' || (tag === 't' && spoken === 0))) cell.value += text;
  });
  return { rows, merged };
}

/** A cell of what was read; undefined for one that holds nothing. */
function makeCell({ type, style, isFormula, value }: OpenCell, strings: readonly string[], dates: ReadonlySet<number>, isLate: boolean) {
  const cell = (kind: SheetCell['kind'], text: string): SheetCell => ({ kind, text });
  if (type === 'e') return cell('error', value);
  if (type === 's') return cell('text', strings[Number(value)] ?? '');
  if (type === 'str' || type === 'inlineStr') return value === '' && !isFormula ? undefined : cell('text', unescaped(value));
  if (value === '') return isFormula ? cell('stale', '') : undefined;
  if (type === 'b') return cell('boolean', isTrue(value) ? 'true' : 'false');
  if (type === 'd') return cell('date', value);
  return dates.has(style) ? cell('date', dateOf(Number(value), isLate)) : cell('number', value);
}

/** The day, or the day and time, of a number of days: from the end of 1899, with a 29 February in 1900, or from 1904. */
export function dateOf(days: number, isLate = false): string {
  const epoch = isLate ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const time = new Date(epoch + Math.round(days * 86_400_000));
  if (!Number.isFinite(time.getTime())) return String(days);
  const written = time.toISOString().replace(/\.?0*Z$/, '');
  // The day that there never was is left to be refused.
  const text = !isLate && Math.floor(days) === 60 ? written.replace('02-28', '02-29') : written;
  return Number.isInteger(days) ? text.slice(0, 10) : text;
}

/** `B3:F20`, or one cell, as rows and columns. */
export function parseArea(text: string): Area {
  const [first = '', last = first] = text.replaceAll('$', '').split(':');
  const [top, left, bottom, right] = [rowOf(first), columnOf(first), rowOf(last), columnOf(last)];
  return { top: Math.min(top, bottom), left: Math.min(left, right), bottom: Math.max(top, bottom), right: Math.max(left, right) };
}

const rowOf = (cell: string) => Number(/\d+$/.exec(cell)?.[0] ?? 0);
/** The column of an address, by its letters: 28 of `AB7`. */
function columnOf(cell: string): number {
  let column = 0;
  for (let at = 0; at < cell.length; at++) {
    const letter = (cell.charCodeAt(at) | 32) - 96;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column;
}

/** The address of a cell by row and column: `B7`. */
export function addressOf(row: number, column: number): string {
  let [letters, rest] = ['', column];
  for (; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row}`;
}
