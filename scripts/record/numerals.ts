import { format, sourceLine } from '../quotes/formats.ts';
import { findNumbers } from '../quotes/numbers.ts';
import type { DeckRecord } from './schema.ts';

type RecordedSlide = DeckRecord['slides'][number];

export const isDigit = (char: string | undefined) => char !== undefined && /\p{N}/u.test(char);

/**
 * The numerals of a text on a slide that nothing in the record gives: no figure or word of the slide, no literal of it, no tick of its
 * charts, and not its source line. Records of old name no ticks; then nothing can be said of a slide with charts.
 */
export function unsourced(record: DeckRecord, slide: RecordedSlide, text: string): string[] {
  const charts = record.charts.filter((each) => slide.charts.includes(each.name));
  if (charts.some((each) => each.ticks === undefined)) return [];
  const known = [
    ...record.figures.filter((each) => each.slide === slide.number).map((each) => each.text),
    ...record.literals.filter((each) => each.slide === slide.number).map((each) => each.text),
    ...(record.untied ?? []).filter((each) => each.slide === slide.number).map((each) => each.text),
    ...charts.flatMap((each) => each.ticks ?? []),
    slide.sources ?? '',
  ];
  const rest = withoutTexts(isOld(slide) ? withoutOldSources(record, text) : text, known);
  // Addresses state nothing, as in the gate.
  return findNumbers(rest.replace(/https?:\/\/\S+/g, ' '), [], record.deck.language).map((each) => each.text);
}

/** The numerals of a slide's source line that stand in no title of a source, no place and no date of the record. */
export function unsourcedSources(record: DeckRecord, { number, sources = '' }: RecordedSlide): string[] {
  const days = record.tables.flatMap(({ asOf }) => (asOf === '' ? [] : [asOf]));
  const dates = days.map((asOf) => format({ value: asOf, unit: undefined, type: 'date' }, 'date', record.deck.language));
  const places = record.figures.filter((each) => each.slide === number).flatMap((each) => each.place ?? []);
  const rest = withoutTexts(sources, [...dates, ...places, ...record.tables.flatMap((each) => each.sources)]);
  return findNumbers(rest, [], record.deck.language).map((each) => each.text);
}

const escaped = (text: string) =>
  text
    .trim()
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/\s+/g, '\\s+');

/** A text, in small letters as styles may set capitals, in which each of `known` is one opaque character; digits are never parted from digits. */
function withoutTexts(text: string, known: readonly string[]): string {
  const longest = [...new Set(known.map((each) => each.toLowerCase()))]
    .filter((each) => /\S/.test(each))
    .sort((a, b) => b.length - a.length);
  if (longest.length === 0) return text;
  const small = text.toLowerCase();
  // A pattern of all texts of a deck takes longer to make than to use: here stand those that may be found.
  const spaced = small.replace(/\s+/g, ' ');
  const near = longest.filter((each) => spaced.includes(each.replace(/\s+/g, ' ')));
  if (near.length === 0) return small;
  const numerals = near.filter((each) => isDigit(each.trim()[0]));
  const words = near.filter((each) => !numerals.includes(each));
  const guarded = [
    ...(numerals.length > 0 ? [`(?<!\\p{N}|\\p{N}[.,])(?:${upToDigits(numerals)})`] : []),
    ...(words.length > 0 ? [upToDigits(words)] : []),
  ];
  return small.replace(new RegExp(guarded.join('|'), 'gu'), '\uFFFC');
}

/** A pattern of texts in their order, none of which parts digits where it ends. Neighbours share a guard: each costs more than a text. */
function upToDigits(texts: readonly string[]): string {
  const runs: { guarded: boolean; texts: string[] }[] = [];
  for (const text of texts) {
    const guarded = isDigit(text.trim().at(-1));
    const last = runs.at(-1);
    if (last?.guarded === guarded) last.texts.push(escaped(text));
    else runs.push({ guarded, texts: [escaped(text)] });
  }
  return runs.map((run) => `(?:${run.texts.join('|')})${run.guarded ? '(?!\\p{N}|[.,]\\p{N})' : ''}`).join('|');
}

/** True for a slide recorded by a release that kept its text alone. */
const isOld = (slide: RecordedSlide) => slide.alts === undefined;

/** Records of old name no source line: it is what begins as such a line does, up to the end of the text. */
function withoutOldSources(record: DeckRecord, text: string): string {
  const start = sourceLine([''], [], record.deck.asOf, record.deck.language).slice(0, 5);
  const at = text.lastIndexOf(start);
  return at < 0 ? text : text.slice(0, at);
}

/** A text without the number of its page and the count of pages. */
export const withoutPage = (text: string, record: DeckRecord, number: number) =>
  text.replace(/\d+/g, (run) => ([number, record.slides.length].includes(Number(run)) ? ' ' : run));
