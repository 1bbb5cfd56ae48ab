import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import type { Chart } from '../../scripts/charts/index.ts';
import { isFigure, type Tie } from '../../scripts/quotes/ledger.ts';
import { readCarried } from '../../scripts/record/carry.ts';
import { htmlOnly, render, silent } from '../project.ts';
import { count, layCharts, mean, nominal, ordinal, quantitative, sum, temporal } from './specs.ts';

const bars = (more: object = {}) => ({
  mark: 'bar',
  encoding: { x: nominal('region'), y: quantitative('people') },
  data: { name: 'regions' },
  ...more,
});
const tripled = (times: number) => bars({ transform: [{ calculate: `datum.people * ${times}`, as: 'people' }] });
const specs = {
  plain: bars(),
  recoloured: bars({ mark: { type: 'bar', color: 'red' } }),
  larger: bars({ config: { axis: { labelFontSize: 30 }, font: 'Noto Serif TC' } }),
  tripled: tripled(3),
  fourfold: tripled(4),
  truncated: { ...bars(), encoding: { x: nominal('region'), y: quantitative('people', { stack: null, scale: { zero: false } }) } },
  resorted: { ...bars(), encoding: { x: nominal('region', { sort: '-y' }), y: quantitative('people') } },
  lines: bars({ mark: 'line' }),
  squeezed: { ...bars(), encoding: { x: nominal('region'), y: quantitative('people', { scale: { range: [200, 150] } }) } },
  nested: {
    transform: [{ calculate: 'datum.units * 3', as: 'tripled' }],
    mark: 'bar',
    encoding: { x: nominal('region'), y: sum('tripled') },
  },
  placed: bars({ mark: { type: 'bar', yOffset: { expr: '-datum.people * 2' } } }),
  described: bars({ mark: { type: 'bar', aria: true, description: { expr: "'42%'" } } }),
  years: { mark: 'bar', encoding: { x: ordinal('year'), y: count } },
  days: { mark: 'line', encoding: { x: temporal('day', { axis: { values: { expr: "pluck(data('sales'), 'day')" } } }), y: mean('units') } },
  money: { mark: 'bar', encoding: { x: nominal('region'), y: mean('worth') } },
  quarters: { width: 400, mark: 'bar', encoding: { x: ordinal('day', { timeUnit: 'quarter' }), y: count } },
  weekdays: { width: 400, mark: 'bar', encoding: { x: ordinal('day', { timeUnit: 'day' }), y: count } },
};

let charts: readonly Chart[];
let root: string;
const of = (name: keyof typeof specs, language = 'en') => charts.find((each) => each.name === name && each.language === language) as Chart;

beforeAll(async () => {
  root = await layCharts(specs, { 'slides/en/03-tripled.md': '# Regions\n\n![Bars](../../charts/tripled.vl.json)\n' });
  ({ charts } = await render(root));
}, 120_000);

/** The texts of a chart. */
const textsOf = ({ svg, ledger }: Chart) => [...ledger.resolve(svg).matchAll(/<(?:text|tspan)\b[^>]*>([^<]+)</g)].map((match) => match[1]);

/** The heights of the bars, in px. */
function heightsOf({ svg }: Chart): number[] {
  const group = /<g class="mark-rect role-mark[\s\S]*?<\/g>/.exec(svg)?.[0] ?? '';
  return [...group.matchAll(/d="M[\d.,-]+h[\d.-]+v([\d.-]+)h/g)].map((match) => Math.abs(Number(match[1])));
}

describe('the hash of a drawing', () => {
  test.each(['recoloured', 'larger'] as const)('is the same where only looks change: %s', (name) => {
    expect(of(name).svg).not.toBe(of('plain').svg);
    expect(of(name).drawing).toBe(of('plain').drawing);
  });

  test.each(['tripled', 'fourfold', 'truncated', 'resorted', 'lines', 'squeezed', 'placed'] as const)('is another: %s', (name) => {
    const others = Object.keys(specs).filter((each) => each !== name) as (keyof typeof specs)[];
    expect(others.map((each) => of(each).drawing)).not.toContain(of(name).drawing);
  });

  test('is the same from build to build', async () => {
    const again = await render(root);
    expect(again.charts.map((chart) => chart.drawing)).toEqual(charts.map((chart) => chart.drawing));
  });
});

test('the marks of a chart say nothing that is not seen', () => {
  expect(of('described').svg).not.toContain('42%');
  expect(of('described').svg.match(/aria-label=/g)).toHaveLength(1);
});

describe('computed values', () => {
  test('are told mark by mark with their expression, even under the name of a field', () => {
    expect(of('plain').computed).toEqual([]);
    expect(of('tripled').computed).toEqual([{ mark: 'marks', field: 'people', expression: 'datum.people * 3', values: [30, 60, 90, 120] }]);
    const [first, , , last] = heightsOf(of('tripled'));
    expect((last as number) / (first as number)).toBeCloseTo(4);
  });

  test('tell the expressions under an aggregate', () => {
    const [made] = of('nested').computed;
    expect(made?.expression).toBe('sum(tripled); tripled = datum.units * 3');
    expect(made?.values).toHaveLength(4);
  });

  test('tell a place that an expression sets', () => {
    const [made] = of('placed').computed;
    expect(made).toMatchObject({ mark: 'marks', field: 'y', expression: '-datum.people * 2' });
    expect(made?.values).toHaveLength(4);
  });

  test('stand in the sheet, in rows of their own', async () => {
    await build(htmlOnly(root), silent);
    const sheet = await readFile(join(root, 'dist/base.en.tieout.csv'), 'utf8');
    const rows = sheet.split('\r\n').filter((line) => line.includes(',computed,'));
    expect(rows).toHaveLength(4);
    expect(rows[3]).toMatch(/^\d+,chart,computed,,120,,regions,tripled marks #4,people,datum\.people \* 3,regions,/);
    const { record } = await readCarried(join(root, 'dist/base.en.html'));
    expect(record.charts.find((each) => each.name === 'tripled')?.drawing).toBe(of('tripled').drawing);
  });
});

describe('axes', () => {
  /** The cells that a chart's figures tie to. */
  const figuresOf = (chart: Chart) => {
    const ties: Tie[] = [];
    chart.ledger.resolve(chart.svg, (tie) => String(ties.push(tie)));
    return ties.filter(isFigure).map((tie) => `${tie.key}.${tie.field} ${tie.text}`);
  };

  test('of categories are figures of their cells', () => {
    expect(figuresOf(of('years'))).toEqual(['1.year 2023', '17.year 2024']);
    expect(of('years').ticks).not.toContain('2023');
  });

  test('of dates that a table names are figures too', () => {
    expect(figuresOf(of('days'))[0]).toBe('1.day 15 January 2023');
  });

  test('of numbers are ticks, in the unit of their field', () => {
    expect(figuresOf(of('money'))).toEqual([]);
    expect(of('money').ticks.slice(0, 2)).toEqual(['0', '20bn']);
    expect(of('money', 'zh-Hant').ticks).toContain('200億');
  });

  test('of time units say the unit and no date', () => {
    expect(textsOf(of('quarters'))).toEqual(expect.arrayContaining(['Q1', 'Q2', 'Q3', 'Q4']));
    expect(textsOf(of('quarters', 'zh-Hant'))).toEqual(expect.arrayContaining(['第1季', '第4季']));
    expect(textsOf(of('weekdays')).join(' ')).toMatch(/Sun|Sat/);
    expect(textsOf(of('weekdays')).join(' ')).not.toMatch(/2012|January/);
  });
});
