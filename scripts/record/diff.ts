import type { DeckRecord, Figure, RecordTable } from './schema.ts';
import { datasetsUnder } from './sheet.ts';

/** Why something differs: its dataset, a model's query, a chart's spec, or the words. */
export type Cause = 'data' | 'query' | 'spec' | 'text';

/** A cell that a deck shows, before and after; one of the two is missing where it was added or removed. */
export interface FigureChange {
  cell: string;
  before: Figure | undefined;
  after: Figure | undefined;
  /** Relative change of the value, 0.1 for +10 %; undefined where there is no number to compare. */
  change: number | undefined;
  direction: 'up' | 'down' | undefined;
  causes: Cause[];
  /** The datasets and models that changed under it. */
  because: string[];
  slides: number[];
}

interface SlideChange {
  kind: 'added' | 'removed' | 'changed';
  before: DeckRecord['slides'][number] | undefined;
  after: DeckRecord['slides'][number] | undefined;
}

interface ChartChange {
  name: string;
  kind: 'added' | 'removed' | 'changed';
  causes: Cause[];
  because: string[];
}

interface ClaimChange {
  key: string;
  label: string;
  before: string | undefined;
  after: string | undefined;
  causes: Cause[];
  because: string[];
}

/** What differs between two tie-out records of one deck. */
export interface DeckDiff {
  before: DeckRecord['deck'];
  after: DeckRecord['deck'];
  figures: FigureChange[];
  slides: SlideChange[];
  charts: ChartChange[];
  claims: ClaimChange[];
}

/** The table name of figures that a "changes since" slide takes from the deck that was sent. */
export const sentTable = 'deck as sent';

/** The cell of a figure, as one text. */
export const cellOf = (figure: { table: string; key: string; field: string }) => `${figure.table}[${figure.key}].${figure.field}`;

/** Compares two records: figures, slides, charts and claims, each with its cause. */
export function compareRecords(before: DeckRecord, after: DeckRecord): DeckDiff {
  return {
    before: before.deck,
    after: after.deck,
    figures: compareFigures(before, after),
    slides: compareSlides(before, after),
    charts: compareCharts(before, after),
    claims: compareClaims(before, after),
  };
}

function compareFigures(before: DeckRecord, after: DeckRecord): FigureChange[] {
  const [old, now] = [figuresByCell(before), figuresByCell(after)];
  const cells = [...new Set([...now.keys(), ...old.keys()])];
  const changes = cells.map((cell) => {
    const [first, last] = [old.get(cell), now.get(cell)];
    if (first && last && first.value === last.value && (first.text === last.text || before.deck.language !== after.deck.language))
      return undefined;
    const table = (last ?? first)?.table as string;
    const because =
      first && last && first.value !== last.value ? changedUnder(before, after, table) : { causes: ['text' as const], because: [] };
    const slides = after.figures.filter((each) => cellOf(each) === cell).map((each) => each.slide);
    return { cell, before: first, after: last, ...relative(first, last), ...because, slides: [...new Set(slides)] };
  });
  const slide = (each: FigureChange) => (each.after ?? each.before)?.slide ?? 0;
  return changes.filter((each) => each !== undefined).sort((a, b) => slide(a) - slide(b));
}

/** The first showing of each cell, of those that state a quantity or a date. */
function figuresByCell(record: DeckRecord): Map<string, Figure> {
  const figures = record.figures.filter((each) => each.kind === 'figure' && each.table !== sentTable);
  return new Map(figures.map((each) => [cellOf(each), each] as const).reverse());
}

function relative(before: Figure | undefined, after: Figure | undefined): Pick<FigureChange, 'change' | 'direction'> {
  if (typeof before?.value !== 'number' || typeof after?.value !== 'number' || before.value === after.value)
    return { change: undefined, direction: undefined };
  const difference = after.value - before.value;
  return { change: before.value === 0 ? undefined : difference / Math.abs(before.value), direction: difference > 0 ? 'up' : 'down' };
}

/** What changed under a table: datasets whose rows differ, models whose query differs. */
function changedUnder(before: DeckRecord, after: DeckRecord, name: string): { causes: Cause[]; because: string[] } {
  const [old, now] = [tablesByName(before), tablesByName(after)];
  const models = modelsUnder(now, name);
  const queries = models.filter((each) => old.get(each)?.query !== now.get(each)?.query);
  const datasets = [...new Set([...datasetsUnder(before, name), ...datasetsUnder(after, name)])].filter(
    (each) => old.get(each)?.hash !== now.get(each)?.hash,
  );
  const causes: Cause[] = [...(datasets.length > 0 ? ['data' as const] : []), ...(queries.length > 0 ? ['query' as const] : [])];
  return { causes, because: [...datasets, ...queries].map((each) => (now.get(each) ?? old.get(each))?.file ?? each) };
}

const tablesByName = (record: DeckRecord) => new Map(record.tables.map((each) => [each.name, each]));

function modelsUnder(tables: ReadonlyMap<string, RecordTable>, name: string): string[] {
  const table = tables.get(name);
  if (table?.kind !== 'model') return [];
  return [...new Set([name, ...table.reads.flatMap((each) => modelsUnder(tables, each))])];
}

function compareSlides(before: DeckRecord, after: DeckRecord): SlideChange[] {
  const old = new Map(before.slides.map((each) => [each.id, each]));
  const now = new Map(after.slides.map((each) => [each.id, each]));
  const removed = before.slides
    .filter((each) => !now.has(each.id))
    .map((each): SlideChange => ({ kind: 'removed', before: each, after: undefined }));
  const others = after.slides.flatMap((each): SlideChange[] => {
    const earlier = old.get(each.id);
    if (!earlier) return [{ kind: 'added', before: undefined, after: each }];
    if (earlier.words !== each.words) return [{ kind: 'changed', before: earlier, after: each }];
    return [];
  });
  return [...others, ...removed];
}

function compareCharts(before: DeckRecord, after: DeckRecord): ChartChange[] {
  const old = new Map(before.charts.map((each) => [each.name, each]));
  const now = new Map(after.charts.map((each) => [each.name, each]));
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((name): ChartChange[] => {
    const [earlier, later] = [old.get(name), now.get(name)];
    if (!earlier || !later) return [{ name, kind: later ? 'added' : 'removed', causes: ['text'], because: [] }];
    const drawn = later.tables.filter((each) => tablesByName(before).get(each)?.hash !== tablesByName(after).get(each)?.hash);
    const under = drawn.map((each) => changedUnder(before, after, each));
    const causes = new Set<Cause>([...(earlier.spec === later.spec ? [] : ['spec' as const]), ...under.flatMap((each) => each.causes)]);
    const because = [...(earlier.spec === later.spec ? [] : [later.file]), ...under.flatMap((each) => each.because)];
    return causes.size > 0 ? [{ name, kind: 'changed', causes: [...causes], because: [...new Set(because)] }] : [];
  });
}

function compareClaims(before: DeckRecord, after: DeckRecord): ClaimChange[] {
  const old = new Map(before.audit?.claims.map((each) => [each.key, each]));
  const now = new Map(after.audit?.claims.map((each) => [each.key, each]));
  const cause = changedUnder(before, after, (after.audit ?? before.audit)?.table ?? '');
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [first, last] = [old.get(key), now.get(key)];
    const label = (last ?? first)?.label ?? key;
    return first?.verdict === last?.verdict ? [] : [{ key, label, before: first?.verdict, after: last?.verdict, ...cause }];
  });
}
