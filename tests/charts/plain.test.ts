import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { writersOf } from '../../scripts/charts/locale.ts';
import { problemsOf, render } from '../project.ts';
import { count, layCharts, mean, nominal, ordinal, quantitative, temporal } from './specs.ts';

const bars = { x: nominal('region'), y: mean('units') };
const field = (name: string) => ({ field: name, type: 'quantitative' });

/** What Vega-Lite draws of the fields that its transforms make, and of what a reader would do at the screen. */
const drawn: Record<string, object> = {
  density: { transform: [{ density: 'units' }], mark: 'area', encoding: { x: field('value'), y: field('density') } },
  quantile: { transform: [{ quantile: 'units' }], mark: 'point', encoding: { x: field('prob'), y: field('value') } },
  pivot: {
    transform: [{ pivot: 'kind', value: 'units', groupby: ['region'] }],
    mark: 'point',
    encoding: { x: field('new'), y: field('used') },
  },
  'ends-of-bins': {
    transform: [
      { bin: true, field: 'units', as: 'b' },
      { aggregate: [{ op: 'count', as: 'n' }], groupby: ['b', 'b_end'] },
    ],
    mark: 'bar',
    encoding: { x: { field: 'b', bin: 'binned' }, x2: { field: 'b_end' }, y: field('n') },
  },
  order: { mark: 'line', encoding: { x: { field: 'units' }, y: { field: 'worth' }, order: { field: 'id' } } },
  'box-without-outliers': { mark: 'boxplot', encoding: { x: nominal('region'), y: quantitative('worth') } },
  interval: {
    params: [{ name: 'b', select: 'interval', bind: 'scales' }],
    mark: 'point',
    encoding: { x: field('units'), y: field('worth') },
  },
  'facets-by-date': { width: 60, mark: 'bar', encoding: { column: { timeUnit: 'quarter', field: 'day' }, ...bars } },
  'facets-in-d3': {
    width: 60,
    mark: 'bar',
    encoding: { column: temporal('day', { timeUnit: 'year', header: { format: '%Y' } }), ...bars },
  },
  'empty-layer': {
    layer: [
      { mark: 'bar', encoding: bars },
      { transform: [{ filter: 'datum.units > 1e6' }], mark: 'rule', encoding: { y: quantitative('units') } },
    ],
  },
  places: { mark: 'point', encoding: { longitude: { field: 'units' }, latitude: { field: 'worth' } } },
  window: {
    mark: { type: 'line', clip: true },
    encoding: { x: temporal('day'), y: quantitative('units', { scale: { domain: [10, 20] } }) },
  },
};

test('is drawn as its own tools draw it', async () => {
  const { charts } = await render(await layCharts(drawn));
  expect(charts.map((each) => each.name)).toEqual(expect.arrayContaining(Object.keys(drawn)));
});

test.each([
  ['quarter', />Q\d \d{4}</],
  ['fiscal', />FY\d{4}</],
  ['fiscalQuarter', />Q\d FY\d{4}</],
])('an axis of dates takes the precision %s', async (format, text) => {
  const { charts } = await render(
    await layCharts({ dates: { mark: 'point', encoding: { x: temporal('day', { axis: { format } }), y: quantitative('units') } } }),
  );
  expect(charts.find((each) => each.name === 'dates' && each.language === 'en')?.svg).toMatch(text);
});

test.each([
  ['de', ['Januar 2023', '1.234,5', '45,6\u00a0%']],
  ['fr', ['janvier 2023', '1\u00a0234,5', '45,6\u00a0%']],
  ['zh-Hant', ['1,234.5', '45.6%']],
  ['en', ['January 2023', '1,234.5', '45.6%']],
])('formats of d3 read as the language does: %s', (language, texts) => {
  const { format, timeFormat } = writersOf(language);
  const written = [timeFormat('%B %Y')(new Date(2023, 0, 15)), format(',.1f')(1234.5), format('.1%')(0.456)];
  expect(written).toEqual(expect.arrayContaining(texts));
});

test('an axis with a format of d3 is in the language of its deck', async () => {
  const spec = {
    mark: 'point',
    encoding: { x: temporal('day', { axis: { format: '%B' } }), y: quantitative('units', { axis: { format: '.1f' } }) },
  };
  const root = await layCharts({ axes: spec });
  await writeFile(join(root, 'slides/decks.yaml'), 'theme: tieout\ndecks:\n  - { name: a, title: A, language: de, slides: [a.md] }\n');
  await writeFile(join(root, 'slides/a.md'), '# A\n');
  await rm(join(root, 'charts/valuation.vl.json'), { force: true });
  const { charts } = await render(root);
  const svg = charts.find((each) => each.name === 'axes')?.svg ?? '';
  expect(svg).toMatch(/>(?:Januar|Juli|Oktober)</);
  expect(svg).toMatch(/>20,0</);
  expect(svg).not.toMatch(/>20\.0</);
});

test.each([
  [{ interval: 'month', step: 6 }, ['2023', 'Juli 2023', '2024', 'Juli 2024']],
  [{ interval: 'year', step: 1 }, ['2023', '2024']],
])('on an axis of days each tick of %j is told as coarsely as it may be', async (tickCount, texts) => {
  // As the command has it: a scale puts its ticks at local midnights.
  vi.stubEnv('TZ', 'UTC');
  const dated = (more: object) => ({
    width: 900,
    mark: 'point',
    encoding: { x: temporal('day', { axis: { tickCount, ...more } }), y: quantitative('units', { axis: null }) },
  });
  const days = {
    width: 4000,
    mark: 'point',
    encoding: { x: ordinal('day', { timeUnit: 'yearmonthdate', axis: { labelAngle: 0 } }), y: quantitative('units', { axis: null }) },
  };
  const root = await layCharts({ dates: dated({ title: null }), asked: dated({ title: null, format: 'day' }), days });
  const rows = join(root, 'data/sales.csv');
  await writeFile(rows, (await readFile(rows, 'utf8')).replaceAll('-15,', '-01,'));
  await writeFile(join(root, 'slides/decks.yaml'), 'theme: tieout\ndecks:\n  - { name: a, title: A, language: de, slides: [a.md] }\n');
  await writeFile(join(root, 'slides/a.md'), '# A\n');
  await rm(join(root, 'charts/valuation.vl.json'), { force: true });
  const { charts } = await render(root).finally(() => vi.unstubAllEnvs());
  const of = (name: string) =>
    [...(charts.find((each) => each.name === name)?.svg ?? '').matchAll(/>([^<>]*20\d\d)</g)].map(([, text]) => text);
  expect(of('dates')).toEqual(texts);
  expect(of('asked')).toEqual(texts.map((each) => (each.startsWith('20') ? `1. Januar ${each}` : `1. ${each}`)));
  expect(of('days')).toContain('1. Januar 2024');
});

test('a chart in a container is as wide as the room of a slide', async () => {
  const { charts } = await render(await layCharts({ wide: { width: 'container', mark: 'bar', encoding: bars } }));
  expect(charts.find((each) => each.name === 'wide')?.svg).toMatch(/^<svg[^>]* width="112\d"/);
});

test('a label of the field by which rows are grouped stands once a group', async () => {
  const label = { mark: 'text', encoding: { y: nominal('region', { axis: null }), x: mean('units'), text: { field: 'region' } } };
  const after = {
    transform: [{ aggregate: [{ op: 'mean', field: 'units', as: 'm' }], groupby: ['region'] }],
    mark: 'text',
    encoding: { y: nominal('region', { axis: null }), x: field('m'), text: { field: 'region' } },
  };
  const { charts } = await render(await layCharts({ label, after }));
  for (const name of ['label', 'after']) {
    const chart = charts.find((each) => each.name === name);
    expect(chart?.ledger.resolve(chart.svg).match(/>(?:North|South|East|West)</g), name).toHaveLength(4);
  }
});

describe('what misleads is refused at its view', () => {
  const empty = { transform: [{ filter: 'datum.units > 1e6' }], mark: 'bar', encoding: bars };
  test.each<[string, object, RegExp]>([
    ['an empty chart', empty, /^\$: the filter "datum\.units > 1e6" leaves no row of the table "sales"/],
    ['an empty view', { hconcat: [{ mark: 'bar', encoding: bars }, empty] }, /^\$\.hconcat\[1\]: the filter/],
    [
      'a field that a transform drops',
      {
        transform: [{ aggregate: [{ op: 'count', as: 'n' }], groupby: ['kind'] }],
        mark: 'bar',
        encoding: { x: nominal('region'), y: field('n') },
      },
      /no transform before leaves the field "region"/,
    ],
    ['a field of a transform', { transform: [{ density: 'unit' }], mark: 'area', encoding: { x: field('value') } }, /has no field "unit"/],
    ['a channel that is dropped', { mark: 'bar', encoding: { ...bars, shape: nominal('kind') } }, /shape dropped/],
    [
      'a window on more than the data',
      { mark: { type: 'line', clip: true }, encoding: { x: temporal('day'), y: quantitative('units', { scale: { domain: [0, 999] } }) } },
      /"999" is typed/,
    ],
    [
      'a window on a count',
      { mark: { type: 'bar', clip: true }, encoding: { x: nominal('region'), y: { ...count, scale: { domain: [0, 5] } } } },
      /"5" is typed/,
    ],
  ])('%s', async (_, spec, reason) => {
    const root = await layCharts({ spec });
    const problems = await problemsOf(() => render(root));
    expect(problems.map((each) => each.reason).join('\n')).toMatch(reason);
  });
});
