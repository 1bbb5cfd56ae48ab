import { differs } from './chart-changes.ts';
import { cellOf, sincePath } from './figure-changes.ts';
import type { DeckRecord } from './schema.ts';

type RecordedSlide = DeckRecord['slides'][number];

/**
 * What of a slide differs: its title, its words, which figures it shows, its notes, the alternative texts of its
 * pictures, its source line, the charts on it, its look (layout, pictures, links), its place in the deck; `rest` is
 * text that none of these tells.
 */
export type Aspect = 'moved' | 'title' | 'words' | 'figures' | 'notes' | 'alts' | 'sources' | 'charts' | 'look' | 'rest';

/** A slide that was added, removed or changed. */
export interface SlideChange {
  kind: 'added' | 'removed' | 'changed';
  aspects: Aspect[];
  before: RecordedSlide | undefined;
  after: RecordedSlide | undefined;
}

/**
 * Compares the slides of two decks in one language. `explained` are pages, now, on which some figure or chart is
 * known to differ.
 */
export function compareSlides(before: DeckRecord, after: DeckRecord, explained: ReadonlySet<number>): SlideChange[] {
  const own = (record: DeckRecord) => record.slides.filter((each) => !each.id.startsWith(sincePath));
  const pairs = pairSlides(own(before), own(after));
  const inOrder = longestRising(own(after).flatMap((each) => pairs.get(each)?.number ?? []));
  const changes = own(after).flatMap((each): SlideChange[] => {
    const earlier = pairs.get(each);
    if (!earlier) return [{ kind: 'added', aspects: [], before: undefined, after: each }];
    const aspects = aspectsOf(earlier, each, before, after, explained);
    if (!inOrder.has(earlier.number)) aspects.unshift('moved');
    return aspects.length > 0 ? [{ kind: 'changed', aspects, before: earlier, after: each }] : [];
  });
  const kept = new Set(pairs.values());
  const removed = own(before).filter((each) => !kept.has(each));
  return [...changes, ...removed.map((each): SlideChange => ({ kind: 'removed', aspects: [], before: each, after: undefined }))];
}

/** Which slide each one was: by its place in its file and its words, by its words alone, by its place alone. */
function pairSlides(old: readonly RecordedSlide[], now: readonly RecordedSlide[]): Map<RecordedSlide, RecordedSlide> {
  const pairs = new Map<RecordedSlide, RecordedSlide>();
  const free = new Set(old);
  const sames: ((a: RecordedSlide, b: RecordedSlide) => boolean)[] = [
    (a, b) => a.id === b.id && a.words === b.words,
    (a, b) => a.words === b.words,
    (a, b) => a.id === b.id,
  ];
  for (const same of sames) {
    for (const slide of now) {
      const found = pairs.has(slide) ? undefined : [...free].find((each) => same(each, slide));
      if (!found) continue;
      pairs.set(slide, found);
      free.delete(found);
    }
  }
  return pairs;
}

/** The most numbers of a list that stand in rising order; the others are those that moved. */
function longestRising(numbers: readonly number[]): Set<number> {
  const best: number[][] = [];
  for (const number of numbers) {
    const longest = best.filter((each) => (each.at(-1) as number) < number).reduce((a, b) => (b.length > a.length ? b : a), []);
    best.push([...longest, number]);
  }
  return new Set(best.reduce((a, b) => (b.length > a.length ? b : a), []));
}

function aspectsOf(
  earlier: RecordedSlide,
  later: RecordedSlide,
  before: DeckRecord,
  after: DeckRecord,
  explained: ReadonlySet<number>,
): Aspect[] {
  const [own, now] = [earlier.ownWords, later.ownWords];
  const words = own && now ? own.body !== now.body : earlier.words !== later.words;
  const said: [Aspect, boolean][] = [
    ['title', words && earlier.title !== later.title],
    ['words', words],
    ['figures', !words && cellsOn(before, earlier) !== cellsOn(after, later)],
    ['notes', differs(own?.notes, now?.notes)],
    ['alts', differs(own?.alts, now?.alts)],
    ['sources', differs(earlier.sources, later.sources)],
    ['charts', earlier.charts.join() !== later.charts.join()],
    ['look', !words && differs(own?.markup, now?.markup)],
  ];
  const aspects = said.filter(([, is]) => is).map(([aspect]) => aspect);
  return aspects.length === 0 && earlier.text !== later.text && !explained.has(later.number) ? ['rest'] : aspects;
}

/** The cells that a slide itself shows, one after the other. */
const cellsOn = (record: DeckRecord, slide: RecordedSlide) =>
  record.figures
    .filter((each) => each.slide === slide.number && each.where !== 'chart' && each.where !== 'alt')
    .map(cellOf)
    .join('\n');
