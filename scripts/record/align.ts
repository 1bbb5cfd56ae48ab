import { diffChars } from 'diff';

/** A text as it is compared: without white space and case, with a way back to the text as it stands. */
export interface Squeezed {
  text: string;
  /** The text as it stands between two places of the squeezed one. */
  raw(from: number, to: number): string;
  /** True when nothing stands between a character and the one before it. */
  joined(index: number): boolean;
}

/** Lines break elsewhere in print, and styles may set capitals: neither is a difference. */
export function squeeze(raw: string): Squeezed {
  const places: number[] = [];
  let text = '';
  let place = 0;
  for (const char of raw) {
    if (!/[\s\u200B\u2060]/.test(char)) {
      const low = char.toLowerCase();
      for (let unit = 0; unit < low.length; unit++) places.push(place);
      text += low;
    }
    place += char.length;
  }
  const at = (index: number) => (index <= 0 ? 0 : (places[index] ?? raw.length));
  return {
    text,
    raw: (from, to) => raw.slice(from >= places.length ? raw.length : at(from), at(to)).trim(),
    joined: (index) => (places[index] ?? 0) - (places[index - 1] ?? 0) === 1,
  };
}

/** A difference: what stands between `from` and `to` in one text is between `start` and `end` in the other. */
export interface Hunk {
  from: number;
  to: number;
  start: number;
  end: number;
}

/** More single changes than these make two texts different as a whole. */
const mostEdits = 400;

/** The differences of two texts, in their order. */
export function align(before: string, after: string): Hunk[] {
  const parts = diffChars(before, after, { maxEditLength: mostEdits });
  if (!parts) return [{ from: 0, to: before.length, start: 0, end: after.length }];
  const hunks: Hunk[] = [];
  let [at, place] = [0, 0];
  let open: Hunk | undefined;
  for (const { value, added, removed } of parts) {
    if (!added && !removed) {
      [at, place, open] = [at + value.length, place + value.length, undefined];
      continue;
    }
    if (!open) {
      open = { from: at, to: at, start: place, end: place };
      hunks.push(open);
    }
    if (removed) open.to = at += value.length;
    else open.end = place += value.length;
  }
  return hunks;
}
