/** What `usermeta` of a chart may hold; Vega-Lite leaves it to those who use it. */
export const usermeta: Record<string, string> = {
  words: 'Words of the chart by language; `{{ words.name }}` quotes one anywhere in the spec.',
  'words.*.description':
    'What the chart shows, for people who cannot see it, where the spec has `"description": "{{ words.description }}"`.',
  'words.*.*': 'Any other word: a title, a note. It may quote cells.',
};

/** What each layout of the default theme is for: `class:` in the front matter, or `<!-- _class: tiles -->` on a slide. */
export const layouts: Record<string, string> = {
  cover: 'The first slide: a title, whom it is for, the day.',
  agenda: 'A list of what comes, its bold words first.',
  section: 'A divider before a part.',
  tiles: 'A list of figures set very large, each bold before its label.',
  big: 'One figure, set very large.',
  chart: 'A chart under the title; also without a class.',
  beside: 'A chart beside words.',
  compare: 'Two sides, one against the other.',
  columns: 'Columns: `<div class="columns"><div>` ... `</div><div>` ... `</div></div>`.',
  table: 'A table under the title; also without a class.',
  quote: 'A quotation and who said it.',
  appendix: 'Denser text for what is looked up.',
  lead: 'Marp’s name for centred text.',
  invert: 'Light text on dark.',
};

/** What each filter for cells writes, and what it takes. */
export const filters: Record<string, string> = {
  show: 'A cell as its unit and type call for. Takes decimals from 0 to 6; for a date what `date` takes.',
  money: 'Money, of a cell with a currency. Takes decimals; without, four significant digits.',
  percent: 'A share as a percentage. Takes decimals; without, one.',
  times: 'A multiple. Takes decimals; without, three significant digits.',
  number: 'A number with its physical unit or period. Takes decimals.',
  count: 'A whole count. Takes decimals.',
  date: 'A date. Takes `"year"`, `"quarter"`, `"month"` or `"day"`, or `"fiscal"` and `"fiscalQuarter"` (with `fiscalFrom: 4` where the fiscal year begins in April, unless `fiscalFrom` of slides/decks.yaml says it once); without, what the type says. A precision finer than that of the cell is refused.',
  range:
    'Two cells of one unit as one: `{{ row.low | range: row.high }}` is 3–5%, US$1–2 billion, 10～20億円; of two dates 3–7 March 2025, 2025年3月3日至7日, Q1–Q3 2025. Takes decimals, what `display` takes, and for dates a precision.',
  literal: 'A text in quotes that holds a number and is a name: `{{ "Route 66" | literal }}`. An amount is refused.',
};

/** Examples of units: the unit, what a cell holds, and what it is for. */
export const units: readonly [unit: string, cell: number, says: string][] = [
  ['USD', 1234.5, 'money of any ISO 4217 currency'],
  ['EUR k', 412.5, 'money in thousands'],
  ['TWD m', 950, 'money in millions'],
  ['USD bn', 1.83, 'money in billions'],
  ['JPY tn', 2.5, 'money in trillions'],
  ['share', 0.0391, 'a share of one, shown as a percentage'],
  ['%', 3.91, 'a percentage'],
  ['x', 29.77, 'a multiple'],
  ['count', 21933, 'what is counted'],
  ['days', 30, 'days'],
  ['months', 18, 'months'],
  ['years', 3, 'years'],
  ['kW', 1.2345, 'a physical unit, shown behind the number'],
];
