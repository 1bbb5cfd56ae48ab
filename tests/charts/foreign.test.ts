import { expect, test } from 'vitest';
import { render } from '../project.ts';
import { count, layCharts, mean, nominal, ordinal, quantitative, sum, temporal } from './specs.ts';

/** Plain specs, as people write them without knowing tieout. */
const legend = { config: { legend: { disable: false } } };
const points = { x: quantitative('units'), y: quantitative('worth') };
const specs: Record<string, object> = {
  bars: { mark: 'bar', encoding: { x: nominal('region', { sort: '-y' }), y: mean('units') } },
  'bars-sideways': { mark: 'bar', encoding: { y: nominal('region'), x: sum('worth') } },
  stacked: { mark: 'bar', encoding: { x: nominal('region'), y: sum('units'), color: nominal('kind') } },
  normalized: { mark: 'bar', encoding: { x: nominal('region'), y: sum('worth', { stack: 'normalize' }), color: nominal('kind') } },
  grouped: { mark: 'bar', encoding: { x: nominal('region'), xOffset: nominal('kind'), y: mean('units') } },
  line: { mark: 'line', encoding: { x: temporal('day'), y: mean('units'), color: nominal('region') } },
  area: { mark: 'area', encoding: { x: temporal('day', { timeUnit: 'yearquarter' }), y: sum('units'), color: nominal('region') } },
  trail: { mark: 'trail', encoding: { x: temporal('day'), y: mean('units'), size: mean('worth') } },
  scatter: { mark: 'point', encoding: { ...points, color: nominal('region'), size: quantitative('worth') }, ...legend },
  tick: { mark: 'tick', encoding: { x: quantitative('units'), y: nominal('region') } },
  histogram: { mark: 'bar', encoding: { x: quantitative('units', { bin: true }), y: count } },
  'histogram-by-words': { mark: 'bar', encoding: { x: ordinal('units', { bin: true }), y: count } },
  heatmap: { mark: 'rect', encoding: { x: ordinal('day', { timeUnit: 'month' }), y: ordinal('year'), color: mean('units') }, ...legend },
  'binned-colour': { mark: 'circle', encoding: { ...points, color: quantitative('worth', { bin: true }) }, ...legend },
  weeks: { mark: 'bar', encoding: { x: ordinal('day', { timeUnit: 'week' }), y: count } },
  facets: { mark: 'point', encoding: { ...points, column: nominal('kind') } },
  'facets-by-year': { mark: 'point', encoding: { ...points, column: ordinal('year') } },
  'facets-by-bin': { width: 80, height: 60, mark: 'point', encoding: { ...points, row: quantitative('worth', { bin: { maxbins: 3 } }) } },
  'facets-by-date': { width: 80, height: 60, mark: 'point', encoding: { ...points, column: ordinal('day', { timeUnit: 'year' }) } },
  repeated: {
    repeat: { column: ['units', 'worth'] },
    spec: { mark: 'bar', encoding: { x: { field: { repeat: 'column' }, type: 'quantitative', bin: true }, y: count } },
  },
  side: {
    hconcat: [
      { mark: 'bar', encoding: { x: nominal('region'), y: count } },
      { mark: 'point', encoding: points },
    ],
  },
  'rule-at-a-cell': {
    layer: [
      { mark: 'bar', encoding: { x: nominal('region'), y: mean('units') } },
      { mark: 'rule', encoding: { y: { datum: '{{ limits.most | show }}', type: 'quantitative' } } },
    ],
  },
  'rule-at-a-mean': {
    layer: [
      { mark: 'point', encoding: points },
      { mark: 'rule', encoding: { y: mean('worth') } },
    ],
  },
  looked: {
    transform: [{ lookup: 'region', from: { data: { name: 'regions' }, key: 'region', fields: ['people'] } }],
    mark: 'point',
    encoding: { x: quantitative('people'), y: quantitative('units') },
  },
  running: {
    transform: [{ window: [{ op: 'sum', field: 'units', as: 'total' }] }],
    mark: 'line',
    encoding: { x: quantitative('id'), y: quantitative('total') },
  },
  regression: {
    layer: [
      { mark: 'point', encoding: points },
      { mark: 'line', transform: [{ regression: 'worth', on: 'units' }], encoding: points },
    ],
  },
  'box-plot': { mark: { type: 'boxplot', extent: 'min-max' }, encoding: { x: nominal('region'), y: quantitative('worth') } },
  'error-bars': { mark: { type: 'errorbar', extent: 'ci' }, encoding: { x: quantitative('units'), y: nominal('region') } },
  'format-thousands': { mark: 'bar', encoding: { x: nominal('region'), y: sum('units', { axis: { format: ',.0f' } }) } },
  'format-share': { mark: 'point', encoding: { x: quantitative('units'), y: quantitative('margin', { axis: { format: '.0%' } }) } },
  'format-date': { mark: 'line', encoding: { x: temporal('day', { axis: { format: '%b %Y' } }), y: mean('units') } },
  log: { mark: 'point', encoding: { x: quantitative('units', { scale: { type: 'log' } }), y: quantitative('worth') } },
  'without-zero': {
    mark: 'point',
    encoding: { x: quantitative('units', { scale: { zero: false, nice: false, padding: 9 } }), y: quantitative('worth') },
  },
  'domain-to-a-cell': {
    mark: 'point',
    encoding: { x: quantitative('units', { scale: { domainMax: '{{ limits.most | show }}' } }), y: quantitative('worth') },
  },
  'domain-of-cells': {
    mark: 'bar',
    encoding: {
      x: ordinal('year', { scale: { domain: [2024, 2023] } }),
      y: count,
      color: nominal('kind', { scale: { domain: ['new', 'used'], range: ['red', 'blue'] } }),
    },
  },
  condition: {
    mark: 'bar',
    encoding: { x: nominal('region'), y: count, color: { condition: { test: "datum.region === 'East'", value: 'red' }, value: 'grey' } },
  },
  tooltip: {
    mark: { type: 'bar', tooltip: true },
    encoding: { x: nominal('region'), y: mean('units'), tooltip: [mean('units', { format: '.1f' })] },
  },
  share: {
    transform: [{ joinaggregate: [{ op: 'sum', field: 'units', as: 'all' }] }, { calculate: 'datum.units / datum.all', as: 'part' }],
    mark: 'bar',
    encoding: { x: nominal('region'), y: sum('part', { axis: { format: '.0%' } }) },
  },
  folded: {
    transform: [{ fold: ['units', 'worth'] }],
    mark: 'point',
    encoding: { x: temporal('day'), y: quantitative('value'), color: nominal('key') },
  },
  pie: { mark: 'arc', encoding: { theta: sum('units'), color: nominal('region') }, ...legend },
  jitter: {
    transform: [{ calculate: 'random()', as: 'jitter' }],
    mark: 'point',
    encoding: { x: nominal('region'), xOffset: quantitative('jitter'), y: quantitative('units') },
  },
  'labels-in-capitals': { mark: 'bar', encoding: { x: nominal('region', { axis: { labelExpr: 'upper(datum.label)' } }), y: count } },
  'labels-left-out': {
    mark: 'bar',
    encoding: { x: ordinal('year', { axis: { labelExpr: "datum.value % 2 ? datum.label : ''" } }), y: count },
  },
  'broken-line': {
    mark: { type: 'line', invalid: 'break-paths-show-domains' },
    encoding: { x: quantitative('id'), y: quantitative('gaps') },
  },
  'mean-over-a-gap': { mark: 'bar', encoding: { x: nominal('region'), y: mean('gaps') } },
  waterfall: {
    data: { name: 'regions' },
    transform: [{ window: [{ op: 'sum', field: 'people', as: 'end' }] }, { calculate: 'datum.end - datum.people', as: 'start' }],
    mark: 'bar',
    encoding: { x: nominal('region'), y: quantitative('start'), y2: { field: 'end' } },
  },
  linked: { mark: { type: 'bar', href: 'https://example.com/' }, encoding: { x: nominal('region'), y: count } },
};

test('plain specs over declared datasets are drawn', async () => {
  const { charts } = await render(await layCharts(specs), ['base.en']);
  expect(charts.map((chart) => chart.name)).toEqual(expect.arrayContaining(Object.keys(specs)));
  expect(charts.find((chart) => chart.name === 'linked')?.svg).toContain('href="https://example.com/"');
});
