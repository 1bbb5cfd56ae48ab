import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { type Problem, problem } from '../../scripts/problems.ts';
import type { Rule } from '../../scripts/rules.ts';
import { contrast } from '../../scripts/visual/checks.ts';
import { layProject, problemsOf, silent } from '../project.ts';
import { cases, nearMisses } from './cases.ts';

/** Pictures of 1280 by 720 px: how light each pixel is, from 0 to 255. */
const pictures: Record<string, (x: number, y: number) => number> = {
  light: (x, y) => 225 + ((x * 7 + y * 13) % 25),
  dark: (x, y) => 10 + ((x * 7 + y * 13) % 25),
  halves: (x, y) => (x < 500 ? 20 : 200) + ((x * 7 + y * 13) % 25),
  specks: (x, y) => (x % 10 === 0 && y % 10 < 3 ? 60 : 240),
};

function paint(draw: (x: number, y: number) => number): Buffer {
  const canvas = createCanvas(1280, 720);
  const context = canvas.getContext('2d');
  const image = context.createImageData(1280, 720);
  for (let at = 0; at < 1280 * 720; at++) {
    const light = draw(at % 1280, Math.floor(at / 1280));
    image.data.set([light, light, light, 255], 4 * at);
  }
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/png');
}

/** The problems of a deck, by slide. */
async function look(slides: readonly { slide: string; chart?: object | undefined }[]): Promise<Problem[][]> {
  const files: Record<string, string> = {
    'slides/decks.yaml': `decks:\n  - { name: a, title: A, language: en, theme: tieout, slides: [a.md] }\n`,
    'slides/a.md': slides.map(({ slide }, index) => slide.replace('CHART', `../charts/c${index}.vl.json`)).join('\n---\n\n'),
    'charts/theme.json':
      '{ "font": "Noto Sans TC", "view": { "stroke": null }, "axis": { "labelFontSize": 16, "titleFontSize": 16, "title": null } }',
  };
  slides.forEach(({ chart }, index) => {
    if (chart) files[`charts/c${index}.vl.json`] = JSON.stringify(chart);
  });
  const root = await layProject(undefined, files);
  for (const [name, draw] of Object.entries(pictures)) await writeFile(join(root, 'slides/pictures', `${name}.png`), paint(draw));
  const notes: string[] = [];
  const report = { ...silent, note: (text: string) => void notes.push(text) };
  const stopping = await problemsOf(() => build({ root, out: join(root, 'dist'), decks: [], formats: ['pdf'] }, report));
  const problems = [...stopping, ...notes.map(toProblem)];
  for (const each of problems) expect(each.reason, 'every problem is one of a slide').toMatch(/^slide \d+ of "a"(?:: | overflows by )/);
  return slides.map((_, index) => problems.filter((each) => each.reason.startsWith(`slide ${index + 1} of `)));
}

/** What is told of a slide, and stops no build. */
function toProblem(note: string): Problem {
  const [, file = '', line, column, reason = '', fix = '', rule] =
    /^(\S+?):(\d+):(\d+) {2}(.*?): (put .*) {2}\[([\w-]+)\]$/s.exec(note) ?? [];
  return problem({ file, line: Number(line), column: Number(column) }, rule as Rule, reason, fix);
}

const rulesOf = (problems: readonly Problem[]) => [...new Set(problems.map((each) => each.ruleId))];

let wrong: Problem[][];
let well: Problem[][];
beforeAll(async () => {
  wrong = await look(cases.map((each) => ({ slide: each.wrong, chart: each.charts?.[0] })));
  well = await look([...cases.map((each) => ({ slide: each.well, chart: each.charts?.[1] })), ...nearMisses]);
}, 120_000);

test('there are at least forty cases', () => {
  expect(cases.length).toBeGreaterThanOrEqual(40);
});

test.each(cases.map((each, index) => [each.name, index] as const))('%s', (_, index) => {
  const found = wrong[index] as Problem[];
  expect(rulesOf(found), found.map((each) => each.reason).join('\n')).toEqual([cases[index]?.rule]);
  for (const each of found) {
    expect(each.file).toBe('slides/a.md');
    expect(each.line).toBeGreaterThan(0);
    expect(each.note).not.toBe('');
  }
  expect((well[index] as Problem[]).map((each) => each.reason)).toEqual([]);
});

test.each(nearMisses.map((each, index) => [each.name, index] as const))('no defect: %s', (_, index) => {
  expect((well[cases.length + index] as Problem[]).map((each) => each.reason)).toEqual([]);
});

test('text on a picture is told, and stops no build; on a gradient it does', async () => {
  const said: string[] = [];
  const buildWith = async (style: string, body: string) => {
    const root = await layProject(undefined, {
      'slides/decks.yaml': 'decks:\n  - { name: a, title: A, language: en, theme: tieout, slides: [a.md] }\n',
      'slides/a.md': `<style scoped>${style}</style>\n\n# A title\n\n${body}\n`,
    });
    await writeFile(join(root, 'slides/pictures/light.png'), paint(pictures.light as (x: number, y: number) => number));
    const options = { root, out: join(root, 'dist'), decks: [], formats: ['pdf'] as const };
    return problemsOf(() => build(options, { ...silent, note: (text) => void said.push(text) }));
  };
  expect(await buildWith('h1{color:#1c1a17}p{color:#ffffff}', '![bg](pictures/light.png)\n\nWords.')).toEqual([]);
  expect(said).toEqual([
    expect.stringMatching(/^slides\/a\.md:7:1 {2}slide 1 of "a": "Words\." has a contrast of .* {2}\[low-contrast\]$/),
  ]);
  const stopped = await buildWith('p{background:linear-gradient(#eeeeee,#ffffff);color:#ffffff}', 'Words.');
  expect(stopped.map((each) => each.ruleId)).toEqual(['low-contrast']);
  expect(said).toHaveLength(1);
}, 60_000);

test('a contrast is that of WCAG', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
  expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.478, 2);
  expect(contrast([255, 255, 255], [118, 118, 118])).toBeCloseTo(4.542, 2);
});
