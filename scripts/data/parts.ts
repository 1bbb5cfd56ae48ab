import { posix } from 'node:path';
import { insideProject, readFolder } from '../files.ts';
import { ProjectError, problem } from '../problems.ts';
import type { Database } from './database.ts';
import { pathsOf, type Resource, resourceFile } from './descriptor.ts';
import type { Source } from './source.ts';

/** The dataset as each of its files has it, in order: a list as it stands, a pattern by the names in its folder. Throws where there is none. */
export async function partsOf(root: string, resource: Resource): Promise<Resource[]> {
  const found = await Promise.all(pathsOf(resource).map((path) => (isPattern(path) ? matching(root, resource, path) : [path])));
  return found.flat().map((path) => ({ ...resource, path }));
}

const isPattern = (path: string) => /[*?]/.test(path);

async function matching(root: string, resource: Resource, pattern: string): Promise<string[]> {
  const [folder, name] = [posix.dirname(pattern), posix.basename(pattern)];
  const form = new RegExp(
    `^${name
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'su',
  );
  await insideProject(root, posix.join('data', folder));
  const names = isPattern(folder)
    ? []
    : (await readFolder(root, posix.join('data', folder))).filter((each) => form.test(each) && !/^(\.|~\$)/.test(each));
  if (names.length > 0) return names.map((each) => posix.join(folder, each));
  const reason = `the dataset "${resource.name}" cannot be read: no file is named so`;
  const fix = isPattern(folder)
    ? 'write * and ? in the name of the file, not of its folder'
    : 'add the files, or mend its "path" in data/datapackage.json';
  throw new ProjectError([problem({ file: `data/${pattern}` }, 'missing-dataset', reason, fix)]);
}

/** Several sources, with the same fields, as one: the rows of one below those of the other. */
export function joinSources(open: () => Promise<Database>, resource: Resource, parts: readonly Source[]): Source {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const fields = resource.schema.fields.map((_, index) => parts.map(({ cells }) => cells[index]));
  const isTyped = fields.map((all) => all.every((cell) => cell?.value !== undefined));
  const columnsOf = ({ cells }: Source) =>
    cells.flatMap(({ text, value }, index) => [`${text} AS "text ${index}"`, ...(isTyped[index] ? [`${value} AS "value ${index}"`] : [])]);
  const from = `(${parts.map((part) => `SELECT ${columnsOf(part)} FROM ${part.from}`).join(' UNION ALL ')})`;
  const cells = fields.map((all, index) => ({
    text: `"text ${index}"`,
    value: isTyped[index] ? `"value ${index}"` : undefined,
    anyText: all.some((cell) => cell?.anyText),
  }));
  return { from, cells, place: placeInParts(open, resource, parts) };
}

/** Finds the file that holds a row, by how many rows each has. */
function placeInParts(open: () => Promise<Database>, resource: Resource, parts: readonly Source[]): Source['place'] {
  let counts: Promise<number[]> | undefined;
  const count = async ({ from }: Source) => Number((await (await open()).rows(`SELECT count(*) AS rows FROM ${from}`))[0]?.rows);
  return async (row, field) => {
    counts ??= Promise.all(parts.map(count));
    let rest = row;
    for (const [index, rows] of (await counts).entries()) {
      if (rest < rows) return (parts[index] as Source).place(rest, field);
      rest -= rows;
    }
    return { file: resourceFile(resource) };
  };
}
