import { fieldCondition } from './constraints.ts';
import { type Database, quoteName } from './database.ts';
import type { Resource, ResourceField } from './descriptor.ts';
import { cellName, columnType, hasTextFault, isSound, isSoundValue, typedCell } from './raw.ts';
import type { Source, SourceCell } from './source.ts';

/**
 * Makes the table of a dataset in one pass over its file, where every cell is seen to be as its field declares, and every
 * key to be unique, unless that has been `checked` before. Else gives false and makes no table: what is wrong, and where, is left to a closer look.
 */
export async function loadSound(database: Database, resource: Resource, source: Source, checked = false): Promise<boolean> {
  try {
    await database.run(`${createTable(resource, source)}; ${checked ? '' : checkKeys(resource)}`);
    return true;
  } catch {
    await database.run(`DROP TABLE IF EXISTS ${quoteName(resource.name)}`);
    return false;
  }
}

/** The error with which a query ends that finds anything amiss. */
const amiss = "error('amiss')";

/** Cells and values each have a query of their own, so that none is computed twice. */
function createTable(resource: Resource, { from, cells }: Source): string {
  const { fields } = resource.schema;
  const own = fields.map((field, index) => ({ field, cell: cells[index] as SourceCell }));
  const read = own.map(({ field, cell }) => `${cell.value ?? cell.text} AS ${cellName(field)}`);
  const values = own.map(({ field, cell }) => `${finalValue(field, cell)} AS ${quoteName(field.name)}`);
  const sound = own.map(({ field, cell }) => soundness(resource, field, cell)).join(' AND ');
  const [first, ...others] = fields.map(({ name }) => quoteName(name));
  const guarded = `CASE WHEN ${sound} THEN ${first} ELSE ${amiss} END AS ${first}`;
  return `CREATE TABLE ${quoteName(resource.name)} AS SELECT ${[guarded, ...others]}
    FROM (SELECT *, ${values} FROM (SELECT ${read} FROM ${from}))`;
}

const finalValue = (field: ResourceField, { value }: SourceCell) =>
  value === undefined ? typedCell(field) : `${cellName(field)}::${columnType(field)}`;

/** The condition that a cell is as its field declares. It may be false of a cell that is, and is never true of one that is not. */
function soundness(resource: Resource, field: ResourceField, { value, anyText }: SourceCell): string {
  const [cell, typed] = [cellName(field), quoteName(field.name)];
  const form = value === undefined ? isSound(field, cell, typed) : isSoundValue(field.type, typed);
  const { required, holds } = fieldCondition(resource, field, cell, typed);
  const all = [form, ...(anyText && field.type === 'string' ? [`NOT ${hasTextFault(cell)}`] : []), ...holds].join(' AND ');
  return required ? `(${cell} IS NOT NULL AND ${all})` : `(${cell} IS NULL OR ${all})`;
}

/** Ends with an error where a key, or a value that is unique, stands twice. */
function checkKeys(resource: Resource): string {
  const { fields, primaryKey, uniqueKeys = [] } = resource.schema;
  const unique = fields.filter((field) => field.constraints?.unique).map(({ name }) => [name]);
  const repeats = [...(primaryKey ? [primaryKey] : []), ...uniqueKeys, ...unique].map((names) => {
    const columns = names.map(quoteName);
    const filled = columns.map((each) => `${each} IS NOT NULL`).join(' AND ');
    return `EXISTS (SELECT 1 FROM ${quoteName(resource.name)} WHERE ${filled} GROUP BY ${columns} HAVING count(*) > 1)`;
  });
  return repeats.length > 0 ? `SELECT CASE WHEN ${repeats.join(' OR ')} THEN ${amiss} END` : '';
}
