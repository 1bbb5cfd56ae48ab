import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { Store } from '../../scripts/cache.ts';
import { diffDecks, verifyDeck } from '../../scripts/compare.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import type { Fate } from '../../scripts/graph.ts';
import { files, inWords } from '../../scripts/quotes/languages/index.ts';
import { wordsSchema } from '../../scripts/quotes/languages/schema.ts';
import { writeDiff } from '../../scripts/record/words.ts';
import { layFonts } from '../fonts/project.ts';
import { htmlOnly, makeFolder, places, problemsOf, silent } from '../project.ts';

/** The paths of the texts of some words. */
const keysOf = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('other' in value)
    ? Object.entries(value).flatMap(([key, each]) => keysOf(each, `${path}.${key}`))
    : [path];
/** What each language has in its own way. */
const free = /^\.(?:currencies|units|card\.units|numbers)\./;

test.each(Object.entries(files))('the words in %s are whole, and hold what is put in', (_, words) => {
  const { numbers, ...rest } = words;
  const { joint: __, numerals: ___, ...read } = numbers ?? {};
  expect(wordsSchema.safeParse({ ...rest, ...(numbers && { numbers: read }) }).error?.issues).toBeUndefined();
  const own = (each: unknown) => keysOf(each).filter((key) => !free.test(key) && !/^\.(?:currencies|card\.units)$/.test(key));
  expect(own(rest).sort()).toEqual(own(files.en).sort());
});

const polish = `scales:
  sentence: [[1000000000, { one: " miliard", few: " miliardy", many: " miliardów", other: " miliarda" }]]
  label: [[1000000000, " mld"]]
currencies: { USD: dol. }
units:
  months: { one: "{number} miesiąc", few: "{number} miesiące", many: "{number} miesięcy", other: "{number} miesiąca" }
source: "Źródło: {titles}{places}; stan na {date}"
card: { value: Wartość, card: Skąd ta liczba }
controls: { nextSlide: "Slajd \\"następny\\" <i>", page: "Strona {page} z {pages}", presenter: "Widok \\"prelegenta\\" \`</script>\`" }
changes: { title: "Zmiany od wersji z {date}", none: Bez zmian. }
numbers:
  group: "\\u00a0 "
  scales: { tysiąc: 1000, tysięcy: 1000, milionów: 1000000 }
  words: { dwa: 2, trzy: 3, pięć: 5, dwadzieścia: 20 }
`;
const path = 'slides/languages/pl.yaml';
const chart = JSON.stringify({
  description: '{{ words.description }}',
  usermeta: { words: { en: { description: 'Rounds' }, pl: { description: 'Rundy' } } },
  data: { name: 'rounds' },
  width: 800,
  height: 240,
  mark: 'bar',
  encoding: { x: { field: 'post_money_usd_bn', title: null }, y: { field: 'round', title: null } },
});

async function layPolish(
  words = polish,
  slide = '# Wycena wzrosła {{ growth.multiple | times }} do {{ growth.last_usd_bn | money }}\n',
): Promise<string> {
  const root = await layFonts(['fonts/polish.ttf'], {
    ...(words && { [path]: words }),
    'slides/pl/01.md': slide,
    'charts/valuation.vl.json': chart,
  });
  const decks = join(root, 'slides/decks.yaml');
  const text = await readFile(decks, 'utf8');
  await writeFile(decks, `${text}  - { name: base.pl, title: Rundy, language: pl, slides: [pl/*.md] }\n`);
  return root;
}
const onlyPolish = (root: string) => ({ ...htmlOnly(root), decks: ['base.pl'] });

describe('a deck in a language of the project', () => {
  let root: string;
  let html: string;
  beforeAll(async () => {
    root = await layPolish();
    await build({ ...onlyPolish(root), formats: ['html'] }, silent);
    html = await readFile(join(root, 'dist/base.pl.html'), 'utf8');
  });

  test('is written in its words, with those of a figure in the form of its number', async () => {
    expect(/Źródło: [^<]*/.exec(html)?.[0]).toMatch(/; stan na 30 września 2025$/);
    expect(/(?<=>)183 mil[^<]*/.exec(html)?.[0]).toBe('183 miliardy\u00a0dol.');
    expect(/"words":.*?"value":"([^"]*)"/.exec(html)?.[1]).toBe('Wartość');
    // What the file does not say is English.
    expect(/"computed":"([^"]*)"/.exec(html)?.[1]).toBe('Computed from');
  });

  test('has controls in its words, whatever signs they hold', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      const errors: unknown[] = [];
      page.on('pageerror', (error) => errors.push(error));
      await page.goto(`${pathToFileURL(join(root, 'dist/base.pl.html'))}#1`);
      await page.waitForSelector('.bespoke-marp-active');
      expect(await page.evaluate(`document.querySelector('[data-bespoke-marp-osc="next"]').textContent`)).toBe('Slajd "następny" <i>');
      expect(await page.evaluate(`document.querySelector('[data-bespoke-marp-osc="page"]').textContent`)).toBe('Strona 1 z 1');
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  test('ties out, and its changes are told in its words', async () => {
    const sent = join(await makeFolder(), 'sent.html');
    await writeFile(sent, html);
    const store = new Store('a test', await makeFolder());
    expect(await verifyDeck(sent, htmlOnly(root), store)).toEqual([]);
    // Held against other words, what is kept of it does not count.
    await writeFile(join(root, path), polish.replace(' miliardy', ' mldy'));
    expect((await verifyDeck(sent, htmlOnly(root), store)).map(({ shown }) => shown)).toContain('183 miliardy\u00a0dol.');
    await writeFile(join(root, path), polish);
    const { diff, words } = await diffDecks(sent, undefined, htmlOnly(root), silent);
    expect(inWords(words, () => writeDiff(diff))).toContain('# Zmiany od wersji z 15 października 2025');
    expect(inWords(words, () => writeDiff(diff))).toContain('Bez zmian.');
  });
});

test('number words of the project are found by the gate', async () => {
  const root = await layPolish(polish, '# O dwadzieścia pięć i 1,5 milionów, dwadzieściapięć\n\nNadwaga, trzyma, dwaj\n');
  const problems = await problemsOf(() => build(onlyPolish(root), silent));
  expect(problems.map(({ reason }) => /"(.*)"/.exec(reason)?.[1])).toEqual(['dwadzieścia pięć', '1,5 milionów', 'dwadzieściapięć']);
});

test('what is missing is said once a build', async () => {
  const notesOf = async (words: string) => {
    const root = await layPolish(words, '# Rundy\n');
    await writeFile(
      join(root, 'slides/decks.yaml'),
      `${await readFile(join(root, 'slides/decks.yaml'), 'utf8')}  - { name: more.pl, title: Rundy, language: pl, slides: [pl/*.md] }\n`,
    );
    const notes: string[] = [];
    await build({ ...htmlOnly(root), decks: ['base.pl', 'more.pl'] }, { ...silent, note: (text) => void notes.push(text) });
    return notes.filter((each) => each.includes('words'));
  };
  expect(await notesOf('')).toEqual([
    'there are no words in pl: source lines, cards and changes are in English, until slides/languages/pl.yaml has them',
    'there are no number words in pl: the gate finds numbers in digits alone, until "numbers" in slides/languages/pl.yaml has them',
  ]);
  expect(await notesOf('row: wiersz {n}\n')).toHaveLength(1);
  expect(await notesOf(polish)).toEqual([]);
});

test.each([
  ['nnoe: x', '1:1 unknown-key unknown key "nnoe"'],
  ['card: { vlaue: x }', '1:9 unknown-key unknown key "vlaue"'],
  ['source: Źródło', '1:1 invalid-config "Źródło" lacks {titles}'],
  ['row: "{n} {m}"', '1:1 invalid-config "{n} {m}" has no value for {m}'],
  ['units: { months: { one: "{number} x" } }', '1:10 invalid-config the form "other" is missing'],
  ['units: { months: { feww: "{number} x", other: "{number} x" } }', '1:20 unknown-key unknown form "feww"'],
  ['units: { months: "5 {number}" }', '1:10 invalid-config "5 {number}" states the number "5"'],
  ['changes: { none: Bez 5 zmian }', '1:12 invalid-config "Bez 5 zmian" states the number "5"'],
])('"%s" is a problem at its place', async (text, expected) => {
  const root = await layPolish(`${text}\n`);
  const [found] = await problemsOf(() => build(onlyPolish(root), silent));
  expect(`${places([found as NonNullable<typeof found>])} ${found?.reason}`).toContain(`${path}:${expected}`);
});

test('a file of words must be named by a language', async () => {
  const root = await layFonts([], { 'slides/languages/polish.yml': polish });
  expect(places(await problemsOf(() => build(htmlOnly(root), silent)))).toEqual(['slides/languages/polish.yml invalid-config']);
});

test('other words make anew what is written in them, and nothing else', async () => {
  const [root, store] = [await layPolish(), new Store('a test', await makeFolder())];
  const steps = async () => {
    const fates: Fate[] = [];
    await new Promise((resolve) => setTimeout(resolve, 50));
    await build({ ...htmlOnly(root), decks: ['base.en', 'base.pl'] }, { ...silent, step: (fate) => void fates.push(fate) }, store);
    return fates.filter(({ kept }) => !kept).map(({ kind, name }) => `${kind} ${name}`);
  };
  await steps();
  await writeFile(join(root, path), polish.replace(' miliardy', ' mldy').replace('Wartość', 'Liczba'));
  const made = await steps();
  expect(made).toEqual(
    expect.arrayContaining([
      'slides base.pl slides/pl/01.md',
      'quotes base.pl',
      'record base.pl',
      'html base.pl',
      'chart charts/valuation.vl.json pl',
    ]),
  );
  expect(made.filter((each) => each.includes('en'))).toEqual([]);
  const said = async () => /"words":.*?"value":"([^"]*)"/.exec(await readFile(join(root, 'dist/base.pl.html'), 'utf8'))?.[1];
  expect(await said()).toBe('Liczba');
  await writeFile(join(root, path), polish.replace(' miliardy', ' mldy').replace('Wartość', 'Cyfra'));
  expect(await steps()).toEqual(expect.arrayContaining(['html base.pl']));
  expect(await said()).toBe('Cyfra');
});
