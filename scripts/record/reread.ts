import { type Field, type Row, rowKey, type Table, type Tables } from '../data/tables.ts';
import type { Project } from '../project.ts';
import { FormatError, type Quantity, type Style, type Way, ways, writeQuantity } from '../quotes/formats.ts';
import { perWords } from '../quotes/languages/index.ts';
import { isFigure } from '../quotes/ledger.ts';
import { optionsIn } from '../quotes/options.ts';
import { remember } from '../remember.ts';
import { sentTable } from './figure-changes.ts';
import { closure, recordAudit, recordTable } from './index.ts';
import { formatQuery } from './query-layout.ts';
import { type DeckRecord, type Figure, hashOf } from './schema.ts';

/**
 * A record as today's tables would have it, without building the deck: each figure's cell read again and written as it
 * was, the tables, the specs of the charts and the audit. Slides stay as they are; figures whose cell is gone are left out.
 */
export async function rereadRecord(record: DeckRecord, project: Project, tables: Tables): Promise<DeckRecord> {
  const { language } = record.deck;
  const rows = await rowsByKey(record.figures, tables);
  const figures = record.figures.map((each) => rereadFigure(each, rows, language)).filter((each) => each !== undefined);
  const names = [...closure(tables, new Set(record.tables.map((each) => each.name)))].sort();
  return {
    ...record,
    figures,
    tables: await Promise.all(names.map((name) => recordTable(tables, name, language, figures, async (query) => formatQuery(query)))),
    charts: record.charts.map(({ name, file, tables: own }) => ({
      name,
      file,
      spec: hashOf(project.charts.get(file)?.text ?? ''),
      tables: own,
    })),
    ...(await recordAudit(project, tables)),
  };
}

/** A table with its rows by key. */
export interface KeyedTable extends Table {
  byKey: ReadonlyMap<string, Row>;
}

/** The tables that figures name, of those that there are. */
export async function rowsByKey(figures: readonly Figure[], tables: Tables): Promise<Map<string, KeyedTable>> {
  const names = [...new Set(figures.map((each) => each.table))].filter((name) => tables.list.has(name));
  const loaded = await Promise.all(names.map((name) => tables.read(name)));
  return new Map(
    loaded.map((table) => [table.name, { ...table, byKey: new Map(table.rows.map((row, index) => [rowKey(table, row, index), row])) }]),
  );
}

/** A figure as its cell stands now; undefined where that is gone, or empty and nothing stands for it. Figures that a deck takes from itself stay. */
function rereadFigure(figure: Figure, tables: ReadonlyMap<string, KeyedTable>, language: string): Figure | undefined {
  const table = tables.get(figure.table);
  if (!table && (figure.table === 'deck' || figure.table === sentTable)) return figure;
  const row = table?.byKey.get(figure.key);
  const field = table?.fields.find((each) => each.name === figure.field);
  const value = row?.[figure.field];
  if (!row || !field || value === undefined) return undefined;
  const unit = field.unitField ? String(row[field.unitField] ?? '') || undefined : field.unit;
  const place = table?.placeField ? (row[table.placeField]?.toString() ?? undefined) : undefined;
  const text = rewrite(figure, { value, unit, type: field.type }, field, language);
  return text && { ...figure, value, unit, place, kind: isFigure({ table: figure.table, value }) ? 'figure' : 'words', ...text };
}

/**
 * Writes a quantity in the way in which the figure was written: the first that gives its text for its value; else as its field
 * asks for. Undefined for an empty cell for which nothing stands.
 */
function rewrite(figure: Figure, now: Quantity, { display }: Field, language: string): Pick<Figure, 'text' | 'shown'> | undefined {
  if (now.value === null && figure.value === null) return { text: figure.text, shown: undefined };
  if (now.value === null) return written(now, 'show', language, display, 'sentence');
  const was: Quantity = { value: figure.value, unit: figure.unit, type: now.type };
  const found = manners(language, figure.text).find(
    ([way, option, style]) => written(was, way, language, option, style)?.text === figure.text,
  );
  const [way, option, style] = found ?? (['show', display, 'sentence'] as const);
  return written(now, way, language, option, style) ?? { text: String(now.value), shown: undefined };
}

function written(quantity: Quantity, way: Way, language: string, option: unknown, style: Style) {
  try {
    return writeQuantity(quantity, way, language, option, style);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Every manner of writing in which a text may have been written in a language, the plain ones first. */
const manners = (language: string, text: string) =>
  mannersIn(language)(/^[(+]/.exec(text)?.[0] ?? '', () =>
    optionsIn(language, text).flatMap((option) =>
      (['sentence', 'label', 'tick'] as const).flatMap((style) =>
        (['show', ...ways] as const).map((way): [Way, unknown, Style] => [way, option, style]),
      ),
    ),
  );

const mannersIn = perWords(() => remember<readonly [Way, unknown, Style][]>(10));
