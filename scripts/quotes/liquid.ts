import { Drop, Liquid } from 'liquidjs';
import type { LoadedTable, Tables } from '../data/tables.ts';
import type { SourceFile } from '../files.ts';
import { ProjectError } from '../problems.ts';
import { cellName, quoteCell } from './cells.ts';
import { CellDrop, TableDrop } from './drops.ts';
import { guardFilters, MadeDrop } from './filters.ts';
import { FormatError, type Way, ways } from './formats.ts';
import { type Ledger, withoutMarks } from './ledger.ts';
import { liquidProblems, UntiedError } from './liquid-errors.ts';
import { localize } from './localize.ts';
import { findAmount, findNumbers } from './numbers.ts';
import { checkNesting, limitDepth, partialFiles } from './partials.ts';
import { quoteRange } from './range.ts';
import { guardTags, numberFix } from './tags.ts';

/** Quotes tables in the strings of one deck or chart. */
export interface Quoter {
  /**
   * Renders a Liquid template; cells come out as marks of the ledger. `variables` and the `own` tables are known
   * beside the project's. Throws every problem, located.
   */
  render(source: SourceFile, variables?: Record<string, unknown>, own?: readonly LoadedTable[]): Promise<string>;
  /** Names of the tables quoted so far. */
  readonly quoted: ReadonlySet<string>;
  readonly language: string;
}

/** Makes the quoter of one language: Liquid with strict names, tables as variables and the filters of `formats.ts`. */
export function makeQuoter(tables: Tables, language: string, ledger: Ledger, root: string, literals: readonly RegExp[] = []): Quoter {
  const quoted = new Set<string>();
  const engine = makeEngine(language, ledger, root, literals);
  const begin = limitDepth(engine);
  const render: Quoter['render'] = async (source, variables = {}, own = []) => {
    begin();
    try {
      checkNesting(source.text);
      const templates = engine.parse(source.text, source.path);
      const names = await engine.globalVariables(templates);
      const scope: Record<string, unknown> = { ...variables };
      for (const table of own) scope[table.name] = new TableDrop(table);
      for (const name of names.filter((each) => tables.list.has(each) && !(each in scope))) {
        quoted.add(name);
        scope[name] = new TableDrop(localize(await tables.read(name), language));
      }
      const text = String(await engine.render(templates, scope));
      if (text.length > mostOutput) throw new Error('output limit exceeded');
      return text;
    } catch (error) {
      const names = [...Object.keys(variables), ...own.map((each) => each.name), ...tables.list.keys()];
      throw new ProjectError(liquidProblems(error, source, { variables, names, filters: Object.keys(engine.filters) }));
    }
  };
  return { render, quoted, language };
}

/** Far beyond any slide: characters of a template and of what it gives, ms, and values that filters and ranges may make. */
const mostOutput = 4_000_000;
const limits = { parseLimit: 1_000_000, renderLimit: 10_000, memoryLimit: 10_000_000 };

/** Liquid with the filters and guards of one language. */
export function makeEngine(language: string, ledger: Ledger, root: string, literals: readonly RegExp[]): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: false,
    catchAllErrors: true,
    relativeReference: false,
    ...limits,
    root: ['slides'],
    fs: partialFiles(root),
    outputEscape: (value: unknown) => print(value, ledger, language, literals),
  } as ConstructorParameters<typeof Liquid>[0]);
  guardFilters(engine, (cell, change) => ledger.reword(writeCell(cell, 'show', language, ledger), change));
  guardTags(engine, (value) => print(value, ledger, language, literals));
  for (const way of ways) engine.registerFilter(way, (cell, ...given) => writeCell(cell, way, language, ledger, optionOf(given)));
  engine.registerFilter('range', (low, high, ...given) => writeRange(low, high, language, ledger, optionOf(given)));
  // Liquid's own "raw" would print what comes from no cell.
  engine.registerFilter('raw', (value: unknown) => value);
  // Liquid's own "size" knows no tables, and its "join" would print cells as what they are in JavaScript.
  engine.registerFilter('size', (value: unknown) => (plainOf(value) as { length?: number } | null)?.length ?? 0);
  engine.registerFilter('join', (list: unknown, between = ' ') =>
    [plainOf(list)]
      .flat()
      .map((each) => print(each, ledger, language, literals))
      .join(String(plainOf(between))),
  );
  engine.registerFilter('literal', (text: unknown) => writeLiteral(String(text), ledger, language));
  return engine;
}

/** What a filter is asked for: `money: 1`, or by names, `money: scale: "m", negative: "brackets"`; Liquid gives these as pairs. */
function optionOf(given: readonly unknown[]): unknown {
  const named = given.filter((each): each is [string, unknown] => Array.isArray(each));
  const [first] = given.filter((each) => !Array.isArray(each)).map(plainOf);
  if (named.length === 0) return first;
  const own = Object.fromEntries(named.map(([name, value]) => [name, plainOf(value)]));
  return typeof first === 'number' ? { decimals: first, ...own } : first === undefined ? own : { precision: first, ...own };
}

/** The mark of a name. An amount is no name, whatever it is called. */
function writeLiteral(text: string, ledger: Ledger, language: string): string {
  const amount = findAmount(withoutMarks(text), language);
  if (amount) throw new UntiedError(`"${amount.text}" is an amount, not part of a name\nput it into a dataset and quote the cell`);
  return ledger.literal(text);
}

/** What stands behind a drop: the rows of a table, the value of a cell. */
const plainOf = (value: unknown): unknown => (value instanceof Drop ? value.valueOf() : value);

/** What a filter gives: the mark of its cell. The errors tell the remedy after a line break. */
function writeCell(value: unknown, way: Way, language: string, ledger: Ledger, option?: unknown): string {
  if (!(value instanceof CellDrop))
    throw new Error(
      `"${way}" writes cells of tables, and this is ${JSON.stringify(value) ?? 'nothing'}\nquote a table: compute the value in a data/*.sql model`,
    );
  const cell = CellDrop.cellOf(value);
  try {
    return quoteCell(ledger, cell, way, language, plainOf(option));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const fix = value.valueOf() === null ? 'fill the cell, or guard it with {% if %}' : 'use the filter that fits, or declare the unit';
    throw new Error(`${cellName(cell)}: ${error.message}\n${fix}`);
  }
}

/** What the filter `range` gives: the marks of its two cells, with what stands between them. */
function writeRange(low: unknown, high: unknown, language: string, ledger: Ledger, option: unknown): string {
  if (!(low instanceof CellDrop) || !(high instanceof CellDrop))
    throw new Error('"range" writes two cells of tables\nquote both: {{ row.low | range: row.high }}');
  const own =
    typeof option === 'number' ? { decimals: option } : typeof option === 'string' ? { precision: option } : ((option ?? {}) as object);
  try {
    return quoteRange(ledger, CellDrop.cellOf(low), CellDrop.cellOf(high), language, own);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const names = [low, high].map((each) => cellName(CellDrop.cellOf(each))).join(' and ');
    throw new Error(`${names}: ${error.message}\nquote two cells of one unit, the smaller or the earlier first`);
  }
}

/** What `{{ }}` prints: a cell as its figure, text as it is. A number that comes from no cell is refused. */
function print(value: unknown, ledger: Ledger, language: string, literals: readonly RegExp[]): string {
  if (value instanceof CellDrop) {
    const isSilent = value.valueOf() === null && CellDrop.cellOf(value).field.display?.empty === undefined;
    return isSilent ? '' : writeCell(value, 'show', language, ledger);
  }
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') throw new UntiedError(`the number ${value} comes from no cell\n${numberFix}`);
  if (value instanceof MadeDrop) {
    if (value.marked !== undefined) return print(value.marked, ledger, language, literals);
    const refused = findNumbers(value.valueOf(), literals, language).length > 0 ? UntiedError : Error;
    throw new refused(value.refusal);
  }
  if (value instanceof Drop || typeof value === 'object') throw new Error('this is a table or a row, not a cell\nquote one of its fields');
  const untied = findNumbers(withoutMarks(String(value)), literals, language)[0];
  if (untied)
    throw new UntiedError(
      `"${untied.text}" in this text comes from no cell\nquote the cell itself, or mark a name with the filter literal`,
    );
  return String(value);
}
