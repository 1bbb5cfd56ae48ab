/** The value that a number's text states, undefined where it is not plain, and the worth of its last digit. */
export interface Stated {
  value: number | undefined;
  step?: number;
}

/** A number without the dust of binary fractions. */
export const exact = (number: number) => Number(number.toPrecision(12));
