import { placeAt, type SourceFile } from '../files.ts';
import { type Problem, problem } from '../problems.ts';
import type { Rule } from '../rules.ts';

/** Something that may not stand in a deck. It was found in what a source became, so it is sought there once more. */
export interface Fault {
  rule: Rule;
  reason: string;
  fix: string;
  /** Texts by which it is found in its source, the surest first. */
  seek: readonly string[];
  /** Where it stands, when the text that was read is the source itself. */
  offset?: number;
}

/** A fault as a problem of a source file: where it stands, else where the first Liquid stands, which has made it. */
export function placeFault(source: SourceFile, { rule, reason, fix, seek, offset }: Fault): Problem {
  const at = offset ?? offsetIn(source, seek) ?? Math.max(0, source.text.search(/\{[{%]/));
  return problem(placeAt(source, at), rule, reason, fix);
}

/** Where the first of some texts that stands in a source stands there, whatever its case. */
export function offsetIn(source: SourceFile, seek: readonly string[]): number | undefined {
  const text = source.text.toLowerCase();
  const offsets = seek.filter((each) => each !== '').map((each) => text.indexOf(each.toLowerCase()));
  return offsets.find((offset) => offset >= 0);
}

/** A text short enough for a message. */
export const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
