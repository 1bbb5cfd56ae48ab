import type { Tables } from '../data/tables.ts';
import { placeAt, type SourceFile } from '../files.ts';
import { type Place, type Problem, problem } from '../problems.ts';
import { adviceFor } from './advice.ts';
import { type Ledger, type Tie, withoutMarks } from './ledger.ts';
import type { UntiedNumber } from './numbers.ts';
import { findTyped, typedUnits } from './units.ts';
import { visibleNumbers } from './visible.ts';

/** The problems of the numbers that Liquid has put together out of nothing; the source itself holds none. */
export async function smuggledProblems(
  source: SourceFile,
  rendered: string,
  literals: readonly RegExp[],
  tables: Tables,
  language?: string,
): Promise<Problem[]> {
  const place = (text: string) => placeAt(source, Math.max(0, source.text.indexOf(text), source.text.search(/\{[{%]/)));
  // What is still in braces was printed by a raw block.
  const numbers = visibleNumbers(
    withoutMarks(rendered)
      .replace(/\{[{%]|[%}]\}/g, '  ')
      .replace(/[{}]/g, ' '),
    literals,
    language,
  );
  return Promise.all(numbers.map((each) => untiedProblem(place(each.text), each, tables, source.text)));
}

/** The problems of the units and signs that are typed onto the figures of a rendered source. */
export function unitProblems(source: SourceFile, rendered: string, ledger: Ledger, language: string): Problem[] {
  const seen = new Map<string, number>();
  return typedUnits(rendered, ledger, language).map((each) => {
    const kind = `${each.side} ${each.typed}`;
    const nth = seen.get(kind) ?? 0;
    seen.set(kind, nth + 1);
    const at = findTyped(source.text, each, nth) ?? Math.max(0, source.text.search(/\{[{%]/));
    const { tie, typed, filter } = each;
    const name = [tie.table, ...(tie.key.startsWith('#') ? [] : [tie.key]), tie.field].join('.');
    const reason =
      typed === '' ? `two figures run together at "${tie.text}"` : `"${typed}" is typed onto the figure "${tie.text}" of ${name}`;
    return problem(placeAt(source, at), 'typed-unit', reason, unitFix(tie, typed, filter));
  });
}

function unitFix({ unit }: Tie, typed: string, filter: string | undefined): string {
  if (filter) return `its unit is ${unit}: write it with "| ${filter}", which brings the unit`;
  if (/^[.．,·]?$/.test(typed)) return 'put words or a space between them';
  const own = unit ? `its unit is ${unit}` : 'it has no unit';
  return `${own}: take "${typed}" away, or quote a cell that holds that number and declares its unit`;
}

/** The problems of the numbers that `text` shows, each with the expression to use where a table holds the value. */
export async function untiedProblems(
  source: SourceFile,
  text: string,
  literals: readonly RegExp[],
  tables: Tables,
  language?: string,
  shift?: (offset: number) => Place,
): Promise<Problem[]> {
  const numbers = visibleNumbers(text, literals, language);
  const place = shift ?? ((offset: number) => placeAt(source, offset));
  return Promise.all(numbers.map(async (each) => untiedProblem(place(each.offset), each, tables, source.text)));
}

/** The problem of one number; `context` is the text around it. */
export async function untiedProblem(place: Place, number: UntiedNumber, tables: Tables, context = ''): Promise<Problem> {
  return problem(place, 'untied-number', `"${number.text}" is typed by hand`, await adviceFor(number, tables, context));
}
