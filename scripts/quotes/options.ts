import { scaleNames } from './formats.ts';

const inFiscalYears = (precision: 'fiscal' | 'fiscalQuarter') =>
  Array.from({ length: 12 }, (_, month) => ({ precision, fiscalFrom: month + 1 }));
const [fiscalYears, fiscalQuarters] = [inFiscalYears('fiscal'), inFiscalYears('fiscalQuarter')];
const plainOptions = [undefined, 0, 1, 2, 3, 4, 5, 6, 'year', 'quarter', 'month', 'day', ...fiscalYears, ...fiscalQuarters];

/** The ends of ranges of dates. */
const dateEnds = (['from', 'to'] as const).flatMap((end) => [
  ...[{ precision: 'year' }, ...fiscalYears].map((each) => ({ ...each, end })),
  ...[{ precision: 'quarter' }, { precision: 'month' }, { precision: 'day' }, ...fiscalQuarters].map((each) => ({
    ...each,
    end,
    shared: 'year',
  })),
  { precision: 'day', end, shared: 'month' },
]);

/** Every option with which `writeQuantity` may give a text in a language, the plain ones first. A bracket or a plus at its beginning tells its manner. */
export function optionsIn(language: string, text: string): unknown[] {
  const decimals = [undefined, 0, 1, 2, 3, 4, 5, 6];
  const own = { negative: text.startsWith('(') ? 'brackets' : 'minus', sign: text.startsWith('+') };
  const manners = [true, false].flatMap((unit) =>
    [undefined, ...scaleNames(language)].flatMap((scale) => decimals.map((each) => ({ ...own, unit, scale, decimals: each }))),
  );
  const ends = (['from', 'to'] as const).flatMap((end) =>
    [undefined, ...scaleNames(language)].flatMap((scale) => decimals.map((each) => ({ end, scale, decimals: each }))),
  );
  return [...plainOptions, ...manners, ...ends, ...dateEnds];
}
