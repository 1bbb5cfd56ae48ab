import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { deckTheme } from '../../scripts/themes/deck.ts';
import { htmlOnly, layProject, problemsOf, projects, silent } from '../project.ts';

const layouts = new Set([...deckTheme.matchAll(/section[^\s{,]*?\.([a-z]+)/g)].map(([, name]) => name as string));
for (const [, list] of deckTheme.matchAll(/section:is\(([^)]*)\)/g)) for (const name of list?.match(/[a-z]+/g) ?? []) layouts.add(name);

test('the gallery shows each layout of the default theme, under its name', async () => {
  const text = await readFile(join(projects, 'good-gallery', 'slides', 'en', 'gallery.md'), 'utf8');
  const slides = text.split(/\n---\n/).slice(1);
  const shown = slides.map((slide) => ({
    classes: (/_class: (.*)/.exec(slide)?.[1] ?? 'cover').match(/[a-z]+/g) ?? [],
    title: /^# ([a-z]+):/m.exec(slide)?.[1],
  }));
  expect(new Set(shown.flatMap((each) => each.classes))).toEqual(new Set([...layouts, 'chart']));
  for (const { classes, title } of shown) expect(classes).toContain(title);
});

test('the gallery is printed without a visual defect', async () => {
  const root = await layProject('good-gallery');
  expect(await problemsOf(() => build({ root, out: join(root, 'dist'), decks: [], formats: ['html', 'pdf'] }, silent))).toEqual([]);
});

test('words in letters are set smaller than in Han and kana, and a figure of them stays in one line', async () => {
  const languages = ['zh-Hant', 'ja', 'en', 'de', 'fr', 'es'];
  const decks = languages.map((each) => `  - { name: ${each}, title: A, language: ${each}, slides: [a.md] }\n`);
  const root = await layProject(undefined, {
    'slides/decks.yaml': `theme: tieout\ndecks:\n${decks.join('')}`,
    'charts/valuation.vl.json':
      '{ "data": { "name": "rounds" }, "mark": "bar", "encoding": { "x": { "field": "raised_usd_bn" }, "y": { "field": "round" } } }',
    'slides/a.md': '# {{ rounds.late.lead_investors | count }} A\n\nB\n',
  });
  await build(htmlOnly(root), silent);
  const browser = await openBrowser(() => {});
  try {
    const page = await browser.newPage();
    const set = [];
    for (const each of languages) {
      await page.goto(pathToFileURL(join(root, 'dist', `${each}.html`)).href);
      set.push(
        await page.evaluate(() =>
          ['section', 'section .tie'].map((name) => {
            const { fontSize, whiteSpace } = getComputedStyle(document.querySelector(name) as Element);
            return name === 'section' ? fontSize : whiteSpace;
          }),
        ),
      );
    }
    const [han, letters] = [
      ['25px', 'normal'],
      ['24px', 'nowrap'],
    ];
    expect(set).toEqual([han, han, letters, letters, letters, letters]);
  } finally {
    await browser.close();
  }
});
