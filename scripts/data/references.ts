import { nodePlaces } from '../config.ts';
import { didYouMean, type Place, type Problem, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { type Database, quoteName } from './database.ts';
import type { Resource, ResourceField } from './descriptor.ts';
import { withSource } from './load.ts';
import { clip } from './raw.ts';

type ForeignKey = NonNullable<Resource['schema']['foreignKeys']>[number];

/** A foreign key of a dataset to another table of the project, or to itself. */
interface Reference {
  names: readonly string[];
  target: Resource;
  targetNames: readonly string[];
}

/** The datasets that the foreign keys of one refer to. Keys to other packages, and to files that are no tables, are left alone. */
export const referredTo = ({ descriptor }: Project, resource: Resource): Resource[] =>
  (resource.schema.foreignKeys ?? []).flatMap((key) => targetOf(descriptor.resources, resource, key) ?? []);

function targetOf(resources: readonly Resource[], resource: Resource, { reference }: ForeignKey): Resource | undefined {
  if (reference.package !== undefined) return undefined;
  const found = resources.find((each) => each.name === reference.resource);
  // The first versions of Data Package write "self" for the table itself.
  return reference.resource && reference.resource !== 'self' ? found : (found ?? resource);
}

/** A problem for each cell whose value does not stand in the table that its foreign key refers to. The tables are in the database. */
export async function referenceProblems(database: Database, project: Project, resource: Resource): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const key of resource.schema.foreignKeys ?? []) {
    const target = targetOf(project.descriptor.resources, resource, key);
    if (!target) continue;
    const known = target.schema.fields.map(({ name }) => name);
    const unknown = key.reference.fields.filter((name) => !known.includes(name));
    const place = placeOfKey(project, resource, key);
    for (const name of unknown)
      problems.push(
        problem(
          place,
          'unknown-field',
          `a foreign key of "${resource.name}" refers to "${name}" of "${target.name}"`,
          didYouMean(name, known),
        ),
      );
    if (unknown.length > 0) continue;
    problems.push(...(await lostRows(database, project.root, resource, { names: key.fields, target, targetNames: key.reference.fields })));
  }
  return problems;
}

function placeOfKey({ descriptorFile }: Project, { index, schema }: Resource, key: ForeignKey): Place {
  const path = ['resources', index, 'schema', 'foreignKeys', schema.foreignKeys?.indexOf(key) ?? 0, 'reference', 'fields'];
  return nodePlaces(descriptorFile)(path);
}

/** How two fields are compared: numbers by their value, all else by its text; as an SQL type. */
function comparedAs(fields: readonly (ResourceField | undefined)[]): string {
  const areNumbers = fields.every((field) => field && ['integer', 'number', 'year'].includes(field.type));
  return areNumbers ? 'DOUBLE' : 'VARCHAR';
}

const fieldOf = ({ schema }: Resource, name: string | undefined) => schema.fields.find((field) => field.name === name);

async function lostRows(
  database: Database,
  root: string,
  resource: Resource,
  { names, target, targetNames }: Reference,
): Promise<Problem[]> {
  // A field may be named as DuckDB names the number of a row, so rows are counted under columns without names of their own.
  const own = names.map((_, index) => `own."${index}"`);
  const types = names.map((name, index) => comparedAs([fieldOf(resource, name), fieldOf(target, targetNames[index])]));
  const cells = names.map((name, index) => `${quoteName(name)} AS "${index}"`);
  const same = own.map((cell, index) => `${cell}::${types[index]} = ${quoteName(targetNames[index] as string)}::${types[index]}`);
  const filled = own.map((cell) => `${cell} IS NOT NULL`);
  const rows = await database.rows(`SELECT row, concat_ws('/', ${own}) AS value
    FROM (SELECT row_number() OVER () - 1 AS row, ${cells} FROM ${quoteName(resource.name)}) own
    WHERE ${filled.join(' AND ')} AND NOT EXISTS (SELECT 1 FROM ${quoteName(target.name)} WHERE ${same.join(' AND ')}) ORDER BY row LIMIT 100`);
  if (rows.length === 0) return [];
  return withSource(
    async () => database,
    root,
    resource,
    async (source) => {
      const problems = rows.map(async ({ row, value }) => {
        const place = await source.place(Number(row), names[0] as string);
        const reason = `${names.map((name) => `"${name}"`).join(', ')} is "${clip(String(value))}", which does not stand in "${target.name}"`;
        const where = place.line || place.cell ? '' : `row ${Number(row) + 1}: `;
        return problem(place, 'foreign-key', `${where}${reason}`, 'mend the cell, or add the row there');
      });
      return Promise.all(problems);
    },
  );
}
