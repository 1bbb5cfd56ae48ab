import { expect, test } from 'vitest';
import { drawChartFile } from '../../scripts/dist/chart-file.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { Ledger } from '../../scripts/quotes/ledger.ts';

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
    key: '',
  };
  return (await drawChartFile(chart)).toString('utf8');
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
