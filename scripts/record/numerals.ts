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

/** One space for each run of spaces, none at the ends. */
const spaced = (text: string) => text.trim().replace(/\s+/g, ' ');

/**
 * A text, in small letters as styles may set capitals, in which each of `known` is one opaque character, the longest where several stand;
 * digits are never parted from digits. Patterns would take longer to make than to use.
 */
function withoutTexts(text: string, known: readonly string[]): string {
  const byFirst = new Map<string, string[]>();
  for (const each of new Set(known.map((each) => spaced(each.toLowerCase())))) {
    const first = each[0];
    if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), each]);
  }
  for (const texts of byFirst.values()) texts.sort((a, b) => b.length - a.length);
  const small = text
    .toLowerCase()
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n');
  const flat = small.replaceAll('\n', ' ');
  let rest = '';
  for (let at = 0; at < flat.length; ) {
    const found = byFirst.get(flat[at] as string)?.find((each) => flat.startsWith(each, at) && !partsDigits(flat, at, at + each.length));
    rest += found === undefined ? small[at] : '\uFFFC';
    at += found?.length ?? 1;
  }
  return rest;
}

/** True where the text from `start` to `end` begins or ends within a numeral. */
function partsDigits(text: string, start: number, end: number): boolean {
  const [own, before, after] = [text.slice(start, end), text.slice(Math.max(0, start - 4), start), text.slice(end, end + 4)];
  return (/^\p{N}/u.test(own) && /\p{N}[.,]?$/u.test(before)) || (/\p{N}$/u.test(own) && /^[.,]?\p{N}/u.test(after));
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
