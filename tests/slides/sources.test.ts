import { beforeAll, expect, test } from 'vitest';
import type { RenderedDeck } from '../../scripts/slides/index.ts';
import { layProject, render } from '../project.ts';

let decks: RenderedDeck[];

beforeAll(async () => {
  const words = '# Only words\n\nNothing to tie.\n\n---\n\n# Words of a table: {{ rounds.seed.label }}\n';
  ({ decks } = await render(await layProject(undefined, { 'slides/en/03-words.md': words })));
});

/** The source line of each slide of a deck. */
const sources = (name: string) =>
  decks.find((deck) => deck.deck.name === name)?.slides.map((slide) => /<p class="sources">(.*?)<\/p>/.exec(slide.html)?.[1]);

test('a slide that shows a figure or a chart ends in its source, also in print; one of words does not', () => {
  expect(sources('base.en')).toEqual([
    'Source: The ledger (note a, note c); as of 30 September 2025',
    'Source: The ledger (note a, note b, note c); as of 30 September 2025',
    'Source: The ledger (note a, note b, note c); as of 30 September 2025',
    undefined,
    undefined,
  ]);
  expect(sources('base.zh-Hant')?.[0]).toBe('資料來源：總帳（note a、note c）；截至2025年9月30日');
});

test('the directives of a file end with the file', () => {
  const english = decks.find((deck) => deck.deck.name === 'base.en') as RenderedDeck;
  const html = (index: number) => english.ledger.resolve(english.slides[index]?.html ?? '');
  const tag = (index: number) => /^<section[^>]*>/.exec(html(index))?.[0];
  expect(html(0)).toContain('<header>Overview</header>');
  expect(tag(1)).toContain('class="chart"');
  expect(html(1)).not.toContain('<header>');
  expect(tag(3)).not.toContain('class="chart"');
});

test('a slide knows its title, its notes, its file and its charts', () => {
  const english = decks.find((deck) => deck.deck.name === 'base.en') as RenderedDeck;
  const plain = (text = '') => english.ledger.resolve(text);
  expect(plain(english.slides[0]?.title)).toBe('The valuation grew 9.95x');
  expect(plain(english.slides[0]?.notes)).toBe('Begin with 9.95x.');
  expect(english.slides.map((slide) => slide.file.replace('slides/en/', ''))).toEqual([
    '01-overview.md',
    '02-rounds.md',
    '02-rounds.md',
    '03-words.md',
    '03-words.md',
  ]);
});
