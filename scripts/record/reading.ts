import { findNumbers } from '../quotes/numbers.ts';
import { align, type Hunk, type Squeezed, squeeze } from './align.ts';
import { cellOf } from './diff.ts';
import { withoutMargins } from './handout.ts';
import { isDigit, unsourced, unsourcedSources, withoutPage } from './numerals.ts';
import { type DeckRecord, type Figure, hashOf, packRecord } from './schema.ts';

/** A figure as its element in an HTML deck says it: the number of its tie, its text, and its value where it has one. */
export interface ShownTie {
  id: number;
  text: string;
  value: string | undefined;
}

/** What a reader sees of one page. */
export interface PageReading {
  /** Its text, in reading order. */
  text: string;
  /** Texts outside that order: page numbers, what styles add. */
  beside: string[];
  /** What is told of its pictures. */
  alts: string[];
  /** The addresses of its links, each once. */
  links?: string[];
  /** Hash of the slide's text that its styles do not show in print, by {@link hiddenIn}; none where they show all. */
  hidden?: string | undefined;
  /** True for a page of a PDF without the tags that give the order of its text. */
  untagged?: boolean;
  ties?: ShownTie[];
  notes?: string;
  noteTies?: ShownTie[];
}

/** What a reader sees of a deck. */
export interface DeckReading {
  title: string | undefined;
  /** What the metadata of the file say of it; none where they are silent. */
  subject?: string | undefined;
  author?: string | undefined;
  pages: PageReading[];
  /** True for a PDF whose pages show each slide above its notes. */
  isHandout?: boolean;
  /** Texts outside all pages. */
  outside: string[];
  /** What stands in the file and in no deck of tieout. */
  foreign: string[];
  /** The build id in the file's metadata. */
  build: string | undefined;
  /** The titles of a PDF's outline. */
  outline?: string[];
}

/** A figure, chart, text or page of a deck that does not tie out. */
export interface Mismatch {
  slides: number[];
  /** The cell, the chart, or the part of the page. */
  what: string;
  shown: string;
  reason: string;
}

type RecordedSlide = DeckRecord['slides'][number];

/** Holds what a reader sees against the record: pages and their order, each figure, each text, each numeral. */
export function holdAgainst(record: DeckRecord, read: DeckReading): Mismatch[] {
  const reading = read.isHandout ? withoutMargins(record, read) : read;
  const { pages, strangers, missing, order } = matchPages(record, reading.pages);
  const found = [
    ...missing.map((slide) => mismatch(slide.number, 'slide', slide.title, 'no page shows this slide')),
    ...strangers.map((page) => mismatch(page + 1, 'page', excerpt(reading.pages[page]?.text ?? ''), 'this page is no slide of the record')),
    ...order,
    ...pages.flatMap(([slide, page]) => comparePage(record, slide, page)),
    ...aroundPages(record, reading),
  ];
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}

/** Holds a record against itself: each figure stands in the text of its slide, and each numeral of the text is one or has a name. */
export function holdTogether(record: DeckRecord): Mismatch[] {
  return record.slides.flatMap((slide) => {
    const figures = figuresOf(record, slide, ['slide', 'chart']);
    const spans = locate(figures, squeeze(slide.text));
    const lost = figures.filter((_, index) => spans[index] === undefined);
    return [
      ...lost.map((each) =>
        mismatch(slide.number, cellOf(each), each.text, 'the text of the slide in the record does not hold this figure'),
      ),
      ...unsourcedSources(record, slide).map((each) =>
        mismatch(slide.number, 'source line', each, 'this numeral is in no source of the record'),
      ),
      ...[slide.text, ...(slide.alts ?? []), slide.notes ?? ''].flatMap((text) => unsourcedIn(record, slide, text, 'numeral')),
    ];
  });
}

const mismatch = (slide: number | undefined, what: string, shown: string, reason: string): Mismatch => ({
  slides: slide === undefined ? [] : [slide],
  what,
  shown,
  reason,
});

const excerpt = (text: string) => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
};

/** Which page shows which slide: first those whose texts agree, then the others in their order. */
function matchPages(record: DeckRecord, pages: readonly PageReading[]) {
  const texts = pages.map((page) => squeeze(page.text).text);
  const taken = new Map<number, RecordedSlide>();
  const left = record.slides.filter((slide, index) => {
    const own = squeeze(slide.text).text;
    const page = texts[index] === own && !taken.has(index) ? index : texts.findIndex((text, at) => text === own && !taken.has(at));
    if (page >= 0) taken.set(page, slide);
    return page < 0;
  });
  const free = pages.map((_, page) => page).filter((page) => !taken.has(page));
  const paired = pages.length === record.slides.length ? left : left.slice(0, free.length);
  for (const [index, slide] of paired.entries()) taken.set(free[index] as number, slide);
  const shown = [...taken].sort(([a], [b]) => a - b);
  const numbers = shown.map(([, slide]) => slide.number);
  const order = numbers.some((number, index) => number < (numbers[index - 1] ?? 0))
    ? [{ slides: numbers, what: 'order of slides', shown: numbers.join(', '), reason: 'the record has them in another order' }]
    : [];
  return {
    pages: shown.map(([page, slide]) => [slide, pages[page] as PageReading] as const),
    strangers: free.slice(paired.length),
    missing: left.slice(paired.length),
    order,
  };
}

function comparePage(record: DeckRecord, slide: RecordedSlide, page: PageReading): Mismatch[] {
  if (page.untagged) return [mismatch(slide.number, 'page', excerpt(page.text), 'its tags were removed, which give the order of its text')];
  return [
    ...compareText(record, slide, page),
    ...(page.ties ? compareTies(record, slide, page.ties, ['slide', 'chart']) : []),
    ...(page.noteTies ? compareTies(record, slide, page.noteTies, ['notes']) : []),
    ...compareBeside(record, slide, page.beside),
    ...compareAlts(record, slide, page.alts),
    ...compareNotes(record, slide, page.notes),
    ...compareLinks(slide, page.links ?? []),
  ];
}

/** A page's text against the slide's own: a mismatch for each figure that a difference touches, and for each other difference. */
function compareText(record: DeckRecord, slide: RecordedSlide, shown: PageReading): Mismatch[] {
  const [own, page] = [squeeze(slide.text), squeeze(shown.text)];
  const figures = figuresOf(record, slide, ['slide', 'chart']);
  if (own.text === page.text) return [];
  const spans = locate(figures, own);
  const aligned = align(own.text, page.text);
  const isHidden = shown.hidden !== undefined && shown.hidden === hiddenHash(own, aligned);
  const hunks = aligned.filter((hunk) => !isHyphen(hunk, own, page) && !(isHidden && isLoss(hunk)));
  const touched = new Set<Hunk>();
  const changed = figures.flatMap((figure, index) => {
    const span = spans[index];
    const own = span ? hunks.filter((hunk) => hunk.from < span.to && hunk.to > span.from) : [];
    if (!span || own.length === 0) return [];
    for (const hunk of own) touched.add(hunk);
    const reads = page.raw(shiftOf(span.from, hunks), shiftOf(span.to, hunks));
    return [mismatch(slide.number, cellOf(figure), reads, `the record says "${figure.text}"`)];
  });
  const others = hunks.filter((hunk) => !touched.has(hunk)).map((hunk) => textMismatch(record, slide, hunk, own, page));
  return [...changed, ...others];
}

const isLoss = (hunk: Hunk) => hunk.start === hunk.end;

function hiddenHash(own: Squeezed, hunks: readonly Hunk[]): string | undefined {
  const lost = hunks.filter(isLoss).map((hunk) => own.text.slice(hunk.from, hunk.to));
  return lost.length > 0 ? hashOf(lost.join('\n')) : undefined;
}

/** The hash of what a slide says and a page of it does not show, as where a theme hides a header; undefined where it shows all. */
export function hiddenIn(slide: RecordedSlide, page: PageReading): string | undefined {
  const [own, shown] = [squeeze(slide.text), squeeze(page.text)];
  return own.text === shown.text ? undefined : hiddenHash(own, align(own.text, shown.text));
}

/** A browser may part a word at the end of a line by a hyphen; a sign before a number is none. */
const isHyphen = ({ from, to, start, end }: Hunk, own: Squeezed, page: Squeezed) =>
  from === to &&
  own.joined(from) &&
  /^[-\u2010]$/.test(page.text.slice(start, end)) &&
  /^\p{L}{2}$/u.test(own.text.slice(from - 1, from + 1));

/** Where a place of the record's text stands in the page's. */
function shiftOf(place: number, hunks: readonly Hunk[]): number {
  let shift = 0;
  for (const hunk of hunks) {
    if (hunk.to <= place && hunk.from < place) shift = hunk.end - hunk.to;
    else if (hunk.from < place) return hunk.end;
  }
  return place + shift;
}

function textMismatch(record: DeckRecord, slide: RecordedSlide, hunk: Hunk, own: Squeezed, page: Squeezed): Mismatch {
  const around = 12;
  const shown = excerpt(page.raw(hunk.start - around, hunk.end + around));
  const said = excerpt(own.raw(hunk.from - around, hunk.to + around));
  const number = findNumbers(page.raw(hunk.start, hunk.end), [], record.deck.language)[0];
  const reason = number ? `"${number.text}" is no figure of this slide: the record says "${said}"` : `the record says "${said}"`;
  return mismatch(slide.number, number ? 'numeral' : 'text', shown, reason);
}

const figuresOf = (record: DeckRecord, slide: RecordedSlide, where: readonly Figure['where'][]) =>
  record.figures.filter((each) => each.slide === slide.number && where.includes(each.where));

interface Span {
  from: number;
  to: number;
}

/** Where the figures stand in a text, one after the other; where there is a choice, not within a longer number. */
function locate(figures: readonly Figure[], { text, joined }: Squeezed): (Span | undefined)[] {
  const own = figures.map((figure) => squeeze(figure.text).text);
  const latest = latestPlaces(own, text);
  const whole = (from: number, to: number) => !(joined(from) && areDigits(text, from)) && !(joined(to) && areDigits(text, to));
  let place = 0;
  return own.map((each, index) => {
    const first = text.indexOf(each, place);
    if (first < 0) return undefined;
    let from = first;
    while (from >= 0 && from <= (latest[index] ?? -1) && !whole(from, from + each.length)) from = text.indexOf(each, from + 1);
    if (from < 0 || from > (latest[index] ?? -1)) from = first;
    place = from + each.length;
    return { from, to: place };
  });
}

/** The last places at which each text may stand, so that all after it still have theirs; undefined where there is none. */
function latestPlaces(own: readonly string[], text: string): (number | undefined)[] {
  let end = text.length;
  const places = own.toReversed().map((each) => {
    const from = end < each.length ? -1 : text.lastIndexOf(each, end - each.length);
    if (from >= 0) end = from;
    return from < 0 ? undefined : from;
  });
  return places.reverse();
}

/** True where a number goes on over this place. */
const areDigits = (text: string, place: number) => isDigit(text[place - 1]) && isDigit(text[place]);

/** Figures of an HTML deck, element by element, in their order: the text and the value of each. */
function compareTies(record: DeckRecord, slide: RecordedSlide, ties: readonly ShownTie[], where: readonly Figure['where'][]): Mismatch[] {
  const figures = figuresOf(record, slide, where).filter((each) => each.kind === 'figure');
  const found = ties.flatMap((tie, index): Mismatch[] => {
    const figure = figures[index];
    const what = figure ? cellOf(figure) : `element ${tie.id}`;
    if (!figure || figure.id !== tie.id)
      return [mismatch(slide.number, what, tie.text, 'this element is none of the record, or not in its order')];
    if (squeeze(tie.text).text !== squeeze(figure.text).text)
      return [mismatch(slide.number, what, tie.text, `the record says "${figure.text}"`)];
    if (tie.value !== undefined && tie.value !== String(figure.value))
      return [mismatch(slide.number, what, tie.value, `the value of its element is not the record's ${figure.value}`)];
    return [];
  });
  const lost = figures
    .slice(ties.length)
    .map((each) => mismatch(slide.number, cellOf(each), each.text, 'the page has no element for this figure'));
  return [...found, ...lost];
}

/** What stands outside the reading order: the page's number, what styles of the deck add, and nothing else. */
function compareBeside(record: DeckRecord, slide: RecordedSlide, beside: readonly string[]): Mismatch[] {
  const added = (record.generated ?? []).map((text) => squeeze(text).text).sort((a, b) => b.length - a.length);
  return beside.flatMap((text) => {
    const rest = added.reduce((left, each) => left.replaceAll(each, ''), squeeze(withoutPage(text, record, slide.number)).text);
    // The numbers of its lists are not counted in a deck that reports what is typed.
    if (!/[\p{L}\p{N}]/u.test(rest) || (record.untied && /^\d+[.)]$/.test(text.trim()))) return [];
    return [
      mismatch(
        slide.number,
        findNumbers(rest, [], record.deck.language).length > 0 ? 'numeral' : 'text',
        excerpt(text),
        'it stands beside the text of the slide',
      ),
    ];
  });
}

function compareAlts(record: DeckRecord, slide: RecordedSlide, alts: readonly string[]): Mismatch[] {
  const known = slide.alts;
  if (known === undefined) return alts.flatMap((alt) => unsourcedIn(record, slide, alt, 'alternative text'));
  const same = (a: string | undefined, b: string | undefined) => squeeze(a ?? '').text === squeeze(b ?? '').text;
  const length = Math.max(known.length, alts.length);
  return Array.from({ length }, (_, index) => [known[index], alts[index]] as const).flatMap(([own, shown]) =>
    same(own, shown) ? [] : [mismatch(slide.number, 'alternative text', excerpt(shown ?? ''), `the record says "${excerpt(own ?? '')}"`)],
  );
}

function compareNotes(record: DeckRecord, slide: RecordedSlide, notes: string | undefined): Mismatch[] {
  if (notes === undefined) return [];
  if (slide.notes === undefined) return unsourcedIn(record, slide, notes, 'notes');
  if (squeeze(notes).text === squeeze(slide.notes).text) return [];
  const [own, page] = [squeeze(slide.notes), squeeze(notes)];
  return align(own.text, page.text).map((hunk) => ({ ...textMismatch(record, slide, hunk, own, page), what: 'notes' }));
}

/** An address as a browser writes it, so that all who read it write it alike. */
export const plainAddress = (address: string) => (URL.canParse(address) ? new URL(address).href : address);

/** Links that a slide does not have; a deck of the release before tells nothing of its links. */
function compareLinks(slide: RecordedSlide, links: readonly string[]): Mismatch[] {
  const own = slide.links?.map(plainAddress);
  const strange = own ? links.filter((each) => !own.includes(plainAddress(each))) : [];
  return strange.map((each) => mismatch(slide.number, 'link', excerpt(each), 'the slide has no such link in the record'));
}

/** What the metadata say of the deck in place of the record's words. */
function compareAbout(record: DeckRecord, reading: DeckReading): Mismatch[] {
  return (['subject', 'author'] as const).flatMap((name) => {
    const [own, shown] = [record.deck[name], reading[name]];
    if (own === undefined || shown === undefined || squeeze(own).text === squeeze(shown).text) return [];
    return [mismatch(undefined, name, excerpt(shown), `the record says "${excerpt(own)}"`)];
  });
}

/** Title, outline, and what stands outside all pages. */
function aroundPages(record: DeckRecord, reading: DeckReading): Mismatch[] {
  const texts = record.slides.map((slide) => squeeze(slide.text).text);
  const outline = (reading.outline ?? []).filter((title) => !texts.some((text) => text.includes(squeeze(title).text)));
  const title = squeeze(reading.title ?? '').text === squeeze(record.deck.title).text;
  const build = reading.build === packRecord(record).build;
  return [
    ...(build ? [] : [mismatch(undefined, 'build', reading.build ?? '', 'the metadata of the file name another build than its record')]),
    ...(title ? [] : [mismatch(undefined, 'title', reading.title ?? '', `the record says "${record.deck.title}"`)]),
    ...compareAbout(record, reading),
    ...outline.map((each) => mismatch(undefined, 'outline', each, 'no slide of the record says this')),
    ...reading.outside.map((each) => mismatch(undefined, 'text', excerpt(each), 'it stands outside all slides')),
    ...reading.foreign.map((each) => mismatch(undefined, 'file', each, 'tieout writes no such thing into a deck')),
  ];
}

function unsourcedIn(record: DeckRecord, slide: RecordedSlide, text: string, what: string): Mismatch[] {
  return unsourced(record, slide, text).map((each) =>
    mismatch(slide.number, what, each, 'this numeral is no figure of the slide, and no name of its literals'),
  );
}
