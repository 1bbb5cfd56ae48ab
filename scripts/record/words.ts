import { format } from '../quotes/formats.ts';
import { fill, inForm, languageWords } from '../quotes/languages/index.ts';
import type { ChangeWords } from '../quotes/languages/words.ts';
import { type Cause, type DeckChange, type DeckDiff, type FigureChange, isEmpty, type TableChange } from './diff.ts';
import type { Mismatch } from './reading.ts';
import type { SlideChange } from './slide-changes.ts';

/** The words of a comparison in a language, and what joins several. */
export const wordsOf = (language: string): Words => ({ ...languageWords(language).changes, join: languageWords(language).join });

type Words = ChangeWords & { join: string };

/** `up 12.5%`, `up 1.0 point`, `up 2 places`, `3 months later`; nothing where there is no number to compare. */
export function changeText(each: FigureChange, language: string): string {
  if (!each.direction) return '';
  const words = wordsOf(language);
  if (each.change === undefined || !each.measure) return words[each.direction];
  const { size, text } = sizeOf(each, language);
  return inForm(words.measures[each.measure][each.direction], size, languageWords(language).locale, { size: text });
}

/** The size of a change without its sign, and as text: with the decimals that the figure is shown with, and never as nothing. */
function sizeOf({ change, measure, before, after }: FigureChange, language: string): { size: number; text: string } {
  const size = Math.abs(change as number);
  if (measure === 'rate')
    return { size, text: format({ value: size, unit: 'share', type: 'number' }, 'percent', language, decimalsFor(size * 100, 1)) };
  const shown = [before, after].map((each) => /[.,](\d+)\s*%/.exec(each?.text ?? '')?.[1]?.length ?? 0);
  const decimals = measure === 'points' ? decimalsFor(size, Math.max(1, ...shown)) : 0;
  const text = format({ value: size, unit: undefined, type: 'number' }, 'number', language, decimals);
  return { size: Number(size.toFixed(decimals)), text };
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
      `${each.name}: ${fill(words.computed, { field: one.field, expression: one.expression, nth: one.index + 1 })}`,
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
  const top = [`# ${fill(words.title, { date: date(diff.before.date) })}`, `${diff.after.title} (${diff.after.name})`, ...limits];
  return `${[...top, ...(isEmpty(diff) ? [words.none] : shown)].join('\n\n')}\n`;
}

function slideRow({ kind, aspects, before, after }: SlideChange, words: Words): string[] {
  const [number, title] = [String((after ?? before)?.number), (after ?? before)?.title ?? ''];
  if (kind !== 'changed' || !before || !after) return [number, title, words.kinds[kind === 'added' ? 'added' : 'removed']];
  const texts = aspects.map((each) => {
    if (each === 'moved') return fill(words.moved, { from: before.number, to: after.number });
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
