import * as vegaLite from 'vega-lite';
import type { Field, LoadedTable } from '../data/tables.ts';
import { isConversion } from './lineage.ts';
import type { JsonObject } from './spec.ts';

/** The fields of the rows at one place of a spec: a field of the table as it stands there, undefined for one that a transform makes. */
export type Fields = ReadonlyMap<string, Field | undefined>;

/** A transform as Vega-Lite compiles it. */
interface Compiled extends Record<string, unknown> {
  type: string;
}

/** What makes rows anew, which hold its groups and its own fields alone. */
const regrouping = new Set(['aggregate', 'pivot', 'kde', 'quantile', 'regression', 'loess']);
/** What makes values of the kind of the fields that it reads, often under their names. */
const likeItsFields = new Set(['regression', 'loess', 'flatten', 'impute']);

/** The fields after a transform of a spec, as Vega-Lite's own data flow has them; undefined where only the values tell. */
export function fieldsAfter(transform: JsonObject, before: Fields, table: LoadedTable): Fields | undefined {
  return compile(transform)?.reduce<Fields | undefined>((fields, each) => fields && after(each, fields, table), before);
}

const quiet = { level: () => quiet, error: () => quiet, warn: () => quiet, info: () => quiet, debug: () => quiet };

/** What Vega-Lite makes of a transform; undefined for one that it cannot read, which it will tell of itself. */
function compile(transform: JsonObject): Compiled[] | undefined {
  const spec = { data: { name: 'rows' }, transform: [transform], mark: 'point', encoding: {} };
  try {
    const { data = [] } = vegaLite.compile(spec as never, { logger: quiet as never }).spec;
    const transforms = data.flatMap((each) => ('source' in each && each.source === 'rows' ? ((each.transform ?? []) as object[]) : []));
    return (transforms as Compiled[]).filter(({ type, expr, as }) => type !== 'formula' || !isConversion(String(expr), String(as)));
  } catch {
    return undefined;
  }
}

function after(transform: Compiled, before: Fields, table: LoadedTable): Fields | undefined {
  const groups = names(transform.groupby);
  const kept = regrouping.has(transform.type) ? [...before].filter(([name]) => groups.includes(name)) : [...before];
  const fields = new Map(kept);
  const made =
    transform.type === 'pivot' ? pivoted(transform, before, table) : [...names(transform.as ?? transform.values), ...fitted(transform)];
  if (!made) return undefined;
  for (const name of made) fields.set(name, likeItsFields.has(transform.type) ? before.get(name) : undefined);
  return fields;
}

/** A pivot makes a field of each value of another; those of a made field are not known before it runs. */
function pivoted({ field, limit }: Compiled, before: Fields, table: LoadedTable): string[] | undefined {
  const column = before.get(String(field));
  if (!column) return undefined;
  const values = [...new Set(table.rows.map((row) => String(row[column.name] ?? null)))].sort();
  return typeof limit === 'number' && limit > 0 ? values.slice(0, limit) : values;
}

/** What a regression tells of itself in place of its line. */
const fitted = ({ type, params }: Compiled) => (type === 'regression' && params === true ? ['coef', 'rSquared', 'keys'] : []);

const names = (json: unknown): string[] =>
  [json ?? []].flat().flatMap((each) => (typeof each === 'string' ? [each.replaceAll('\\', '')] : []));
