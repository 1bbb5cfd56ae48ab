import { sameQuery } from './query-layout.ts';
import type { DeckRecord, RecordTable } from './schema.ts';
import { datasetsUnder } from './sheet.ts';

/** Why something differs: its dataset, a model's query, a chart's spec, the theme, or the words. */
export type Cause = 'data' | 'query' | 'spec' | 'theme' | 'text';

/** Why something differs, and the files that changed under it. */
export interface Reason {
  causes: Cause[];
  because: string[];
}

/** What changed under a table, or under a field of it where the record tells: datasets whose rows differ, models whose query differs. */
export function changedUnder(before: DeckRecord, after: DeckRecord, name: string, field?: string): Reason {
  const [old, now] = [tablesByName(before), tablesByName(after)];
  const models = [...new Set([...modelsUnder(old, name), ...modelsUnder(now, name)])];
  const queries = models.filter((each) => !sameQuery(old.get(each)?.query, now.get(each)?.query));
  const under = (record: DeckRecord) => tablesByName(record).get(name)?.fields[field ?? '']?.datasets ?? datasetsUnder(record, name);
  const datasets = [...new Set([...under(before), ...under(after)])].filter((each) => old.get(each)?.hash !== now.get(each)?.hash);
  const causes: Cause[] = [...(datasets.length > 0 ? ['data' as const] : []), ...(queries.length > 0 ? ['query' as const] : [])];
  return { causes, because: [...datasets, ...queries].map((each) => (now.get(each) ?? old.get(each))?.file ?? each) };
}

/** The tables of a record by name. */
export const tablesByName = (record: DeckRecord) => new Map(record.tables.map((each) => [each.name, each]));

function modelsUnder(tables: ReadonlyMap<string, RecordTable>, name: string): string[] {
  const table = tables.get(name);
  if (table?.kind !== 'model') return [];
  return [...new Set([name, ...table.reads.flatMap((each) => modelsUnder(tables, each))])];
}
