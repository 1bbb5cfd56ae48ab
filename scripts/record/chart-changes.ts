import { type Cause, changedUnder, type Reason, tablesByName } from './causes.ts';
import type { DeckRecord, Figure } from './schema.ts';

/** A chart that was added, removed or drawn anew. */
export interface ChartChange extends Reason {
  name: string;
  kind: 'added' | 'removed' | 'changed';
  /** Pages that show it. */
  slides: number[];
  /** Values that its spec computes, mark by mark, that differ. */
  computed: ComputedChange[];
}

/** A value that a chart's spec computes, before and after; `index` counts the marks from 0. */
export interface ComputedChange {
  mark: string;
  field: string;
  expression: string;
  index: number;
  before: Figure['value'] | undefined;
  after: Figure['value'] | undefined;
}

type Chart = DeckRecord['charts'][number];

/** Compares the charts of two decks by their names. */
export function compareCharts(before: DeckRecord, after: DeckRecord): ChartChange[] {
  const old = new Map(before.charts.map((each) => [each.name, each]));
  const now = new Map(after.charts.map((each) => [each.name, each]));
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((name): ChartChange[] => {
    const [earlier, later] = [old.get(name), now.get(name)];
    const slides = (later ? after : before).slides.filter((each) => each.charts.includes(name)).map((each) => each.number);
    if (!earlier || !later) return [{ name, kind: later ? 'added' : 'removed', causes: ['text'], because: [], slides, computed: [] }];
    const computed = compareComputed(earlier, later);
    const reason = reasonOf(earlier, later, before, after);
    const causes: Cause[] = reason.causes.length === 0 && computed.length > 0 ? ['data'] : reason.causes;
    return causes.length > 0 ? [{ name, kind: 'changed', ...reason, causes, slides, computed }] : [];
  });
}

/** Why a chart was drawn anew: its spec, what is under it, else the theme; nothing where neither differs. */
function reasonOf(earlier: Chart, later: Chart, before: DeckRecord, after: DeckRecord): Reason {
  const drawn = later.tables.filter((each) => tablesByName(before).get(each)?.hash !== tablesByName(after).get(each)?.hash);
  const under = drawn.map((each) => changedUnder(before, after, each));
  const respecified = earlier.spec !== later.spec;
  const causes = new Set<Cause>([...(respecified ? ['spec' as const] : []), ...under.flatMap((each) => each.causes)]);
  const because = [...(respecified ? [later.file] : []), ...under.flatMap((each) => each.because)];
  // A chart's words are part of its drawing, so two languages differ in it.
  const comparable = before.deck.language === after.deck.language;
  const redrawn = comparable && (differs(earlier.drawing, later.drawing) || differs(earlier.picture, later.picture));
  if (causes.size === 0 && redrawn) causes.add('theme');
  return { causes: [...causes], because: [...new Set(because)] };
}

/** True when both records tell, and tell differently. */
export const differs = (before: string | undefined, after: string | undefined) =>
  before !== undefined && after !== undefined && before !== after;

function compareComputed(earlier: Chart, later: Chart): ComputedChange[] {
  if (!earlier.computed || !later.computed) return [];
  const key = ({ mark, field, expression }: { mark: string; field: string; expression: string }) =>
    JSON.stringify([mark, field, expression]);
  const [old, now] = [earlier.computed, later.computed].map((each) => new Map(each.map((one) => [key(one), one])));
  return [...new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])])].flatMap((each) => {
    const [was, is] = [old?.get(each), now?.get(each)];
    const { mark, field, expression } = (is ?? was) as NonNullable<typeof is>;
    const length = Math.max(was?.values.length ?? 0, is?.values.length ?? 0);
    const pairs = Array.from({ length }, (_, index) => ({ index, before: was?.values[index], after: is?.values[index] }));
    return pairs.filter((one) => one.before !== one.after).map((one) => ({ mark, field, expression, ...one }));
  });
}
