import { Drop, type Liquid } from 'liquidjs';
import { cellName } from './cells.ts';
import { CellDrop, SealedDrop } from './drops.ts';

/**
 * Words that a filter has made from a cell. They compare as what they are; they print as `marked`, which holds the
 * cell's mark, and where there is none they are never printed, for no cell holds them.
 */
export class MadeDrop extends SealedDrop {
  readonly #text: string;
  readonly cell: CellDrop;
  readonly filter: string;
  readonly marked: string | undefined;
  constructor(text: string, cell: CellDrop, filter: string, marked?: string) {
    super();
    this.#text = text;
    this.cell = cell;
    this.filter = filter;
    this.marked = marked;
  }

  override valueOf(): string {
    return this.#text;
  }

  protected override get name(): string {
    return `a text made by "${this.filter}"`;
  }

  /** Why it is not printed, with the remedy after a line break. */
  get refusal(): string {
    const name = cellName(CellDrop.cellOf(this.cell));
    return `"${this.filter}" makes other words of ${name}, which come from no cell\nhold the words in a field of their own, or quote the cell as it is`;
  }
}

type Handler = (this: unknown, value: unknown, ...args: unknown[]) => unknown;

/** Filters that add words around a cell and leave it as it is. */
const around = new Set(['append', 'prepend']);
/** Filters that write the same words with other capitals. */
const capitals = new Set(['downcase', 'upcase', 'capitalize']);
/** Filters that choose one of their values. */
const choosing = new Set(['default']);

/** Writes the words of a cell as its mark, changed by a function. */
type Print = (cell: CellDrop, change: (words: string) => string) => string;

/** Puts a guard around every filter of Liquid's own, so that words of cells either keep their tie or are not printed. */
export function guardFilters(engine: Liquid, print: Print): void {
  for (const [name, filter] of Object.entries(engine.filters)) {
    const handler = (typeof filter === 'function' ? filter : filter.handler) as Handler;
    const guarded: Handler = function (...values) {
      const cell = values.map(cellIn).find((each) => each !== undefined);
      const result = handler.apply(this, values);
      if (choosing.has(name)) return values.find((each) => each instanceof Drop && each.valueOf() === result) ?? result;
      if (!cell || typeof result !== 'string') return cell ? makeAll(result, cell, name) : result;
      return new MadeDrop(
        result,
        cell,
        name,
        marked(name, (...given) => String(handler.apply(this, given as [unknown])), values, print),
      );
    };
    engine.registerFilter(name, typeof filter === 'function' ? guarded : { ...filter, handler: guarded });
  }
}

/** What a filter gives with marks in the place of cells; undefined where it would change the words under a mark. */
function marked(name: string, filter: (...values: unknown[]) => string, values: unknown[], print: Print): string | undefined {
  const [first] = values;
  if (capitals.has(name) && isWords(first)) return print(first, filter);
  if (!around.has(name)) return undefined;
  const marks = values.map((each) => (isWords(each) ? print(each, (words) => words) : each instanceof MadeDrop ? each.marked : each));
  return marks.some((each) => each === undefined || each instanceof Drop) ? undefined : filter(...marks);
}

const isWords = (value: unknown): value is CellDrop => value instanceof CellDrop && typeof value.valueOf() === 'string';

/** The cell that a value is, or was made from; that of the first such item of a list. */
function cellIn(value: unknown): CellDrop | undefined {
  if (value instanceof CellDrop) return value;
  if (value instanceof MadeDrop) return value.cell;
  return Array.isArray(value) ? value.map(cellIn).find((each) => each !== undefined) : undefined;
}

/** The texts of a list, as made from a cell. */
function makeAll(result: unknown, cell: CellDrop, filter: string): unknown {
  return Array.isArray(result) ? result.map((each) => (typeof each === 'string' ? new MadeDrop(each, cell, filter) : each)) : result;
}
