import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { elementsIn } from '../../scripts/slides/markup.ts';
import { htmlOnly, layProject, places, problemsOf, projects, silent } from '../project.ts';

const path = 'slides/en/01-overview.md';
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
/** Cells that would be markup if anything took them for it. */
const cells: Record<string, string> = {
  html: `<img src=x onerror=alert()> & "a" 'b'`,
  quotes: `x' onfocus='alert()' y="z" onclick="alert()`,
  markdown: '**bold** [a](https://example.com) ![a](https://example.com/a.png) `code`',
  liquid: '{{ "a" }} {% assign %}',
  end: '</section><script>alert()</script><!-- --> </title></style>',
  directive: '<!-- _backgroundImage: url(https://example.com/a.png) -->',
  style: 'red;background:url(https://example.com/a.png)',
  forged: '\uE000\uE010\uE001',
  link: `https://example.com/?a="b"&c='d'<e>`,
  script: 'javascript:alert()',
};

async function project(body: string, head = '', files: Record<string, string> = {}): Promise<string> {
  const base = JSON.parse(await readFile(join(projects, 'base/data/datapackage.json'), 'utf8')) as { resources: unknown[] };
  const fields = ['id', 't'].map((name) => ({ name, type: 'string' }));
  base.resources.push({
    name: 'evil',
    path: 'evil.csv',
    format: 'csv',
    title: 'Evil',
    asOf: '2025-09-30',
    sources: [{ title: 'Somebody' }],
    schema: { fields, primaryKey: 'id' },
  });
  return layProject(undefined, {
    'data/datapackage.json': JSON.stringify(base),
    'data/evil.csv': `id,t\n${Object.entries(cells)
      .map(([id, text]) => `${id},${quote(text)}`)
      .join('\n')}\n`,
    [path]: `---\nsection: overview\n${head}---\n\n# A slide\n\n${body}\n`,
    ...files,
  });
}

/** The elements, the attributes and the text of the first slide, as a browser reads the finished file. */
async function read(root: string) {
  await build({ ...htmlOnly(root), decks: ['base.en'] }, silent);
  const html = await readFile(join(root, 'dist/base.en.html'), 'utf8');
  const [section] = elementsIn(parse(html), (each) => each.tagName === 'section');
  const names = new Set<string>();
  let text = '';
  const attributes: string[] = [];
  const visit = (node: NonNullable<typeof section>) => {
    names.add(node.tagName);
    if (node !== section) for (const { name, value } of node.attrs) attributes.push(`${name}=${value}`);
    for (const child of node.childNodes) {
      if ('value' in child) text += child.value;
      else if ('tagName' in child) visit(child);
    }
  };
  if (section) visit(section);
  return { html, section, names: [...names].sort(), attributes, text: text.replace(/\s+/g, ' ').trim() };
}

const all = ['html', 'quotes', 'markdown', 'liquid', 'end', 'directive', 'style'];

describe('a cell stands as text', () => {
  test.each([
    ['in a paragraph', (id: string) => `{{ evil.${id}.t }}`],
    ['in a list', (id: string) => `- {{ evil.${id}.t }}`],
    ['in a heading', (id: string) => `## {{ evil.${id}.t }}`],
    ['in code', (id: string) => `\`{{ evil.${id}.t }}\``],
    ['in a table', (id: string) => `| a |\n|---|\n| {{ evil.${id}.t }} |`],
    ['in HTML', (id: string) => `<div>{{ evil.${id}.t }}</div>`],
    ['in a drawing', (id: string) => `<svg>\n<text>{{ evil.${id}.t }}</text></svg>`],
    ['in the words of a link', (id: string) => `[{{ evil.${id}.t }}](https://example.com)`],
    ['by a filter of Liquid', (id: string) => `{{ evil.${id}.t | append: "" }}`],
    ['by two filters', (id: string) => `{{ evil.${id}.t | prepend: "" | append: "" }}`],
    ['by echo', (id: string) => `{% echo evil.${id}.t %}`],
    ['by capture', (id: string) => `{% capture a %}{{ evil.${id}.t }}{% endcapture %}{{ a }}`],
    ['as the name of a group', (id: string) => `{% assign a = evil | where: "id", "${id}" | group_by: "t" %}{{ a[0].name }}`],
    ['out of a loop', (id: string) => `{% for row in evil %}{% if row.id == "${id}" %}{{ row.t }}{% endif %}{% endfor %}`],
    ['out of an included file', (id: string) => `{% render "part.md", a: evil.${id}.t %}`],
  ])('%s', async (_, write) => {
    for (const id of all) {
      const found = await read(await project(write(id), '', { 'slides/part.md': '{{ a }}' }));
      expect(found.text, id).toContain(cells[id]?.replace(/\s+/g, ' '));
      expect(
        found.names.filter((name) => !/^(?:section|h1|h2|p|ul|li|code|pre|table|t\w+|div|svg|a|span|header|footer)$/.test(name)),
      ).toEqual([]);
      expect(found.attributes.filter((each) => /^on|^src|^style|javascript:/.test(each))).toEqual([]);
    }
  });

  test.each([
    ['title', `<b title='{{ evil.ID.t }}'>text</b>`],
    ['title', `<b title="a > b {{ evil.ID.t }}">text</b>`],
    ['class', `<b class="{{ evil.ID.t }}">text</b>`],
    ['title', `[text](https://example.com "{{ evil.ID.t }}")`],
    ['alt', `![{{ evil.ID.t }}](../pictures/mark.png)`],
    ['aria-label', `![{{ evil.ID.t }}](../../charts/valuation.vl.json)`],
  ])('in the attribute %s: %s', async (name, body) => {
    for (const id of all) {
      const { attributes } = await read(await project(body.replace('ID', id)));
      expect(
        attributes.some((each) => each.startsWith(`${name}=`) && each.includes(cells[id] as string)),
        id,
      ).toBe(true);
      expect(attributes.filter((each) => /^on/.test(each))).toEqual([]);
    }
  });

  test('in a header and a footer', async () => {
    for (const id of all) {
      const found = await read(await project('text', `header: "{{ evil.${id}.t }}"\nfooter: "{{ evil.${id}.t }}"\n`));
      expect(found.text.split(cells[id] as string), id).toHaveLength(3);
      const style = found.section?.attrs.find((each) => each.name === 'style')?.value;
      expect(style).not.toContain('example.com');
      expect(found.names).not.toContain('script');
    }
  });

  test('in the title of a deck', async () => {
    for (const id of all) {
      const decks = await readFile(join(projects, 'base/slides/decks.yaml'), 'utf8');
      const titled = decks.replace(/(name: base\.en\n\s*title:).*/, `$1 "{{ evil.${id}.t }}"`);
      expect(titled).not.toBe(decks);
      const { html } = await read(await project('text', '', { 'slides/decks.yaml': titled }));
      const page = parse(html);
      expect(elementsIn(page, (each) => each.tagName === 'title').map((each) => (each.childNodes[0] as { value: string }).value)).toEqual([
        cells[id],
      ]);
      expect(elementsIn(page, (each) => each.tagName === 'script' || each.tagName === 'section')).toHaveLength(7);
    }
  });
});

test('a cell that holds marks is never read as another cell', async () => {
  const problems = await problemsOf(async () => read(await project('{{ evil.forged.t }}')));
  expect(problems.map((each) => each.ruleId)).toEqual(['uncovered-character']);
});

test('a cell that is a link obeys the rule of links', async () => {
  for (const body of ['[text]({{ evil.link.t }})', '<a href="{{ evil.link.t }}">text</a>']) {
    const { attributes } = await read(await project(body));
    expect(attributes).toContain(`href=${cells.link}`);
  }
  for (const body of ['[text]({{ evil.script.t }})', '<a href="{{ evil.script.t }}">text</a>', '[text](java{{ evil.script.t }})'])
    expect(places(await problemsOf(async () => read(await project(body))))[0]).toMatch(/^slides\/en\/01-overview.md:7:\d+ unsafe-link$/);
});

describe('a cell is refused where it would be more than text', () => {
  test.each([
    ['pieces of it', '{% assign a = evil.html.t | split: "~" %}{{ a[0] }}', 'makes other words'],
    ['its words in another text', '{{ "@" | replace: "@", evil.html.t }}', 'makes other words'],
    ['its words without spaces', '{{ evil.html.t | strip }}', 'makes other words'],
    ['a round of cells', '{% cycle evil.html.t %}', 'goes round texts in quotes'],
  ])('%s', async (_, body, reason) => {
    const problems = await problemsOf(async () => read(await project(body)));
    expect(problems.map((each) => each.reason).join()).toContain(reason);
  });

  test.each([
    ['among attributes', '<b {{ evil.quotes.t }}>text</b>', undefined],
    ['without quotes', '<b title={{ evil.quotes.t }}>text</b>', 'cell-in-markup'],
    ['in a style', '<b style="color:{{ evil.style.t }}">text</b>', 'cell-in-markup'],
    ['in a style sheet', '<style>b { color: {{ evil.style.t }} }</style>', 'cell-in-markup'],
    ['in a handler', '<b onclick="{{ evil.style.t }}">text</b>', 'unsafe-markup'],
    ['in a script', '<script>{{ evil.style.t }}</script>', 'unsafe-markup'],
    ['in the address of a picture', '<img src="{{ evil.link.t }}" alt="">', 'outside-project'],
    ['in a directive', '<!-- _color: "{{ evil.style.t }}" -->', 'cell-in-markup'],
    ['walked as a list', '{% for a in evil.html.t %}{{ a }}{% endfor %}', 'liquid'],
  ])('%s', async (_, body, rule) => {
    const found = await problemsOf(async () => read(await project(body)));
    expect([...new Set(found.map((each) => `${each.file}:${each.line} ${each.ruleId}`))]).toEqual(rule ? [`${path}:7 ${rule}`] : []);
  });
});
