import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findLiterals } from '../../scripts/quotes/numbers.ts';
import { visibleNumbers } from '../../scripts/quotes/visible.ts';

/** The lines of a list of texts. */
const texts = (name: string) =>
  readFileSync(new URL(`./texts/${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

const plain = texts('plain');
const dishonest = texts('dishonest');

test('the lists are long enough to mean something', () => {
  expect(plain.length).toBeGreaterThan(130);
  expect(dishonest.length).toBeGreaterThan(130);
});

test('of plain texts at most eight in a hundred are refused', () => {
  const refused = plain.filter((text) => visibleNumbers(text).length > 0);
  expect(refused.length, refused.join('\n')).toBeLessThanOrEqual(plain.length * 0.08);
});

test.each(dishonest)('%s is refused', (text) => {
  expect(visibleNumbers(text)).not.toEqual([]);
});

test.each([
  ['Q3 2025 and GPT-4 on 5G', ['Q3 2025', 'GPT-4', '5G']],
  ['十大與四季', ['十大', '四季']],
  ['We double-check one of them', ['double-check']],
  ['No number here: 半導體、兩者', []],
])('what passes in %s is listed', (text, listed) => {
  expect(findLiterals(text)).toEqual(listed);
});

test('a pattern of the project is listed too', () => {
  expect(findLiterals('Claude 44 with 3 seats', [/Claude 44/gu])).toEqual(['Claude 44']);
});
