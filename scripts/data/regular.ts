import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import type { Dialect } from './dialect.ts';
import { code, type PlainFile } from './plain.ts';
import { byteOrderMark, longestCell } from './raw.ts';

/** How the lines of a regular file are written: `first` is the first of them, `width` the number of cells on each. */
type Lines = Pick<PlainFile, 'separator' | 'quote' | 'lineEnd' | 'longest'> & { first: string; width: number };

const lf = 10;
const cr = 13;
/** Bytes that are looked at in one go: a file of any size takes no more memory than this. */
const blockSize = 2 ** 20;

/**
 * How the CSV file at `path` is written, when that is so regular that all readers agree: UTF-8, one kind of
 * line end, the same number of cells on each line, quoted whole or not at all, and no quoted one with a line end or a mark
 * that is not doubled. Else undefined, which is no judgement: the file may be irregular, wrong, or not there.
 */
export async function regularLines(path: string, dialect: Dialect): Promise<Lines | undefined> {
  const file = isUsual(dialect) ? await open(path).catch(() => undefined) : undefined;
  if (!file) return undefined;
  try {
    const lines = new LineReader(dialect);
    for await (const block of blocksOf(file)) if (!block || !lines.take(block)) return undefined;
    return lines.facts();
  } finally {
    await file.close();
  }
}

/** True for a dialect of single ASCII signs, with one row of names or none. */
function isUsual({ delimiter, quote, escapes, lineEnd, trims, header }: Dialect): boolean {
  const isAscii = [delimiter, quote].every((sign) => sign.length <= 1 && sign <= '\u007F' && sign !== code);
  // DuckDB may take spaces before a quotation mark away.
  const isPlain = lineEnd === undefined && !trims && quote !== ' ' && (quote !== '' || escapes.length === 0);
  return isAscii && isPlain && header.without.length === 0 && (header.rows === 'first' || header.rows.length === 0);
}

/** The file in blocks of whole lines; undefined where a line is longer than a block, or the file cannot be read. */
async function* blocksOf(file: FileHandle): AsyncGenerator<Buffer | undefined> {
  const buffer = Buffer.allocUnsafe(blockSize);
  for (let left = 0; ; ) {
    const read = await file.read(buffer, left, buffer.length - left).catch(() => undefined);
    const end = left + (read?.bytesRead ?? 0);
    const whole = end > 0 ? buffer.lastIndexOf(lf, end - 1) + 1 : 0;
    if (!read || (end === buffer.length && whole === 0)) return yield undefined;
    if (read.bytesRead === 0) {
      if (end > 0) yield buffer.subarray(0, end);
      return;
    }
    if (whole > 0) yield buffer.subarray(0, whole);
    left = buffer.copy(buffer, 0, whole, end);
  }
}

/** Reads lines, and remembers how they are written. */
class LineReader {
  private readonly dialect: Dialect;
  /** Cells on each line; none before the first is read. */
  private columns = 0;
  /** 1 for a byte that may end a cell or begin a quoted one. */
  private readonly special = new Uint8Array(256);
  private readonly foreign: readonly string[];
  private first: string | undefined;
  private lineEnd: '\n' | '\r\n' = '\n';
  private quoted = false;
  private longest = 0;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
    this.foreign = ['\0', code, byteOrderMark, ...(dialect.comment ?? '')];
    for (const byte of [lf, cr, dialect.delimiter.charCodeAt(0), dialect.quote.charCodeAt(0)]) this.special[byte] = 1;
  }

  /** Takes the next whole lines; false where one is not regular. */
  take(block: Buffer): boolean {
    if (!isUtf8(block) || this.foreign.some((sign) => block.includes(sign))) return false;
    if (this.first === undefined) {
      const end = block.indexOf(lf);
      this.first = block.subarray(0, end < 0 ? block.length : end).toString('utf8');
      if (this.first.endsWith('\r')) this.lineEnd = '\r\n';
    }
    const longest = this.longestLine(block);
    if (longest === undefined || longest > longestCell) return false;
    this.longest = Math.max(this.longest, longest);
    return !this.quoted || this.dialect.escapes.join() === this.dialect.quote;
  }

  /** How the lines are written; undefined where there are none. */
  facts(): Lines | undefined {
    const { first, columns: width, lineEnd, longest, quoted } = this;
    const { delimiter: separator, quote } = this.dialect;
    return first === undefined ? undefined : { first, width, separator, quote: quoted ? quote : undefined, lineEnd, longest };
  }

  /** Bytes of the longest line; undefined where one is not regular. */
  private longestLine(bytes: Buffer): number | undefined {
    const { special, lineEnd } = this;
    const [delimiter, quote] = [this.dialect.delimiter.charCodeAt(0), this.dialect.quote.charCodeAt(0)];
    let [cells, cell, line, longest] = [1, 0, 0, 0];
    for (let at = 0; at < bytes.length; at++) {
      if (special[bytes[at] as number] === 0) continue;
      if (bytes[at] === quote) {
        this.quoted = true;
        at = at === cell ? afterQuoted(bytes, at, quote) : -1;
        if (at < 0) return undefined;
      }
      const byte = bytes[at];
      if (byte === delimiter) {
        cells++;
        cell = at + 1;
      } else if (byte === lf || byte === cr) {
        this.columns ||= cells;
        if (cells !== this.columns || at === line || (byte === cr) !== (lineEnd === '\r\n')) return undefined;
        if (byte === cr && bytes[at + 1] !== lf) return undefined;
        longest = Math.max(longest, at - line);
        at += lineEnd.length - 1;
        [cells, cell, line] = [1, at + 1, at + 1];
      } else if (byte !== undefined) return undefined;
    }
    const rest = bytes.length - line;
    if (rest > 0) this.columns ||= cells;
    return rest > 0 && cells !== this.columns ? undefined : Math.max(longest, rest);
  }
}

/** Where a quoted cell on one line ends, behind its quotation mark; -1 where it is not so. */
function afterQuoted(bytes: Buffer, start: number, quote: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === lf || byte === cr) return -1;
    if (byte !== quote) continue;
    if (bytes[at + 1] !== quote) return at + 1;
    at++;
  }
  return -1;
}

/** Finds lines of a regular file by number (from 0): it is walked once, and from then on only the block of a line is read. */
export function lineFinder(path: string): (nth: number) => Promise<string | undefined> {
  let blocks: Promise<Block[]> | undefined;
  return async (nth) => {
    blocks ??= indexBlocks(path);
    const block = (await blocks).findLast(({ line }) => line <= nth);
    return block && lineIn(path, block, nth);
  };
}

/** A block of whole lines: its bytes, and the number of its first line. */
interface Block {
  line: number;
  start: number;
  length: number;
}

async function indexBlocks(path: string): Promise<Block[]> {
  const file = await open(path);
  const blocks: Block[] = [];
  try {
    let [line, start] = [0, 0];
    for await (const block of blocksOf(file)) {
      if (!block) break;
      blocks.push({ line, start, length: block.length });
      start += block.length;
      for (let at = block.indexOf(lf); at >= 0; at = block.indexOf(lf, at + 1)) line++;
    }
  } finally {
    await file.close();
  }
  return blocks;
}

async function lineIn(path: string, { line, start, length }: Block, nth: number): Promise<string | undefined> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, start);
    return bytes.toString('utf8').split('\n')[nth - line];
  } finally {
    await file.close();
  }
}
