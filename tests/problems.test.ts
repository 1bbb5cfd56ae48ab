import { expect, test } from 'vitest';
import { placeAt } from '../scripts/files.ts';
import { didYouMean, nearest, ProjectError, problem } from '../scripts/problems.ts';
import { formatProblems } from '../scripts/report.ts';

test('the nearest name is a likely slip, or none', () => {
  expect(nearest('valuatoin', ['round', 'valuation', 'sections'])).toBe('valuation');
  expect(nearest('Title', ['title'])).toBe('title');
  expect(nearest('colour', ['round', 'valuation'])).toBeUndefined();
  expect(didYouMean('colour', ['round', 'valuation'])).toBe('use one of: round, valuation');
  expect(didYouMean('colour', [])).toBe('there is none to use yet');
});

test('a place counts lines and columns from one', () => {
  const source = { path: 'a.md', text: '一二\n三四五' };
  expect(placeAt(source, 0)).toEqual({ file: 'a.md', line: 1, column: 1 });
  expect(placeAt(source, 5)).toEqual({ file: 'a.md', line: 2, column: 3 });
  expect(placeAt(source, 5, 10)).toEqual({ file: 'a.md', line: 11, column: 3 });
});

test('problems are printed by file and place; the same one is printed once', () => {
  const error = new ProjectError([
    problem({ file: 'b.csv', line: 10, column: 2 }, 'required', 'second', 'do that'),
    problem({ file: 'b.csv', line: 9, column: 3 }, 'encoding', 'first', 'do this'),
    problem({ file: 'a.csv' }, 'malformed', 'missing', 'add it'),
    problem({ file: 'b.csv', line: 10, column: 2 }, 'required', 'second', 'do that'),
  ]);
  expect(formatProblems(error.problems)).toBe(
    [
      'a.csv',
      '  missing  [malformed]',
      '      add it',
      '',
      'b.csv',
      '  9:3  first  [encoding]',
      '      do this',
      '  10:2  second  [required]',
      '      do that',
      '',
      '3 problems; nothing was written',
      '',
    ].join('\n'),
  );
});
