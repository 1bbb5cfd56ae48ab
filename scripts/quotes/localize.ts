import type { Field, LoadedTable, Row } from '../data/tables.ts';
import { tagsOf } from './languages/index.ts';

/** The tag under which a language finds what is said in several: its own, or the nearest that it falls back to, `en` for `en-GB`. */
export const tagIn = (said: object, language: string): string | undefined => tagsOf(language).find((each) => Object.hasOwn(said, each));

/** What is said in a language, or in the nearest one that it falls back to; undefined where nothing is. */
export const saidIn = <T>(said: Readonly<Record<string, T>> = {}, language: string): T | undefined => said[tagIn(said, language) as string];

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

/** The suffixes of the fields whose words a language shows, the nearest first. */
export const suffixesFor = (language: string) => tagsOf(language).map(languageSuffix);

/** The fields that a language adds to a table. */
function localizedFields(fields: readonly Field[], language: string): Field[] {
  const suffixes = suffixesFor(language);
  const names = new Set(fields.map((field) => field.name));
  return fields.flatMap((field) => {
    const suffix = suffixes.find((each) => field.name.endsWith(each));
    const name = field.name.slice(0, -(suffix?.length ?? 0));
    const isNearest = suffixes.find((each) => names.has(`${name}${each}`)) === suffix;
    return suffix && isNearest && !names.has(name) ? [{ ...field, name, from: field.name }] : [];
  });
}
