import type { Dialect } from './dialect.ts';

/** What is wrong with the grammar of a record, at an offset. */
export interface Fault {
  at: number;
  reason: string;
  fix: string;
}

/** A record of a CSV text: its cells and the offset at which each begins. */
export interface CsvRecord {
  cells: string[];
  starts: number[];
  /** Its number, from 1; a line of comment is one too. */
  nth: number;
  fault?: Fault;
}

interface Cell {
  text: string;
  end: number;
  fault?: Fault;
}

/**
 * Walks the records of a CSV text from an offset, by RFC 4180: a record ends with LF, CRLF, CR (or what the dialect has instead)
 * or the text; a cell is quoted whole or not at all. Lines of comment are left out. A record with a fault ends at the end of that
 * line, or of the text where a quotation mark is never closed.
 */
export function* csvRecords(text: string, dialect: Dialect, from = 0): Generator<CsvRecord> {
  let [at, nth] = [from, 0];
  while (at < text.length) {
    nth++;
    if (dialect.comment !== undefined && text.startsWith(dialect.comment, at)) {
      at = nextLine(text, lineEnd(text, at, dialect), dialect);
      continue;
    }
    const record: CsvRecord = { cells: [], starts: [], nth };
    for (;;) {
      if (dialect.trims) while (text[at] === ' ') at++;
      record.starts.push(at);
      const cell = dialect.quote !== '' && text[at] === dialect.quote ? quotedCell(text, at, dialect) : plainCell(text, at, dialect);
      record.cells.push(cell.text);
      at = cell.end;
      if (cell.fault) record.fault = cell.fault;
      if (cell.fault || isLineEnd(text, at, dialect)) break;
      at += dialect.delimiter.length;
    }
    yield record;
    at = nextLine(text, at, dialect);
  }
}

/** True for a line with nothing on it, which holds a cell only where there is one column. */
export const isBlank = ({ cells, starts }: CsvRecord, text: string, dialect: Dialect) =>
  cells.length === 1 && cells[0] === '' && isLineEnd(text, starts[0] as number, dialect);

function isLineEnd(text: string, at: number, { lineEnd }: Dialect): boolean {
  if (at >= text.length) return true;
  return lineEnd === undefined ? text[at] === '\n' || text[at] === '\r' : text.startsWith(lineEnd, at);
}

function lineEnd(text: string, from: number, dialect: Dialect): number {
  let at = from;
  while (!isLineEnd(text, at, dialect)) at++;
  return at;
}

function nextLine(text: string, end: number, { lineEnd }: Dialect): number {
  if (lineEnd !== undefined) return end + lineEnd.length;
  return end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);
}

function plainCell(text: string, start: number, dialect: Dialect): Cell {
  const { delimiter, quote } = dialect;
  if (quote === '') return bareCell(text, start, dialect);
  let at = start;
  for (; !isLineEnd(text, at, dialect) && !text.startsWith(delimiter, at); at++) {
    if (text[at] !== quote) continue;
    const reason = 'a quotation mark stands in a cell that is not quoted';
    return {
      text: '',
      end: lineEnd(text, at, dialect),
      fault: { at, reason, fix: 'quote the whole cell, and double the quotation marks within it' },
    };
  }
  return { text: text.slice(start, at), end: at };
}

/** A cell of a file without quotation marks: what stands behind an escape character is part of it. */
function bareCell(text: string, start: number, dialect: Dialect): Cell {
  let cell = '';
  let [at, from] = [start, start];
  for (; !isLineEnd(text, at, dialect) && !text.startsWith(dialect.delimiter, at); at++) {
    if (!dialect.escapes.includes(text[at] as string) || at + 1 >= text.length) continue;
    cell += text.slice(from, at);
    from = ++at;
  }
  return { text: cell + text.slice(from, at), end: at };
}

function quotedCell(text: string, start: number, dialect: Dialect): Cell {
  const { delimiter, quote, escapes } = dialect;
  let cell = '';
  let from = start + 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at] as string;
    const next = text[at + 1];
    if (escapes.includes(char) && next !== undefined && (next === quote || (next === char && char !== quote))) {
      cell += text.slice(from, at);
      from = ++at;
    } else if (char === quote) {
      const end = at + 1;
      if (isLineEnd(text, end, dialect) || text.startsWith(delimiter, end)) return { text: cell + text.slice(from, at), end };
      const reason = 'text follows the quotation mark that closes a cell';
      return { text: '', end: lineEnd(text, end, dialect), fault: { at: end, reason, fix: 'double the quotation marks within the cell' } };
    } else if (escapes.includes(char)) {
      const reason = `the escape character stands before what it cannot escape`;
      return {
        text: '',
        end: lineEnd(text, at, dialect),
        fault: { at, reason, fix: 'double it, or mend the dialect in data/datapackage.json' },
      };
    }
  }
  const fix = 'close the quotation mark; double one inside a quoted cell';
  return { text: '', end: text.length, fault: { at: start, reason: 'a quoted cell is not closed', fix } };
}
