import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { deckTheme } from '../../scripts/themes/deck.ts';
import { layProject, problemsOf, projects, silent } from '../project.ts';

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
