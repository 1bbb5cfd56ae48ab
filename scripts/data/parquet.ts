import { endStage, ProjectError, problem } from '../problems.ts';
import { type Database, quoteName, quoteText } from './database.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { missingDataset } from './encoding.ts';
import { headerProblems } from './header.ts';
import { type CellPlace, rawName } from './raw.ts';

/** Reads a Parquet file into the raw table. Throws problems when its columns are not the schema's; its cells have no place. */
export async function readParquet(database: Database, resource: Resource, path: string): Promise<CellPlace> {
  const file = resourceFile(resource);
  const source = `read_parquet(${quoteText(path)})`;
  try {
    const columns = await database.columns(`SELECT * FROM ${source}`);
    const names = columns.map((column) => column.name);
    endStage(headerProblems(resource, names));
    const cells = resource.schema.fields.map((field) => `${quoteName(field.name)}::VARCHAR AS ${quoteName(field.name)}`);
    await database.run(`CREATE TABLE ${rawName(resource)} AS SELECT ${cells} FROM ${source}`);
  } catch (error) {
    if (error instanceof ProjectError) throw error;
    if (/No files found/.test(String(error))) throw missingDataset(resource, 'ENOENT');
    const reason = `the Parquet file cannot be read: ${(error as Error).message.split('\n')[0]}`;
    throw new ProjectError([problem({ file }, 'wrong-type', reason, 'write the file with the types of the schema')]);
  }
  return async () => ({ file });
}
