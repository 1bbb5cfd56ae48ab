import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';

/**
 * What to add to `data/datapackage.json` for a file that a spec reads by `url`: the entry, with its fields as far as the
 * file tells them. `path` is the file's path in the project, `full` where it stands.
 */
export async function declare(path: string, full: string): Promise<string> {
  const entry = await draftEntry(path, full);
  const { path: inside } = entry;
  const add = `add to the resources of data/datapackage.json: ${JSON.stringify(entry)}`;
  return inside === path.slice('data/'.length) ? add : `move it to data/${inside} and ${add}`;
}

/** The entry for an undeclared file, with its fields as far as the file tells them. */
export async function draftEntry(path: string, full: string) {
  const extension = posix.extname(path);
  const name = posix.basename(path, extension);
  const inside = path.startsWith('data/') ? path.slice('data/'.length) : posix.basename(path);
  const schema = {
    fields: isPacked.test(path) ? [{ name: 'a_field', type: 'string' }] : fieldsOf(await readFile(full, 'utf8'), extension),
  };
  return { name: tableName(name), path: inside, asOf: 'YYYY-MM-DD', sources: [{ title: 'where it comes from' }], schema };
}

/** Files that no draft looks into. */
const isPacked = /\.(?:xlsx|parquet)$/i;

const tableName = (name: string) => name.toLowerCase().replace(/\W+/g, '_');

/** The fields of a CSV's or a JSON's first rows: numbers, or strings. */
function fieldsOf(text: string, extension: string): { name: string; type: string }[] {
  const rows = rowsIn(text, extension.toLowerCase());
  const names = Object.keys(rows[0] ?? {});
  const isNumber = (value: unknown) => value === '' || value === null || Number.isFinite(Number(value));
  return names.map((name) => ({ name, type: rows.every((row) => isNumber(row[name])) ? 'number' : 'string' }));
}

function rowsIn(text: string, extension: string): Record<string, unknown>[] {
  if (extension === '.json') return jsonRows(text);
  if (/^\.(?:ndjson|jsonl)$/.test(extension)) return jsonRows(`[${text.trim().split(/\r?\n/).slice(0, 100).join(',')}]`);
  return csvRows(text, extension === '.tsv' ? '\t' : ',');
}

function jsonRows(text: string): Record<string, unknown>[] {
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? json.slice(0, 100).filter((row) => typeof row === 'object' && row !== null) : [];
  } catch {
    return [];
  }
}

function csvRows(text: string, separator: string): Record<string, unknown>[] {
  const [head = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
    .slice(0, 100);
  const names = head.split(separator).map((name) => name.replace(/^"|"$/g, ''));
  return lines.map((line) => Object.fromEntries(line.split(separator).map((cell, index) => [names[index] ?? '', cell])));
}
