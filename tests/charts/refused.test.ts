import { beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import type { Problem } from '../../scripts/problems.ts';
import { htmlOnly, problemsOf, silent } from '../project.ts';
import { count, layCharts, mean, nominal, quantitative, sum, temporal } from './specs.ts';

const bars = { x: nominal('region'), y: mean('units') };
const scaled = (scale: object) => ({ mark: 'bar', encoding: { ...bars, y: mean('units', { scale }) } });
const axis = (settings: object) => ({ mark: 'bar', encoding: { ...bars, y: mean('worth', { axis: settings }) } });
const made = (calculate: string) => ({
  transform: [{ calculate, as: 'made' }],
  mark: 'bar',
  encoding: { x: nominal('id'), y: quantitative('made') },
});
const gaps = /"gaps" of the row 6 in "sales" \(data\/sales\.csv\) is empty/;
const scale = { rule: 'typed-scale', says: /"100" is typed by hand/ };
const typed = { rule: 'untied-number', says: /is typed by hand/ };
const said = { rule: 'untied-number', says: /the chart says "/ };
const empty = { rule: 'empty-value', says: gaps };
const format = { rule: 'format', says: /the format / };
const link = { rule: 'link', says: /leads nowhere safe/ };
const swapped = { rule: 'other-label', says: /another value of its field/ };
const bent = { rule: 'bent-scale', says: /would not be as long as its value/ };
const limit = { rule: 'limit', says: /more than/ };

/** Specs that would mislead, run away or lead astray, each with the rule that stops it and what it is told. */
const refused: Record<string, { spec: object; rule: string; says: RegExp }> = {
  'title-expression': { spec: { title: { text: { expr: "'Up '+'42%'" } }, mark: 'bar', encoding: bars }, ...said },
  'axis-lie': { spec: axis({ labelExpr: "format(datum.value * 10, ',')" }), ...said },
  'axis-lie-by-label': { spec: axis({ labelExpr: "datum.label + '0'" }), rule: 'untied-number', says: /"0|the chart says/ },
  'theme-lie': { spec: { mark: 'bar', encoding: bars, config: { axis: { labelExpr: 'datum.value * 10' } } }, ...said },
  'header-lie': {
    spec: { mark: 'point', encoding: { ...bars, column: nominal('year', { header: { labelExpr: 'datum.value + 1' } }) } },
    ...said,
  },
  'names-swapped': {
    spec: {
      mark: 'bar',
      encoding: { x: nominal('region', { axis: { labelExpr: "datum.value=='North'?'South':'North'" } }), y: mean('units') },
    },
    ...swapped,
  },
  'names-swapped-in-a-legend': {
    spec: {
      mark: 'bar',
      encoding: { ...bars, color: nominal('region', { legend: { labelExpr: "datum.value=='North'?'South':'North'" } }) },
    },
    ...swapped,
  },
  'bar-on-a-power': { spec: scaled({ type: 'pow', exponent: 3 }), ...bent },
  'bar-on-a-symlog': { spec: scaled({ type: 'symlog' }), ...bent },
  'bar-as-thick-as-an-expression': {
    spec: { mark: { type: 'bar', height: { expr: 'datum.units * 3' } }, encoding: { x: quantitative('units'), y: nominal('id') } },
    rule: 'untied-number',
    says: /computed by an expression/,
  },
  'text-outside-the-picture': {
    spec: {
      autosize: { type: 'fit', contains: 'padding' },
      width: 800,
      padding: 5,
      data: { name: 'rounds' },
      encoding: { x: quantitative('post_money_usd_bn'), y: nominal('label') },
      layer: [{ mark: 'bar' }, { mark: { type: 'text', align: 'left', dx: 160 }, encoding: { text: nominal('label') } }],
    },
    rule: 'outside-chart',
    says: /the text ".+" leaves the picture by \d+ px/,
  },
  'label-cut-short': {
    spec: { mark: 'bar', encoding: { ...bars, x: nominal('region', { axis: { labelLimit: 12 } }) } },
    rule: 'cut-label',
    says: /the text "North" is \d+ px wide and would be cut at 12 px/,
  },
  sample: { spec: { transform: [{ sample: 5 }], mark: 'bar', encoding: bars }, rule: 'untied-number', says: /by chance/ },
  'own-words': {
    spec: { transform: [{ calculate: "'US$'+'900bn'", as: 'c' }], mark: 'bar', encoding: { x: nominal('c'), y: count } },
    ...said,
  },
  'text-expression': { spec: { mark: { type: 'text', text: { expr: "'4'+'2'" } }, encoding: { x: nominal('region') } }, ...said },
  'bar-from-a-pixel': {
    spec: { mark: 'bar', encoding: { ...bars, y2: { value: 40 } } },
    rule: 'untied-number',
    says: /the bar would end at a pixel/,
  },
  'rule-at-a-pixel': {
    spec: {
      layer: [
        { mark: 'bar', encoding: bars },
        { mark: { type: 'rule' }, encoding: { y: { value: 33 } } },
      ],
    },
    rule: 'untied-number',
    says: /the rule would end at a pixel, 33/,
  },
  'default-of-a-lookup': {
    spec: {
      transform: [{ lookup: 'kind', from: { data: { name: 'regions' }, key: 'region', fields: ['people'] }, default: 5 }],
      mark: 'bar',
      encoding: { x: nominal('region'), y: sum('people') },
    },
    rule: 'empty-value',
    says: /a row that is not found would be drawn/,
  },
  chance: {
    spec: {
      transform: [
        { calculate: 'random()', as: 'luck' },
        { calculate: 'datum.luck * 9', as: 'more' },
      ],
      mark: 'bar',
      encoding: { x: nominal('id'), y: quantitative('more') },
    },
    rule: 'untied-number',
    says: /"more" is a number of chance/,
  },
  digits: {
    spec: {
      mark: 'bar',
      encoding: bars,
      config: { locale: { number: { decimal: '.', thousands: ',', grouping: [3], currency: ['', ''], numerals: [...'0987654321'] } } },
    },
    rule: 'format',
    says: /other digits/,
  },
  'percent-of-money': { spec: axis({ format: '.0%' }), ...format },
  'percent-of-counts': { spec: { mark: 'bar', encoding: { x: nominal('region'), y: { ...count, axis: { format: '.0%' } } } }, ...format },
  'dollars-of-billions': { spec: axis({ format: '$,.0f' }), ...format },
  'filled-with-nines': { spec: axis({ format: '9>6f' }), ...format },
  'number-in-a-date': {
    spec: { mark: 'line', encoding: { x: temporal('day', { axis: { format: '%Y up 42' } }), y: mean('units') } },
    ...format,
  },
  'percent-label': {
    spec: { mark: 'text', encoding: { x: nominal('id'), text: quantitative('worth', { formatType: 'percent' }) } },
    rule: 'format',
    says: /"percent" writes shares/,
  },
  domain: { spec: scaled({ domain: [0, 100] }), ...scale },
  'domain-end': { spec: scaled({ domainMax: 100 }), ...scale },
  'domain-with-more': { spec: scaled({ domain: { unionWith: [0, 100] } }), ...scale },
  'domain-expression': { spec: scaled({ domainMax: { expr: '50 * 2' } }), rule: 'typed-scale', says: /"50"/ },
  'domain-parameter': { spec: { params: [{ name: 'top', value: 100 }], ...scaled({ domainMax: { expr: 'top' } }) }, ...scale },
  'domain-words': {
    spec: { mark: 'bar', encoding: { x: nominal('region', { scale: { domain: ['US$900bn', 'North'] } }), y: count } },
    rule: 'typed-scale',
    says: /900bn/,
  },
  'tick-values': { spec: axis({ values: [100, 999] }), rule: 'typed-scale', says: /"(?:100|999)"/ },
  'datum-expression': {
    spec: {
      layer: [
        { mark: 'bar', encoding: bars },
        { mark: 'rule', encoding: { y: { datum: { expr: '100' } } } },
      ],
    },
    ...typed,
  },
  'mark-at-a-number': { spec: { mark: { type: 'rule', y: { expr: "scale('y', 900)" } }, encoding: { x: nominal('region') } }, ...typed },
  constant: { spec: made('900'), ...typed },
  sequence: {
    spec: { data: { sequence: { start: 0, stop: 1e7 } }, mark: 'point', encoding: { x: quantitative('data') } },
    rule: 'untied-number',
    says: /sequence/,
  },
  'hand-rows': {
    spec: { data: { values: [{ a: 'x', v: 900 }] }, mark: 'bar', encoding: { x: nominal('a'), y: quantitative('v') } },
    ...typed,
  },
  'hand-file': {
    spec: { data: { url: 'hand.json' }, mark: 'bar', encoding: { x: nominal('a'), y: quantitative('v') } },
    rule: 'undeclared-dataset',
    says: /"charts\/hand\.json" is no declared dataset/,
  },
  'number-in-a-map': {
    spec: {
      data: { url: 'map.json', format: { property: 'features' } },
      mark: 'geoshape',
      encoding: { color: quantitative('properties.rate') },
    },
    rule: 'map-shapes',
    says: /"rate" is a number/,
  },
  'gap-in-a-mark': { spec: { mark: 'bar', encoding: { x: nominal('id'), y: quantitative('gaps') } }, ...empty },
  'gap-in-a-sum': { spec: { mark: 'bar', encoding: { x: nominal('region'), y: sum('gaps') } }, ...empty },
  'gap-in-a-sum-of-sums': {
    spec: {
      transform: [{ aggregate: [{ op: 'sum', field: 'gaps', as: 's' }], groupby: ['region'] }],
      mark: 'bar',
      encoding: { y: sum('s') },
    },
    ...empty,
  },
  'gap-in-a-stack': {
    spec: { mark: 'bar', encoding: { x: nominal('region'), y: quantitative('gaps'), color: nominal('kind') } },
    ...empty,
  },
  'gap-in-a-bin': { spec: { mark: 'circle', encoding: { x: quantitative('gaps', { bin: true }), y: count } }, ...empty },
  'gap-in-a-running-sum': {
    spec: {
      transform: [{ window: [{ op: 'sum', field: 'gaps', as: 's' }] }],
      mark: 'line',
      encoding: { x: quantitative('id'), y: quantitative('s') },
    },
    ...empty,
  },
  'gap-in-an-expression': { spec: made('datum.gaps * 3'), ...empty },
  'gap-as-zero': { spec: made('datum.gaps || 0'), ...empty },
  'gap-as-zero-in-words': { spec: made('isValid(datum.gaps) ? datum.gaps : 0'), ...empty },
  'gap-in-a-sum-of-expressions': {
    spec: { transform: [{ calculate: 'datum.gaps * 3', as: 'made' }], mark: 'bar', encoding: { x: nominal('region'), y: sum('made') } },
    ...empty,
  },
  'gap-filled-by-hand': {
    spec: { mark: 'line', encoding: { x: nominal('id'), y: quantitative('gaps', { impute: { value: 0 } }) } },
    rule: 'empty-value',
    says: /typed by hand/,
  },
  'gap-drawn-by-config': {
    spec: { mark: 'bar', encoding: bars, config: { scale: { invalid: { size: { value: 9 } } } } },
    rule: 'format',
    says: /empty cell/,
  },
  'link-to-code': { spec: { mark: { type: 'bar', href: 'javascript:alert(1)' }, encoding: bars }, ...link },
  'link-to-data': { spec: { mark: 'bar', encoding: { ...bars, href: { value: 'data:text/html,x' } } }, ...link },
  'link-from-cells': { spec: { mark: 'bar', encoding: { ...bars, href: nominal('region') } }, ...link },
  'many-ticks': { spec: axis({ tickCount: 1e7 }), ...limit },
  'many-bins': { spec: { mark: 'bar', encoding: { x: quantitative('units', { bin: { step: 1e-7 } }), y: count } }, ...limit },
  'many-rows': {
    spec: {
      transform: [{ impute: 'units', key: 'id', keyvals: { start: 0, stop: 1e7 }, method: 'mean' }],
      mark: 'point',
      encoding: { x: quantitative('id') },
    },
    ...limit,
  },
  'many-marks': {
    spec: {
      transform: [{ calculate: 'sequence(0, 9000 + datum.id)', as: 's' }, { flatten: ['s'] }],
      mark: 'point',
      encoding: { x: quantitative('s') },
    },
    ...limit,
  },
  'long-sequence': {
    spec: {
      transform: [{ calculate: 'sequence(1e9 + datum.id)', as: 's' }, { flatten: ['s'] }],
      mark: 'point',
      encoding: { x: quantitative('s') },
    },
    ...limit,
  },
  'long-text': {
    spec: { transform: [{ calculate: "pad(datum.region, 1e9, 'x')", as: 's' }], mark: 'point', encoding: { x: nominal('s') } },
    ...limit,
  },
  clock: { spec: made('datum.id + now()'), rule: 'vega', says: /now\(\) would draw another chart/ },
  typo: { spec: made('dattum.units * 2'), rule: 'vega', says: /\$\.transform\[0\]\.calculate: Unrecognized signal name: "dattum"/ },
  'unknown-function': { spec: made('foo(datum.units)'), rule: 'vega', says: /\$\.transform\[0\]\.calculate: Unrecognized function: foo/ },
};

const map = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { name: 'A', rate: 9 },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [9, 0],
            [9, 9],
            [0, 0],
          ],
        ],
      },
    },
  ],
};

let problems: readonly Problem[] = [];

beforeAll(async () => {
  const specs = Object.fromEntries(Object.entries(refused).map(([name, { spec }]) => [name, spec]));
  const files = { 'charts/hand.json': '[{"a":"x","v":900}]', 'charts/map.json': JSON.stringify(map) };
  const root = await layCharts(specs, files);
  problems = await problemsOf(() => build(htmlOnly(root), silent));
}, 120_000);

test.each(Object.entries(refused))('%s', (name, { rule, says }) => {
  const own = problems.filter((each) => each.file === `charts/${name}.vl.json`);
  expect(own.map((each) => each.ruleId)).toContain(rule);
  expect(own.map((each) => each.reason).join('\n')).toMatch(says);
});

test('an undeclared file is refused with the entry to add', () => {
  const note = problems.find((each) => each.ruleId === 'undeclared-dataset')?.note ?? '';
  const entry = JSON.parse(/\{.*\}$/.exec(note)?.[0] ?? '') as object;
  expect(entry).toMatchObject({
    name: 'hand',
    path: 'hand.json',
    schema: {
      fields: [
        { name: 'a', type: 'string' },
        { name: 'v', type: 'number' },
      ],
    },
  });
});
