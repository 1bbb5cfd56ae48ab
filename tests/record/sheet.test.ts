import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prepare } from '../../scripts/build.ts';
import { format } from '../../scripts/quotes/formats.ts';
import type { DeckRecord } from '../../scripts/record/schema.ts';
import { writeSheet } from '../../scripts/record/sheet.ts';
import { htmlOnly, layProject, places, problemsOf, problemsWith, silent } from '../project.ts';

/** The records of all decks of the base project with `files` laid over it. */
async function records(files: Record<string, string> = {}): Promise<DeckRecord[]> {
  const { decks } = await prepare(htmlOnly(await layProject(undefined, files)), silent);
  return decks.map((each) => each.record);
}

const english = async (files: Record<string, string> = {}) =>
  (await records(files)).find((each) => each.deck.name === 'base.en') as DeckRecord;

/** How the growth reads in the base project. */
const grew = format({ value: 183 / 18.4, unit: 'x', type: 'number' }, 'times', 'en');

/** Reads a CSV by RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain as string) : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  rows.pop();
  return rows;
}

/** The rows of a sheet by the names of their columns. */
function readSheet(text: string): Record<string, string>[] {
  const [head = [], ...rows] = parseCsv(text.replace(/^\uFEFF/, ''));
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])));
}

describe('the sheet', () => {
  test('lists every figure with where it came from', async () => {
    const alt =
      '---\nsection: rounds\n---\n\n# Rounds\n\n![From {{ rounds.seed.post_money_usd_bn | money }}](../../charts/valuation.vl.json)\n\n{{ rounds.late.label }}\n';
    const sheet = readSheet(writeSheet(await english({ 'slides/en/02-rounds.md': alt })));
    const title = sheet.find((each) => each.text === grew && each.where === 'slide');
    expect(title).toMatchObject({ slide: '1', kind: 'figure', value: String(183 / 18.4), unit: 'x', table: 'growth', field: 'multiple' });
    expect(title).toMatchObject({
      formula: 'last valuation / first valuation',
      datasets: 'rounds',
      source: 'The ledger',
      as_of: '2025-09-30',
    });
    expect(sheet.find((each) => each.where === 'notes')).toMatchObject({ text: grew, slide: '1' });
    const chart = sheet.filter((each) => each.where === 'chart' && each.kind === 'figure');
    expect(chart.map((each) => [each.slide, each.key, each.text])).toEqual([
      ['2', 'seed', 'US$18.4bn'],
      ['2', 'growth', 'US$61.5bn'],
      ['2', 'late', 'US$183bn'],
    ]);
    expect(sheet.find((each) => each.where === 'alt' && each.kind === 'figure')).toMatchObject({ slide: '2', text: 'US$18.4 billion' });
    expect(sheet.find((each) => each.kind === 'words' && each.key === 'late')).toMatchObject({
      text: 'Late',
      field: 'label_en',
      place: 'note c',
    });
  });

  test('lists the literals: by pattern, and marked in place', async () => {
    const body = '---\nsection: overview\n---\n\n# Claude 4 and {{ "Series 7" | literal }}\n\n<!-- Claude 4 again -->\n';
    const decks = `literals: ['Claude 4', 'Nobody']\ndecks:\n  - { name: base.en, title: T, language: en, slides: [en/*.md] }\n`;
    const record = await english({ 'slides/en/01-overview.md': body, 'slides/decks.yaml': decks });
    expect(record.literals).toEqual([
      { slide: 1, text: 'Claude 4' },
      { slide: 1, text: 'Series 7' },
    ]);
    const rows = readSheet(writeSheet(record)).filter((each) => each.kind === 'literal');
    expect(rows.map((each) => [each.slide, each.text])).toEqual([
      ['1', 'Claude 4'],
      ['1', 'Series 7'],
    ]);
  });

  test('is UTF-8 with a byte order mark and CRLF, and as many rows as the deck shows things', async () => {
    for (const record of await records()) {
      const text = writeSheet(record);
      expect(text.startsWith('\uFEFFslide,where,kind,text,value,')).toBe(true);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(readSheet(text)).toHaveLength(record.figures.length + record.literals.length);
    }
  });

  /** A text without the apostrophe that keeps it from being a formula. */
  const unled = (text: string) => text.replace(/^'(?=\s*[=+\-@＝＋－＠]|[\t\r])/, '');

  test('begins no formula whatever the texts are, and parses back', async () => {
    const record = await english();
    const [figure] = record.figures;
    const odd = fc.string({
      unit: fc.oneof(fc.constantFrom(...'=+-@＝－ \t\r\n",\'| a1()三'), fc.string({ minLength: 1, maxLength: 1, unit: 'binary' })),
    });
    fc.assert(
      fc.property(
        fc.array(fc.record({ text: odd, value: fc.oneof(odd, fc.double({ noNaN: true })), key: odd, place: odd }), { minLength: 1 }),
        (cells) => {
          const figures = cells.map((each) => ({ ...(figure as (typeof record.figures)[number]), ...each }));
          const rows = readSheet(writeSheet({ ...record, figures, literals: [] }));
          expect(rows).toHaveLength(cells.length);
          for (const [index, row] of rows.entries()) {
            const { value, ...texts } = cells[index] as (typeof cells)[number];
            for (const [name, text] of [...Object.entries(texts), ['value', value] as const]) {
              const cell = row[name] as string;
              if (typeof text === 'number') expect(cell).toBe(String(text));
              else {
                expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r]/);
                expect(unled(cell)).toBe(unled(text));
              }
            }
          }
        },
      ),
    );
  });

  test('tells cells of any text apart from formulas in a build, too', async () => {
    const sections = 'section,label_zh_hant,label_en\noverview,概觀,"=HYPERLINK(""x"")"\nrounds,輪次,@Rounds\n';
    const body = '---\nsection: overview\n---\n\n# Growth\n\n{{ sections.overview.label }}, {{ sections.rounds.label }}\n';
    const sheet = writeSheet(await english({ 'data/sections.csv': sections, 'slides/en/01-overview.md': body }));
    expect(
      parseCsv(sheet.replace(/^\uFEFF/, ''))
        .flat()
        .filter((each) => /^[=+\-@\t\r]/.test(each)),
    ).toEqual([]);
    expect(readSheet(sheet).map((each) => each.text)).toEqual(expect.arrayContaining(['\'=HYPERLINK("x")', "'@Rounds"]));
  });
});

describe('two roundings of one cell', () => {
  const body = (filter: string) =>
    `---\nsection: overview\n---\n\n# It grew {{ growth.multiple | times }}\n\nOr {{ growth.multiple | ${filter} }}\n`;

  test('in one deck are refused', async () => {
    const problems = await problemsWith({ 'slides/en/01-overview.md': body('times: 0') });
    expect(places(problems)).toEqual([expect.stringMatching(/^slides\/en\/01-overview\.md.* two-roundings$/)]);
    expect(problems[0]?.reason).toContain(`as "${grew}" on slide 1 and as "${grew.replace('9.95', '10')}" on slide 1`);
  });

  test('also between a slide and a chart, or a note', async () => {
    const table = '---\nsection: overview\n---\n\n# It grew to {{ rounds.seed.post_money_usd_bn | money: 0 }}\n';
    expect(places(await problemsWith({ 'slides/en/01-overview.md': table }))).toEqual([expect.stringContaining('two-roundings')]);
    const note = `${body('times')}\n<!-- About {{ growth.multiple | times: 1 }} -->\n`;
    expect(places(await problemsWith({ 'slides/en/01-overview.md': note }))).toEqual([expect.stringContaining('two-roundings')]);
  });

  test('also of two cells with the same value of many digits', async () => {
    const copy = '/*\nfields:\n  again: { unit: x }\n*/\nSELECT multiple AS again FROM growth\n';
    const slide = '---\nsection: overview\n---\n\n# It grew {{ growth.multiple | times }}\n\nOr {{ copy.again | times: 1 }}\n';
    const problems = await problemsWith({ 'data/copy.sql': copy, 'slides/en/01-overview.md': slide });
    expect(problems.map((each) => each.ruleId)).toEqual(['two-roundings']);
  });

  test('that read the same number pass', async () => {
    expect(await problemsWith({ 'slides/en/01-overview.md': body('times: 2') })).toEqual([]);
  });
});

describe('a dataset that is stale on the day of the deck', () => {
  const stale = async (days: number, extra = '', date: string | undefined = undefined) => {
    const base = await layProject();
    const { readFile } = await import('node:fs/promises');
    const [descriptor, decks] = await Promise.all(
      ['data/datapackage.json', 'slides/decks.yaml'].map((path) => readFile(`${base}/${path}`, 'utf8')),
    );
    const root = await layProject(undefined, {
      'data/datapackage.json': (descriptor as string).replace('"placeField"', `"staleAfterDays": ${days}, "placeField"`),
      'slides/decks.yaml': (decks as string)
        .replaceAll('covers: sections', `covers: sections\n    ${extra}`)
        .replace(/^date.*\n/m, (line) => (extra === '#no-date' ? '' : line)),
    });
    return problemsOf(() => prepare({ ...htmlOnly(root), date }, silent));
  };

  test('is refused, and one on its last day is not', async () => {
    expect(await stale(15)).toEqual([]);
    const problems = await stale(14);
    expect(problems.map((each) => [each.file, each.ruleId])).toEqual([['data/datapackage.json', 'stale-dataset']]);
    expect(problems[0]?.reason).toBe('"rounds" is as of 2025-09-30: 15 days old on 2025-10-15, and stale after 14');
  });

  test("is judged by --date in place of the decks' own", async () => {
    expect(await stale(14, '', '2025-10-14')).toEqual([]);
    expect((await stale(15, '', '2026-01-01')).map((each) => each.ruleId)).toEqual(['stale-dataset']);
  });

  test('passes where the deck allows it', async () => {
    expect(await stale(14, 'allowStale: true')).toEqual([]);
  });

  test('cannot be judged without a day', async () => {
    expect((await stale(14, '#no-date')).map((each) => each.ruleId)).toEqual(['no-date']);
  });
});
