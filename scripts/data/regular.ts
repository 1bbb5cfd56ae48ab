import { code, type PlainFile } from './plain.ts';
import { byteOrderMark } from './raw.ts';
import type { Dialect } from './records.ts';

type Lines = Pick<PlainFile, 'separator' | 'quote' | 'lineEnd' | 'longest'>;

const lf = 10;
const cr = 13;

/**
 * How a CSV text (in UTF-8) of `columns` is written, when that is so regular that all readers agree: one kind of line
 * end, the same number of cells on each line, quoted whole or not at all, and no quoted one with a line end or a mark
 * that is not doubled. Else undefined, which is no judgement: the text may be irregular or wrong.
 */
export function regularLines(bytes: Buffer, dialect: Dialect, columns: number): Lines | undefined {
  const { delimiter, quote, comment } = dialect;
  const ascii = [delimiter, quote].every((sign) => sign <= '\u007F' && sign !== code);
  if (!ascii || [code, byteOrderMark, ...(comment ?? '')].some((sign) => bytes.includes(sign))) return undefined;
  const quoted = bytes.includes(quote);
  if (quoted && dialect.escapes.join() !== quote) return undefined;
  const lineEnd = bytes.includes(cr) ? '\r\n' : '\n';
  const longest = longestLine(bytes, delimiter.charCodeAt(0), quote.charCodeAt(0), columns, lineEnd.length);
  return longest === undefined ? undefined : { separator: delimiter, quote: quoted ? quote : undefined, lineEnd, longest };
}

/** Bytes of the longest line; undefined where one is not regular. A line end has one byte or two. */
function longestLine(bytes: Buffer, delimiter: number, quote: number, columns: number, endLength: number): number | undefined {
  let [cells, cell, line, longest] = [1, 0, 0, 0];
  for (let at = 0; at < bytes.length; at++) {
    let byte = bytes[at];
    if (byte === quote) {
      at = at === cell ? afterQuoted(bytes, at, quote) : -1;
      if (at < 0) return undefined;
      byte = bytes[at];
      if (byte !== delimiter && byte !== lf && byte !== cr && byte !== undefined) return undefined;
    }
    if (byte === delimiter) {
      cells++;
      cell = at + 1;
    } else if (byte === lf || byte === cr || byte === undefined) {
      if (cells !== columns || at === line) return undefined;
      if (byte === cr ? endLength === 1 || bytes[at + 1] !== lf : byte === lf && endLength === 2) return undefined;
      if (at - line > longest) longest = at - line;
      at += byte === cr ? 1 : 0;
      [cells, cell, line] = [1, at + 1, at + 1];
    }
  }
  const rest = bytes.length - line;
  return rest > 0 && cells !== columns ? undefined : Math.max(longest, rest);
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
