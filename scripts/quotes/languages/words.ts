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
  /** These hold `{year}`, `{month}`, `{monthName}`, `{day}`, `{quarter}`; a fiscal year also `{span}`, 2025/26 where it is no calendar year. */
  date: Readonly<Record<'year' | 'fiscal' | 'quarter' | 'month' | 'day', string>>;
  /** Holds `{titles}`, `{places}` and `{date}`. */
  source: string;
  /** The places of a source line. */
  places: string;
  join: string;
  /** A row without a name (`{n}`), and a figure's row and title. */
  row: string;
  titled: string;
  card: Readonly<
    Record<
      'value' | 'unit' | 'table' | 'key' | 'field' | 'formula' | 'query' | 'datasets' | 'source' | 'place' | 'asOf' | 'close' | 'card',
      string
    >
  >;
  changes: ChangeWords;
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
