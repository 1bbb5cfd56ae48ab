import type { Field, LoadedTable, Row } from '../data/tables.ts';

/** The suffix of a language's fields: `zh-Hant` is `_zh_hant`. */
export const languageSuffix = (language: string) => `_${language.toLowerCase().replaceAll('-', '_')}`;

/** The table as a deck in `language` sees it: `label_zh_hant` is offered as `label`, unless there is a `label` already. */
export function localize(table: LoadedTable, language: string): LoadedTable {
  const added = localizedFields(table.fields, language);
  if (added.length === 0) return table;
  const rows = table.rows.map((row) => {
    const words = added.map((field) => [field.name, row[field.from as string] ?? null]);
    return { ...row, ...Object.fromEntries(words) } as Row;
  });
  return { ...table, fields: [...table.fields, ...added], rows };
}

/** The fields that a language adds to a table. */
function localizedFields(fields: readonly Field[], language: string): Field[] {
  const suffix = languageSuffix(language);
  const names = new Set(fields.map((field) => field.name));
  return fields
    .filter((field) => field.name.endsWith(suffix) && !names.has(field.name.slice(0, -suffix.length)))
    .map((field) => ({ ...field, name: field.name.slice(0, -suffix.length), from: field.name }));
}
