/** The signs of a CSV text. `escapes` may stand before a quotation mark within a quoted cell; `comment` begins a line that is none of the data. */
export interface Dialect {
  delimiter: string;
  quote: string;
  escapes: readonly string[];
  comment: string | undefined;
}

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
  fault?: Fault;
}

interface Cell {
  text: string;
  end: number;
  fault?: Fault;
}

/**
 * Walks the records of a CSV text from an offset, by RFC 4180: a record ends with LF, CRLF, CR or the text; a cell is quoted whole or
 * not at all. Lines of comment are left out. A record with a fault ends at the end of that line, or of the text where a quotation
 * mark is never closed.
 */
export function* csvRecords(text: string, dialect: Dialect, from = 0): Generator<CsvRecord> {
  let at = from;
  while (at < text.length) {
    if (text[at] === dialect.comment) {
      at = nextLine(text, lineEnd(text, at));
      continue;
    }
    const record: CsvRecord = { cells: [], starts: [] };
    for (;;) {
      record.starts.push(at);
      const cell = text[at] === dialect.quote ? quotedCell(text, at, dialect) : plainCell(text, at, dialect);
      record.cells.push(cell.text);
      at = cell.end;
      if (cell.fault) record.fault = cell.fault;
      if (cell.fault || text[at] !== dialect.delimiter) break;
      at++;
    }
    yield record;
    at = nextLine(text, at);
  }
}

/** True for a line with nothing on it, which holds a cell only where there is one column. */
export const isBlank = ({ cells, starts }: CsvRecord, text: string) =>
  cells.length === 1 && cells[0] === '' && isLineEnd(text, starts[0] as number);

const isLineEnd = (text: string, at: number) => at >= text.length || text[at] === '\n' || text[at] === '\r';

function lineEnd(text: string, from: number): number {
  let at = from;
  while (!isLineEnd(text, at)) at++;
  return at;
}

const nextLine = (text: string, end: number) => end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);

function plainCell(text: string, start: number, { delimiter, quote }: Dialect): Cell {
  let at = start;
  for (; !isLineEnd(text, at) && text[at] !== delimiter; at++) {
    if (text[at] !== quote) continue;
    const reason = 'a quotation mark stands in a cell that is not quoted';
    return {
      text: '',
      end: lineEnd(text, at),
      fault: { at, reason, fix: 'quote the whole cell, and double the quotation marks within it' },
    };
  }
  return { text: text.slice(start, at), end: at };
}

function quotedCell(text: string, start: number, { delimiter, quote, escapes }: Dialect): Cell {
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
      if (isLineEnd(text, end) || text[end] === delimiter) return { text: cell + text.slice(from, at), end };
      const reason = 'text follows the quotation mark that closes a cell';
      return { text: '', end: lineEnd(text, end), fault: { at: end, reason, fix: 'double the quotation marks within the cell' } };
    } else if (escapes.includes(char)) {
      const reason = `the escape character stands before what it cannot escape`;
      return { text: '', end: lineEnd(text, at), fault: { at, reason, fix: 'double it, or mend the dialect in data/datapackage.json' } };
    }
  }
  const fix = 'close the quotation mark; double one inside a quoted cell';
  return { text: '', end: text.length, fault: { at: start, reason: 'a quoted cell is not closed', fix } };
}
