import type { Value } from '../data/tables.ts';
import { remember } from '../remember.ts';
import { perWords } from './languages/index.ts';
import { findNumbers } from './numbers.ts';

/** One cell as shown somewhere: where it came from, and how it reads there. */
export interface Tie {
  table: string;
  key: string;
  field: string;
  value: Value;
  unit: string | undefined;
  /** Where in the source the row stands, as the table says. */
  place: string | undefined;
  /** The text as shown. */
  text: string;
  /** The number that the text states, rounded as shown, in whole units; none for words and dates. */
  shown: number | undefined;
}

// A mark stands for a tie while text passes through Markdown and Vega: a number between two private-use
// characters, written in private-use digits, so that no parser on the way can read anything into it.
const open = '\uE000';
const close = '\uE001';
const zero = 0xe010;
const markCharacter = /[\uE000\uE001\uE010-\uE019]/g;
const pattern = /\uE000([\uE010-\uE019]+)\uE001/g;

const markOf = (id: number) => open + [...String(id)].map((digit) => String.fromCharCode(zero + Number(digit))).join('') + close;
const idOf = (digits: string) => Number([...digits].map((digit) => digit.charCodeAt(0) - zero).join(''));

/**
 * The ledger of one deck or one chart: it hands out a mark for each cell that becomes text, and turns marks
 * back into text or elements at the very end. It is the only way from a table to a page.
 */
export class Ledger {
  readonly ties: Tie[] = [];

  /** Enters a tie; returns the mark that stands for it. */
  enter(tie: Tie): string {
    // A text with marks of its own would be read as other cells.
    const safe = hasMarks(tie.text) ? { ...tie, text: tie.text.replace(markCharacter, '\uFFFD') } : tie;
    return markOf(this.ties.push(safe) - 1);
  }

  /** Enters a name that holds a number and is no figure; returns its mark. */
  literal(text: string): string {
    return this.enter({ table: '', key: '', field: '', value: text, unit: undefined, place: undefined, text, shown: undefined });
  }

  /** Enters a number that is typed by hand at `place`, in a deck that may show such; returns its mark. */
  untied(text: string, place: string): string {
    return this.enter({ table: '', key: '', field: untiedField, value: text, unit: undefined, place, text, shown: undefined });
  }

  /** Replaces every mark in `text` by what `write` gives for its tie; by the tie's text unless told otherwise. */
  resolve(text: string, write: (tie: Tie, id: number) => string = (tie) => tie.text): string {
    return text.replace(pattern, (mark, digits: string) => {
      const id = idOf(digits);
      const tie = this.ties[id];
      return tie ? write(tie, id) : mark;
    });
  }

  /** A text in which the ties of its marks read as `change` makes them. */
  reword(text: string, change: (words: string) => string): string {
    return this.resolve(text, (tie) => this.enter({ ...tie, text: change(tie.text) }));
  }

  /** Takes over all ties of another ledger, in their order; gives what writes the marks of its texts as those of this one. */
  append(ties: readonly Tie[]): (text: string) => string {
    const first = this.ties.length;
    this.ties.push(...ties);
    return (text) => text.replace(pattern, (_, digits: string) => markOf(first + idOf(digits)));
  }

  /** Takes over the ties that `text` marks in another ledger; returns the text with marks of this one. */
  adopt(text: string, other: Ledger): string {
    return other.resolve(text, (tie) => this.enter(tie));
  }
}

const untiedField = 'untied';

/** A number typed by hand that a deck shows all the same. */
export const isUntied = (tie: Tie) => tie.table === '' && tie.field === untiedField;

/** A name marked by hand as no figure, or a number that is typed by hand: what comes from no table. */
export const isLiteral = (tie: Pick<Tie, 'table'>) => tie.table === '';

/** A tie that states a quantity or a date, not words. */
export const isFigure = (tie: Pick<Tie, 'table' | 'value'>) =>
  !isLiteral(tie) && (typeof tie.value === 'number' || /^\d{4}-\d{2}-\d{2}/.test(String(tie.value)));

/** A tie whose text states a number: a figure, or words of a cell with a number in them, as the language reads them. */
export const statesFigure = (tie: Tie, language: string) => isFigure(tie) || (!isLiteral(tie) && holdsNumber(tie.text, language));

/** The same words stand on many slides, in every rendering of them. */
const holders = perWords(() => remember<boolean>(10_000));
const holdsNumber = (text: string, language: string) => holders(language)(text, () => findNumbers(text, [], language).length > 0);

/** True when the text holds characters that only marks may use. */
export const hasMarks = (text: string) => /[\uE000\uE001\uE010-\uE019]/.test(text);

/** A text without the marks of figures, for finding what is left in it. */
export const withoutMarks = (text: string) => (hasMarks(text) ? text.replace(/\uE000[\uE010-\uE019]+\uE001/g, '\uFFFC') : text);
