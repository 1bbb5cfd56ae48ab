import { placeAt } from '../files.ts';
import { didYouMean, endStage, type Place, type Problem, problem } from '../problems.ts';
import { type Database, quoteName } from './database.ts';
import type { Source } from './descriptor.ts';
import type { Query } from './query.ts';
import { type Field, latestAsOf, type Table } from './tables.ts';

/** A query that makes the table of its name. */
export interface Model extends Query {
  name: string;
}

type Column = Awaited<ReturnType<Database['columns']>>[number];

/**
 * Describes the table that a model has made: its fields by the front matter, else as the tables it reads have them.
 * Throws a problem for each field that the query does not give, and for each that no slide could show.
 */
export async function modelTable(database: Database, model: Model, tables: ReadonlyMap<string, Table>): Promise<Table> {
  const { matter, file, name } = model;
  const upstream = model.reads.map((each) => tables.get(each) as Table);
  const columns = await database.columns(`SELECT * FROM ${quoteName(name)}`);
  const names = columns.map((column) => column.name);
  endStage([...unknownFields(model, names), ...columns.flatMap((column) => columnProblems(model, column))]);
  return {
    name,
    kind: 'model',
    title: matter.title ?? name,
    file: file.path,
    fields: columns.map((column) => modelField(model, column, upstream, names)),
    primaryKey: matter.primaryKey ?? [],
    asOf: latestAsOf(upstream) ?? '',
    placeField: names.includes('place') ? 'place' : undefined,
    sources: sourcesOf(upstream),
    datasets: [...new Set(upstream.flatMap((each) => each.datasets))].sort(),
    reads: model.reads,
    query: model.sql.trim(),
  };
}

/** Where a word stands in the model's file. */
const placeOf = ({ file }: Model, word: string): Place => placeAt(file, Math.max(0, file.text.indexOf(word)));

function unknownFields(model: Model, names: readonly string[]): Problem[] {
  const declared = [...Object.keys(model.matter.fields ?? {}), ...(model.matter.primaryKey ?? [])];
  const unknown = declared.filter((each) => !names.includes(each));
  return unknown.map((each) => {
    const reason = `the front matter names the field "${each}", which the query does not give`;
    return problem(placeOf(model, each), 'unknown-field', reason, didYouMean(each, names));
  });
}

function columnProblems(model: Model, { name, type, duckType }: Column): Problem[] {
  if (type) return [];
  const reason = `the field "${name}" is a ${duckType}, which no slide or chart can show`;
  return [problem(placeOf(model, name), 'wrong-type', reason, 'cast it to a number, text, date or boolean')];
}

function modelField(model: Model, { name, type }: Column, upstream: readonly Table[], names: readonly string[]): Field {
  const inherited = inherit(name, upstream);
  const own = model.matter.fields?.[name] ?? {};
  // DuckDB knows no year-month; a date that was one is one still.
  const found = inherited?.type === 'yearmonth' && type === 'date' ? 'yearmonth' : (type ?? 'string');
  const titled = own.title ? {} : { title: inherited?.title, titles: inherited?.titles };
  return { name, ...titled, ...inheritUnit(own, inherited, names), ...own, type: own.type ?? found };
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
