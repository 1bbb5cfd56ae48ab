import { aside } from '../aside/index.ts';
import { type LoadedTable, rowKey, type Table, type Tables } from '../data/tables.ts';
import type { Graph } from '../graph.ts';
import type { Project } from '../project.ts';
import { isFigure, isLiteral, isUntied, type Ledger, type Tie, withoutMarks } from '../quotes/ledger.ts';
import { localize, saidIn } from '../quotes/localize.ts';
import { findLiterals } from '../quotes/numbers.ts';
import { generatedTexts } from '../quotes/visible.ts';
import { plainText, type RenderedDeck, type Slide } from '../slides/index.ts';
import { recordNeighbours } from './neighbours.ts';
import { unsourced } from './numerals.ts';
import { type FragmentReading, readFragment, readText } from './read-html.ts';
import { type DeckRecord, type Figure, hashOf, type RecordTable } from './schema.ts';

/** Makes the tie-out record of a rendered deck: every figure as shown, slide by slide, and the tables under it. */
export async function makeRecord(graph: Graph, project: Project, tables: Tables, deck: RenderedDeck): Promise<DeckRecord> {
  const plain = (text: string) => deck.ledger.resolve(text);
  const readings = deck.slides.map((slide) => readFragment(slide.nodes));
  const figures = deck.slides.flatMap((slide) => slideFigures(slide, deck.ledger));
  const charts = [...new Map(deck.charts.map((chart) => [chart.name, chart])).values()];
  const used = new Set([
    ...figures.map((each) => each.table),
    ...charts.flatMap((chart) => chart.tables),
    project.decks.audit?.table ?? '',
  ]);
  const under = [...closure(tables, used)].sort();
  const { language } = deck.deck;
  const recorded = await Promise.all(
    under.map(async (name) => {
      const table = await recordTable(tables, name, language, figures, (query) => layoutOf(graph, name, query));
      return { ...table, ...(await recordNeighbours(graph, project, tables, table, language, figures)) };
    }),
  );
  const datasets = recorded.filter((each) => each.kind === 'dataset');
  const record: DeckRecord = {
    tieout: 1,
    deck: {
      name: deck.deck.name,
      title: plain(deck.title),
      language: deck.deck.language,
      date: deck.date,
      asOf:
        datasets
          .map((each) => each.asOf)
          .sort()
          .at(-1) || deck.date,
      subject: plain(deck.subject),
      author: plain(deck.author),
      theme: hashOf(deck.css),
    },
    data: hashOf(datasets.map((each) => `${each.name} ${each.hash}`).join('\n')),
    slides: deck.slides.map((slide, index) => recordSlide(slide, index, deck, readings[index] as FragmentReading)),
    figures,
    literals: deck.slides.flatMap((slide, index) =>
      slideLiterals(slide, readings[index] as FragmentReading, deck.ledger, project.decks.literals, deck.deck.language),
    ),
    charts: charts.map(({ name, file, tables: own, svg, drawing, ticks, computed }) => ({
      name,
      file,
      spec: hashOf(project.charts.get(file)?.text ?? ''),
      tables: [...own],
      drawing,
      ticks: [...ticks],
      computed: [...computed],
      picture: hashOf(withoutMarks(svg)),
    })),
    generated: generatedTexts(deck.css),
    tables: recorded,
    ...(await recordAudit(project, tables)),
  };
  return deck.deck.gate === 'report'
    ? { ...record, untied: record.slides.flatMap((slide, index) => untiedOn(record, slide, deck, index)) }
    : record;
}

/** The numbers typed by hand on a slide: those that are marked, and what else nothing in the record gives. */
function untiedOn(record: DeckRecord, slide: DeckRecord['slides'][number], { slides, ledger }: RenderedDeck, index: number) {
  const { html = '', notes = '' } = slides[index] ?? {};
  const untied: NonNullable<DeckRecord['untied']> = [];
  ledger.resolve(`${html}\n${notes}`, (tie) => {
    if (isUntied(tie)) untied.push({ slide: slide.number, text: tie.text, place: tie.place });
    return '';
  });
  const texts = [slide.text, ...(slide.alts ?? []), slide.notes ?? ''];
  const others = texts.flatMap((text) => unsourced({ ...record, untied }, slide, text));
  return [...untied, ...others.map((text) => ({ slide: slide.number, text }))];
}

/** The tables of `names` and all under them. */
export function closure(tables: Tables, names: Iterable<string>, found = new Set<string>()): Set<string> {
  for (const name of names) {
    const table = tables.list.get(name);
    if (!table || found.has(name)) continue;
    found.add(name);
    closure(tables, table.reads, found);
  }
  return found;
}

/** The layout of a query depends on it alone. */
const layoutOf = async (graph: Graph, name: string, query: string) =>
  (await graph.keep('layout', name, { query }, () => aside('formatQuery', query))).value;

/** A table as recorded for a deck in `language` that shows `figures`; `layOut` sets its query in lines. */
export async function recordTable(
  tables: Tables,
  name: string,
  language: string,
  figures: readonly Figure[],
  layOut: (query: string) => Promise<string>,
): Promise<RecordTable> {
  const table = tables.list.get(name) as Table;
  const keys = new Set(figures.filter((each) => each.table === name).map((each) => each.key));
  const described = table.fields
    .filter((field) => table.kind === 'model' || field.title || field.unit)
    .map(({ name, title, titles, unit, formula, formulas, datasets }) => [
      name,
      {
        title: saidIn(titles, language) ?? title,
        unit,
        formula: saidIn(formulas, language) ?? formula,
        ...(table.kind === 'model' && { datasets: [...datasets] }),
      },
    ]);
  return {
    name: table.name,
    kind: table.kind,
    title: saidIn(table.titles, language) ?? table.title,
    file: table.file,
    asOf: table.asOf,
    hash: await hashOfTable(tables, name),
    reads: [...table.reads],
    query: table.query === undefined ? undefined : await layOut(table.query),
    ...(table.snapshot && { snapshot: table.snapshot }),
    sources: sourceTitles(table, language),
    rows: keys.size > 0 ? rowLabels(await tables.read(name), language, keys) : {},
    fields: Object.fromEntries(described),
  };
}

/** What the rows of a table are known by: a hash of them, in their order; of a table with many, one of what it is made from. */
export const hashOfTable = async (tables: Tables, name: string) => (await tables.made(name)) ?? hashOfRows(tables, name);

/** A hash of the rows of a table, however many. */
export const hashOfRows = async (tables: Tables, name: string) => hashOf(JSON.stringify((await tables.read(name)).rows));

const sourceTitles = (table: Table, language: string) => [
  ...new Set(table.sources.map((source) => saidIn(source.titles, language) ?? source.title)),
];

/** What the rows of `keys` are called: by the words that the table has in the language, a label or name before others. */
function rowLabels(table: LoadedTable, language: string, keys: ReadonlySet<string>): Record<string, string> {
  const words = localize(table, language).fields.filter((field) => field.from);
  const label = words.find((field) => field.name === 'label') ?? words.find((field) => field.name === 'name');
  if (!label) return {};
  const labels = table.rows.map((row, index) => [rowKey(table, row, index), row[label.from as string]] as const);
  return Object.fromEntries(labels.filter(([key, text]) => keys.has(key) && text).map(([key, text]) => [key, String(text)]));
}

function recordSlide(
  slide: Slide,
  index: number,
  deck: RenderedDeck,
  { text, alts, links }: FragmentReading,
): DeckRecord['slides'][number] {
  const nth = deck.slides.slice(0, index).filter((each) => each.file === slide.file).length + 1;
  const sources = slide.html.match(/<p class="sources">[\s\S]*?<\/p>/g)?.at(-1);
  const resolve = (each: string) => deck.ledger.resolve(each);
  const own = plainText(slide.html.replace(/<svg[\s\S]*?<\/svg>|<p class="sources">[\s\S]*?<\/p>/g, ''));
  const [body, notes] = [withoutMarks(own), withoutMarks(slide.notes)];
  return {
    number: slide.number,
    id: `${slide.file}#${nth}`,
    title: resolve(slide.title),
    text: resolve(text),
    words: hashOf(`${body}\n${notes}`),
    charts: [...slide.charts],
    ...(sources && { sources: resolve(readText(sources)) }),
    alts: alts.map(resolve),
    notes: resolve(slide.notes),
    links,
    ownWords: { body: hashOf(body), notes: hashOf(notes), ...lookOf(slide) },
  };
}

/** Hashes of what is on a slide beside its words: alternative texts, and the elements without charts, texts and page numbers. */
function lookOf({ html }: Slide): { alts: string; markup: string } {
  const alternatives = [...html.matchAll(/ (?:alt|aria-label|title)="([^"]*)"/g)].map((match) => match[1] as string);
  const elements = html
    .replace(/<svg[\s\S]*?<\/svg>|<p class="sources">[\s\S]*?<\/p>/g, '')
    .replace(/ (?:id|alt|aria-label|title|data-marpit-pagination(?:-total)?)="[^"]*"/g, '')
    .match(/<[^>]*>/g);
  return { alts: hashOf(withoutMarks(alternatives.join('\n'))), markup: hashOf(withoutMarks((elements ?? []).join(''))) };
}

/** Every tie that a slide shows, in reading order: its text, its charts and their alternative texts, its notes. */
function slideFigures(slide: Slide, ledger: Ledger): Figure[] {
  const found: Figure[] = [];
  const collect = (text: string, where: Figure['where']) =>
    ledger.resolve(text, (tie, id) => {
      if (!isLiteral(tie)) found.push(toFigure(tie, id, slide.number, where));
      return '';
    });
  for (const part of slide.html.split(/(<svg[\s\S]*?<\/svg>)/)) {
    const where = part.startsWith('<svg') ? 'chart' : 'slide';
    for (const [piece] of part.matchAll(/<[^>]*>|[^<]+/g)) collect(piece, piece.startsWith('<') ? 'alt' : where);
  }
  collect(slide.notes, 'notes');
  return found;
}

function toFigure(tie: Tie, id: number, slide: number, where: Figure['where']): Figure {
  const { text, value, shown, unit, table, key, field, place } = tie;
  return { id, slide, where, kind: isFigure(tie) ? 'figure' : 'words', text, value, shown, unit, table, key, field, place };
}

/** The names with numbers that the gate let through: by a pattern of decks.yaml, a name or set phrase of a language, or marked in place. */
function slideLiterals(
  slide: Slide,
  { text: own, alts }: FragmentReading,
  ledger: Ledger,
  patterns: readonly RegExp[],
  language: string,
): DeckRecord['literals'] {
  const marked: string[] = [];
  const all = [own, ...alts, slide.notes].join('\n');
  const text = ledger.resolve(all, (tie) => {
    if (isLiteral(tie) && !isUntied(tie)) marked.push(tie.text);
    return '\uFFFC';
  });
  const named = findLiterals(text, patterns, language);
  return [...new Set([...marked, ...named])].sort().map((each) => ({ slide: slide.number, text: each }));
}

/** Every claim of the project's audit table with its verdict, when decks.yaml names one. */
export async function recordAudit(project: Project, tables: Tables): Promise<Pick<DeckRecord, 'audit'>> {
  const audit = project.decks.audit;
  if (!audit || !tables.list.has(audit.table)) return {};
  const table = await tables.read(audit.table);
  const claims = table.rows.map((row, index) => {
    const key = rowKey(table, row, index);
    return { key, label: String(row[audit.label ?? ''] ?? key), verdict: String(row[audit.verdict]) };
  });
  return { audit: { table: audit.table, claims } };
}
