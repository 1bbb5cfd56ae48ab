import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeTables } from '../scripts/tables.ts';
import { layProject, problemsOf, render } from './project.ts';

test('every table is told, with its fields, types, units, rows and day', async () => {
  const text = await describeTables(await layProject(), undefined);
  expect(text).toContain('rounds  dataset  3 rows  as of 2025-09-30  data/rounds.csv  Funding rounds');
  expect(text).toMatch(/^ {2}raised_usd_bn +number +USD bn$/m);
  expect(text).toMatch(/^ {2}round +string +\(key\)$/m);
  expect(text).toMatch(/^growth {2}model {2}1 row /m);
});

test('of one table, what it says to write shows what it says is shown', async () => {
  const root = await layProject('base', { 'slides/zh-Hant/09-copied.md': '# x\n' });
  const text = await describeTables(root, 'rounds');
  const cells = [...text.matchAll(/^ {2}(\w+) {2,}(.*?) {2,}(\{\{.*\}\})$/gm)].filter(([, , shown]) => shown !== '(empty)');
  expect(cells.length).toBeGreaterThan(10);
  await writeFile(join(root, 'slides/zh-Hant/09-copied.md'), `# x\n\n${cells.map(([, , , code]) => `- <b>${code}</b>`).join('\n')}\n`);
  const { decks } = await render(root, ['base.zh-Hant']);
  const html = decks[0]?.ledger.resolve(decks[0].slides.map((each) => each.html).join('')) as string;
  for (const [, , shown] of cells) expect(html).toContain(shown);
});

test('what it says to write works for any name', async () => {
  const root = await layProject('base', {
    'data/odd.csv': '"B ""x""",d ay,Betrag (€)\n"k ""y""",3,4\n',
    'slides/zh-Hant/09-copied.md': '# x\n',
  });
  const file = join(root, 'data/datapackage.json');
  const descriptor = JSON.parse(await readFile(file, 'utf8')) as { resources: unknown[] };
  const fields = ['B "x"', 'd ay', 'Betrag (€)'].map((name, index) => ({ name, type: index === 0 ? 'string' : 'integer' }));
  const schema = { fields, primaryKey: 'B "x"' };
  descriptor.resources.push({ name: 'odd', path: 'odd.csv', asOf: '2025-09-30', sources: [{ title: 'Odd' }], schema });
  await writeFile(file, JSON.stringify(descriptor));
  const codes = [...(await describeTables(root, 'odd')).matchAll(/\{\{.*?\}\}/g)].map(([code]) => code);
  expect(codes).toHaveLength(3);
  await writeFile(join(root, 'slides/zh-Hant/09-copied.md'), `# x\n\n${codes.map((code) => `- <b>${code}</b>`).join('\n')}\n`);
  const { decks } = await render(root, ['base.zh-Hant']);
  const html = decks[0]?.ledger.resolve(decks[0].slides.map((each) => each.html).join('')) as string;
  expect([...html.matchAll(/<b>(.*?)<\/b>/g)].map(([, text]) => text).slice(-3)).toEqual(['k "y"', '3', '4']);
});

test('a table without a key is walked', async () => {
  const root = await layProject();
  const file = join(root, 'data/datapackage.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/,\s*"primaryKey": "section"/, ''));
  const decks = join(root, 'slides/decks.yaml');
  await writeFile(decks, (await readFile(decks, 'utf8')).replaceAll(/ +covers: .*\n/g, ''));
  expect(await describeTables(root, 'sections')).toMatch(
    /\{% for row in sections %\}\n[\s\S]*\{\{ row\.label_en \| show \}\}[\s\S]*\{% endfor %\}/,
  );
});

test('an unknown table is a problem with the nearest name', async () => {
  const root = await layProject();
  const [problem] = await problemsOf(() => describeTables(root, 'ruonds'));
  expect([problem?.ruleId, problem?.note]).toEqual(['unknown-table', 'did you mean "rounds"?']);
});

describe('a file in data/ that is not declared', () => {
  test('is named, with an entry that loads once its day is written', async () => {
    const root = await layProject('base', { 'data/staff.csv': 'team,people\nKitchen,7\n' });
    const text = await describeTables(root, undefined);
    const [, json] = /data\/staff\.csv is not declared[^\n]*\n(\{[\s\S]*\n\})/.exec(text) ?? [];
    const file = join(root, 'data/datapackage.json');
    const descriptor = JSON.parse(await readFile(file, 'utf8')) as { resources: unknown[] };
    descriptor.resources.push(JSON.parse((json as string).replace('YYYY-MM-DD', '2025-09-30')));
    await writeFile(file, JSON.stringify(descriptor));
    expect(await describeTables(root, 'staff')).toMatch(/people +7 +\{\{ staff\.people \| show \}\}/);
  });

  test('is named whatever it holds, and not where a list or a pattern names it', async () => {
    const text = 'team,people\nKitchen,7\n';
    const root = await layProject('base', {
      'data/staff-1.csv': text,
      'data/staff-2.csv': text,
      'data/lines.ndjson': '{"team":"Kitchen","people":7}\n{"team":"Bar","people":3}\n',
      'data/book.xlsx': 'no workbook',
      'data/~$book.xlsx': 'open elsewhere',
    });
    const file = join(root, 'data/datapackage.json');
    const descriptor = JSON.parse(await readFile(file, 'utf8')) as { resources: object[] };
    const fields = [
      { name: 'team', type: 'string' },
      { name: 'people', type: 'number' },
    ];
    descriptor.resources.push({ name: 'staff', path: 'staff-?.csv', schema: { fields } });
    await writeFile(file, JSON.stringify(descriptor));
    const told = await describeTables(root, undefined);
    expect([...told.matchAll(/^data\/(\S+) is not declared/gm)].map(([, name]) => name)).toEqual(['book.xlsx', 'lines.ndjson']);
    expect(told).toMatch(/"path": "lines\.ndjson"[\s\S]*"name": "people",\s*"type": "number"/);
    expect(told).not.toContain('as of  ');
  });
});
