import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { verifyDeck } from '../../scripts/compare.ts';
import { readCarried } from '../../scripts/record/carry.ts';
import { layProject, places, problemsOf, silent } from '../project.ts';

const decks = (gate: string) => `
decks:
  - name: old
    title: Results of 2025
    language: en
    theme: tieout
    ${gate}
    slides: [old.md]
`;
const slide = `---
header: "Q3 2025 | page 7"
---
# Revenue grew 30% to $12.4 million in 2025

- Margin of **41.5**% on 3 products, up from 2<b></b>7
- {{ growth.multiple | times }} since the first round
- \`code 99\` and [link 12](https://example.com/55)

3. a list that starts at three
4. and another

| Year | Sales |
| --: | --: |
| 2023 | 1,200 |

<!-- Say that 5 customers left. -->

---

# Twenty-one reasons

![Alt of 8 words](pictures/mark.png)
`;

const lay = (gate: string, text = slide) => layProject(undefined, { 'slides/decks.yaml': decks(gate), 'slides/old.md': text });
const options = (root: string) => ({ root, out: join(root, 'dist'), decks: [], formats: ['html', 'pdf'] as const });
const built = async (root: string) => {
  const files = await build(options(root), silent);
  const { record } = await readCarried(join(root, 'dist/old.pdf'));
  return { files, record };
};

test('a deck of typed numbers is refused, unless its gate reports', async () => {
  const found = await problemsOf(async () => built(await lay('')));
  expect(places(found)).toContain('slides/old.md:4:16 untied-number');
});

test('each typed number stands in the record and the sheet with its place, and is underlined on screen', async () => {
  const root = await lay('gate: report');
  const { files, record } = await built(root);
  const first = (record.untied ?? []).filter((each) => each.slide === 1).map((each) => `${each.text} ${each.place ?? ''}`.trim());
  expect(first.sort()).toEqual(
    [
      '7 slides/old.md:2',
      '30 slides/old.md:4',
      '12.4 million slides/old.md:4',
      '2025 slides/old.md:4',
      '41.5 slides/old.md:6',
      '3 slides/old.md:6',
      '27',
      '99 slides/old.md:8',
      '12 slides/old.md:8',
      'three slides/old.md:10',
      '2023 slides/old.md:15',
      '1,200 slides/old.md:15',
      '5 slides/old.md:17',
    ].sort(),
  );
  expect(record.untied?.filter((each) => each.slide === 2).map((each) => each.text)).toEqual(['7', 'Twenty-one', '8']);
  expect(record.figures.map((each) => each.text)).toContain('9.95x');
  expect(files.find((each) => each.path === 'old.tieout.csv')?.untied).toBe(16);
  const sheet = await readFile(join(root, 'dist/old.tieout.csv'), 'utf8');
  expect(sheet).toContain('1,slide,untied,12.4 million,,,,,,,,,slides/old.md:4,');
  expect(sheet.split('\r\n').filter((line) => line.includes(',untied,'))).toHaveLength(16);
  const html = await readFile(join(root, 'dist/old.html'), 'utf8');
  expect(html).toContain('grew <span class="untied">30</span>%');
  // Nothing changed, and it is told again.
  expect((await build(options(root), silent)).find((each) => each.path === 'old.tieout.csv')?.untied).toBe(16);
});

test('verify tells how many are not tied, and still finds what was altered', async () => {
  const root = await lay('gate: report');
  await build(options(root), silent);
  const notes: string[] = [];
  const report = { ...silent, note: (text: string) => void notes.push(text) };
  for (const ending of ['html', 'pdf'])
    expect(await verifyDeck(join(root, `dist/old.${ending}`), options(root), undefined, report)).toEqual([]);
  expect(notes.map((each) => each.split(':')[0])).toEqual(['16 figures are not tied', '16 figures are not tied']);
});

test('with the last number tied nothing is left to report', async () => {
  const { record } = await built(await lay('gate: report', '# It grew {{ growth.multiple | times }}\n'));
  expect(record.untied).toEqual([]);
});

test('what a picture or a style says is refused all the same', async () => {
  const found = await problemsOf(async () =>
    built(await lay('gate: report', '<style>h1::after { content: "99%" }</style>\n\n# A title\n')),
  );
  expect(places(found)).toEqual([expect.stringMatching(/^slides\/old\.md:\d+:\d+ untied-number$/)]);
});

test('a gate of another name is refused', async () => {
  expect(places(await problemsOf(async () => built(await lay('gate: off'))))).toEqual([
    expect.stringMatching(/^slides\/decks\.yaml:7:\d+ /),
  ]);
});
