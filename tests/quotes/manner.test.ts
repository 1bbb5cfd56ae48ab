import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { verifyDeck } from '../../scripts/compare.ts';
import { writeQuantity } from '../../scripts/quotes/formats.ts';
import { wordedLanguages } from '../../scripts/quotes/languages/index.ts';
import { optionsIn } from '../../scripts/quotes/options.ts';
import { readCarried } from '../../scripts/record/carry.ts';
import { rewriteFigures } from '../../scripts/record/rewrite.ts';
import { htmlOnly, layProject, problemsOf, silent } from '../project.ts';

const write = (
  value: number | null,
  unit: string,
  way: 'money' | 'percent' | 'times' | 'number' | 'count' | 'show',
  language: string,
  option: unknown,
) => writeQuantity({ value, unit, type: 'number' }, way, language, option).text;

test.each<[string, number | null, string, unknown, string, string]>([
  ['one scale for a column', 0.95, 'TWD bn', { scale: 'm', decimals: 1 }, 'en', 'NT$950.0 million'],
  ['and the same above', 1.2, 'TWD bn', { scale: 'm', decimals: 1 }, 'en', 'NT$1,200.0 million'],
  ['no scale at all', 0.95, 'USD m', { scale: '1' }, 'en', 'US$950,000'],
  ['a scale of the language', 950, 'USD m', { scale: '億', decimals: 1 }, 'zh-Hant', '9.5億美元'],
  ['brackets', -0.0234, 'share', { negative: 'brackets', decimals: 1 }, 'en', '(2.3%)'],
  ['brackets around money', -1.2, 'USD bn', { negative: 'brackets', scale: 'm', decimals: 0 }, 'en', '(US$1,200 million)'],
  ['no brackets above nothing', 0.0234, 'share', { negative: 'brackets', decimals: 1 }, 'en', '2.3%'],
  ['nor around nothing', -0.00001, 'share', { negative: 'brackets', decimals: 1 }, 'en', '0.0%'],
  ['a plus for changes', 0.021, 'share', { sign: true, decimals: 1 }, 'de', '+2,1\u00a0%'],
  ['a minus for changes', -0.021, 'share', { sign: true, decimals: 1 }, 'en', '−2.1%'],
  ['no sign for none', 0, 'share', { sign: true, decimals: 1 }, 'en', '0.0%'],
  ['a share whose head says the unit', -0.0142, 'share', { unit: false, decimals: 2, sign: true }, 'de', '−1,42'],
  ['money whose head says currency and scale', 25.94, 'EUR m', { unit: false, scale: 'm', decimals: 1 }, 'de', '25,9'],
  ['money whose head says the currency', 1.2, 'EUR k', { unit: false }, 'en', '1,200'],
  ['a multiple whose head says so', 29.77, 'x', { unit: false }, 'en', '29.8'],
  ['any other unit in the head', 1.2345, 'kW', { unit: false, decimals: 1 }, 'fr', '1,2'],
  ['words for a missing value', null, 'share', { empty: 'n/a' }, 'en', 'n/a'],
])('%s', (_, value, unit, option, language, text) => {
  expect(write(value, unit, 'show', language, option)).toBe(text);
});

test.each<[string, unknown, RegExp]>([
  ['an unknown key', { decimal: 1 }, /no "decimal": did you mean "decimals"/],
  ['decimals beyond measure', { decimals: 9 }, /from 0 to 6, not "9"/],
  ['a scale of another language', { scale: '億' }, /"億" is no scale of en/],
  ['a number for a missing value', { empty: '0' }, /states "0"/],
])('%s is refused', (_, option, message) => {
  expect(() => write(_.includes('missing') ? null : 1, 'USD bn', 'show', 'en', option)).toThrow(message);
});

test('a number word for a missing value is refused in its language', () => {
  expect(() => write(null, 'share', 'show', 'de', { empty: 'elf' })).toThrow(/states "elf"/);
  expect(write(null, 'share', 'show', 'de', { empty: 'k. A.' })).toBe('k. A.');
});

test('in each language the text of a figure tells its value, whatever the manner', () => {
  const options = wordedLanguages.flatMap((language) =>
    ['', '(', '+'].flatMap((start) => optionsIn(language, start).map((option) => [language, option] as const)),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...options.filter(([, option]) => typeof option === 'object')),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constantFrom('USD m', 'EUR', 'share', 'x', 'count', 'GW'),
      ([language, option], value, unit) => {
        let text: string;
        try {
          text = write(value, unit, 'show', language, option);
        } catch {
          return;
        }
        const figure = { id: 0, slide: 1, where: 'slide', kind: 'figure', text, value, unit, table: 't', key: '1', field: 'f' } as const;
        const record = { deck: { language }, figures: [figure], slides: [], tables: [] };
        expect(rewriteFigures(record as never), `${language} ${JSON.stringify(option)} ${value} ${unit} "${text}"`).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test('a field asks for all of its figures, a call for its own; both tie out', async () => {
  const descriptor = {
    resources: [
      {
        name: 'funds',
        path: 'funds.csv',
        asOf: '2025-09-30',
        sources: [{ title: 'The ledger' }],
        schema: {
          fields: [
            { name: 'id', type: 'string' },
            { name: 'return', type: 'number', unit: 'share', display: { decimals: 1, negative: 'brackets', empty: 'n/a' } },
            { name: 'change', type: 'number', unit: 'share' },
            { name: 'assets', type: 'number', unit: 'EUR m', display: { scale: 'm', decimals: 1 } },
          ],
          primaryKey: 'id',
        },
      },
    ],
  };
  const slide = `# Funds

| Fund | Return | Assets | Change |
| --- | --: | --: | --: |
{% for row in funds %}| {{ row.id }} | {{ row.return }} | {{ row.assets }} | {{ row.change | percent: 2, sign: true }} |
{% endfor %}

{{ funds.a.assets | money: scale: "bn", decimals: 2 }}
`;
  const files = {
    'data/datapackage.json': JSON.stringify(descriptor),
    'data/funds.csv': 'id,return,change,assets\na,-0.0234,-0.0234,950\nb,0.005,0.005,1200.5\nc,,0,7\n',
    'data/growth.sql': 'SELECT sum(assets) AS assets FROM funds',
    'data/checks/valuation_not_below_amount_raised.sql': 'SELECT id FROM funds WHERE assets < 0',
    'charts/valuation.vl.json':
      '{ "data": { "name": "funds" }, "mark": "bar", "encoding": { "x": { "field": "assets" }, "y": { "field": "id" } } }',
    'slides/decks.yaml': 'decks:\n  - { name: a, title: A, language: en, theme: tieout, slides: [a.md] }\n',
    'slides/a.md': slide,
  };
  const root = await layProject(undefined, files);
  const options = { ...htmlOnly(root), formats: ['html', 'pdf'] as const };
  await build(options, silent);
  const { record } = await readCarried(join(root, 'dist/a.pdf'));
  expect(record.figures.filter((each) => each.unit).map((each) => each.text)).toEqual([
    '(2.3%)',
    '€950.0 million',
    '−2.34%',
    '0.5%',
    '€1,200.5 million',
    '+0.50%',
    'n/a',
    '€7.0 million',
    '0.00%',
    '€0.95 billion',
  ]);
  for (const ending of ['html', 'pdf']) expect(await verifyDeck(join(root, `dist/a.${ending}`), options)).toEqual([]);
  const chart = await readFile(join(root, 'dist/charts/valuation.en.svg'), 'utf8');
  expect(chart, 'an axis keeps the scale of its field').toMatch(/>1,200m</);
  const wrong = await layProject(undefined, { ...files, 'slides/a.md': '# {{ funds.a.assets | money: scales: "bn" }}\n' });
  expect(await problemsOf(() => build(htmlOnly(wrong), silent))).toMatchObject([
    { reason: expect.stringContaining('no "scales": did you mean "scale"') },
  ]);
});
