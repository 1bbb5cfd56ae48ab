import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ownFilters, ownLayouts, referenceFiles } from '../scripts/reference/index.ts';
import { filters, layouts } from '../scripts/reference/lists.ts';
import { fileKinds, type JsonSchema, keysOf, schemaOf } from '../scripts/reference/schemas.ts';
import { rules } from '../scripts/rules.ts';
import { home, projects } from './project.ts';

test.each(fileKinds)('each key of %s is described', (kind) => {
  const silent = keysOf(kind).flatMap(({ path, says }) => (says === '' ? [path] : []));
  expect(silent, 'say what it is where the schema has the key: .describe("...")').toEqual([]);
});

test('each filter and each layout has a line', () => {
  expect(Object.keys(filters).sort(), 'scripts/reference/lists.ts, filters').toEqual(ownFilters().sort());
  expect(
    ownLayouts().filter((name) => !(name in layouts)),
    'scripts/reference/lists.ts, layouts',
  ).toEqual([]);
});

test('each rule that a problem names has a line', async () => {
  const cases = await readdir(projects);
  const texts = await Promise.all(cases.map((name) => readFile(join(projects, name, 'expected.txt'), 'utf8').catch(() => '')));
  const printed = new Set(texts.flatMap((text) => [...text.matchAll(/ {2}\[([a-z-]+)\]$/gm)].map(([, rule]) => rule as string)));
  expect(printed.size).toBeGreaterThan(40);
  expect(
    [...printed].filter((rule) => !(rule in rules)),
    'write a line for each in scripts/rules.ts',
  ).toEqual([]);
});

test.each(Object.keys(referenceFiles()))('%s is what the code says', async (path) => {
  const text = referenceFiles()[path] as string;
  const file = join(home, path);
  if (process.env.UPDATE_GOLDENS) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  expect(await readFile(file, 'utf8'), 'npm run reference writes it anew').toBe(text);
});

describe('the JSON Schemas accept what the build accepts', () => {
  const validate = (schema: JsonSchema, value: unknown) => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.validate(schema, value);
    return ajv.errors ?? [];
  };
  test.each([home, join(projects, 'base'), join(projects, 'good-gallery')])('%#', async (root) => {
    expect(validate(schemaOf('decks'), parse(await readFile(join(root, 'slides/decks.yaml'), 'utf8')))).toEqual([]);
    const descriptor = await readFile(join(root, 'data/datapackage.json'), 'utf8').catch(() => '{"resources":[]}');
    expect(validate(schemaOf('datapackage'), JSON.parse(descriptor))).toEqual([]);
  });

  test('and refuse a key that there is not', () => {
    expect(validate(schemaOf('decks'), { titel: 'a', decks: [] })).not.toEqual([]);
  });
});
