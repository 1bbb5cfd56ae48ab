import { existsSync, readdirSync } from 'node:fs';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../scripts/build.ts';
import { verifyDeck } from '../scripts/compare.ts';
import { formatProblems } from '../scripts/report.ts';
import { expectGolden, htmlOnly, isWhole, layProject, problemsOf, projects, render, silent } from './project.ts';

// Each folder is a case, laid over the folder base. Its name tells what it is about; `bad-` ones hold
// expected.txt, all others hold expected/ with the charts and the slides.
const cases = readdirSync(projects, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [each.name] : []));
const bad = cases.filter((name) => name.startsWith('bad-'));
const good = cases.filter((name) => !name.startsWith('bad-'));

/** Every file of a folder with its bytes. */
async function bytesOf(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
  const paths = files.map((each) => join(each.parentPath, each.name)).sort();
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path.slice(folder.length), await readFile(path, 'base64')])));
}

describe('a project with problems', () => {
  let lastGood: string;
  beforeAll(async () => {
    const root = await layProject();
    await build(htmlOnly(root), silent);
    lastGood = join(root, 'dist');
  });

  test.each(bad)('%s', async (name) => {
    const root = await layProject(name);
    await cp(lastGood, join(root, 'dist'), { recursive: true });
    const before = await bytesOf(join(root, 'dist'));
    expect(Object.keys(before).length).toBeGreaterThan(0);
    const problems = await problemsOf(() => build(htmlOnly(root), silent));
    await expectGolden(formatProblems(problems).replaceAll(root, '<root>'), join(projects, name, 'expected.txt'));
    expect(problems.length, 'the case has a problem').toBeGreaterThan(0);
    for (const each of problems) {
      expect(each.file, 'a problem names its file').toBeTruthy();
      expect(each.reason, 'a problem says what is wrong').toBeTruthy();
      expect(each.note, 'a problem says what to do').toBeTruthy();
    }
    expect(await bytesOf(join(root, 'dist')), 'dist/ is as the last good build left it').toEqual(before);
  });
});

/** A slide without what other goldens show, or nobody can read. */
const withoutPictures = (html: string) => html.replace(/<svg[\s\S]*?<\/svg>/g, '<svg/>').replace(/base64,[\w+/=]+/g, 'base64,');

describe('a whole project of another kind', () => {
  test.each(good.filter(isWhole))('%s fits its pages, and both its files tie out', async (name) => {
    const root = await layProject(name);
    const options = { ...htmlOnly(root), formats: ['html', 'pdf'] as const };
    await build(options, silent);
    const decks = (await readdir(join(root, 'dist'))).filter((file) => /\.(?:html|pdf)$/.test(file));
    expect(decks).toHaveLength(2);
    for (const deck of decks) expect(await verifyDeck(join(root, 'dist', deck), options), deck).toEqual([]);
  });
});

describe('a project without problems', () => {
  test.each(good)('%s', async (name) => {
    const { decks, charts } = await render(await layProject(name));
    const expected = join(projects, name, 'expected');
    const made = [
      ...charts.map((chart) => ({ file: `${chart.name}.${chart.language}.svg`, text: chart.ledger.resolve(chart.svg) })),
      ...decks.map((deck) => ({
        file: `${deck.deck.name}.html`,
        text: deck.ledger.resolve(
          deck.slides.map((slide) => `${withoutPictures(slide.html)}\n<!-- notes: ${slide.notes} -->\n`).join('\n'),
        ),
      })),
    ];
    for (const { file, text } of made) await expectGolden(text, join(expected, file));
    expect(existsSync(expected) && readdirSync(expected).sort(), 'there is no golden left over').toEqual(
      made.map((each) => each.file).sort(),
    );
  });
});
