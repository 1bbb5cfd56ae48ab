import type { SourceFile } from '../files.ts';
import { placeAt } from '../files.ts';
import { collect, didYouMean, endStage, type Problem, ProjectError, problem } from '../problems.ts';
import { type Database, quoteName, SqlError } from './database.ts';
import { type ModelMatter, parseModel } from './descriptor.ts';
import type { Field, Table } from './tables.ts';

interface Model {
  name: string;
  file: SourceFile;
  matter: ModelMatter;
  query: string;
  reads: readonly string[];
}

/** Turns every `data/<name>.sql` into the table `<name>`, each after the tables that it reads. */
export async function runModels(database: Database, files: readonly SourceFile[], tables: Map<string, Table>): Promise<void> {
  const problems: Problem[] = [];
  const models = new Map<string, Model>();
  for (const file of files) {
    const model = await collect(problems, () => readModel(database, file));
    if (model && tables.has(model.name)) {
      problems.push(
        problem({ file: file.path, line: 1 }, 'duplicate-table', `"${model.name}" is the name of a dataset already`, 'rename the model'),
      );
    } else if (model) models.set(model.name, model);
  }
  problems.push(...unknownTables(models, tables));
  endStage(problems);
  const order = inOrder(models, problems);
  endStage(problems);
  for (const model of order) await collect(problems, () => materialize(database, model, tables));
  endStage(problems);
}

async function readModel(database: Database, file: SourceFile): Promise<Model> {
  const name = (file.path.split('/').at(-1) as string).replace(/\.sql$/, '');
  const { matter, query } = parseModel(file);
  return { name, file, matter, query, reads: await readsOf(database, file, query) };
}

/** The tables that a query reads; a problem when it is not one well-formed SELECT. */
export async function readsOf(database: Database, file: SourceFile, query: string): Promise<string[]> {
  try {
    return await database.tablesOf(query);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const before = Buffer.from(query).subarray(0, error.offset).toString('utf8').length;
    const place = placeAt({ path: file.path, text: query }, before || Math.max(0, query.search(/\S/)));
    const reason = `malformed SQL: ${error.message}`;
    throw new ProjectError([problem(place, 'malformed', reason, 'write one SELECT, which may begin with WITH')]);
  }
}

function unknownTables(models: ReadonlyMap<string, Model>, tables: ReadonlyMap<string, Table>): Problem[] {
  const known = [...tables.keys(), ...models.keys()];
  return [...models.values()].flatMap((model) =>
    model.reads
      .filter((name) => !known.includes(name))
      .map((name) => {
        const offset = model.query.search(new RegExp(`\\b${name.replace(/[^\w]/g, '\\$&')}\\b`));
        return problem(
          placeAt({ path: model.file.path, text: model.query }, Math.max(0, offset)),
          'unknown-table',
          `unknown table "${name}"`,
          didYouMean(name, known),
        );
      }),
  );
}

/** Models sorted so that each follows those it reads. Adds a problem for each circle of reads. */
function inOrder(models: ReadonlyMap<string, Model>, problems: Problem[]): Model[] {
  const sorted: Model[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (model: Model, path: readonly string[]): void => {
    if (state.get(model.name) === 'done') return;
    if (state.get(model.name) === 'open') {
      const circle = [...path.slice(path.indexOf(model.name)), model.name].join(' -> ');
      const reason = `models read each other in a circle: ${circle}`;
      problems.push(problem({ file: model.file.path, line: 1 }, 'model-cycle', reason, 'take one of these reads out'));
      return;
    }
    state.set(model.name, 'open');
    for (const name of model.reads) {
      const next = models.get(name);
      if (next) visit(next, [...path, model.name]);
    }
    state.set(model.name, 'done');
    sorted.push(model);
  };
  for (const model of models.values()) visit(model, []);
  return sorted;
}

async function materialize(database: Database, model: Model, tables: Map<string, Table>): Promise<void> {
  const name = quoteName(model.name);
  try {
    await database.run(`CREATE TABLE ${name} AS ${model.query}`);
  } catch (error) {
    throw new ProjectError([sqlProblem(model.file, model.query, error, `CREATE TABLE ${name} AS `.length)]);
  }
  const table = await modelTable(database, model, tables);
  await checkKey(database, table);
  tables.set(model.name, table);
}

/** A problem from what DuckDB said, at the line and column of its caret. */
export function sqlProblem(file: SourceFile, query: string, error: unknown, lead = 0): Problem {
  const [reason = '', ...rest] = (error as Error).message.split('\n');
  const line = Number(/LINE (\d+): /.exec((error as Error).message)?.[1] ?? 0);
  const caret = rest.at(-1)?.indexOf('^') ?? -1;
  const shown = rest.at(-2)?.replace(/^LINE \d+: /, '');
  const whole = query.split('\n')[line - 1] ?? '';
  const shift = shown ? (rest.at(-2) as string).length - shown.length : 0;
  const column =
    line > 0 && caret >= 0 && !shown?.startsWith('...')
      ? Math.max(1, caret - shift + 1 - (line === 1 ? lead : 0))
      : Math.max(1, whole.search(/\S/) + 1);
  const hint = rest.find((each) => /^(Did you mean|Candidate)/.test(each));
  return problem({ file: file.path, line: line || 1, column }, 'query-failed', reason, hint ?? 'mend the query');
}

async function modelTable(database: Database, model: Model, tables: ReadonlyMap<string, Table>): Promise<Table> {
  const { matter, file, name } = model;
  const upstream = model.reads.map((each) => tables.get(each) as Table);
  const columns = await database.columns(`SELECT * FROM ${quoteName(name)}`);
  const placeOf = (word: string) => placeAt(file, Math.max(0, file.text.indexOf(word)));
  const names = columns.map((column) => column.name);
  const declared = [...Object.keys(matter.fields ?? {}), ...(matter.primaryKey ?? [])];
  const problems = declared
    .filter((each) => !names.includes(each))
    .map((each) =>
      problem(
        placeOf(each),
        'unknown-field',
        `the front matter names the field "${each}", which the query does not give`,
        didYouMean(each, names),
      ),
    );
  const fields = columns.map((column): Field => {
    const inherited = inherit(column.name, upstream);
    if (!column.type)
      problems.push(
        problem(
          placeOf(column.name),
          'wrong-type',
          `the field "${column.name}" is a ${column.duckType}, which no slide or chart can show`,
          'cast it to a number, text, date or boolean',
        ),
      );
    const type = inherited?.type === 'yearmonth' && column.type === 'date' ? 'yearmonth' : (column.type ?? 'string');
    const own = matter.fields?.[column.name] ?? {};
    return { name: column.name, title: inherited?.title, ...unitOf(own, inherited, names), ...own, type: own.type ?? type };
  });
  endStage(problems);
  const datasets = [...new Set(upstream.flatMap((each) => each.datasets))].sort();
  return {
    name,
    kind: 'model',
    title: matter.title ?? name,
    file: file.path,
    fields,
    primaryKey: matter.primaryKey ?? [],
    asOf:
      upstream
        .map((each) => each.asOf)
        .sort()
        .at(-1) ?? '',
    placeField: names.includes('place') ? 'place' : undefined,
    sources: upstream
      .flatMap((each) => each.sources)
      .filter((each, index, all) => all.findIndex((other) => other.title === each.title) === index),
    datasets,
    reads: model.reads,
    query: model.query.trim(),
  };
}

function unitOf(
  own: { unit?: string | undefined; unitField?: string | undefined },
  inherited: Field | undefined,
  names: readonly string[],
) {
  if (own.unit || own.unitField || !inherited) return {};
  if (inherited.unitField && names.includes(inherited.unitField)) return { unitField: inherited.unitField };
  return { unit: inherited.unit };
}

/** A field that keeps its name keeps its unit and type, where the tables that it may come from agree. */
function inherit(name: string, upstream: readonly Table[]): Field | undefined {
  const found = upstream.flatMap((table) => table.fields.filter((field) => field.name === name));
  const agree = found.every(
    (field) => field.unit === found[0]?.unit && field.unitField === found[0]?.unitField && field.type === found[0]?.type,
  );
  return agree ? found[0] : undefined;
}

async function checkKey(database: Database, table: Table): Promise<void> {
  if (table.primaryKey.length === 0) return;
  const names = table.primaryKey.map(quoteName);
  const rows = await database.rows(
    `SELECT concat_ws('/', ${names}) AS value FROM ${quoteName(table.name)} GROUP BY ${names} HAVING count(*) > 1 ORDER BY value LIMIT 20`,
  );
  endStage(
    rows.map((row) =>
      problem(
        { file: table.file, line: 1 },
        'duplicate-key',
        `the key ${row.value} stands twice in the model's rows`,
        'mend the query, or declare another primaryKey',
      ),
    ),
  );
}

/** Runs `data/checks/*.sql`; every row that a check returns is a problem. */
export async function runChecks(database: Database, files: readonly SourceFile[], tables: ReadonlyMap<string, Table>): Promise<void> {
  const problems: Problem[] = [];
  for (const file of files) {
    await collect(problems, async () => {
      const { matter, query } = parseModel(file);
      const reads = await readsOf(database, file, query);
      const model = { name: file.path, file, matter, query, reads };
      endStage(unknownTables(new Map([['', model]]), tables));
      const rows = await database.rows(query).catch((error: unknown) => {
        throw new ProjectError([sqlProblem(file, query, error)]);
      });
      problems.push(...rows.slice(0, 20).map((row) => failedCheck(file, matter, row)));
      if (rows.length > 20)
        problems.push(problem({ file: file.path, line: 1 }, 'check', `and ${rows.length - 20} more rows`, 'mend the data'));
    });
  }
  endStage(problems);
}

function failedCheck(file: SourceFile, matter: ModelMatter, row: object): Problem {
  const cells = Object.entries(row).map(([name, value]) => `${name} = ${value}`);
  return problem(
    { file: file.path, line: 1 },
    'check',
    `check failed: ${matter.title ?? file.path}: ${cells.join(', ')}`,
    'mend the data, or the check',
  );
}
