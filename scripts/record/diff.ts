import { changedUnder, type Reason, tablesByName } from './causes.ts';
import { type ChartChange, compareCharts } from './chart-changes.ts';
import { compareFigures, type FigureChange } from './figure-changes.ts';
import { sameQuery } from './query-layout.ts';
import type { DeckRecord, RecordTable } from './schema.ts';
import { compareSlides, type SlideChange } from './slide-changes.ts';

export type { Cause } from './causes.ts';
export type { FigureChange } from './figure-changes.ts';
export { cellOf, sentTable } from './figure-changes.ts';

/** Something that a deck says of itself, before and after; of the theme, its hash. */
export interface DeckChange {
  what: 'title' | 'subject' | 'author' | 'date' | 'asOf' | 'theme';
  before: string;
  after: string;
}

/** A dataset or model under a deck, and what of it differs. */
export interface TableChange {
  name: string;
  file: string;
  kind: 'added' | 'removed' | 'changed';
  aspects: ('rows' | 'query' | 'asOf' | 'sources' | 'titles')[];
  before: TableFacts | undefined;
  after: TableFacts | undefined;
}

type TableFacts = Pick<RecordTable, 'asOf' | 'sources'>;

/** A name with a number that is no figure, which came or went; on these pages. */
export interface LiteralChange {
  text: string;
  kind: 'added' | 'removed';
  slides: number[];
}

/** A claim of the audit whose verdict changed. */
export interface ClaimChange extends Reason {
  key: string;
  label: string;
  before: string | undefined;
  after: string | undefined;
}

/**
 * Why two decks could be compared in part only: they are in two languages (then values, tables, specs and verdicts
 * are compared, words are not); the older one's record says less (then what it lacks is left out); the slides do not
 * build (then each figure's cell is read from today's tables, and nothing else of the slides is compared).
 */
export type Limit = 'language' | 'release' | 'build';

/**
 * What differs between two tie-out records of one deck: all that a reader could see. As JSON it is printed as it
 * stands here, with `problems` beside it: what stops the build, each with file, line, column, rule, reason and fix.
 */
export interface DeckDiff {
  before: DeckRecord['deck'];
  after: DeckRecord['deck'];
  limits: Limit[];
  deck: DeckChange[];
  /** Figures and words that come from cells. */
  figures: FigureChange[];
  claims: ClaimChange[];
  charts: ChartChange[];
  slides: SlideChange[];
  literals: LiteralChange[];
  tables: TableChange[];
}

/** Compares two records, each difference with its cause. */
export function compareRecords(before: DeckRecord, after: DeckRecord): DeckDiff {
  const sameLanguage = before.deck.language === after.deck.language;
  const [figures, charts] = [compareFigures(before, after), compareCharts(before, after)];
  const explained = new Set([...figures, ...charts].flatMap((each) => each.slides));
  return {
    before: before.deck,
    after: after.deck,
    limits: [...(sameLanguage ? [] : ['language' as const]), ...(before.deck.theme && after.deck.theme ? [] : ['release' as const])],
    deck: compareDeck(before, after, sameLanguage),
    figures,
    claims: compareClaims(before, after),
    charts,
    slides: sameLanguage ? compareSlides(before, after, explained) : [],
    literals: sameLanguage ? compareLiterals(before, after) : [],
    tables: compareTables(before, after, sameLanguage),
  };
}

/** True when the comparison has found nothing. */
export const isEmpty = ({ deck, figures, claims, charts, slides, literals, tables }: DeckDiff) =>
  [deck, figures, claims, charts, slides, literals, tables].every((each) => each.length === 0);

function compareDeck(before: DeckRecord, after: DeckRecord, sameLanguage: boolean): DeckChange[] {
  const whats = [...(sameLanguage ? (['title', 'subject', 'author'] as const) : []), 'date', 'asOf', 'theme'] as const;
  return whats.flatMap((what) => {
    const [old, now] = [before.deck[what], after.deck[what]];
    return old === undefined || now === undefined || old === now ? [] : [{ what, before: old, after: now }];
  });
}

function compareTables(before: DeckRecord, after: DeckRecord, sameLanguage: boolean): TableChange[] {
  const [old, now] = [tablesByName(before), tablesByName(after)];
  return [...new Set([...now.keys(), ...old.keys()])].sort().flatMap((name): TableChange[] => {
    const [earlier, later] = [old.get(name), now.get(name)];
    const { file } = (later ?? earlier) as RecordTable;
    const change = { name, file, before: facts(earlier), after: facts(later) };
    if (!earlier || !later) return [{ ...change, kind: later ? 'added' : 'removed', aspects: [] }];
    const aspects = tableAspects(earlier, later, sameLanguage);
    return aspects.length > 0 ? [{ ...change, kind: 'changed', aspects }] : [];
  });
}

const facts = (table: RecordTable | undefined): TableFacts | undefined => table && { asOf: table.asOf, sources: table.sources };

/** What of a table differs; a model's rows follow from what it reads. */
function tableAspects(earlier: RecordTable, later: RecordTable, sameLanguage: boolean): TableChange['aspects'] {
  const described = ({ title: own, fields }: RecordTable) => {
    const words = Object.entries(fields).map(([name, { title, formula }]) => [name, title, formula]);
    return JSON.stringify([own, words.filter(([, title, formula]) => title ?? formula)]);
  };
  const said: [TableChange['aspects'][number], boolean][] = [
    ['rows', later.kind === 'dataset' && earlier.hash !== later.hash],
    ['query', !sameQuery(earlier.query, later.query)],
    ['asOf', later.kind === 'dataset' && earlier.asOf !== later.asOf],
    ['sources', sameLanguage && later.kind === 'dataset' && earlier.sources.join('\n') !== later.sources.join('\n')],
    ['titles', sameLanguage && earlier.rows !== undefined && described(earlier) !== described(later)],
  ];
  return said.filter(([, is]) => is).map(([aspect]) => aspect);
}

function compareLiterals(before: DeckRecord, after: DeckRecord): LiteralChange[] {
  const [old, now] = [before, after].map((each) => new Set(each.literals.map(({ text }) => text)));
  const pages = (record: DeckRecord, text: string) => record.literals.filter((each) => each.text === text).map((each) => each.slide);
  const added = [...(now ?? [])].filter((text) => !old?.has(text));
  const removed = [...(old ?? [])].filter((text) => !now?.has(text));
  return [
    ...added.map((text): LiteralChange => ({ text, kind: 'added', slides: pages(after, text) })),
    ...removed.map((text): LiteralChange => ({ text, kind: 'removed', slides: pages(before, text) })),
  ];
}

function compareClaims(before: DeckRecord, after: DeckRecord): ClaimChange[] {
  const old = new Map(before.audit?.claims.map((each) => [each.key, each]));
  const now = new Map(after.audit?.claims.map((each) => [each.key, each]));
  const reason = changedUnder(before, after, (after.audit ?? before.audit)?.table ?? '');
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [first, last] = [old.get(key), now.get(key)];
    const label = (last ?? first)?.label ?? key;
    return first?.verdict === last?.verdict ? [] : [{ key, label, before: first?.verdict, after: last?.verdict, ...reason }];
  });
}
