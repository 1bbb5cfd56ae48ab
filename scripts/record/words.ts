import { format } from '../quotes/formats.ts';
import { type Cause, type DeckChange, type DeckDiff, type FigureChange, isEmpty, type Limit, type TableChange } from './diff.ts';
import type { Measure } from './measure.ts';
import type { Mismatch } from './reading.ts';
import type { Aspect, SlideChange } from './slide-changes.ts';

/** The words of a comparison in one language. */
interface Words {
  title(date: string): string;
  headline(date: string, count: string): string;
  none: string;
  sections: Record<'deck' | 'figures' | 'words' | 'claims' | 'charts' | 'slides' | 'literals' | 'tables', string>;
  columns: Record<'page' | 'what' | 'figure' | 'cell' | 'before' | 'after' | 'change' | 'cause' | 'slide' | 'file', string>;
  more(count: string): string;
  kinds: Record<'added' | 'removed' | 'redrawn' | 'changed', string>;
  causes: Record<Cause, string>;
  limits: Record<Limit, string>;
  deck: Record<DeckChange['what'], string>;
  tables: Record<TableChange['aspects'][number], string>;
  aspects: Record<Exclude<Aspect, 'moved'>, string>;
  moved(from: number, to: number): string;
  computed(field: string, expression: string, nth: number): string;
  /** A change by its size, as text, and whether it goes up. */
  measures: Record<Measure, (size: string, up: boolean) => string>;
  up: string;
  down: string;
  join: string;
}

const plural = (word: string, size: string) => `${size} ${word}${Number(size) === 1 ? '' : 's'}`;
const upDown = (up: boolean) => (up ? 'up' : 'down');
const laterEarlier = (up: boolean) => (up ? 'later' : 'earlier');
const chineseUp = (up: boolean) => (up ? '上升' : '下降');
const chineseLater = (up: boolean) => (up ? '晚' : '早');

const languages: Record<string, Words> = {
  'zh-Hant': {
    title: (date) => `自${date}版以來的變動`,
    headline: (date, count) => `自${date}版以來，${count}項數字有變動`,
    none: '沒有變動。',
    sections: {
      deck: '簡報',
      figures: '數字',
      words: '取自表格的文字',
      claims: '判定改變的說法',
      charts: '圖表',
      slides: '投影片',
      literals: '含數字的名稱',
      tables: '資料表',
    },
    columns: {
      page: '頁',
      what: '項目',
      figure: '數字',
      cell: '儲存格',
      before: '先前',
      after: '現在',
      change: '變動',
      cause: '原因',
      slide: '投影片',
      file: '檔案',
    },
    more: (count) => `另有${count}項，見比較報告。`,
    kinds: { added: '新增', removed: '移除', redrawn: '重畫', changed: '所依資料或規格有變' },
    causes: { data: '資料', query: '查詢', spec: '圖表規格', theme: '樣式', text: '文字' },
    limits: {
      language: '兩份簡報語言不同：比較數值、資料表、圖表規格與判定，不比較文字。',
      release: '其中一份簡報的紀錄沒有樣式、備註與替代文字：這些沒有逐項比較。',
      build: '投影片目前無法產生：只依資料表比較數字、圖表的資料與判定，未比較投影片。',
    },
    deck: { title: '標題', subject: '主旨', author: '作者', date: '日期', asOf: '資料截止日', theme: '樣式' },
    tables: { rows: '資料列', query: '查詢', asOf: '截止日', sources: '來源', titles: '標題與算式' },
    aspects: {
      title: '標題',
      words: '改寫',
      figures: '所列數字',
      notes: '講者備註',
      alts: '替代文字',
      sources: '來源行',
      charts: '所用圖表',
      look: '版面、圖片或連結',
      rest: '顯示內容',
    },
    moved: (from, to) => `由第${from}頁移到第${to}頁`,
    computed: (field, expression, nth) => `${field}＝${expression}，第${nth}個`,
    measures: {
      rate: (size, up) => `${chineseUp(up)}${size}`,
      points: (size, up) => `${chineseUp(up)}${size}個百分點`,
      places: (size, up) => `${chineseUp(up)}${size}名`,
      days: (size, up) => `${chineseLater(up)}${size}天`,
      months: (size, up) => `${chineseLater(up)}${size}個月`,
      years: (size, up) => `${chineseLater(up)}${size}年`,
    },
    up: '上升',
    down: '下降',
    join: '、',
  },
  en: {
    title: (date) => `Changes since the deck of ${date}`,
    headline: (date, count) => `Since the deck of ${date}, figures that changed: ${count}`,
    none: 'Nothing has changed.',
    sections: {
      deck: 'Deck',
      figures: 'Figures',
      words: 'Words that come from tables',
      claims: 'Claims whose verdict changed',
      charts: 'Charts',
      slides: 'Slides',
      literals: 'Names that hold numbers',
      tables: 'Tables',
    },
    columns: {
      page: 'Page',
      what: 'What',
      figure: 'Figure',
      cell: 'Cell',
      before: 'Before',
      after: 'Now',
      change: 'Change',
      cause: 'Cause',
      slide: 'Slide',
      file: 'File',
    },
    more: (count) => `${count} more are in the comparison report.`,
    kinds: { added: 'added', removed: 'removed', redrawn: 'redrawn', changed: 'to be drawn anew' },
    causes: { data: 'data', query: 'query', spec: 'spec', theme: 'theme', text: 'text' },
    limits: {
      language: 'The decks are in two languages: values, tables, chart specs and verdicts are compared, words are not.',
      release: 'The record of one deck does not tell its theme, notes and alternative texts: these are not compared one by one.',
      build: 'The slides do not build now: figures, the data of charts and verdicts are compared from the tables, slides are not.',
    },
    deck: { title: 'Title', subject: 'Subject', author: 'Author', date: 'Date', asOf: 'As of', theme: 'Theme' },
    tables: { rows: 'rows', query: 'query', asOf: 'as-of date', sources: 'sources', titles: 'titles and formulas' },
    aspects: {
      title: 'title',
      words: 'reworded',
      figures: 'which figures it shows',
      notes: 'presenter notes',
      alts: 'alternative text',
      sources: 'source line',
      charts: 'which charts it shows',
      look: 'layout, pictures or links',
      rest: 'what it shows',
    },
    moved: (from, to) => `moved from page ${from} to page ${to}`,
    computed: (field, expression, nth) => `${field} = ${expression}, mark ${nth}`,
    measures: {
      rate: (size, up) => `${upDown(up)} ${size}`,
      points: (size, up) => `${upDown(up)} ${plural('point', size)}`,
      places: (size, up) => `${upDown(up)} ${plural('place', size)}`,
      days: (size, up) => `${plural('day', size)} ${laterEarlier(up)}`,
      months: (size, up) => `${plural('month', size)} ${laterEarlier(up)}`,
      years: (size, up) => `${plural('year', size)} ${laterEarlier(up)}`,
    },
    up: 'up',
    down: 'down',
    join: ', ',
  },
};

/** The words of one language. */
export const wordsOf = (language: string): Words => languages[language] ?? (languages.en as Words);

/** `up 12.5%`, `up 1.0 point`, `up 2 places`, `3 months later`; nothing where there is no number to compare. */
export function changeText(each: FigureChange, language: string): string {
  if (!each.direction) return '';
  const words = wordsOf(language);
  if (each.change === undefined || !each.measure) return words[each.direction];
  return words.measures[each.measure](sizeText(each, language), each.direction === 'up');
}

/** The size of a change without its sign: with the decimals that the figure is shown with, and never as nothing. */
function sizeText({ change, measure, before, after }: FigureChange, language: string): string {
  const size = Math.abs(change as number);
  if (measure === 'rate') return format({ value: size, unit: 'share', type: 'number' }, 'percent', language, decimalsFor(size * 100, 1));
  const shown = [before, after].map((each) => /\.(\d+)%/.exec(each?.text ?? '')?.[1]?.length ?? 0);
  const decimals = measure === 'points' ? decimalsFor(size, Math.max(1, ...shown)) : 0;
  return format({ value: size, unit: undefined, type: 'number' }, 'number', language, decimals);
}

/** At least `least` decimals, and as many more as a small number needs to show a digit. */
const decimalsFor = (size: number, least: number) => Math.min(6, size > 0 ? Math.max(least, Math.ceil(-Math.log10(size))) : least);

const escapeCell = (text: string) => text.replaceAll('|', '\\|').replace(/\r?\n/g, ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(escapeCell).join(' | ')} |`).join('\n');

/** A comparison as Markdown, in the language of the later deck. */
export function writeDiff(diff: DeckDiff): string {
  const language = diff.after.language;
  const words = wordsOf(language);
  const { sections, columns } = words;
  const date = (iso: string) => format({ value: iso, unit: undefined, type: 'date' }, 'date', language);
  const pages = (slides: readonly number[]) => slides.join(words.join);
  const reasons = (each: { causes: Cause[]; because: string[] }) =>
    [each.causes.map((cause) => words.causes[cause]).join(words.join), ...each.because].filter(Boolean).join(' ');
  const said = ({ what, before, after }: DeckChange) => [
    words.deck[what],
    ...[before, after].map((each) => (what === 'date' || what === 'asOf' ? date(each) : each)),
  ];
  const cells = (kind: FigureChange['kind']) =>
    diff.figures
      .filter((each) => each.kind === kind)
      .map((each) => [
        pages(each.slides),
        each.name,
        each.before?.text ?? words.kinds.added,
        each.after?.text ?? words.kinds.removed,
        ...(kind === 'figure' ? [changeText(each, language)] : []),
        reasons(each),
        [each.cell, ...each.also].join(words.join),
      ]);
  const redrawn = diff.limits.includes('build') ? words.kinds.changed : words.kinds.redrawn;
  const kindOf = (kind: 'added' | 'removed' | 'changed') => (kind === 'changed' ? redrawn : words.kinds[kind]);
  const charts = diff.charts.flatMap((each) => [
    [pages(each.slides), each.name, kindOf(each.kind), reasons(each)],
    ...each.computed.map((one) => [
      pages(each.slides),
      `${each.name}: ${words.computed(one.field, one.expression, one.index + 1)}`,
      `${one.before ?? words.kinds.added} → ${one.after ?? words.kinds.removed}`,
      '',
    ]),
  ]);
  const { page, what, figure, cell, before, after, change, cause, slide, file } = columns;
  const parts: [string, string[], string[][]][] = [
    [sections.deck, [what, before, after], diff.deck.map(said)],
    [sections.figures, [page, figure, before, after, change, cause, cell], cells('figure')],
    [sections.words, [page, what, before, after, cause, cell], cells('words')],
    [
      sections.claims,
      [what, before, after, cause],
      diff.claims.map((each) => [each.label, each.before ?? '', each.after ?? '', reasons(each)]),
    ],
    [sections.charts, [page, what, change, cause], charts],
    [sections.slides, [page, slide, change], diff.slides.map((each) => slideRow(each, words))],
    [sections.literals, [page, what, change], diff.literals.map((each) => [pages(each.slides), each.text, words.kinds[each.kind]])],
    [sections.tables, [what, file, change], diff.tables.map((each) => [each.name, each.file, tableText(each, words, date)])],
  ];
  const shown = parts.filter(([, , rows]) => rows.length > 0).map(([title, head, rows]) => `## ${title}\n\n${table(head, rows)}`);
  const limits = diff.limits.map((each) => words.limits[each]);
  const top = [`# ${words.title(date(diff.before.date))}`, `${diff.after.title} (${diff.after.name})`, ...limits];
  return `${[...top, ...(isEmpty(diff) ? [words.none] : shown)].join('\n\n')}\n`;
}

function slideRow({ kind, aspects, before, after }: SlideChange, words: Words): string[] {
  const [number, title] = [String((after ?? before)?.number), (after ?? before)?.title ?? ''];
  if (kind !== 'changed' || !before || !after) return [number, title, words.kinds[kind === 'added' ? 'added' : 'removed']];
  const texts = aspects.map((each) => {
    if (each === 'moved') return words.moved(before.number, after.number);
    return each === 'title' ? `${words.aspects.title}: ${before.title} → ${after.title}` : words.aspects[each];
  });
  return [number, title, texts.join(words.join)];
}

function tableText(change: TableChange, words: Words, date: (iso: string) => string): string {
  if (change.kind !== 'changed') return words.kinds[change.kind];
  const { before, after } = change;
  const texts = change.aspects.map((each) => {
    if (each === 'asOf') return `${words.tables.asOf}: ${date(before?.asOf ?? '')} → ${date(after?.asOf ?? '')}`;
    if (each === 'sources') return `${words.tables.sources}: ${before?.sources.join('; ')} → ${after?.sources.join('; ')}`;
    return words.tables[each];
  });
  return texts.join(words.join);
}

/** What a deck shows and its record or today's data do not bear out, as Markdown. */
export function writeMismatches(deck: string, mismatches: readonly Mismatch[]): string {
  if (mismatches.length === 0) return `${deck} ties out: it shows what its record says, and every figure is what today's data say.\n`;
  const rows = mismatches.map((each) => [each.slides.join(', '), each.what, each.shown, each.reason]);
  return `${deck} does not tie out: ${mismatches.length} of what it shows differs from its record or from today's data.\n\n${table(['Slide', 'What', 'Shown', 'Why'], rows)}\n`;
}
