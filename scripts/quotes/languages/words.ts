import type { Numerals } from '../numerals/stated.ts';

/** A text, or its forms by the plural categories of CLDR. `{name}` stands for what is put in. */
export type Forms = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);

/** A direction's two texts, which hold `{size}`. */
export type UpDown = Readonly<Record<'up' | 'down', Forms>>;

/** Numbers of a scale and the word that stands behind them, from large to small. */
export type Scales = readonly (readonly [number, Forms])[];

/** How one language writes numbers and dates, and the words that Intl does not know. */
export interface LanguageWords {
  /** The language whose digits, currencies and months Intl gives. */
  locale: string;
  /** In a sentence, and on a chart. */
  scales: Readonly<Record<'sentence' | 'label', Scales>>;
  /** Holds `{number}` and `{currency}`. */
  money: string;
  /** A currency is called by its name or by its sign, unless `currencies` has it. */
  currency: 'name' | 'symbol';
  currencies: Readonly<Record<string, string>>;
  /** These hold `{number}`. */
  percent: string;
  times: string;
  units: Readonly<Record<string, Forms>>;
  /** What stands between a number and any other unit. */
  beforeSymbol: string;
  /** These hold `{year}`, `{month}`, `{monthName}`, `{day}`, `{quarter}`; fiscal ones also `{span}`, 2025/26 where the year is no calendar year. */
  date: Readonly<Record<'year' | 'fiscal' | 'quarter' | 'fiscalQuarter' | 'month' | 'day', string>>;
  /** What stands between two dates; a dash gets spaces where there are some in what it parts. */
  until: string;
  /** Holds `{titles}`, `{places}` and `{date}`. */
  source: string;
  /** The places of a source line. */
  places: string;
  join: string;
  /** A row without a name (`{n}`), and a figure's row and title. */
  row: string;
  titled: string;
  card: CardWords;
  controls: Readonly<Record<ControlName, string>>;
  changes: ChangeWords;
  /** How it says numbers, for the gate; English and Chinese are read in every deck. */
  numbers?: NumberWords;
}

/** The words of a comparison of two decks. */
export interface ChangeWords {
  title: string;
  headline: string;
  none: string;
  more: string;
  sections: Readonly<Record<'deck' | 'figures' | 'words' | 'claims' | 'charts' | 'slides' | 'literals' | 'tables', string>>;
  columns: Readonly<Record<'page' | 'what' | 'figure' | 'cell' | 'before' | 'after' | 'change' | 'cause' | 'slide' | 'file', string>>;
  kinds: Readonly<Record<'added' | 'removed' | 'redrawn' | 'changed', string>>;
  causes: Readonly<Record<'data' | 'query' | 'spec' | 'theme' | 'text', string>>;
  limits: Readonly<Record<'language' | 'release' | 'build', string>>;
  deck: Readonly<Record<'title' | 'subject' | 'author' | 'date' | 'asOf' | 'theme', string>>;
  tables: Readonly<Record<'rows' | 'query' | 'asOf' | 'sources' | 'titles', string>>;
  aspects: Readonly<Record<'title' | 'words' | 'figures' | 'notes' | 'alts' | 'sources' | 'charts' | 'look' | 'rest', string>>;
  moved: string;
  computed: string;
  measures: Readonly<Record<'rate' | 'points' | 'places' | 'days' | 'months' | 'years', UpDown>>;
  up: string;
  down: string;
}

/** The words of the card of a figure. In braces stand the parts that it puts in. */
export interface CardWords
  extends Readonly<
    Record<
      | 'value'
      | 'unit'
      | 'table'
      | 'key'
      | 'field'
      | 'formula'
      | 'query'
      | 'datasets'
      | 'source'
      | 'place'
      | 'file'
      | 'line'
      | 'asOf'
      | 'fetched'
      | 'close'
      | 'card'
      | 'row'
      | 'rows'
      | 'computed'
      | 'matching'
      | 'first'
      | 'data'
      | 'join'
      | 'among',
      string
    >
  > {
  /** What the parts of the presenter view are called. */
  parts: Readonly<Record<'next' | 'note-container' | 'info-container', string>>;
  /** What units are called; others stand as the data package writes them. */
  units: Readonly<Record<string, string>>;
}

/** What the controls of a deck on screen say. */
export type ControlName =
  | 'page'
  | 'openPresenter'
  | 'toggleOverview'
  | 'closeOverview'
  | 'fullscreen'
  | 'smaller'
  | 'bigger'
  | 'disabled'
  | 'presenter'
  | 'previousSlide'
  | 'nextSlide'
  | 'overview'
  | 'previous'
  | 'next'
  | 'time'
  | 'timer'
  | 'controls';

/** How a language writes numbers in digits and in words. */
export interface NumberWords {
  /** What stands before decimals, and what parts thousands; several signs where it may be any of them. */
  decimal: string;
  group: string;
  /** Words behind digits or number words, by their worth. */
  scales: Readonly<Record<string, number>>;
  words: Readonly<Record<string, number>>;
  /** What may stand between the parts of a number word, as a regular expression. */
  joint?: string;
  /** Number words that stand in a text otherwise than apart, as those of Korean before counters and particles. */
  numerals?: Numerals;
  /** Words that are numbers in English and none here: "half" is "helped" in German. */
  others?: readonly string[];
}
