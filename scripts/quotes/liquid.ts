import { join } from 'node:path';
import { Drop, Liquid, type LiquidError } from 'liquidjs';
import { type Field, type LoadedTable, type Row, rowKey, type Tables } from '../data/tables.ts';
import { placeAt, type SourceFile } from '../files.ts';
import { didYouMean, type Place, type Problem, ProjectError, problem } from '../problems.ts';
import { FormatError, type Way, type Written, ways, writeQuantity } from './formats.ts';
import { findNumbers, withoutMarks } from './gate.ts';
import type { Ledger } from './ledger.ts';
import { localize } from './localize.ts';

/** A wrong name in a template; its text tells the remedy after a line break. */
class NameError extends Error {
  readonly part: string;
  constructor(table: string, what: 'field' | 'row', part: string, candidates: Iterable<string>) {
    super(`"${table}" has no ${what} "${part}"\n${didYouMean(part, candidates)}`);
    this.part = part;
  }
}

/** A number that Liquid would print and that comes from no cell. */
class UntiedError extends Error {}

/** A table in Liquid: a row by its key, a field when there is one row, or all rows in a loop. */
class TableDrop extends Drop {
  readonly #table: LoadedTable;
  constructor(table: LoadedTable) {
    super();
    this.#table = table;
  }

  get size(): number {
    return this.#table.rows.length;
  }

  get first(): RowDrop | undefined {
    return [...this].at(0);
  }

  get last(): RowDrop | undefined {
    return [...this].at(-1);
  }

  *[Symbol.iterator](): Generator<RowDrop> {
    for (const [index, row] of this.#table.rows.entries()) yield new RowDrop(this.#table, row, index);
  }

  override liquidMethodMissing(name: string | number): unknown {
    const { rows, primaryKey, fields } = this.#table;
    const index = rows.findIndex((row, at) => primaryKey.length > 0 && rowKey(this.#table, row, at) === String(name));
    if (index >= 0) return new RowDrop(this.#table, rows[index] as Row, index);
    const isField = fields.some((field) => field.name === name);
    if (isField && rows.length === 1) return new RowDrop(this.#table, rows[0] as Row, 0).liquidMethodMissing(String(name));
    if (isField)
      throw new Error(
        `"${this.#table.name}" has ${rows.length} rows, so a field needs a row\nquote one row by its key, or walk the rows with {% for %}`,
      );
    const keys = rows.map((row, at) => rowKey(this.#table, row, at));
    const candidates = rows.length === 1 ? fields.map((field) => field.name) : keys;
    throw new NameError(this.#table.name, rows.length === 1 ? 'field' : 'row', String(name), candidates);
  }
}

class RowDrop extends Drop {
  readonly #table: LoadedTable;
  readonly #row: Row;
  readonly #index: number;
  constructor(table: LoadedTable, row: Row, index: number) {
    super();
    this.#table = table;
    this.#row = row;
    this.#index = index;
  }

  override liquidMethodMissing(name: string | number): CellDrop | undefined {
    const field = this.#table.fields.find((each) => each.name === name);
    if (!field)
      throw new NameError(
        this.#table.name,
        'field',
        String(name),
        this.#table.fields.map((each) => each.name),
      );
    return new CellDrop(this.#table, this.#row, this.#index, field);
  }
}

/** A cell in Liquid: compares and computes as its value, prints as its figure. */
export class CellDrop extends Drop {
  readonly table: LoadedTable;
  readonly row: Row;
  readonly index: number;
  readonly field: Field;
  constructor(table: LoadedTable, row: Row, index: number, field: Field) {
    super();
    this.table = table;
    this.row = row;
    this.index = index;
    this.field = field;
  }

  override valueOf() {
    return this.row[this.field.name] ?? null;
  }

  override liquidMethodMissing(name: string | number): never {
    throw new Error(`"${this.field.name}" is a cell and has no "${name}"\nend the path at the cell`);
  }
}

/** Enters a cell into the ledger as it will be shown; returns its mark. */
export function quoteCell(ledger: Ledger, cell: CellDrop, written: Written): string {
  const { table, row, index, field } = cell;
  const unit = unitOf(field, row);
  const place = table.placeField ? (row[table.placeField] ?? undefined) : undefined;
  const key = rowKey(table, row, index);
  return ledger.enter({
    table: table.name,
    key,
    field: field.from ?? field.name,
    value: cell.valueOf(),
    unit,
    place: place?.toString(),
    ...written,
  });
}

/** The unit of a cell: the field's own, or what the row says. */
export function unitOf(field: Field, row: Row): string | undefined {
  return field.unitField ? String(row[field.unitField] ?? '') || undefined : field.unit;
}

/** Quotes tables in the strings of one deck or chart. */
export interface Quoter {
  /**
   * Renders a Liquid template; cells come out as marks of the ledger. `variables` and the `own` tables are known
   * beside the project's. Throws every problem, located.
   */
  render(source: SourceFile, variables?: Record<string, unknown>, own?: readonly LoadedTable[]): Promise<string>;
  /** Names of the tables quoted so far. */
  readonly quoted: ReadonlySet<string>;
}

/** Makes the quoter of one language: Liquid with strict names, tables as variables and the filters of `formats.ts`. */
export function makeQuoter(tables: Tables, language: string, ledger: Ledger, root: string, literals: readonly RegExp[] = []): Quoter {
  const quoted = new Set<string>();
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: false,
    catchAllErrors: true,
    relativeReference: false,
    root: [join(root, 'slides')],
    outputEscape: (value: unknown) => print(value, ledger, language, literals),
  } as ConstructorParameters<typeof Liquid>[0]);
  for (const way of ways) engine.registerFilter(way, (cell, option) => writeCell(cell, way, language, ledger, option));
  // Liquid's own "raw" would print what comes from no cell.
  engine.registerFilter('raw', (value: unknown) => value);
  engine.registerFilter('literal', (text: unknown) => ledger.literal(String(text)));
  const render = async (source: SourceFile, variables: Record<string, unknown> = {}, own: readonly LoadedTable[] = []) => {
    try {
      const templates = engine.parse(source.text, source.path);
      const names = await engine.globalVariables(templates);
      const scope: Record<string, unknown> = { ...variables };
      for (const table of own) scope[table.name] = new TableDrop(table);
      for (const name of names.filter((each) => tables.list.has(each) && !(each in scope))) {
        quoted.add(name);
        scope[name] = new TableDrop(localize(await tables.read(name), language));
      }
      return String(await engine.render(templates, scope));
    } catch (error) {
      const known = {
        variables,
        names: [...Object.keys(variables), ...own.map((each) => each.name), ...tables.list.keys()],
        filters: Object.keys(engine.filters),
      };
      throw new ProjectError(liquidProblems(error, source, known));
    }
  };
  return { render, quoted };
}

function writeCell(cell: unknown, way: Way, language: string, ledger: Ledger, option: unknown): string {
  if (!(cell instanceof CellDrop))
    throw new Error(
      `"${way}" writes cells of tables, and this is ${JSON.stringify(cell) ?? 'nothing'}\nquote a table: compute the value in a data/*.sql model`,
    );
  const value = cell.valueOf();
  const plain = option instanceof CellDrop ? option.valueOf() : option;
  try {
    const written = writeQuantity({ value, unit: unitOf(cell.field, cell.row), type: cell.field.type }, way, language, plain);
    return quoteCell(ledger, cell, written);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { table, row, index, field } = cell;
    const at = [table.name, ...(table.rows.length > 1 ? [rowKey(table, row, index)] : []), field.name].join('.');
    throw new Error(
      `${at}: ${error.message}\n${value === null ? 'fill the cell, or guard it with {% if %}' : 'use the filter that fits, or declare the unit'}`,
    );
  }
}

/** What `{{ }}` prints: a cell as its figure, text as it is. A number that comes from no cell is refused. */
function print(value: unknown, ledger: Ledger, language: string, literals: readonly RegExp[]): string {
  if (value instanceof CellDrop) return value.valueOf() === null ? '' : writeCell(value, 'show', language, ledger, undefined);
  if (value === null || value === undefined) return '';
  if (typeof value === 'number')
    throw new UntiedError(
      `the number ${value} comes from no cell\nput it into a dataset or compute it in a data/*.sql model, then quote that`,
    );
  if (value instanceof Drop || typeof value === 'object') throw new Error('this is a table or a row, not a cell\nquote one of its fields');
  const untied = findNumbers(withoutMarks(String(value)), literals)[0];
  if (untied)
    throw new UntiedError(
      `"${untied.text}" in this text comes from no cell\nquote the cell itself, or mark a name with the filter literal`,
    );
  return String(value);
}

function liquidProblems(
  error: unknown,
  source: SourceFile,
  known: { variables: Record<string, unknown>; names: string[]; filters: string[] },
): Problem[] {
  return singleErrors(error).map((each) => {
    const cause = (each as { originalError?: Error }).originalError ?? each;
    const [reason = '', fix] = cause.message.split('\n');
    const place = liquidPlace(each, source);
    const [variable, part] = /undefined variable: ([\w-]+)(?:\.([\w-]+))?/.exec(reason)?.slice(1) ?? [];
    const parts = variable === undefined ? undefined : known.variables[variable];
    if (part && parts instanceof Object)
      return problem(place, 'unknown-field', `"${variable}" has no "${part}"`, didYouMean(part, Object.keys(parts)));
    if (variable) return problem(place, 'unknown-table', `unknown table "${variable}"`, didYouMean(variable, known.names));
    const filter = /undefined filter: ([\w-]+)/.exec(reason)?.[1];
    if (filter) return problem(place, 'unknown-filter', `unknown filter "${filter}"`, didYouMean(filter, known.filters));
    const rule = cause instanceof NameError ? 'unknown-field' : cause instanceof UntiedError ? 'untied-number' : 'liquid';
    return problem(place, rule, reason.replace(/, line:\d+, col:\d+.*$/, '').replace(/, file:.*$/, ''), fix ?? 'mend the Liquid here');
  });
}

/** Liquid gathers the errors of a block into one. */
function singleErrors(error: unknown): LiquidError[] {
  const { errors } = error as { errors?: unknown[] };
  return errors ? errors.flatMap(singleErrors) : [error as LiquidError];
}

function liquidPlace(error: LiquidError, source: SourceFile): Place {
  const token = (error as { token?: { begin?: number; end?: number; file?: string } }).token;
  if (token?.begin === undefined) return { file: source.path, line: 1 };
  const { originalError } = error as { originalError?: Error };
  const named = originalError instanceof NameError ? originalError.part : /"([^"]+)"/.exec(error.message)?.[1];
  const part = named ?? /: ([\w-]+)/.exec(error.message)?.[1];
  const inside = part ? source.text.slice(token.begin, token.end).indexOf(part) : -1;
  return placeAt(source, token.begin + Math.max(0, inside));
}
