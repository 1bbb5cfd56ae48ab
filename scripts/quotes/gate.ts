import { rowKey, type Tables } from '../data/tables.ts';
import { placeAt, type SourceFile } from '../files.ts';
import { type Place, type Problem, problem } from '../problems.ts';
import { moneyUnit } from './formats.ts';
import { type Ledger, type Tie, withoutMarks } from './ledger.ts';
import type { UntiedNumber } from './numbers.ts';
import { findTyped, typedUnits } from './units.ts';
import { visibleNumbers } from './visible.ts';

/**
 * The problems of the numbers that Liquid has put together out of nothing, where the source itself holds none, and
 * of the units typed onto the figures of `rendered`.
 */
export async function renderedProblems(
  source: SourceFile,
  rendered: string,
  ledger: Ledger,
  literals: readonly RegExp[],
  tables: Tables,
): Promise<Problem[]> {
  return [...(await smuggledProblems(source, rendered, literals, tables)), ...unitProblems(source, rendered, ledger)];
}

async function smuggledProblems(source: SourceFile, rendered: string, literals: readonly RegExp[], tables: Tables): Promise<Problem[]> {
  const place = (text: string) => placeAt(source, Math.max(0, source.text.indexOf(text), source.text.search(/\{[{%]/)));
  // What is still in braces was printed by a raw block.
  const numbers = visibleNumbers(withoutMarks(rendered).replace(/[{}]/g, ' '), literals);
  return Promise.all(numbers.map((each) => untiedProblem(place(each.text), each, tables)));
}

function unitProblems(source: SourceFile, rendered: string, ledger: Ledger): Problem[] {
  const seen = new Map<string, number>();
  return typedUnits(rendered, ledger).map((each) => {
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
  shift?: (offset: number) => Place,
): Promise<Problem[]> {
  const numbers = visibleNumbers(text, literals);
  const place = shift ?? ((offset: number) => placeAt(source, offset));
  return Promise.all(numbers.map(async (each) => untiedProblem(place(each.offset), each, tables)));
}

export async function untiedProblem(place: Place, number: UntiedNumber, tables: Tables): Promise<Problem> {
  const found = await cellsWith(number, tables);
  const fix =
    found.length > 0
      ? `quote the cell: ${found.join(' or ')}`
      : 'put the value into a dataset and quote it; for a name that holds a number, add a pattern to "literals" in slides/decks.yaml or write {{ "the name" | literal }}';
  return problem(place, 'untied-number', `"${number.text}" is typed by hand`, fix);
}

/** Liquid for up to three cells whose value reads as the number in the precision in which it was typed, exact ones first. */
async function cellsWith(number: UntiedNumber, tables: Tables): Promise<string[]> {
  const { value, step = 1 } = number;
  const found: { code: string; error: number }[] = [];
  for (const table of value === undefined ? [] : tables.list.values()) {
    const fields = table.fields.filter((field) => field.type === 'number' || field.type === 'integer' || field.type === 'year');
    if (fields.length === 0) continue;
    const { rows } = await tables.read(table.name);
    if (table.primaryKey.length === 0 && rows.length > 1) continue;
    for (const [index, row] of rows.entries()) {
      for (const field of fields) {
        const unit = field.unitField ? String(row[field.unitField] ?? '') : field.unit;
        const error = misreading(Number(row[field.name] ?? Number.NaN), unit, value as number, step);
        const key = table.primaryKey.length > 0 ? rowKey(table, row, index) : undefined;
        if (error !== undefined) found.push({ code: expression(table.name, key, field.name), error });
      }
    }
  }
  const sorted = found.sort((a, b) => a.error - b.error || a.code.length - b.code.length);
  return sorted.slice(0, 3).map((each) => each.code);
}

/** How far a cell is from a typed value; undefined where it does not read as that value. */
function misreading(cell: number, unit: string | undefined, value: number, step: number): number | undefined {
  const money = moneyUnit(unit);
  const candidates = money ? [cell, cell * money.scale] : unit === 'share' ? [cell, cell * 100] : [cell];
  const steps = (number: number) => Math.round(Number((Math.abs(number) / step).toPrecision(12)));
  const read = candidates.filter((each) => steps(each) === steps(value) && (value !== 0 || each === 0));
  const errors = read.map((each) => Number(Math.abs(Math.abs(each) - value).toPrecision(6)) / Math.max(value, step));
  return errors.length > 0 ? Math.min(...errors) : undefined;
}

function expression(table: string, key: string | undefined, field: string): string {
  const row = key === undefined ? '' : /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `["${key}"]`;
  return `{{ ${table}${row}.${field} | show }}`;
}
