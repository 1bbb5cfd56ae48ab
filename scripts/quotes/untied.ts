import { placeAt, type SourceFile } from '../files.ts';
import type { Ledger } from './ledger.ts';
import { formula, visibleNumbers } from './visible.ts';

/** Where a mark would change what Markdown or HTML makes of a text: tags, the numbers of a list, definitions of links. */
const brittle = /<(style|script|svg)\b[\s\S]*?<\/\1\s*>|<(?!!)[^<>]*>|^[ \t]*\d+[.)](?=[ \t])|^[ \t]*\[[^\]\n]+\]:.*$/gm;

/**
 * The text of a slide file in which each number typed by hand is a mark, so that it is known wherever it goes. Those
 * that cannot be marked stay as they are; what is read of the finished slide tells of them.
 */
export function markUntied(source: SourceFile, literals: readonly RegExp[], ledger: Ledger): string {
  const { text } = source;
  const closed = [...text.matchAll(brittle), ...text.matchAll(formula)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  let marked = '';
  let from = 0;
  for (const { offset, text: number } of visibleNumbers(text, literals)) {
    const end = offset + number.length;
    if (text.slice(offset, end) !== number || closed.some(([start, stop]) => start < end && offset < stop)) continue;
    marked += text.slice(from, offset) + ledger.untied(number, `${source.path}:${placeAt(source, offset).line}`);
    from = end;
  }
  return marked + text.slice(from);
}
