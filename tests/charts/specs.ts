import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { layProject, projects } from '../project.ts';

/** Rows to draw: four regions over two years, by quarter; every cell is filled but one of `gaps`. */
const sales = [
  'id,region,kind,day,year,units,margin,worth,gaps',
  ...Array.from({ length: 32 }, (_, index) => {
    const day = `${2023 + Math.floor(index / 16)}-${String((index % 4) * 3 + 1).padStart(2, '0')}-15`;
    const region = ['North', 'South', 'East', 'West'][Math.floor(index / 4) % 4];
    const units = 10 + ((index * 7) % 40);
    return [
      index + 1,
      region,
      index % 2 ? 'new' : 'used',
      day,
      day.slice(0, 4),
      units,
      (index % 9) / 10,
      100 + index,
      index === 5 ? '' : units,
    ].join(',');
  }),
  '',
].join('\n');

const field = (name: string, type: string, unit?: string) => ({ name, type, ...(unit && { unit }) });
const resources = [
  {
    name: 'sales',
    fields: [
      field('id', 'integer'),
      field('region', 'string'),
      field('kind', 'string'),
      field('day', 'date'),
      field('year', 'year'),
      field('units', 'number'),
      field('margin', 'number', 'share'),
      field('worth', 'number', 'USD bn'),
      field('gaps', 'number'),
    ],
    primaryKey: 'id',
  },
  { name: 'regions', fields: [field('region', 'string'), field('people', 'number')], primaryKey: 'region' },
  { name: 'limits', fields: [field('most', 'number')] },
];
const tables: Record<string, string> = {
  sales,
  regions: 'region,people\nNorth,10\nSouth,20\nEast,30\nWest,40\n',
  limits: 'most\n80\n',
};

/** The base project with the tables `sales`, `regions` and `limits`, and a chart of `sales` for each spec, by name. */
export async function layCharts(specs: Record<string, object>, files: Record<string, string> = {}): Promise<string> {
  const descriptor = JSON.parse(await readFile(join(projects, 'base/data/datapackage.json'), 'utf8')) as { resources: object[] };
  for (const { name, fields, primaryKey } of resources)
    descriptor.resources.push({
      name,
      path: `${name}.csv`,
      asOf: '2025-01-01',
      sources: [{ title: 'Made for a test' }],
      schema: { fields, ...(primaryKey && { primaryKey }) },
    });
  const charts = Object.entries(specs).map(([name, spec]) => [
    `charts/${name}.vl.json`,
    JSON.stringify({ data: { name: 'sales' }, padding: 80, ...spec }, undefined, 1),
  ]);
  const data = Object.entries(tables).map(([name, text]) => [`data/${name}.csv`, text]);
  return layProject(undefined, {
    'data/datapackage.json': JSON.stringify(descriptor),
    ...Object.fromEntries([...data, ...charts]),
    ...files,
  });
}

export const quantitative = (name: string, more: object = {}) => ({ field: name, type: 'quantitative', ...more });
export const nominal = (name: string, more: object = {}) => ({ field: name, type: 'nominal', ...more });
export const ordinal = (name: string, more: object = {}) => ({ field: name, type: 'ordinal', ...more });
export const temporal = (name: string, more: object = {}) => ({ field: name, type: 'temporal', ...more });
export const count = { aggregate: 'count' };
export const mean = (name: string, more: object = {}) => quantitative(name, { aggregate: 'mean', ...more });
export const sum = (name: string, more: object = {}) => quantitative(name, { aggregate: 'sum', ...more });
