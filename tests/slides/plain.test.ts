import { describe, expect, test } from 'vitest';
import { visibleNumbers } from '../../scripts/quotes/visible.ts';
import { layProject, places, problemsWith, render } from '../project.ts';

const file = 'slides/en/01-overview.md';
const slide = (body: string, matter = '') => ({ [file]: `---\nsection: overview\n${matter}---\n\n${body}\n` });

/** The slides of the English deck, whose first file has this body and front matter. */
async function slidesOf(body: string, matter = '', files: Record<string, string> = {}) {
  const root = await layProject(undefined, { ...slide(body, matter), ...files });
  const { decks } = await render(root, ['base.en']);
  return (decks[0]?.slides ?? []).filter((each) => each.file === file);
}

describe('a formula', () => {
  test('is drawn as shapes that need no font, with its TeX for who cannot see', async () => {
    const [{ html } = { html: '' }] = await slidesOf('# A\n\n$E = mc^2$\n\n$$\n\\frac{a}{b}\n$$');
    expect(html.match(/<span class="math"[^>]*><svg/g)).toHaveLength(2);
    expect(html).not.toContain('$');
    expect(html).not.toMatch(/url\(|href="http/);
  });

  test.each([
    ['$x^2 + y_i^{10}$', []],
    ['$$\n\\alpha \\times mc^2\n$$', []],
    ['$2x$', ['2']],
    ['$\\frac{1}{2}$', ['1', '2']],
    ['$\\text{nine}$', ['nine']],
    ['$x^{999}$', ['999']],
    ['US$26bn to US$30bn', ['26bn', '30bn']],
  ])('%s states what a reader sees of it', (text, numbers) => {
    expect(visibleNumbers(text).map((each) => each.text)).toEqual(numbers);
  });

  test('holds no cell, which would be drawn and not written', async () => {
    const problems = await problemsWith(slide('# A\n\n$x = {{ growth.multiple | times }}$'));
    expect(places(problems)).toEqual([`${file}:7:2 formula`]);
  });

  test('that cannot be read is refused where it stands', async () => {
    expect(places(await problemsWith(slide('# A\n\nText $\\frac{a$ text')))).toContain(`${file}:7:7 formula`);
  });
});

test('fenced code is left as it is, its numbers are read, and quotes beside it work', async () => {
  const [{ html } = { html: '' }] = await slidesOf(`# A\n\n\`\`\`yaml\nref: ${'$'}{{ github.ref }}\n{% if a %}b{% endif %}\n\`\`\``);
  const text = html.replace(/<[^>]*>/g, '');
  expect(text).toContain('{{ github.ref }}');
  expect(text).toContain('{% if a %}b{% endif %}');
  expect(places(await problemsWith(slide('# A\n\n```yaml\nref: {{ 42 }}\n```')))).toEqual([`${file}:8:9 untied-number`]);
});

describe('a background', () => {
  const picture = '../pictures/mark.png';
  test.each([
    ['beside the text', `![bg right:40%](${picture})`, /border-right:512px solid transparent[\s\S]*right:-512px;width:512px/],
    ['on the left', `![bg left](${picture})`, /border-left:640px/],
    [
      'of two pictures, one above the other',
      `![bg vertical](${picture})\n![bg](${picture})`,
      /flex-direction:column[\s\S]*image\/png[\s\S]*image\/png/,
    ],
    ['whole', `![bg contain](${picture})`, /background-size:contain/],
    ['of a colour', '![bg](#ffe0b0)', /background:#ffe0b0/],
    ['of a gradient', '![bg](<linear-gradient(to right, #fde, #def)>)', /background:linear-gradient\(to right, #fde, #def\)/],
    ['of a chart', '![bg right](../../charts/valuation.vl.json)', /<div class="backdrop"[\s\S]*<svg style="position:absolute/],
    ['by a directive', `<!-- _backgroundImage: url("${picture}") -->`, /background-image:url\(&quot;data:image\/png/],
  ])('%s', async (_, body, wanted) => {
    const [found] = await slidesOf(`# A\n\n${body}\n\nText`);
    expect(found?.html).toMatch(wanted);
    expect(found?.html).not.toContain('slides/pictures');
    if (body.includes('valuation')) expect(found?.charts).toEqual(['valuation']);
  });

  test('that would be fetched is refused', async () => {
    const problems = await problemsWith(slide('# A\n\n<!-- _backgroundImage: url("https://example.com/a.png") -->'));
    expect(problems.map((each) => each.ruleId)).toContain('outside-project');
  });
});

test.each([
  ['a link in a formula', '$\\href{javascript:alert(a)}{x}$', 'unsafe-link'],
  ['a style in a formula', '$\\style{background:url(https://example.com/a.png)}{x}$', 'outside-project'],
  ['a number by its code in a formula', '$\\unicode{x39}$', 'untied-number'],
  ['an address in a gradient', '![bg](<linear-gradient(red, url(https://example.com/b.png))>)', 'outside-project'],
  ['a second style in a gradient', '![bg](<linear-gradient(red, blue);background-image:url(https://example.com/b.png)>)', 'missing-image'],
])('%s is refused', async (_, body, rule) => {
  expect([...new Set((await problemsWith(slide(`# A\n\n${body}`))).map((each) => each.ruleId))]).toEqual([rule]);
});

describe('a picture', () => {
  test.each([
    ['of HTML', '<img src="../pictures/mark.png" alt="The mark" width="80">', ''],
    ['in a header', '', "header: '![w:40](../pictures/mark.png) Acme'\n"],
    ['in the footer of one slide', '<!-- _footer: "![w:40](../pictures/mark.png)" -->', ''],
  ])('%s is in the page', async (_, body, matter) => {
    const [found] = await slidesOf(`# A\n\n${body}`, matter);
    expect(found?.html).toMatch(/<img src="data:image\/png;base64,/);
  });

  test('of a chart takes the size that its words give, which are no part of its description', async () => {
    const [found] = await slidesOf('# A\n\n![w:600px The rounds](../../charts/valuation.vl.json)');
    expect(found?.html).toMatch(/<svg style="width:600px;height:auto"[^>]* aria-label="The rounds"/);
  });
});

describe('front matter', () => {
  test('takes the keys of Marp, and shows none that no slide shows', async () => {
    const matter = [
      'marp: true',
      'title: Results 2025',
      'description: |\n  With 42 in it',
      'keywords: [a, b]',
      'url: https://example.com/9',
      'image: https://example.com/9.png',
      'lang: en',
      'math: katex',
      'size: 16:9',
      '_class: lead',
      'style: |\n  h1 { letter-spacing: 0.01em; }',
      '',
    ].join('\n');
    const [found] = await slidesOf('# A\n\nText', matter);
    expect(found?.html).toMatch(/class="lead"/);
  });

  test('a style in it is judged as any other', async () => {
    const problems = await problemsWith(slide('# A', 'style: |\n  h1::after { content: "42"; }\n'));
    expect(problems.map((each) => each.ruleId)).toContain('untied-number');
  });

  test('headingDivider divides its own file, and no other', async () => {
    const found = await slidesOf('# A\n\n## B\n\nText\n\n## C', 'headingDivider: 2\n');
    expect(found.map((each) => each.title)).toEqual(['A', 'B', 'C']);
    expect(await slidesOf('# A\n\n## B')).toHaveLength(1);
  });
});

describe('a theme', () => {
  const decks = (theme: string) => `title: T\ndate: 2025-10-15\n${theme}decks:\n  - {name: d, title: T, language: en, slides: [a.md]}\n`;
  const cssOf = async (files: Record<string, string>) => (await render(await layProject(undefined, files), ['d'])).decks[0]?.css ?? '';

  test.each(['default', 'gaia', 'uncover', 'tieout'])('%s works by name, and fetches nothing', async (name) => {
    const css = await cssOf({ 'slides/decks.yaml': decks(`theme: ${name}\n`), 'slides/a.md': '# A' });
    expect(css).toContain('Noto Sans TC');
    expect(css).not.toMatch(/@import|https?:\/\/(?!www\.w3\.org)/);
  });

  test('is that of the slides where decks.yaml names none', async () => {
    const css = await cssOf({ 'slides/decks.yaml': decks(''), 'slides/a.md': '---\ntheme: gaia\n---\n\n# A' });
    expect(css).toContain('gaia');
  });

  test('may build on another', async () => {
    const theme = '/* @theme mine */\n@import "tieout";\nsection { color: #123; }';
    expect(await cssOf({ 'slides/decks.yaml': decks(''), 'slides/theme.css': theme, 'slides/a.md': '# A' })).toMatch(
      /p\.sources[\s\S]*#123/,
    );
  });

  test('of an unknown name is refused', async () => {
    const files = { 'slides/decks.yaml': decks(''), 'slides/a.md': '---\ntheme: gaya\n---\n\n# A' };
    expect(places(await problemsWith(files))).toEqual(['slides/a.md:2:1 unknown-theme']);
  });
});
