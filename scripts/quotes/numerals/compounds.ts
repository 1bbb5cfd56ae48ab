/** Words in their order, by their worth from `start` on. */
export const from = (words: string, start: number, step = 1): Record<string, number> =>
  Object.fromEntries(words.split(' ').map((word, index) => [word, start + index * step]));

type Worths = Readonly<Record<string, number>>;

/** The words that a language makes of ones and tens: einundzwanzig, vingt-et-un. */
export const compounds = (ones: Worths, tens: Worths, join: (one: string, ten: string) => string): Record<string, number> =>
  Object.fromEntries(Object.entries(tens).flatMap(([ten, by]) => Object.entries(ones).map(([one, and]) => [join(one, ten), by + and])));
