import { placeAt } from '../files.ts';
import { didYouMean, endStage, type Place, type Problem, problem } from '../problems.ts';
import type { Column } from './database.ts';
import type { Source } from './descriptor.ts';
import type { Scope } from './expressions.ts';
import { traceFields } from './lineage.ts';
import { isStated, type Origin } from './origin.ts';
import { placeInQuery, type Query } from './query.ts';
import { type Field, latestAsOf, type Table } from './tables.ts';

/** A query that makes the table of its name. */
export interface Model extends Query {
  name: string;
}

/**
 * Describes the table of these columns that a model has made: its fields by its comment, else as the tables it reads have them.
 * Throws a problem for each field that the query does not give, and for each that no slide could show.
 */
export function modelTable(columns: readonly Column[], model: Model, tables: ReadonlyMap<string, Table>, states?: Scope['states']): Table {
  const { matter, file, name } = model;
  const upstream = model.reads.map((each) => tables.get(each) as Table);
  const names = columns.map((column) => column.name);
  const { origins, rows } = traceFields(model.tree, tables, names, states);
  endStage([
    ...unknownFields(model, names),
    ...columns.flatMap((column) => columnProblems(model, column)),
    ...columns.flatMap(({ name: field, type }, index) => (type ? untracedProblems(model, field, origins[index] as Origin) : [])),
  ]);
  return {
    name,
    kind: 'model',
    title: matter.title ?? name,
    titles: matter.titles,
    file: file.path,
    fields: columns.map((column, index) => modelField(model, column, upstream, names, origins[index] as Origin)),
    primaryKey: matter.primaryKey ?? [],
    asOf: latestAsOf(upstream) ?? '',
    placeField: names.includes('place') ? 'place' : undefined,
    sources: sourcesOf(upstream),
    datasets: [...new Set(upstream.flatMap((each) => each.datasets))].sort(),
    rowDatasets: [...rows.datasets].sort(),
    reads: model.reads,
    query: model.sql.trim(),
  };
}

/** Where a field of the result is named in the query. */
export function fieldPlace({ file, sql }: Model, name: string): Place {
  const word = `"?${name.replace(/[^\p{L}\p{N}_]/gu, '\\$&')}"?(?![\\p{L}\\p{N}_])`;
  const [given, any] = [`\\bAS\\s+${word}`, `(?<![\\p{L}\\p{N}_])${word}`].map((each) => sql.search(new RegExp(each, 'iu')));
  return placeAt({ path: file.path, text: sql }, Math.max(0, (given ?? -1) >= 0 ? (given as number) : (any ?? -1)));
}

/** Where a word stands in the model's file. */
const placeOf = ({ file }: Model, word: string): Place => placeAt(file, Math.max(0, file.text.indexOf(word)));

function unknownFields(model: Model, names: readonly string[]): Problem[] {
  const declared = [...Object.keys(model.matter.fields ?? {}), ...(model.matter.primaryKey ?? [])];
  const unknown = declared.filter((each) => !names.includes(each));
  return unknown.map((each) => {
    const reason = `the comment names the field "${each}", which the query does not give`;
    return problem(placeOf(model, each), 'unknown-field', reason, didYouMean(each, names));
  });
}

function columnProblems(model: Model, { name, type, duckType }: Column): Problem[] {
  if (type) return [];
  const reason = `the field "${name}" is a ${duckType}, which no slide or chart can show`;
  return [problem(placeOf(model, name), 'wrong-type', reason, 'cast it to a number, text, date or boolean')];
}

/** A problem for each constant of the query that a field may show as it stands; one field, one problem a constant. */
function untracedProblems(model: Model, name: string, { datasets, bare }: Origin): Problem[] {
  const fix = 'put the value into a dataset of assumptions, with its source, and read it from there';
  const problems = bare.filter(isStated).map(({ offset }) => {
    const reason = `the field "${name}" takes a value from the query itself, which is no source`;
    return problem(placeInQuery(model, offset), 'untraced-value', reason, fix);
  });
  if (datasets.size > 0 || bare.length > 0) return problems;
  return [problem(fieldPlace(model, name), 'untraced-value', `the field "${name}" is computed from no cell`, fix)];
}

function modelField(
  model: Model,
  { name, type }: Column,
  upstream: readonly Table[],
  names: readonly string[],
  { datasets }: Origin,
): Field {
  const inherited = inherit(name, upstream);
  const own = model.matter.fields?.[name] ?? {};
  // DuckDB knows no year-month; a date that was one is one still.
  const found = inherited?.type === 'yearmonth' && type === 'date' ? 'yearmonth' : (type ?? 'string');
  const titled = own.title ? {} : { title: inherited?.title, titles: inherited?.titles };
  const unit = inheritUnit(own, inherited, names);
  const display = inherited?.display && { display: inherited.display };
  return { name, ...titled, ...unit, ...display, ...own, type: own.type ?? found, datasets: [...datasets].sort() };
}

/** A field that keeps its name keeps its unit and type, where the tables that it may come from agree. */
function inherit(name: string, upstream: readonly Table[]): Field | undefined {
  const [first, ...others] = upstream.flatMap((table) => table.fields.filter((field) => field.name === name));
  const agree = others.every((field) => field.unit === first?.unit && field.unitField === first?.unitField && field.type === first?.type);
  return agree ? first : undefined;
}

/** The inherited unit, or the field that holds it where the query gives that too; nothing where the model declares its own. */
function inheritUnit(own: Pick<Field, 'unit' | 'unitField'>, inherited: Field | undefined, names: readonly string[]) {
  if (own.unit || own.unitField || !inherited) return {};
  if (inherited.unitField && names.includes(inherited.unitField)) return { unitField: inherited.unitField };
  return { unit: inherited.unit };
}

/** The sources of the tables, each title once. */
function sourcesOf(tables: readonly Table[]): Source[] {
  const all = tables.flatMap((each) => each.sources);
  return all.filter((each, index) => all.findIndex((other) => other.title === each.title) === index);
}
