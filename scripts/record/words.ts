import { format } from '../quotes/formats.ts';
import type { Cause, DeckDiff, FigureChange } from './diff.ts';
import type { Mismatch } from './reading.ts';

/** The words of a comparison, by language. */
const languages = {
  'zh-Hant': {
    title: (date: string) => `自${date}版以來的變動`,
    headline: (date: string, count: string) => `自${date}版以來，${count}項數字有變動`,
    none: '沒有變動。',
    figures: '數字',
    slides: '投影片',
    charts: '圖表',
    claims: '判定改變的說法',
    page: '頁',
    where: '所在',
    before: '先前',
    after: '現在',
    change: '變動',
    cause: '原因',
    more: (count: string) => `另有${count}項，見比較報告。`,
    kinds: { added: '新增', removed: '移除', changed: '改寫', redrawn: '重畫' },
    causes: { data: '資料', query: '查詢', spec: '圖表規格', text: '文字' } satisfies Record<Cause, string>,
    up: '升',
    down: '降',
    join: '、',
  },
  en: {
    title: (date: string) => `Changes since the deck of ${date}`,
    headline: (date: string, count: string) => `Since the deck of ${date}, figures that changed: ${count}`,
    none: 'Nothing has changed.',
    figures: 'Figures',
    slides: 'Slides',
    charts: 'Charts',
    claims: 'Claims whose verdict changed',
    page: 'Page',
    where: 'Where',
    before: 'Before',
    after: 'Now',
    change: 'Change',
    cause: 'Cause',
    more: (count: string) => `${count} more are in the comparison report.`,
    kinds: { added: 'added', removed: 'removed', changed: 'reworded', redrawn: 'redrawn' },
    causes: { data: 'data', query: 'query', spec: 'spec', text: 'text' } satisfies Record<Cause, string>,
    up: 'up',
    down: 'down',
    join: ', ',
  },
};

/** The words of one language. */
export const wordsOf = (language: string) => languages[language as keyof typeof languages] ?? languages.en;

/** `升12.5%`, or nothing where there is no number to compare. */
export function changeText(each: FigureChange, language: string): string {
  if (!each.direction) return '';
  const words = wordsOf(language);
  if (each.change === undefined) return words[each.direction];
  const size = format({ value: Math.abs(each.change), unit: 'share', type: 'number' }, 'percent', language, 1);
  return language.startsWith('zh') ? `${words[each.direction]}${size}` : `${words[each.direction]} ${size}`;
}

const escapeCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(escapeCell).join(' | ')} |`).join('\n');

/** A comparison as Markdown, in the language of the later deck. */
export function writeDiff(diff: DeckDiff): string {
  const language = diff.after.language;
  const words = wordsOf(language);
  const date = format({ value: diff.before.date, unit: undefined, type: 'date' }, 'date', language);
  const reasons = (each: { causes: Cause[]; because: string[] }) =>
    [each.causes.map((cause) => words.causes[cause]).join(words.join), ...each.because].filter(Boolean).join(' ');
  const parts = [`# ${words.title(date)}`, `${diff.after.title} (${diff.after.name})`];
  if (diff.figures.length > 0) {
    const rows = diff.figures.map((each) => [
      each.slides.join(words.join),
      each.cell,
      each.before?.text ?? words.kinds.added,
      each.after?.text ?? words.kinds.removed,
      changeText(each, language),
      reasons(each),
    ]);
    parts.push(`## ${words.figures}`, table([words.page, words.where, words.before, words.after, words.change, words.cause], rows));
  }
  if (diff.claims.length > 0)
    parts.push(
      `## ${words.claims}`,
      table(
        [words.where, words.before, words.after, words.cause],
        diff.claims.map((each) => [each.label, each.before ?? '', each.after ?? '', reasons(each)]),
      ),
    );
  if (diff.charts.length > 0)
    parts.push(
      `## ${words.charts}`,
      table(
        [words.where, words.change, words.cause],
        diff.charts.map((each) => [each.name, words.kinds[each.kind === 'changed' ? 'redrawn' : each.kind], reasons(each)]),
      ),
    );
  if (diff.slides.length > 0)
    parts.push(
      `## ${words.slides}`,
      table(
        [words.page, words.where, words.change],
        diff.slides.map((each) => [
          String((each.after ?? each.before)?.number),
          (each.after ?? each.before)?.title ?? '',
          words.kinds[each.kind],
        ]),
      ),
    );
  if (parts.length === 2) parts.push(words.none);
  return `${parts.join('\n\n')}\n`;
}

/** What a deck shows and its record or today's data do not bear out, as Markdown. */
export function writeMismatches(deck: string, mismatches: readonly Mismatch[]): string {
  if (mismatches.length === 0) return `${deck} ties out: it shows what its record says, and every figure is what today's data say.\n`;
  const rows = mismatches.map((each) => [each.slides.join(', '), each.what, each.shown, each.reason]);
  return `${deck} does not tie out: ${mismatches.length} of what it shows differs from its record or from today's data.\n\n${table(['Slide', 'What', 'Shown', 'Why'], rows)}\n`;
}
