import { type FileHandle, open } from 'node:fs/promises';
import { quoteName, quoteText } from './database.ts';
import type { Resource, ResourceField } from './descriptor.ts';
import { type CellPlace, cellName } from './raw.ts';
import type { Source } from './source.ts';

/** A text file that can be read in one way only: a line a record, under a line of names, each with the same number of cells. */
export interface PlainFile {
  path: string;
  separator: string;
  /** The quotation mark of its cells, doubled within one; undefined where none is quoted. */
  quote?: string | undefined;
  lineEnd: '\n' | '\r\n';
  /** Bytes of the longest line. */
  longest: number;
  /** Cells are written by {@link PlainWriter}, with signs for the characters that a plain file cannot hold. */
  coded: boolean;
  /** False where the first line is one of cells. */
  header: boolean;
}

/** The field that a column of a file holds; undefined for a column that no field asks for. */
export type Column = ResourceField | undefined;

const separator = '\u001F';
/** No plain file holds this as text. */
export const code = '\u001E';
/** How a cell that is not there is written: in text, a sign follows. */
const absent = code;
/** How an empty cell is written where it is alone on its line. */
const empty = `${code}=`;

/** A character, and its sign in a plain file. The sign of `code` itself is undone last. */
const signs = [
  ['\n', `${code}n`],
  ['\r', `${code}r`],
  [separator, `${code}s`],
  [code, `${code}0`],
] as const;

const coded = new RegExp(`[${signs.map(([char]) => char).join('')}]`);

/** Writes rows into a plain file, some thousand at a time. */
export class PlainWriter {
  private lines = ['-'];
  private waiting = 0;
  private longest = 1;
  private readonly file: FileHandle;
  private readonly path: string;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.file = file;
  }

  static async open(path: string): Promise<PlainWriter> {
    return new PlainWriter(path, await open(path, 'w'));
  }

  /** Adds a row; undefined is a cell that is not there. Wait for what it gives, if anything. */
  add(cells: readonly (string | undefined)[]): Promise<void> | undefined {
    const line = cells.length === 1 && cells[0] === '' ? empty : cells.map(encode).join(separator);
    this.lines.push(line);
    this.waiting += line.length;
    this.longest = Math.max(this.longest, line.length);
    return this.waiting > 1_000_000 ? this.flush() : undefined;
  }

  /** Writes what is left. */
  async finish(): Promise<PlainFile> {
    await this.flush();
    return { path: this.path, separator, lineEnd: '\n', longest: this.longest * 3, coded: true, header: true };
  }

  /** Closes the file. */
  async close(): Promise<void> {
    await this.file.close();
  }

  private async flush(): Promise<void> {
    const text = `${this.lines.join('\n')}\n`;
    this.lines = [];
    this.waiting = 0;
    if (text !== '\n') await this.file.writeFile(text);
  }
}

function encode(cell: string | undefined): string {
  if (cell === undefined) return absent;
  if (!coded.test(cell)) return cell;
  return signs.reduceRight((text, [char, sign]) => text.replaceAll(char, sign), cell);
}

/** A plain file of some columns as SQL reads it. A field that it has no column for holds no value. */
export function plainSource(resource: Resource, file: PlainFile, columns: readonly Column[], place: CellPlace): Source {
  const cells = resource.schema.fields.map((field) => {
    const isThere = columns.some((column) => column?.name === field.name);
    return { text: isThere ? presentText(resource, field, decodedAs(cellName(field), file)) : noText };
  });
  return { from: readPlain(columns, file), cells, place };
}

/** The text of a cell that no file holds. */
export const noText = 'NULL::VARCHAR';

/** A text, as SQL; NULL where it is one of the missing values of its field. */
export function presentText({ schema, dialect }: Resource, field: ResourceField, text: string): string {
  const missing = missingOf({ schema, dialect }, field).map(quoteText);
  return missing.length > 0 ? `CASE WHEN ${text} NOT IN (${missing}) THEN ${text} END` : text;
}

/** The texts that mean that a field has no value: its own, else those of the schema, and what the dialect writes for none. */
export function missingOf({ schema, dialect }: Pick<Resource, 'schema' | 'dialect'>, { missingValues }: ResourceField): string[] {
  const own = missingValues ?? schema.missingValues ?? [''];
  return typeof dialect?.nullSequence === 'string' ? [...own, dialect.nullSequence] : own;
}

function decodedAs(name: string, { coded }: PlainFile): string {
  if (!coded) return name;
  const decoded = signs.reduce(
    (text, [char, sign]) => `replace(${text}, ${quoteText(sign)}, ${charAs(char)})`,
    `replace(${name}, ${quoteText(empty)}, '')`,
  );
  return `CASE WHEN contains(${name}, ${quoteText(code)}) THEN ${decoded} ELSE ${name} END`;
}

const charAs = (char: string) => `chr(${char.charCodeAt(0)})`;

function readPlain(all: readonly Column[], { path, separator: delimiter, quote = '', lineEnd, longest, header }: PlainFile): string {
  const columns = all.map((field, index) => `${field ? cellName(field) : quoteName(`column ${index + 1}`)}: 'VARCHAR'`);
  const size = longest > 1_000_000 ? `, max_line_size = ${longest * 2}` : '';
  const newLine = lineEnd === '\n' ? '\\n' : '\\r\\n';
  return `read_csv(${quoteText(path)}, auto_detect = false, header = ${header}, quote = ${quoteText(quote)}, escape = ${quoteText(quote)},
    comment = '', new_line = '${newLine}', delim = ${quoteText(delimiter)}, nullstr = ${quoteText(absent)}, columns = {${columns}}${size})`;
}
