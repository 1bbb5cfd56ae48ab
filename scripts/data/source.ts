import type { CellPlace } from './raw.ts';

/** A dataset's file as SQL reads it: rows of the schema's fields, none of them checked yet. */
export interface Source {
  /** What stands after FROM. */
  from: string;
  /** The fields of the schema, in order. */
  cells: readonly SourceCell[];
  place: CellPlace;
}

/** A field of a source. A missing value is NULL. */
export interface SourceCell {
  /** The cell as text, as SQL. */
  text: string;
  /** The cell in the type of the schema, as SQL, where the file holds it so. */
  value?: string | undefined;
  /** True for a text that may hold what no format can. */
  anyText?: boolean;
}
