import type { Figure } from './schema.ts';

/** In what a change is told: a rate of the value before, points of a percentage, places of a rank, or time. */
export type Measure = 'rate' | 'points' | 'places' | 'days' | 'months' | 'years';

/** How far a figure has moved. */
export interface Move {
  /** Signed: 0.1 for +10 % as a rate, 1 for a point, a place, a day; undefined where there is no number to compare. */
  change: number | undefined;
  measure: Measure | undefined;
  /** Of a rank, up is nearer to the first; of a date, up is later. */
  direction: 'up' | 'down' | undefined;
}

const still: Move = { change: undefined, measure: undefined, direction: undefined };

/** How far a figure has moved from one showing to the other. */
export function measureMove(before: Figure | undefined, after: Figure | undefined): Move {
  if (!before || !after || before.unit !== after.unit || sameValue(before.value, after.value)) return still;
  const [old, now] = [before.value, after.value];
  if (typeof old === 'string' && typeof now === 'string') return measureDates(old, now);
  if (typeof old !== 'number' || typeof now !== 'number') return still;
  if (isYear(before) && isYear(after)) return moved(now - old, 'years');
  if (before.unit === 'share' || before.unit === '%') return moved(pointsBetween(before, after), 'points');
  if (isRank(before)) return { ...moved(now - old, 'places'), direction: now < old ? 'up' : 'down' };
  const direction = now > old ? 'up' : 'down';
  return old === 0 ? { ...still, direction } : { change: (now - old) / Math.abs(old), measure: 'rate', direction };
}

const moved = (change: number, measure: Measure): Move => ({ change, measure, direction: change > 0 ? 'up' : 'down' });

/** True when two values are the same; sums may come out in another order, so numbers are compared to twelve digits. */
export function sameValue(a: Figure['value'], b: Figure['value']): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

/** Points as a reader takes them from the two texts; from the values where both texts say the same. */
function pointsBetween(before: Figure, after: Figure): number {
  const scale = before.unit === '%' ? 1 : 100;
  // What a percent sign follows is told as a share; a plain number is told as it is.
  const told = ({ text, shown = 0 }: Figure) => shown * (text.includes('%') ? 100 : scale);
  const [seen, exact] = [told(after) - told(before), ((after.value as number) - (before.value as number)) * scale];
  return Number((Math.sign(seen) === Math.sign(exact) ? seen : exact).toPrecision(12));
}

/** True for a place in an order: by its unit, or by its field's name where it is but counted. */
const isRank = ({ unit, field }: Figure) =>
  unit === 'rank' || unit === 'ordinal' || (unit === 'count' && /(^|_)(rank|ordinal)$/.test(field));

/** A year is a number that is written without a comma. */
const isYear = ({ value, text, unit }: Figure) => !unit && /^\d{4}年?$/.test(text) && text.startsWith(String(value));

const datePattern = /^(\d{4})-(\d{2})-(\d{2})/;

/** Whole months where the day of the month is the same, else days. */
function measureDates(before: string, after: string): Move {
  const [old, now] = [datePattern.exec(before), datePattern.exec(after)];
  if (!old || !now) return still;
  const [years, months] = [Number(now[1]) - Number(old[1]), Number(now[2]) - Number(old[2])];
  if (old[3] === now[3] && (years || months)) return moved(years * 12 + months, 'months');
  const days = Math.round((Date.parse(now[0]) - Date.parse(old[0])) / 86_400_000);
  return days === 0 ? still : moved(days, 'days');
}
