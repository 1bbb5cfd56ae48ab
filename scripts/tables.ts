import { join } from 'node:path';
import { Store } from './cache.ts';
import { draftEntry } from './charts/undeclared.ts';
import { loadTables } from './data/index.ts';
import { mostCompared } from './data/made.ts';
import { partsOf } from './data/parts.ts';
import { type LoadedTable, rowKey, type Table, type Tables } from './data/tables.ts';
import { readFolder } from './files.ts';
import { Graph } from './graph.ts';
import { collect, didYouMean, ProjectError, problem } from './problems.ts';
import { type Project, readProject } from './project.ts';
import { expression } from './quotes/advice.ts';
import { quoteCell } from './quotes/cells.ts';
import { inWords } from './quotes/languages/index.ts';
import { Ledger } from './quotes/ledger.ts';
import { localize } from './quotes/localize.ts';
import { statesNumber } from './quotes/numbers.ts';

/** Rows of a table that are shown in full. */
const shownRows = 3;

/**
 * What the project in `root` has to quote, as text: every table, or the one named with its first rows as the first
 * deck shows them and the Liquid for each cell. Throws the problems of the tables; failed checks are left to the build.
 */
export async function describeTables(root: string, name: string | undefined, store = new Store()): Promise<string> {
  const graph = await Graph.begin(store, root);
  const project = await readProject(root);
  const tables = await loadTables(project, { unmet: [], states: statesNumber, graph });
  return inWords(project.words, () => describeIn(project, tables, name));
}

async function describeIn(project: Project, tables: Tables, name: string | undefined): Promise<string> {
  try {
    if (name === undefined) return [...(await listTables(tables)), ...(await listUndeclared(project))].join('\n');
    if (!tables.list.has(name)) throw unknown(project, name, [...tables.list.keys()]);
    const language = project.decks.decks[0]?.language as string;
    const head = await describe(tables, name);
    if (await isLarge(tables, name)) return [...head, '', 'too many rows to quote: aggregate them in a data/*.sql model'].join('\n');
    return [...head, '', ...showRows(localize(await tables.read(name), language), language)].join('\n');
  } finally {
    tables.close();
  }
}

function unknown({ descriptorFile }: Project, name: string, names: readonly string[]): ProjectError {
  return new ProjectError([problem({ file: descriptorFile.path }, 'unknown-table', `unknown table "${name}"`, didYouMean(name, names))]);
}

async function listTables(tables: Tables): Promise<string[]> {
  const blocks: string[] = [];
  for (const name of tables.list.keys()) blocks.push(...(await describe(tables, name)), '');
  return blocks.length > 0 ? blocks : ['no tables yet', ''];
}

/** True for a table whose rows stay in the database, as they are too many to be shown. */
const isLarge = async (tables: Tables, name: string) => (await tables.made(name)) !== undefined;

/** The table in a line, and a line for each field. */
async function describe(tables: Tables, name: string): Promise<string[]> {
  const { kind, title, fields, primaryKey, asOf, file } = tables.list.get(name) as Table;
  const rows = (await isLarge(tables, name)) ? `over ${mostCompared}` : String((await tables.read(name)).rows.length);
  const count = rows === '1' ? '1 row' : `${rows} rows`;
  const head = [name, kind, count, ...(asOf === '' ? [] : [`as of ${asOf}`]), file, ...(title === name ? [] : [title])].join('  ');
  const lines = fields.map((field) => [
    field.name,
    field.type,
    field.unit ?? (field.unitField ? `in ${field.unitField}` : ''),
    [primaryKey.includes(field.name) ? '(key)' : '', field.title ?? ''].filter((each) => each !== '').join(' '),
  ]);
  return [head, ...columns(lines)];
}

/** The first rows, a line a cell: the field, as a deck shows it, what to write. */
function showRows(table: LoadedTable, language: string): string[] {
  if (table.rows.length === 0) return ['it has no rows'];
  const isWalked = table.primaryKey.length === 0 && table.rows.length > 1;
  const name = isWalked ? 'row' : table.name;
  const blocks = table.rows.slice(0, isWalked ? 1 : shownRows).map((row, index) => {
    const key = table.primaryKey.length > 0 ? rowKey(table, row, index) : undefined;
    const lines = table.fields.map((field) => {
      const isEmpty = (row[field.name] ?? null) === null;
      const shown = isEmpty ? '(empty)' : show({ table, row, index, field }, language);
      return [field.name, shown, expression(name, key, field.name)];
    });
    return columns(lines).join('\n');
  });
  const open = isWalked ? [`{% for row in ${table.name} %}`] : [];
  const end = isWalked ? ['{% endfor %}', '', 'a row is quoted alone where the table has a primaryKey'] : [];
  const more = table.rows.length - blocks.length;
  return [...open, blocks.join('\n\n'), ...end, ...(more > 0 && !isWalked ? ['', `and ${more} more`] : [])];
}

function show(cell: Parameters<typeof quoteCell>[1], language: string): string {
  const ledger = new Ledger();
  const text = ledger.resolve(quoteCell(ledger, cell, 'show', language)).replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The files in data/ that no dataset names, each with the entry to add. */
async function listUndeclared({ root, descriptor }: Project): Promise<string[]> {
  const parts = await Promise.all(descriptor.resources.map((each) => collect([], () => partsOf(root, each))));
  const known = new Set(parts.flatMap((each) => each ?? []).map(({ path }) => path));
  const files = (await readFolder(root, 'data')).filter((name) => /^[^.~].*\.(?:csv|tsv|json|ndjson|jsonl|xlsx|parquet)$/i.test(name));
  const blocks: string[] = [];
  for (const name of files.filter((each) => each !== 'datapackage.json' && !known.has(each))) {
    const entry = await draftEntry(`data/${name}`, join(root, 'data', name));
    blocks.push(`data/${name} is not declared; add to the resources of data/datapackage.json:`, JSON.stringify(entry, undefined, 2), '');
  }
  return blocks;
}

/** Cells as columns, as wide as their widest text in a terminal, where Han takes two places. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => width(row[index] ?? ''))));
  const pad = (text: string, index: number) => text + ' '.repeat((widths[index] as number) - width(text));
  return rows.map((row) => `  ${row.map(pad).join('  ')}`.trimEnd());
}

const width = (text: string) =>
  [...text].reduce(
    (sum, char) =>
      sum +
      (/[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/.test(char) ? 2 : 1),
    0,
  );
