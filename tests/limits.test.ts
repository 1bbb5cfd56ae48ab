import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { build } from '../scripts/build.ts';
import { htmlOnly, layProject, places, problemsOf, problemsWith, silent } from './project.ts';

const slide = 'slides/en/01-overview.md';
const decks = 'slides/decks.yaml';
const spec = 'charts/valuation.vl.json';
const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`)
  .join('\n')}\n`;

describe('too much of anything is a problem at its place', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['aliases that multiply', { [decks]: bomb }, [`${decks}:2:8 malformed`]],
    ['an alias of nothing', { [decks]: 'decks: *none\n' }, [`${decks}:1:8 malformed`]],
    ['YAML in brackets', { [decks]: `decks: ${'['.repeat(100_000)}` }, [`${decks}:1:208 too-deep`]],
    ['YAML in dashes', { [decks]: `decks:\n  ${'- '.repeat(100_000)}x` }, [`${decks}:2:3 too-deep`]],
    ['a descriptor', { 'data/datapackage.json': '['.repeat(100_000) }, ['data/datapackage.json:1:201 too-deep']],
    ['a spec', { [spec]: `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}` }, [`${spec}:1:205 too-deep`]],
    ['a text file', { [slide]: 'x'.repeat(5_000_000) }, [`${slide} too-large`]],
    ['a range', { [slide]: '{% for i in (1..100000000) %}x{% endfor %}' }, [`${slide}:1:1 limit`]],
    ['loops in loops', { [slide]: `${'{% for i in (1..1000) %}'.repeat(4)}x${'{% endfor %}'.repeat(4)}` }, [`${slide}:1:73 limit`]],
    ['output', { [slide]: `{% for i in (1..100000) %}${'word '.repeat(100)}{% endfor %}` }, [`${slide}:1:1 limit`]],
    ['a file that renders itself', { [slide]: "{% render 'en/01-overview.md' %}" }, [`${slide}:1:1 limit`]],
    ['a file that includes itself', { [slide]: "{% include 'en/01-overview.md' %}" }, [`${slide}:1:1 limit`]],
    ['blocks in blocks', { [slide]: `${'{% if true %}'.repeat(20_000)}x${'{% endif %}'.repeat(20_000)}` }, [`${slide}:1:1 limit`]],
    ['slides', { [slide]: `---\nsection: overview\n---\n${'# A\n\n---\n'.repeat(3000)}` }, [`${slide} limit`]],
  ])('%s', async (_, files, expected) => {
    const found = await problemsWith(files);
    expect([...new Set(places(found))]).toEqual(expected);
  });
});

test('Markdown nested deeply is rendered, or refused at its file', async () => {
  const withText = (nested: string) => problemsWith({ [slide]: `---\nsection: overview\n---\n# A title\n\n${nested}x\n` });
  for (const nested of ['> ', '*', '[']) expect(await withText(nested.repeat(3000)), nested).toEqual([]);
  for (const nested of ['- ', '<b>']) expect((await withText(nested.repeat(3000))).map((each) => each.file)).toEqual([slide]);
});

describe('what is no text file of the project is a problem at its place', () => {
  const found = async (change: (root: string) => Promise<unknown>) => {
    const root = await layProject();
    await change(root);
    return places(await problemsOf(() => build(htmlOnly(root), silent)));
  };
  const replace = (path: string, put: (full: string) => Promise<unknown>) => async (root: string) => {
    await rm(join(root, path), { recursive: true });
    await put(join(root, path));
  };
  const files = [
    'data/datapackage.json',
    'data/growth.sql',
    'data/rounds.csv',
    decks,
    slide,
    spec,
    'charts/theme.json',
    'slides/theme.css',
  ];

  test.each(files)('a folder in place of %s', async (path) => {
    expect(await found(replace(path, (full) => mkdir(full)))).toEqual([expect.stringContaining(path)]);
  });
  test.each(files)('a pipe in place of %s', async (path) => {
    expect(await found(replace(path, async (full) => execFileSync('mkfifo', [full])))).toEqual([expect.stringContaining(path)]);
  });
  test.each(files)('a link in a circle in place of %s', async (path) => {
    expect(await found(replace(path, (full) => symlink(full, full)))).toEqual([expect.stringContaining(path)]);
  });
  test.each(files.filter((path) => !path.endsWith('.csv')))('bytes that are no UTF-8 in %s, by line', async (path) => {
    const write = (full: string) => writeFile(full, Buffer.concat([Buffer.from('一\n二\nab'), Buffer.from([0xe4, 0xb8, 0x20, 0x41])]));
    expect(await found(replace(path, write))).toEqual([`${path}:3:3 encoding`]);
  });
  test('a NUL character', async () => {
    expect(await found(replace(slide, (full) => writeFile(full, '# A\n\nb\0c')))).toEqual([`${slide}:3:2 encoding`]);
  });
  test.each(['data', 'charts', 'slides/en'])('a file in place of the folder %s', async (path) => {
    const places = await found(replace(path, (full) => writeFile(full, 'x')));
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) expect(place).toMatch(/^(data|charts|slides)/);
  });
});
