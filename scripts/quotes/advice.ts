import { type Field, rowKey, type Tables } from '../data/tables.ts';
import { moneyUnit } from './formats.ts';
import type { Kind, UntiedNumber } from './numbers.ts';

const otherWays =
  'put the value into a dataset, or compute it in a data/*.sql model, and quote that; for a name that holds a number, add a pattern to "literals" in slides/decks.yaml or write {{ "the name" | literal }}';

/** What to do about a number typed by hand: the cells that fit, and the other ways. `context` is the text around it. */
export async function adviceFor(number: UntiedNumber, tables: Tables, context: string): Promise<string> {
  const found = await cellsWith(number, tables, context);
  return found.length > 0 ? `quote the cell: ${found.join(' or ')}; else ${otherWays}` : otherWays;
}

/** Liquid for up to three cells whose value reads as the number in the precision and unit in which it was typed, exact ones first. */
async function cellsWith(number: UntiedNumber, tables: Tables, context: string): Promise<string[]> {
  const { value, step = 1, kind = 'bare' } = number;
  const found: { code: string; error: number }[] = [];
  for (const table of value === undefined ? [] : tables.list.values()) {
    const near = new RegExp(`\\{[{%][^}]*\\b${table.name}\\b`).test(context);
    const fields = table.fields.filter((field) => field.type === 'number' || field.type === 'integer' || field.type === 'year');
    if (fields.length === 0 || (kind === 'bare' && isSmall(number) && !near)) continue;
    // Nobody meant one of so many cells by a number alone.
    if ((await tables.made(table.name)) !== undefined) continue;
    const { rows } = await tables.read(table.name);
    if (table.primaryKey.length === 0 && rows.length > 1) continue;
    for (const [index, row] of rows.entries()) {
      for (const field of fields) {
        const unit = field.unitField ? String(row[field.unitField] ?? '') || undefined : field.unit;
        if (!fits(kind, unit, field, near)) continue;
        const error = misreading(Number(row[field.name] ?? Number.NaN), unit, value as number, step);
        const key = table.primaryKey.length > 0 ? rowKey(table, row, index) : undefined;
        if (error !== undefined) found.push({ code: expression(table.name, key, field.name), error });
      }
    }
  }
  const sorted = found.sort((a, b) => a.error - b.error || a.code.length - b.code.length);
  return sorted.slice(0, 3).map((each) => each.code);
}

/** A small whole number stands in many cells by chance. */
const isSmall = ({ value = 0 }: UntiedNumber) => Number.isInteger(value) && value < 100;

/** True when a cell of this unit may be what a number of this kind says. */
function fits(kind: Kind, unit: string | undefined, field: Field, near: boolean): boolean {
  const money = moneyUnit(unit) !== undefined;
  const share = unit === 'share' || unit === '%';
  const period = unit === 'months' || unit === 'years' || unit === 'days';
  const plain = !money && !share && !period && unit !== 'x' && field.type !== 'year';
  if (kind === 'money') return money;
  if (kind === 'share') return share;
  if (kind === 'multiple') return unit === 'x';
  if (kind === 'year') return field.type === 'year';
  if (kind === 'scaled') return money || plain;
  if (kind === 'counted') return plain;
  return kind === 'bare' ? plain || near : unit === kind;
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

/** The Liquid that shows a cell: of the row with this key, or of the only row. */
export function expression(table: string, key: string | undefined, field: string): string {
  const [row, own] = [key === undefined ? '' : step(key), step(field)];
  const isPlain = /^[A-Za-z_][\w-]*$/.test(table);
  return `{{ ${isPlain ? table : step(table)}${row}${own} | show }}`;
}

/** A name as a step of a Liquid path. */
function step(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return `.${name}`;
  return name.includes('"') ? `['${name}']` : `["${name}"]`;
}
