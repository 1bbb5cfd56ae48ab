import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import type { Tables } from '../data/tables.ts';
import { type Field, type LoadedTable, rowKey, type Value } from '../data/tables.ts';
import { insideProject, parseConfig, placeAt, readSource, type SourceFile } from '../files.ts';
import { collect, didYouMean, endStage, type Place, type Problem, ProjectError, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { smuggledProblems, untiedProblems, visibleText } from '../quotes/gate.ts';
import { Ledger } from '../quotes/ledger.ts';
import { makeQuoter, type Quoter } from '../quotes/liquid.ts';
import type { Deck } from './decks.ts';
import { fetchProblems } from './offline.ts';

const directive = z.union([z.string(), z.number(), z.boolean()]);

const frontMatter = z.strictObject({
  marp: z.literal(true).optional(),
  theme: z.string().optional(),
  section: z.string().optional(),
  class: z.union([z.string(), z.array(z.string())]).optional(),
  paginate: directive.optional(),
  header: z.string().optional(),
  footer: z.string().optional(),
  backgroundColor: z.string().optional(),
  color: z.string().optional(),
});

/** A slide file with its cells quoted: its Markdown holds marks where figures stand. */
export interface SlideFile {
  file: SourceFile;
  matter: z.infer<typeof frontMatter>;
  markdown: string;
  /** Project paths of the images and charts that it shows; the Markdown names them by these. */
  images: readonly string[];
}

/** A deck whose slides are read and quoted, waiting for its charts. */
export interface QuotedDeck {
  deck: Deck;
  title: string;
  subject: string;
  author: string;
  /** ISO date of the deck: the configured day, else the latest as-of date of its tables. */
  date: string;
  css: string;
  files: readonly SlideFile[];
  ledger: Ledger;
  quoter: Quoter;
}

/** Reads a deck's slide files and quotes the tables in them. Throws every problem, located. */
export async function readDeck(project: Project, tables: Tables, deck: Deck): Promise<QuotedDeck> {
  const problems: Problem[] = [];
  const ledger = new Ledger();
  const quoter = makeQuoter(tables, deck.language, ledger, project.root, project.decks.literals);
  const theme = await collect(problems, () => readTheme(project, deck));
  const paths = await slidePaths(project, deck, problems);
  const asOf =
    [...tables.list.values()]
      .map((table) => table.asOf)
      .sort()
      .at(-1) ?? '1970-01-01';
  const date = project.decks.date ?? asOf;
  const words = await quoteConfig(project, tables, deck, quoter, problems);
  const own = deckTable(project, tables, ledger, deck, words, date, asOf);
  const files: SlideFile[] = [];
  for (const path of paths) {
    await collect(problems, async () => {
      const file = await readSlideFile(project, deck, path);
      files.push(await readSlides(project, tables, file, quoter, own));
    });
  }
  if (problems.length === 0) problems.push(...(await uncovered(project, tables, deck, files)));
  endStage(problems);
  return { deck, ...words, date, css: (theme as SourceFile).text, files, ledger, quoter };
}

async function readTheme(project: Project, deck: Deck): Promise<SourceFile> {
  const name = deck.theme ?? project.decks.theme;
  const place = placeInDecks(project, deck, name);
  const theme = await readSource(project.root, `slides/${name}`, place);
  const fix = 'write the theme, or name another';
  if (!theme) throw new ProjectError([problem(place, 'missing-file', `there is no theme "slides/${name}"`, fix)]);
  endStage(fetchProblems(theme));
  return theme;
}

async function readSlideFile(project: Project, deck: Deck, path: string): Promise<SourceFile> {
  const place = placeInDecks(project, deck, path.replace('slides/', ''));
  const file = await readSource(project.root, path, place);
  if (file) return file;
  const reason = `the deck "${deck.name}" names "${path}", which does not exist`;
  throw new ProjectError([problem(place, 'missing-file', reason, await similarSlides(project.root, path))]);
}

/** Where a word stands in `slides/decks.yaml`: in the deck's entry, else above it. */
function placeInDecks({ decksFile }: Project, deck: Deck, word: string): Place {
  const inEntry = decksFile.text.indexOf(word, Math.max(0, decksFile.text.indexOf(`name: ${deck.name}`)));
  return placeAt(decksFile, inEntry >= 0 ? inEntry : Math.max(0, decksFile.text.indexOf(word)));
}

/** The deck's own words, which may quote figures. */
async function quoteConfig(project: Project, tables: Tables, deck: Deck, quoter: Quoter, problems: Problem[]) {
  const quote = async (text: string) => {
    const found: Problem[] = [];
    const quoted = await collect(found, () => quoter.render({ path: project.decksFile.path, text }));
    const place = placeInDecks(project, deck, text);
    const shift = (offset: number) => ({ ...place, column: (place.column ?? 1) + offset });
    problems.push(...(await untiedProblems(project.decksFile, visibleText(text), project.decks.literals, tables, shift)));
    problems.push(...found.map((each) => problem(place, each.ruleId as string, each.reason, each.note as string)));
    return quoted ?? '';
  };
  const title = await quote(deck.title);
  return { title, subject: await quote(deck.subject ?? ''), author: await quote(deck.author ?? project.decks.author ?? '') };
}

async function slidePaths(project: Project, deck: Deck, problems: Problem[]): Promise<string[]> {
  const found: string[] = [];
  for (const pattern of deck.slides) {
    if (!pattern.includes('*')) {
      found.push(`slides/${pattern}`);
      continue;
    }
    const folder = posix.dirname(`slides/${pattern}`);
    const test = new RegExp(
      `^${posix
        .basename(pattern)
        .split('*')
        .map((part) => part.replace(/[^\w]/g, '\\$&'))
        .join('.*')}$`,
    );
    const names = await readdir(join(project.root, folder)).catch(() => []);
    const matching = names.filter((name) => test.test(name)).sort();
    if (matching.length === 0)
      problems.push(
        problem(
          placeInDecks(project, deck, pattern),
          'missing-file',
          `the deck "${deck.name}" names "${pattern}", which matches no file`,
          'mend the pattern, which begins at slides/',
        ),
      );
    found.push(...matching.map((name) => `${folder}/${name}`));
  }
  return found;
}

async function similarSlides(root: string, path: string): Promise<string> {
  const names = await readdir(join(root, posix.dirname(path))).catch(() => []);
  return didYouMean(posix.basename(path), names);
}

/** What slides may quote of their own deck, and of the project that it is made from: a table of one row. */
function deckTable(
  project: Project,
  tables: Tables,
  ledger: Ledger,
  deck: Deck,
  words: DeckWords,
  date: string,
  asOf: string,
): LoadedTable {
  const texts = Object.entries(words).map(([name, text]) => ({ name, type: 'string' as const, value: ledger.resolve(text) }));
  const counts = { datasets: project.descriptor.resources.length, models: project.models.length, checks: project.checks.length };
  const cells: (Field & { value: Value })[] = [
    ...texts,
    { name: 'language', type: 'string', value: deck.language },
    { name: 'date', type: 'date', value: date },
    { name: 'asOf', type: 'date', value: asOf },
    ...Object.entries(counts).map(([name, value]) => ({ name, type: 'integer' as const, unit: 'count', value })),
    { name: 'tables', type: 'integer', unit: 'count', value: tables.list.size },
  ];
  const fields = cells.map(({ value: _, ...field }) => field);
  const row = Object.fromEntries(cells.map((cell) => [cell.name, cell.value]));
  return {
    name: 'deck',
    kind: 'dataset',
    title: 'deck',
    file: 'slides/decks.yaml',
    fields,
    primaryKey: [],
    asOf,
    sources: [],
    datasets: [],
    reads: [],
    rows: [row],
  };
}

type DeckWords = Record<'title' | 'subject' | 'author', string>;

async function readSlides(project: Project, tables: Tables, file: SourceFile, quoter: Quoter, own: LoadedTable): Promise<SlideFile> {
  const problems = await untiedProblems(file, visibleText(file.text), project.decks.literals, tables);
  const text = await collect(problems, () => quoter.render(file, {}, [own]));
  endStage(problems);
  endStage(await smuggledProblems(file, text as string, project.decks.literals, tables));
  const quoted = { path: file.path, text: text as string };
  const head = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(quoted.text);
  const matter = head ? parseConfig({ path: file.path, text: head[1] as string }, frontMatter, 2) : {};
  const body = head ? quoted.text.slice(head[0].length) : quoted.text;
  problems.push(...fetchProblems(file));
  const images = (await collect(problems, () => findImages(project, file, body))) ?? new Map<string, string>();
  endStage(problems);
  const markdown = [...images].reduce((text, [address, path]) => text.replaceAll(`](${address}`, `](${encodeURI(path)}`), body);
  return { file, matter, markdown, images: [...images.values()] };
}

/** The images of a Markdown text by address; a problem for each that is not a file of the project. */
async function findImages(project: Project, file: SourceFile, markdown: string): Promise<Map<string, string>> {
  const problems: Problem[] = [];
  const images = new Map<string, string>();
  const visible = markdown.replace(/<!--[\s\S]*?-->/g, '').replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
  for (const [, address = ''] of visible.matchAll(/!\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)) {
    const place = placeAt(file, Math.max(0, file.text.indexOf(address)));
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address)) {
      problems.push(
        problem(
          place,
          'outside-project',
          `the image "${address}" is on the network`,
          'copy the image into the project and name it by its path from the slide',
        ),
      );
      continue;
    }
    const path = posix.normalize(posix.join(posix.dirname(file.path), decodeURI(address)));
    await collect(problems, () => insideProject(project.root, path, place));
    if (path.startsWith('..')) continue;
    const exists = path.endsWith('.vl.json') ? project.charts.has(path) : await readable(project.root, path);
    const chart = path.endsWith('.vl.json');
    const near = chart ? didYouMean(path, project.charts.keys()) : 'mend the path, which begins at the slide';
    if (!exists)
      problems.push(problem(place, chart ? 'unknown-chart' : 'missing-image', `there is no ${chart ? 'chart' : 'image'} "${path}"`, near));
    images.set(address, path);
  }
  endStage(problems);
  return images;
}

async function readable(root: string, path: string): Promise<boolean> {
  const { stat } = await import('node:fs/promises');
  return stat(join(root, path)).then(
    (each) => each.isFile(),
    () => false,
  );
}

/** A problem for each key of the covered table that no slide claims, and for each claim of no such key. */
async function uncovered(project: Project, tables: Tables, deck: Deck, files: readonly SlideFile[]): Promise<Problem[]> {
  if (!deck.covers) return [];
  if (!tables.list.has(deck.covers)) {
    return [
      problem(
        placeInDecks(project, deck, 'covers'),
        'unknown-table',
        `"covers" names the unknown table "${deck.covers}"`,
        didYouMean(deck.covers, tables.list.keys()),
      ),
    ];
  }
  const table = await tables.read(deck.covers);
  const keys = table.rows.map((row, index) => rowKey(table, row, index));
  const claimed = new Set(files.map((each) => each.matter.section));
  const missing = keys
    .filter((key) => !claimed.has(key))
    .map((key) =>
      problem(
        placeInDecks(project, deck, 'covers'),
        'uncovered-section',
        `no slide of "${deck.name}" claims the section "${key}"`,
        `write "section: ${key}" in the front matter of the file that covers it`,
      ),
    );
  const wrong = files.filter((each) => each.matter.section !== undefined && !keys.includes(each.matter.section));
  return [
    ...missing,
    ...wrong.map((each) => {
      const name = each.matter.section as string;
      return problem(
        placeAt(each.file, Math.max(0, each.file.text.indexOf(name))),
        'unknown-section',
        `unknown section "${name}"`,
        didYouMean(name, keys),
      );
    }),
  ];
}
