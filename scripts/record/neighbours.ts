import { resourceFile } from '../data/descriptor.ts';
import { locateRows } from '../data/locate.ts';
import { partsOf } from '../data/parts.ts';
import { type LoadedTable, type Row, rowKey, type Table, type Tables, type Value } from '../data/tables.ts';
import type { Graph } from '../graph.ts';
import type { Project } from '../project.ts';
import { wordedLanguages } from '../quotes/languages/index.ts';
import { languageSuffix, suffixesFor } from '../quotes/localize.ts';
import type { Figure, RecordTable } from './schema.ts';

/** A table of no more rows is recorded whole; of a longer one its first, and those that figures name. */
const mostRows = 30;
const firstRows = 12;
const mostNamed = 60;
const mostColumns = 12;
const mostText = 48;
/** The place of a row is looked up in files of no more rows. */
const mostLocated = 10_000;

type Neighbours = Pick<RecordTable, 'primaryKey' | 'count' | 'columns' | 'sample'>;

/** What stands around the cells of a table that a deck in `language` shows: rows, with their places in the source. */
export async function recordNeighbours(
  graph: Graph,
  project: Project,
  tables: Tables,
  table: RecordTable,
  language: string,
  figures: readonly Figure[],
): Promise<Neighbours> {
  const keys = new Set(figures.filter((each) => each.table === table.name).map((each) => each.key));
  if (keys.size === 0 && (await tables.made(table.name)) !== undefined) return {};
  const loaded = await tables.read(table.name);
  const asked = new Set(figures.filter((each) => each.table === table.name).map((each) => each.field));
  const columns = columnsOf(loaded, language, asked);
  const chosen = chooseRows(loaded, keys);
  const isLocated = table.kind === 'dataset' && loaded.rows.length <= mostLocated;
  const places = chosen.map(({ index }) => index);
  const lines = isLocated ? await linesOf(graph, project, table.name, places) : [];
  const sample = chosen.map(({ row, key }, nth) => {
    const line = lines[nth] ?? undefined;
    return { key, ...(line !== undefined && { line }), cells: columns.map((name) => shortened(row[name] ?? null)) };
  });
  return { primaryKey: [...loaded.primaryKey], count: loaded.rows.length, columns, sample };
}

/** The lines of some rows depend on the files of their dataset alone. */
async function linesOf(graph: Graph, project: Project, name: string, rows: readonly number[]): Promise<(number | null | undefined)[]> {
  const resource = project.descriptor.resources.find((each) => each.name === name);
  if (!resource) return [];
  const files = (await partsOf(project.root, resource)).map(resourceFile);
  const hashes = await Promise.all(files.map(async (file) => [`file ${file}`, await graph.fileHash(file)] as const));
  const inputs = { rows: rows.join(' '), 'its entry': JSON.stringify(resource), ...Object.fromEntries(hashes) };
  return (await graph.keep('lines', name, inputs, () => locateRows(project, name, rows))).value;
}

function chooseRows(table: LoadedTable, keys: ReadonlySet<string>): { row: Row; key: string; index: number }[] {
  const all = table.rows.length <= mostRows;
  const named = { left: mostNamed };
  const chosen: { row: Row; key: string; index: number }[] = [];
  table.rows.forEach((row, index) => {
    const key = rowKey(table, row, index);
    if (all || index < firstRows || (keys.has(key) && named.left-- > 0)) chosen.push({ row, key, index });
  });
  return chosen;
}

/** The fields that a reader of `language` has words for, and those that are asked about; what names a row stands first. */
function columnsOf({ fields, primaryKey }: Table, language: string, asked: ReadonlySet<string>): string[] {
  const own = suffixesFor(language);
  const foreign = wordedLanguages.map(languageSuffix).filter((each) => !own.includes(each));
  const plain = (name: string) => name.slice(0, name.length - (own.find((each) => name.endsWith(each))?.length ?? 0));
  const isTitled = fields.some((each) => each.title);
  const rank = (name: string) => (/^(?:label|name)$/.test(plain(name)) ? 0 : primaryKey.includes(name) ? 1 : asked.has(name) ? 2 : 3);
  const shown = fields.filter(
    ({ name, title }) => rank(name) < 3 || ((title || !isTitled) && !foreign.some((suffix) => name.endsWith(suffix))),
  );
  const names = shown.map((each) => each.name);
  return names.sort((a, b) => rank(a) - rank(b)).slice(0, mostColumns);
}

/** A cell of a row, which stands beside the figure that has its own value in full. */
function shortened(value: Value): Value {
  if (typeof value === 'number') return Number(value.toPrecision(8));
  return typeof value === 'string' && value.length > mostText ? `${value.slice(0, mostText)}…` : value;
}
