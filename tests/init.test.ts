import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageFor } from '../scripts/fonts/advice.ts';
import { starterFiles } from '../scripts/init/files.ts';
import { startProject } from '../scripts/init/index.ts';
import { starterLanguages } from '../scripts/init/languages.ts';
import type { StarterWords } from '../scripts/init/words.ts';
import { home, makeFolder, render } from './project.ts';

const run = promisify(execFile);
const tieout = (cwd: string, ...words: string[]) => run(process.execPath, [join(home, 'scripts/tieout.mjs'), ...words], { cwd });

test('every file of words is in the list', async () => {
  const files = (await readdir(join(home, 'scripts/init'))).map((name) => name.replace(/\.ts$/, ''));
  const tags = files.filter((name) => !['files', 'index', 'languages', 'words'].includes(name));
  expect(Object.keys(starterLanguages).sort(), 'add a line to scripts/init/languages.ts').toEqual(tags.sort());
});

/** A folder in which the fonts are installed that a starter asks for. */
async function makeFolderWithFonts(fonts: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await makeFolder();
  const packages = Object.entries(fonts).map(([name, version]) => `${name}@${version}`);
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  if (packages.length > 0) await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...packages], { cwd: folder });
  return folder;
}

describe.each(Object.keys(starterLanguages))('the starter in %s', (language) => {
  test('builds as it stands, and explains itself in five slides', async () => {
    const folder = await makeFolderWithFonts(starterLanguages[language]?.fonts);
    await tieout(folder, 'init', 'deck', '--language', language);
    const { decks, charts } = await render(join(folder, 'deck'));
    expect(decks).toHaveLength(1);
    expect(decks[0]?.slides).toHaveLength(5);
    expect(charts.map((each) => each.name)).toEqual(['revenue', 'visitors']);
  }, 120_000);

  test('has all that a project has, and no theme of its own', async () => {
    const words = starterLanguages[language] as StarterWords;
    const files = Object.keys(starterFiles({ name: 'deck', language, words, schemas: 'schemas', version: '1.0.0' }));
    expect(files).toEqual(
      expect.arrayContaining(['.gitignore', 'package.json', 'data/summary.sql', 'data/checks/revenue_is_positive.sql']),
    );
    expect(files.filter((path) => path.endsWith('.css') || path.endsWith('theme.json'))).toEqual([]);
  });
});

test.each([
  ['de-AT', 'de'],
  ['ja-JP', 'ja'],
  ['ko-KR', 'ko'],
  ['zh-CN', 'zh-Hans'],
  ['zh-SG', 'zh-Hans'],
  ['zh-HK', 'zh-Hant'],
  ['pl', undefined],
])('in %s it speaks a language of its kind, else English, and says so', async (language, kind) => {
  const folder = await makeFolder();
  const { stdout } = await tieout(folder, 'init', 'deck', '--language', language);
  const words = starterLanguages[kind ?? 'en'] as StarterWords;
  const decks = parse(await readFile(join(folder, 'deck/slides/decks.yaml'), 'utf8'));
  expect(decks).toMatchObject({ decks: [{ language, title: words.title }] });
  expect(decks.fonts).toEqual(words.fonts && Object.keys(words.fonts));
  expect(stdout.includes('English')).toBe(kind === undefined);
});

test.each(['ja', 'ko', 'zh-Hans'])('the font of the starter in %s is that which messages name for its characters', (language) => {
  const { slides, fonts = {} } = starterLanguages[language] as StarterWords;
  const characters =
    Object.values(slides)
      .join('')
      .match(/[\p{sc=Han}\p{sc=Hang}]/gu) ?? [];
  expect([...new Set(characters.map((each) => packageFor(each, language)))]).toEqual(Object.keys(fonts));
});

const font = '@expo-google-fonts/noto-sans-kr';

describe('where the starter needs a font, what to type next brings it', () => {
  /** The commands that `init` prints in a folder where these files are. */
  async function commandsIn(files: readonly string[], ...words: string[]): Promise<string[]> {
    const folder = await makeFolder();
    for (const path of files) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), '{}');
    }
    const { stdout } = await tieout(folder, 'init', ...words, '--language', 'ko');
    return stdout.split('\n').flatMap((line) => /^ {2}(\S.*?)(?: +#.*)?$/.exec(line)?.[1] ?? []);
  }
  const installed = (name: string) => `node_modules/${name}/package.json`;

  test('with all else, into a new project', async () => {
    expect((await commandsIn([])).slice(0, 1)).toEqual(['npm install && npx tieout build']);
    const folder = await makeFolder();
    await tieout(folder, 'init', '--language', 'ko');
    const { dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    expect(dependencies).toEqual({ [font]: expect.stringMatching(/^\d+\.\d+\.\d+$/), tieout: expect.any(String) });
  });

  test('by its name where tieout is installed', async () => {
    const there = ['package.json', installed('tieout')];
    expect((await commandsIn(there)).slice(0, 1)).toEqual([`npm install ${font}@0.4.3 && npx tieout build`]);
    expect((await commandsIn(there, 'deck')).slice(0, 3)).toEqual([`npm install ${font}@0.4.3`, 'cd deck', 'npx tieout build']);
  });

  test('not where it is there already', async () => {
    const there = ['package.json', installed('tieout'), installed(font)];
    expect((await commandsIn(there, 'deck')).slice(0, 2)).toEqual(['cd deck', 'npx tieout build']);
  });

  test('with tieout by its name, where a package.json is there that asks for neither', async () => {
    expect((await commandsIn(['package.json'])).slice(0, 1)).toEqual([
      expect.stringMatching(/^npm install @expo-google-fonts\/noto-sans-kr@0\.4\.3 tieout@\d\S+ && npx tieout build$/),
    ]);
  });
});

test('says what to type next', async () => {
  const folder = await makeFolder();
  const { stdout } = await tieout(folder, 'init', 'my deck');
  expect(stdout).toContain('wrote 14 files to my deck');
  expect(stdout).toMatch(/cd "my deck"\n {2}npm install && npx tieout build .*\n {2}npx tieout watch --open/);
  expect(JSON.parse(await readFile(join(folder, 'my deck/package.json'), 'utf8')).name).toBe('my-deck');
});

test('a folder with something in it is left as it is', async () => {
  const folder = await makeFolder();
  await mkdir(join(folder, '.git'));
  await writeFile(join(folder, 'notes.txt'), 'mine');
  await expect(tieout(folder, 'init')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('notes.txt') });
  expect((await readdir(folder)).sort()).toEqual(['.git', 'notes.txt']);
});

test('where tieout was installed there is room for a project; its package.json stays', async () => {
  const folder = await makeFolder();
  await mkdir(join(folder, 'node_modules/tieout'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"dependencies":{"tieout":"1.0.0"}}');
  const { stdout } = await tieout(folder, 'init');
  expect(stdout).toMatch(/wrote 13 files to \.\n\nnext:\n\n {2}npx tieout build /);
  expect(await readFile(join(folder, 'package.json'), 'utf8')).toBe('{"dependencies":{"tieout":"1.0.0"}}');
  expect(await readFile(join(folder, 'slides/decks.yaml'), 'utf8')).toContain('$schema=../node_modules/tieout/schemas/decks.json');
});

test('git alone is nothing', async () => {
  const empty = await makeFolder();
  await mkdir(join(empty, '.git'));
  expect((await tieout(empty, 'init')).stdout).toContain('npx tieout tables');
  expect(existsSync(join(empty, 'slides/decks.yaml'))).toBe(true);
});

test('a language without words of its own has the English ones, and says so', async () => {
  const started = await startProject(join(await makeFolder(), 'deck'), 'mi', '1.0.0');
  expect(started.isTranslated).toBe(false);
  expect(await readFile(join(started.folder, 'slides/05-next.md'), 'utf8')).toContain('Make it yours');
  expect(await readFile(join(started.folder, 'slides/decks.yaml'), 'utf8')).toContain('language: mi');
});

test('a language that there is not is refused with the nearest', async () => {
  await expect(tieout(await makeFolder(), 'init', '--language', 'zh-Hat')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('did you mean "zh-Hant"?'),
  });
});
