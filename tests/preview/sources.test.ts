import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { locateCell } from '../../scripts/data/locate.ts';
import { editorCommand } from '../../scripts/preview/editor.ts';
import { alignLines } from '../../scripts/preview/lines.ts';
import { readProject } from '../../scripts/project.ts';
import { layProject } from '../project.ts';

describe('a quoted line finds the line of its template', () => {
  const mark = '\uE000\uE010\uE001';
  test.each<[name: string, template: string[], quoted: string[], lines: number[]]>([
    ['without cells', ['# A', '', 'b'], ['# A', '', 'b'], [0, 0, 2]],
    ['by its words around cells', ['# {{ a.b }} of', '- {{ a.c | money }}'], [`# ${mark} of`, `- ${mark}`], [0, 1]],
    [
      'in every round of a loop',
      ['| a |', '{% for row in t -%}', '| {{ row.a }} |', '{% endfor %}', 'end'],
      ['| a |', `| ${mark} |`, `| ${mark} |`, '', 'end'],
      [0, 2, 2, 2, 4],
    ],
    [
      'in a loop of two lines',
      ['{% for row in t %}', '## {{ row.a }}', 'text', '{% endfor %}'],
      ['', `## ${mark}`, 'text', '', `## ${mark}`, 'text'],
      [0, 1, 2, 2, 1, 2],
    ],
    ['the next of two that read the same', ['---', 'a', '---', 'a'], ['---', 'a', '---', 'a'], [0, 1, 2, 3]],
    ['below tags that leave nothing', ["{% assign x = 'y' %}", '# A'], ['# A'], [1]],
    ['an image that is named anew', ['![x](../../charts/a.vl.json)'], ['![x](charts/a.vl.json)'], [0]],
  ])('%s', (_, template, quoted, lines) => {
    expect(alignLines(template, quoted)).toEqual(lines);
  });
});

describe('a cell is found in its file', () => {
  test.each([
    ['rounds', 'seed', 'closed', 'data/rounds.csv:2:15'],
    ['rounds', 'late', 'post_money_usd_bn', 'data/rounds.csv:4:28'],
    ['growth', '#1', 'multiple', 'data/growth.sql:11'],
    ['deck', '#1', 'title', 'slides/decks.yaml'],
    ['rounds', 'nobody', 'closed', 'data/rounds.csv'],
  ])('%s/%s %s', async (table, key, field, place) => {
    const found = await locateCell(await readProject(await layProject()), { table, key, field });
    expect([found?.file, found?.line, table === 'rounds' ? found?.column : undefined].filter(Boolean).join(':')).toBe(place);
  });

  test('of a quoted cell over two lines, a month as key, a number as key, and JSON', async () => {
    const root = await layProject();
    const field = (name: string, type: string) => ({ name, type });
    const about = { asOf: '2025-09-30', sources: [{ title: 'x' }] };
    const descriptor = {
      resources: [
        {
          name: 'months',
          path: 'months.csv',
          ...about,
          schema: { fields: [field('month', 'yearmonth'), field('n', 'integer'), field('t', 'string')], primaryKey: ['month', 'n'] },
        },
        { name: 'list', path: 'list.json', ...about, schema: { fields: [field('id', 'string'), field('v', 'number')], primaryKey: 'id' } },
        { name: 'bare', path: 'bare.csv', ...about, schema: { fields: [field('v', 'number')] } },
      ],
    };
    await writeFile(join(root, 'data/datapackage.json'), JSON.stringify(descriptor));
    await writeFile(join(root, 'data/months.csv'), 'month,n,t\n2025-01,01,"a\nb"\n2025-02,2,c\n');
    await writeFile(join(root, 'data/list.json'), '[\n  {"id": "a", "v": 1},\n  {"id": "b",\n   "v": 2}\n]\n');
    await writeFile(join(root, 'data/bare.csv'), 'v\n1\n2\n');
    const project = await readProject(root);
    const line = async (table: string, key: string, name: string) => (await locateCell(project, { table, key, field: name }))?.line;
    expect(await line('months', '2025-01-01/1', 't')).toBe(2);
    expect(await line('months', '2025-02-01/2', 't')).toBe(4);
    expect(await line('list', 'b', 'v')).toBe(4);
    expect(await line('bare', '#2', 'v')).toBe(3);
    expect(await locateCell(project, { table: 'none', key: '', field: '' })).toBeUndefined();
  });
});

describe('an editor is told the line as it takes it', () => {
  test.each([
    ['vi', ['vi', '+7', '/p/a.md'], true],
    ['/usr/bin/nano -w', ['/usr/bin/nano', '-w', '+7', '/p/a.md'], true],
    ['emacs -nw', ['emacs', '-nw', '+7', '/p/a.md'], true],
    ['code --wait', ['code', '--wait', '-g', '/p/a.md:7'], false],
    ['subl', ['subl', '/p/a.md:7'], false],
    ['"/my tools/subl" -n', ['/my tools/subl', '-n', '/p/a.md:7'], false],
    ['idea', ['idea', '--line', '7', '/p/a.md'], false],
  ])('%s', (EDITOR, words, inTerminal) => {
    expect(editorCommand({ file: '/p/a.md', line: 7 }, { EDITOR }, true)).toEqual({ words, inTerminal });
  });

  test('VISUAL before EDITOR, and none where neither is set', () => {
    expect(editorCommand({ file: 'a' }, { VISUAL: 'code', EDITOR: 'vi' }, true)?.words[0]).toBe('code');
    expect(editorCommand({ file: 'a' }, {}, true)).toBeUndefined();
    expect(editorCommand({ file: 'a' }, { EDITOR: 'vi' }, false), 'without a terminal').toBeUndefined();
  });
});
