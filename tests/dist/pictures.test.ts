import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { build, check } from '../../scripts/build.ts';
import { Store } from '../../scripts/cache.ts';
import type { Format } from '../../scripts/options.ts';
import { summarize } from '../../scripts/report.ts';
import { layProject, makeFolder, problemsOf, silent } from '../project.ts';

const options = (root: string, formats: readonly Format[], pictures = false) => ({
  root,
  out: join(root, 'dist'),
  decks: ['base.en'],
  formats,
  pictures,
});

/** The colours of a picture that cover most of it, and how many px are of a colour. */
async function pixelsOf(path: string) {
  const image = await loadImage(readFileSync(path));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const count = (red: number, green: number, blue: number) => {
    let found = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) found++;
    return found;
  };
  return { width: image.width, height: image.height, count };
}

test('each slide is a picture of twice its size, the same each time; those of slides that are gone go', async () => {
  const root = await layProject();
  await build(options(root, ['png']), silent);
  const folder = join(root, 'dist/base.en');
  expect(readdirSync(folder).sort()).toEqual(['01.png', '02.png', '03.png']);
  expect(existsSync(join(root, 'dist/base.en.pdf'))).toBe(false);
  const { width, height, count } = await pixelsOf(join(folder, '02.png'));
  expect([width, height]).toEqual([2560, 1440]);
  // The bars of its chart.
  expect(count(0xc4, 0x34, 0x1a)).toBeGreaterThan(10_000);
  const before = readFileSync(join(folder, '02.png'));
  await build(options(root, ['png']), silent, new Store(undefined));
  expect(readFileSync(join(folder, '02.png')).equals(before)).toBe(true);
  await rm(join(root, 'slides/en/02-rounds.md'));
  const decks = join(root, 'slides/decks.yaml');
  await writeFile(decks, (await readFile(decks, 'utf8')).replaceAll('    covers: sections\n', ''));
  await build(options(root, ['png']), silent);
  expect(readdirSync(folder)).toEqual(['01.png']);
});

test('pictures of both sizes stand beside each other, and one size leaves the other alone', async () => {
  const root = await layProject();
  const folder = join(root, 'dist/base.en');
  await build(options(root, ['png@1x', 'png']), silent);
  const small = ['01@1x.png', '02@1x.png', '03@1x.png'];
  expect(readdirSync(folder).sort()).toEqual(['01.png', ...small, '02.png', '03.png'].sort());
  const { width, height, count } = await pixelsOf(join(folder, '02@1x.png'));
  expect([width, height]).toEqual([1280, 720]);
  expect(count(0xc4, 0x34, 0x1a)).toBeGreaterThan(2500);
  expect((await pixelsOf(join(folder, '02.png'))).width).toBe(2560);
  await rm(join(root, 'slides/en/02-rounds.md'));
  const decks = join(root, 'slides/decks.yaml');
  await writeFile(decks, (await readFile(decks, 'utf8')).replaceAll('    covers: sections\n', ''));
  const built = await build(options(root, ['png@1x']), silent);
  expect(readdirSync(folder).sort()).toEqual(['01.png', '01@1x.png', '02.png', '03.png']);
  expect(summarize(built, 0)).toMatch(/^ {2}base\.en\/\*@1x\.png +\d+ kB {2}1 pictures$/m);
  // They go with their deck.
  await writeFile(decks, (await readFile(decks, 'utf8')).replaceAll('base.en', 'other.en'));
  await build({ ...options(root, ['html']), decks: [] }, silent);
  expect(existsSync(join(folder, '01@1x.png'))).toBe(false);
});

test('a check draws all slides on one picture, with what is wrong outlined, and writes nothing else', async () => {
  const well = await layProject();
  await check(options(well, ['html', 'pdf'], true), silent);
  // Beside them the list of what tieout wrote there.
  expect(readdirSync(join(well, 'dist'))).toEqual(['.tieout', 'pictures']);
  const sheet = join(well, 'dist/pictures/base.en.png');
  expect((await pixelsOf(sheet)).count(0xd4, 0x38, 0x0d)).toBe(0);
  const wrong = await layProject(undefined, { 'slides/en/03-more.md': 'No title on this slide.\n' });
  const found = await problemsOf(() => check(options(wrong, ['html', 'pdf'], true), silent));
  expect(found.map((each) => each.ruleId)).toEqual(['no-title']);
  expect((await pixelsOf(join(wrong, 'dist/pictures/base.en.png'))).count(0xd4, 0x38, 0x0d)).toBeGreaterThan(300);
});

test.each(['dist', 'dist/pictures'])('a check draws nothing through a link in the place of %s', async (place) => {
  const [root, away] = [await layProject(), await makeFolder()];
  await mkdir(dirname(join(root, place)), { recursive: true });
  await symlink(away, join(root, place));
  const found = await problemsOf(() => check(options(root, ['html', 'pdf'], true), silent));
  expect(found.map((each) => each.ruleId)).toEqual(['unwritable']);
  expect(readdirSync(away)).toEqual([]);
});

test('a check draws no pictures among the inputs', async () => {
  const root = await layProject();
  const found = await problemsOf(() => check({ ...options(root, ['html', 'pdf'], true), out: join(root, 'data') }, silent));
  expect(found.map((each) => each.ruleId)).toEqual(['unwritable']);
  expect(existsSync(join(root, 'data/pictures'))).toBe(false);
});

test('what the gate refuses is no picture either', async () => {
  const root = await layProject(undefined, { 'slides/en/03-more.md': 'No title on this slide.\n' });
  expect((await problemsOf(() => build(options(root, ['png']), silent))).map((each) => each.ruleId)).toEqual(['no-title']);
  expect(existsSync(join(root, 'dist/base.en'))).toBe(false);
});
