import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { htmlOnly, layProject, places, problemsOf, render, silent } from '../project.ts';

const slide = (body: string) => ({ 'slides/en/01-overview.md': `---\nsection: overview\n---\n\n# A picture\n\n${body}\n` });

/** A project whose overview holds `body`, with the picture also under names that Markdown and URLs treat in their own ways. */
async function project(body: string): Promise<string> {
  const root = await layProject(undefined, slide(body));
  const pictures = join(root, 'slides', 'pictures');
  await mkdir(pictures, { recursive: true });
  for (const name of ['50%.png', 'my mark.png', 'mark (new).png', 'a%41.png'])
    await copyFile(join(pictures, 'mark.png'), join(pictures, name));
  return root;
}

describe('a picture is put into the deck', () => {
  test.each([
    ['in place', '![The mark](../pictures/mark.png)'],
    ['with a title', '![The mark](../pictures/mark.png "The mark")'],
    ['with brackets in its words', '![The [old] mark](../pictures/mark.png)'],
    ['with a percent sign in its name', '![The mark](../pictures/50%.png)'],
    ['with an escape in its name', '![The mark](../pictures/a%2541.png)'],
    ['with a space in its name', '![The mark](<../pictures/my mark.png>)'],
    ['with an escaped space in its name', '![The mark](../pictures/my%20mark.png)'],
    ['with round brackets in its name', '![The mark](<../pictures/mark (new).png>)'],
    ['by reference', '![The mark][sign]\n\n[sign]: ../pictures/mark.png'],
    ['by a reference of its own words', '![The  mark][]\n\n[the mark]: <../pictures/my mark.png> "The mark"'],
    ['by a short reference', '![Sign]\n\n[sign]: ../pictures/50%.png'],
  ])('%s', async (_, body) => {
    const { decks } = await render(await project(body), ['base.en']);
    const html = decks[0]?.slides[0]?.html;
    expect(html).toMatch(/<img src="data:image\/png;base64,[\w+/=]{50,}"/);
  });

  test('a chart by reference is drawn', async () => {
    const { decks } = await render(await project('![The rounds][rounds]\n\n[rounds]: ../../charts/valuation.vl.json'), ['base.en']);
    expect(decks[0]?.slides[0]?.charts).toEqual(['valuation']);
  });
});

describe('a picture that is not there is refused where it is named', () => {
  test.each([
    ['in place', '![The mark](../pictures/40%.png)', 7, 13],
    ['by reference', '![The mark][sign]\n\n[sign]: ../pictures/no.png', 9, 9],
    ['in a form that is not seen', '![The [very [old]] mark](../pictures/mark.png)', 7, 26],
  ])('%s', async (_, body, line, column) => {
    const root = await project(body);
    const problems = await problemsOf(() => build(htmlOnly(root), silent));
    const rule = problems.map((each) => each.ruleId);
    expect(rule).toEqual(['missing-image']);
    expect(places(problems)).toEqual([`slides/en/01-overview.md:${line}:${column} missing-image`]);
  });
});

test('a file that is no picture is refused', async () => {
  const root = await layProject(undefined, { ...slide('![The mark](../pictures/mark.html)'), 'slides/pictures/mark.html': '<p>text</p>' });
  expect(places(await problemsOf(() => build(htmlOnly(root), silent)))).toEqual(['slides/en/01-overview.md:7:13 unknown-picture']);
});

test('a reference that no image uses is left alone', async () => {
  const { decks } = await render(await project('[a link][sign]\n\n[sign]: https://example.com/mark.png'), ['base.en']);
  expect(decks[0]?.slides[0]?.html).toContain('<a href="https://example.com/mark.png">');
});
