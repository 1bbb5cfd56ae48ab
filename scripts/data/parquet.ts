import { endStage, type Problem, ProjectError, problem } from '../problems.ts';
import { type Database, quoteName, quoteText } from './database.ts';
import { type FieldType, type Resource, type ResourceField, resourceFile } from './descriptor.ts';
import { missingDataset } from './encoding.ts';
import { matchColumns } from './header.ts';
import { missingOf, noText, presentText } from './plain.ts';
import { byteOrderMark, cellName, hasTextFault, rawName, textFault } from './raw.ts';
import type { Source, SourceCell } from './source.ts';

/** Opens a Parquet file. Throws problems when its columns are not the schema's; its cells have no place. */
export async function openParquet(database: Database, resource: Resource, path: string): Promise<Source> {
  const file = resourceFile(resource);
  const from = `read_parquet(${quoteText(path)})`;
  return readingParquet(resource, async () => {
    const columns = await database.columns(`SELECT * FROM ${from}`);
    const names = columns.map((column) => column.name);
    const fields = matchColumns(resource, names);
    const nested = columns.filter(({ type }, index) => type === undefined && fields[index]);
    endStage(
      nested.map(({ name, duckType }) =>
        problem({ file }, 'wrong-type', `the column "${name}" is a ${duckType}`, 'write it as text or numbers'),
      ),
    );
    const cells = resource.schema.fields.map((field) => {
      const column = columns[fields.indexOf(field)];
      return column ? parquetCell(resource, field, column) : { text: noText };
    });
    return { from, cells, place: async () => ({ file }) };
  });
}

/** What `work` gives; where DuckDB cannot read the file, it throws a problem. */
export async function readingParquet<T>(resource: Resource, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProjectError) throw error;
    if (/No files found/.test(String(error))) throw missingDataset(resource, 'ENOENT');
    const reason = `the Parquet file cannot be read: ${(error as Error).message.split('\n')[0]}`;
    throw new ProjectError([
      problem({ file: resourceFile(resource) }, 'wrong-type', reason, 'write the file with the types of the schema'),
    ]);
  }
}

/** Types of Parquet whose values are those of a field type: by way of their text they would be the same. */
const sameTypes: Partial<Record<FieldType, RegExp>> = {
  integer: /^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT|UINTEGER)$/,
  number: /^DOUBLE$/,
  boolean: /^BOOLEAN$/,
  date: /^DATE$/,
  datetime: /^TIMESTAMP$/,
};

function parquetCell(resource: Resource, field: ResourceField, { name, duckType }: { name: string; duckType: string }): SourceCell {
  const text = presentText(resource, field, `${quoteName(name)}::VARCHAR`);
  // A missing value that is a text may be written as any type.
  const isPlain = missingOf(resource, field).every((each) => each === '');
  const same = isPlain && sameTypes[field.type]?.test(duckType);
  return { text, value: same ? quoteName(name) : undefined, anyText: true };
}

/** The problems of cells of the raw table that no format may hold. */
export async function textProblems(database: Database, resource: Resource): Promise<Problem[]> {
  const found = await Promise.all(
    resource.schema.fields.map(async ({ name }) => {
      const cell = cellName({ name });
      const rows = await database.rows(
        `SELECT rowid AS row, ${cell} AS text FROM ${rawName(resource)} WHERE ${hasTextFault(cell)} ORDER BY rowid LIMIT 20`,
      );
      return rows.map(({ row, text }) => {
        const [rule, reason, fix] = textFault(String(text)) ?? markFault;
        return problem({ file: resourceFile(resource) }, rule, `row ${Number(row) + 1}, "${name}": ${reason}`, fix);
      });
    }),
  );
  return found.flat();
}

/** The mark itself is gone by the time that a cell is read. */
const markFault = textFault(byteOrderMark) as NonNullable<ReturnType<typeof textFault>>;
