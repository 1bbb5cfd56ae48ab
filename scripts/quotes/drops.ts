import { Drop } from 'liquidjs';
import { type LoadedTable, type Row, rowKey, type Value } from '../data/tables.ts';
import type { Cell } from './cells.ts';
import { NameError } from './liquid-errors.ts';

/** A table in Liquid: a row by its key, a field when there is one row, or all rows in a loop. */
export class TableDrop extends Drop {
  readonly #table: LoadedTable;
  constructor(table: LoadedTable) {
    super();
    this.#table = table;
  }

  get size(): unknown {
    return this.#named('size') ?? this.#table.rows.length;
  }

  get first(): unknown {
    return this.#named('first') ?? [...this].at(0);
  }

  get last(): unknown {
    return this.#named('last') ?? [...this].at(-1);
  }

  /** A row or a field that has the name which Liquid gives a part of every list. */
  #named(name: string): unknown {
    const { rows, primaryKey, fields } = this.#table;
    const isRow = primaryKey.length > 0 && rows.some((row, at) => rowKey(this.#table, row, at) === name);
    const isField = rows.length === 1 && fields.some((field) => field.name === name);
    return isRow || isField ? this.liquidMethodMissing(name) : undefined;
  }

  /** The rows, for filters such as `sort` and `where`. */
  override valueOf(): RowDrop[] {
    return [...this];
  }

  *[Symbol.iterator](): Generator<RowDrop> {
    for (const [index, row] of this.#table.rows.entries()) yield new RowDrop(this.#table, row, index);
  }

  override liquidMethodMissing(name: string | number): unknown {
    const { rows, primaryKey, fields } = this.#table;
    const index = rows.findIndex((row, at) => primaryKey.length > 0 && rowKey(this.#table, row, at) === String(name));
    if (index >= 0) return new RowDrop(this.#table, rows[index] as Row, index);
    const isField = fields.some((field) => field.name === name);
    if (isField && rows.length === 1) return new RowDrop(this.#table, rows[0] as Row, 0)[name];
    if (isField)
      throw new Error(
        `"${this.#table.name}" has ${rows.length} rows, so a field needs a row\nquote one row by its key, or walk the rows with {% for %}`,
      );
    const keys = rows.map((row, at) => rowKey(this.#table, row, at));
    const candidates = rows.length === 1 ? fields.map((field) => field.name) : keys;
    throw new NameError(this.#table.name, rows.length === 1 ? 'field' : 'row', String(name), candidates);
  }
}

/** A row in Liquid: a cell by its field. Filters such as `where` find a field only where it is a property. */
class RowDrop extends Drop {
  readonly #table: LoadedTable;
  constructor(table: LoadedTable, row: Row, index: number) {
    super();
    this.#table = table;
    for (const field of table.fields)
      Object.defineProperty(this, field.name, { get: () => new CellDrop({ table, row, index, field }), configurable: true });
  }

  override liquidMethodMissing(name: string | number): never {
    const { name: table, fields } = this.#table;
    const names = fields.map((each) => each.name);
    throw new NameError(table, 'field', String(name), names);
  }
}

/** Names that every object of JavaScript has are no more than names to a template: of a row, of a field, or of nothing. */
for (const { prototype } of [TableDrop, RowDrop])
  for (const name of Object.getOwnPropertyNames(Object.prototype).filter((each) => each !== 'valueOf'))
    Object.defineProperty(prototype, name, {
      get(this: TableDrop | RowDrop) {
        return this.liquidMethodMissing(name);
      },
    });

/** A value in Liquid that compares and computes, and of which no part can be reached, JavaScript's own included. */
export abstract class SealedDrop extends Drop {
  protected abstract get name(): string;

  /** What Liquid takes parts from. */
  toLiquid(): object {
    const { name } = this;
    const get = (_: object, part: string | symbol) => {
      if (typeof part === 'symbol' || part === 'toLiquid') return undefined;
      throw new Error(`${name} has no "${part}"\nend the path here`);
    };
    return new Proxy({}, { get });
  }
}

/** A cell in Liquid: compares and computes as its value, prints as its figure. What it holds is out of Liquid's reach. */
export class CellDrop extends SealedDrop {
  readonly #cell: Cell;
  constructor(cell: Cell) {
    super();
    this.#cell = cell;
  }

  /** The cell behind a drop. */
  static cellOf(drop: CellDrop): Cell {
    return drop.#cell;
  }

  override valueOf(): Value {
    const { row, field } = this.#cell;
    return row[field.name] ?? null;
  }

  protected override get name(): string {
    return `"${this.#cell.field.name}" is a cell and`;
  }
}
