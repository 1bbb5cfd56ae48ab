import { endStage, type Problem, ProjectError, problem } from '../problems.ts';
import { type Database, quoteName, quoteText } from './database.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { missingDataset } from './encoding.ts';
import { headerProblems } from './header.ts';
import { rawCell } from './plain.ts';
import { byteOrderMark, type CellPlace, cellName, longestCell, rawName, textFault } from './raw.ts';

/** Reads a Parquet file into the raw table. Throws problems when its columns are not the schema's; its cells have no place. */
export async function readParquet(database: Database, resource: Resource, path: string): Promise<CellPlace> {
  const file = resourceFile(resource);
  const source = `read_parquet(${quoteText(path)})`;
  try {
    const columns = await database.columns(`SELECT * FROM ${source}`);
    const names = columns.map((column) => column.name);
    endStage(headerProblems(resource, names));
    const nested = columns.filter(({ type }) => type === undefined);
    endStage(
      nested.map(({ name, duckType }) =>
        problem({ file }, 'wrong-type', `the column "${name}" is a ${duckType}`, 'write it as text or numbers'),
      ),
    );
    const cells = resource.schema.fields.map((field) => rawCell(resource, `${quoteName(field.name)}::VARCHAR`, cellName(field)));
    await database.run(`CREATE TABLE ${rawName(resource)} AS SELECT ${cells} FROM ${source}`);
    endStage(await textProblems(database, resource));
  } catch (error) {
    if (error instanceof ProjectError) throw error;
    if (/No files found/.test(String(error))) throw missingDataset(resource, 'ENOENT');
    const reason = `the Parquet file cannot be read: ${(error as Error).message.split('\n')[0]}`;
    throw new ProjectError([problem({ file }, 'wrong-type', reason, 'write the file with the types of the schema')]);
  }
  return async () => ({ file });
}

/** The problems of cells that no format may hold. */
async function textProblems(database: Database, resource: Resource): Promise<Problem[]> {
  const found = await Promise.all(
    resource.schema.fields.map(async ({ name }) => {
      const cell = cellName({ name });
      const wrong = `length(${cell}) > ${longestCell} OR starts_with(${cell}, chr(${byteOrderMark.charCodeAt(0)})) OR contains(${cell}, chr(0))`;
      const rows = await database.rows(
        `SELECT rowid AS row, ${cell} AS text FROM ${rawName(resource)} WHERE ${wrong} ORDER BY rowid LIMIT 20`,
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
