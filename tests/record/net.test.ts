import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, type PreparedDeck, prepare } from '../../scripts/build.ts';
import { checkPrint, pageOf } from '../../scripts/dist/deck.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { printPdf } from '../../scripts/dist/pdf.ts';
import { netProblems } from '../../scripts/record/net.ts';
import { readFragment } from '../../scripts/record/read-html.ts';
import { parseSlide } from '../../scripts/slides/markup.ts';
import { htmlOnly, layProject, problemsOf, projects, silent } from '../project.ts';

let browser: Browser;
let prepared: PreparedDeck;

beforeAll(async () => {
  browser = await openBrowser(() => {});
  const { decks } = await prepare({ ...htmlOnly(await layProject()), decks: ['base.en'] }, silent);
  prepared = decks[0] as PreparedDeck;
});

afterAll(() => browser.close());

/** What the net finds in print when the rendered deck has a style and an element more, which no gate has seen. */
async function caught(style: string, html: string): Promise<string[]> {
  const { deck, record } = prepared;
  const slides = deck.slides.map((each) =>
    each.number === 3 ? { ...each, html: each.html.replace('<p class="sources">', `${html}$&`) } : each,
  );
  const holed = { ...deck, slides, css: `${deck.css}\n${style}` };
  const problems = await problemsOf(async () => checkPrint(holed, record, await printPdf(browser, await pageOf(holed)), () => {}));
  return problems.map((each) => `${each.file} ${each.ruleId}: ${each.reason}`);
}

const says = (text: string) =>
  `slides/en/02-rounds.md unsourced-numeral: slide 3 of "base.en" says "${text}" in print, and this numeral reached the page without a source`;

describe('what a style makes the page say is seen in print, and stops the build', () => {
  test.each([
    ['a content', '.grown::after { content: " by 999%"; }', '<p class="grown">It grew</p>', '999'],
    ['a counter', '.grown { counter-reset: years 41; } .grown::after { content: " " counter(years); }', '<p class="grown">Years</p>', '41'],
    ['an attribute', '.grown::before { content: attr(data-by); }', '<p class="grown" data-by="72%">More</p>', '72'],
    ['a content for print alone', '@media print { .grown::after { content: " 35x"; } }', '<p class="grown">It grew</p>', '35'],
    ['the start of a list', '', '<ol start="37"><li>A cause</li></ol>', '37'],
    ['a figure of the slide once more', '.grown::after { content: " 183"; }', '<p class="grown">It grew</p>', '183'],
    ['a frame', '', '<iframe srcdoc="<p>It grew by 64%</p>"></iframe>', '64'],
    ['a text', '', '<p>It grew by 53%</p>', '53'],
  ])('%s', async (_, style, html, number) => {
    expect(await caught(style, html)).toEqual([says(number)]);
  });
});

test('what stands on the page and in no record is seen, in HTML as in print', async () => {
  const { deck, record } = prepared;
  const pages = record.slides.map((slide) => ({ text: slide.text, beside: [], alts: slide.alts ?? [] }));
  expect(netProblems(deck, record, pages, 'HTML')).toEqual([]);
  const more = pages.map((page) => ({ ...page, text: `${page.text}\nIt fell 12%` }));
  expect(netProblems(deck, record, more, 'HTML').map((each) => each.file)).toEqual(deck.slides.map((each) => each.file));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><text>Up 88x</text></svg>`;
  const picture = `<img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}" alt="Rose 77%">`;
  const read = { ...readFragment(parseSlide(picture)), beside: [] };
  expect(netProblems(deck, record, [read], 'HTML').map((each) => /says "(\d+)/.exec(each.reason)?.[1])).toEqual(['88', '77']);
});

test('numbers of pages, places in a list, literals of pictures, addresses, words of styles and figures in capitals are no finding', async () => {
  const theme =
    '/* @theme plain */\n:root { --ink: #1c1a17; --accent: #c4341a; }\nsection { width: 1280px; height: 720px; font: 400 28px/1.4 "Noto Sans TC"; }\n' +
    'section::after { content: attr(data-marpit-pagination) " of " attr(data-marpit-pagination-total); position: absolute; right: 9px; bottom: 9px; }\n' +
    'h1 { text-transform: uppercase; }\nh1::before { content: "Note: "; }\n';
  const slide =
    '# It was worth {{ rounds.seed.post_money_usd_bn | money }}\n\n1. A cause\n   1. A part\n   2. A part\n2. A cause\n3. A cause\n';
  const decks = await readFile(join(projects, 'base/slides/decks.yaml'), 'utf8');
  const files = { 'slides/theme.css': theme, 'slides/en/03-more.md': slide, 'slides/decks.yaml': `literals: ["Claude \\\\d"]\n${decks}` };
  const root = await layProject(undefined, files);
  expect(await problemsOf(() => build({ ...htmlOnly(root), decks: ['base.en'], formats: ['html', 'pdf'] }, silent))).toEqual([]);
});
