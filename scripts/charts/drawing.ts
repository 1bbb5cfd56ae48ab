import type { LoadedTable } from '../data/tables.ts';
import type { Ledger } from '../quotes/ledger.ts';
import type { Linted } from './lint.ts';
import type { Measure } from './measure.ts';
import type { JsonObject, Spec } from './spec.ts';

/** What a chart is drawn from. */
export interface Drawing {
  root: string;
  spec: Spec;
  linted: Linted;
  theme: JsonObject;
  tables: ReadonlyMap<string, LoadedTable>;
  language: string;
  ledger: Ledger;
  literals: readonly RegExp[];
  /** Measures texts in the faces that the deck embeds. */
  measure: Measure;
  /** The family of texts for which neither the spec nor the theme says one. */
  font: string;
  /** Texts that axes, legends and headers were given for values of their scales, with these values. */
  written: Map<string, Set<number>>;
}
