import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { drawChartFile } from '../../scripts/dist/chart-file.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { shippedFaces } from '../../scripts/fonts/faces.ts';
import { Ledger } from '../../scripts/quotes/ledger.ts';
import { home, htmlOnly, makeFolder, silent } from '../project.ts';

const svg = (weight: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="4" y="20" font-family="Noto Sans TC" font-size="20px" font-weight="${weight}">估值</text></svg>`;

const file = async (weight: string) => {
  const chart = {
    name: 'a',
    file: 'charts/a.vl.json',
    language: 'en',
    svg: svg(weight),
    description: 'a',
    ledger: new Ledger(),
    tables: [],
    datasets: [],
    ticks: [],
    computed: [],
    drawing: '',
    faults: [],
    key: '',
  };
  return (await drawChartFile(chart, shippedFaces)).toString('utf8');
};

test.each([
  ['normal', ['400']],
  ['700', ['700']],
  ['bold', ['700']],
])('a chart of its own brings the faces of its %s text', async (weight, weights) => {
  const text = await file(weight);
  expect([...text.matchAll(/font-weight:(\d+)/g)].map((match) => match[1])).toEqual(weights);
});

test('its bold text is drawn with the bold face', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent(await file('700'));
    const loaded = await page.evaluate(
      'document.fonts.ready.then((fonts) => [...fonts].filter((each) => each.status === "loaded").map((each) => each.weight))',
    );
    expect(loaded).toEqual(['700']);
  } finally {
    await browser.close();
  }
});

/** How many px of the outermost columns and rows of a picture are drawn upon. */
function edges(pixels: Buffer, width: number, height: number): number {
  let drawn = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if ((x === 0 || x === width - 1 || y === 0 || y === height - 1) && (pixels[4 * (y * width + x) + 3] as number) > 0) drawn++;
  return drawn;
}

test('every shipped chart is whole where its font is not known', async () => {
  const out = await makeFolder();
  await build({ ...htmlOnly(home), out }, silent);
  const fallback = shippedFaces.find((each) => each.family === 'Noto Serif TC')?.file as string;
  const charts = readdirSync(join(out, 'charts'));
  expect(charts.length).toBeGreaterThan(20);
  for (const name of charts) {
    const text = readFileSync(join(out, 'charts', name), 'utf8');
    // Wider by a tenth and more than the face that the file brings, which this renderer does not read.
    const plain = text
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .replace(/font-size="([\d.]+)px"/g, (_, size) => `font-size="${Number(size) * 1.12}px"`);
    const drawn = new Resvg(plain, {
      font: { fontFiles: [fallback], loadSystemFonts: false, defaultFontFamily: 'Noto Serif TC', sansSerifFamily: 'Noto Serif TC' },
    }).render();
    expect(edges(drawn.pixels, drawn.width, drawn.height), name).toBe(0);
    expect(text, name).toMatch(/^<svg[^>]* aria-label="([^"<]+)" lang="([\w-]+)" xml:lang="\2"><title>\1<\/title><desc>\1<\/desc><style>/);
    expect(text, name).toContain(', sans-serif"');
    expect(text.length, name).toBeLessThan(40_000);
  }
});
