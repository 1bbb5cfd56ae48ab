import { blank } from './numbers.ts';

const marker = /^([ \t>]*)(\d{1,9})([.)])(?=\s|$)/;

/**
 * Blanks the markers of ordered lists that run from 1, or are 1 throughout. Another start is a number that the
 * reader sees, and stays; so does what only looks like a marker inside a paragraph.
 */
export function maskLists(source: string): string {
  /** The last marker at each indent, of either kind. */
  const last = new Map<string, number>();
  let before = '';
  const lines = source.split('\n').map((line) => {
    const [whole, indent = '', digits = '', sign] = marker.exec(line) ?? [];
    const follows = before.trim() === '' || marker.test(before) || indentOf(before) > indentOf(line);
    before = line;
    if (whole === undefined) return line;
    const key = `${indent.replaceAll('\t', '    ')}${sign}`;
    const number = Number(digits);
    const runs = number === 1 || (follows && number === (last.get(key) ?? 0) + 1);
    if (!runs) return line;
    last.set(key, number);
    return blank(whole) + line.slice(whole.length);
  });
  return lines.join('\n');
}

const indentOf = (line: string) => /^[ \t>]*/.exec(line)?.[0].length ?? 0;
