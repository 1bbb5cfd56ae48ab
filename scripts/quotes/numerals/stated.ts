/** The value that a number's text states, undefined where it is not plain, and the worth of its last digit. */
export interface Stated {
  value: number | undefined;
  step?: number;
}

/** Number words of a language that has its own way of putting them into a text. Patterns come with the flags g and u. */
export interface Numerals {
  patterns: readonly RegExp[];
  value(text: string): Stated;
}

/** A number without the dust of binary fractions. */
export const exact = (number: number) => Number(number.toPrecision(12));
